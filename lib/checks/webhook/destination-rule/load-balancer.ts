import type { LoadBalancerSettings, LoadBalancerSettingsConsistentHashLb } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { checkDuration } from '../shared/duration';
import type { Verdict } from '../shared/errors-only';
import { checkLocality, checkZoneAware } from './locality';

const MAX_TABLE = 5_000_011;

/**
 * Says what is wrong with how a destination's endpoints are chosen.
 *
 * @param outlier whether the same policy has outlierDetection
 */
export function checkLoadBalancer(
  settings: LoadBalancerSettings,
  path: string,
  outlier: boolean,
  verdict: Verdict,
): void {
  const { consistentHash, localityLbSetting, zoneAwareLbSetting } = settings;
  if (consistentHash !== undefined) {
    checkConsistentHash(consistentHash, `${path}.consistentHash`, verdict);
  }
  if (localityLbSetting !== undefined && zoneAwareLbSetting !== undefined) {
    verdict.error(
      `${path}.zoneAwareLbSetting`,
      'localityLbSetting and zoneAwareLbSetting exclude each other: both choose zones.',
      'Remove localityLbSetting or zoneAwareLbSetting.',
    );
  }
  if (localityLbSetting !== undefined) {
    checkLocality(localityLbSetting, `${path}.localityLbSetting`, outlier, verdict);
  }
  if (zoneAwareLbSetting !== undefined) {
    checkZoneAware(zoneAwareLbSetting, `${path}.zoneAwareLbSetting`, outlier, verdict);
  }
  checkWarmup(settings, `${path}.warmup`, verdict);
}

function checkWarmup({ warmup }: LoadBalancerSettings, path: string, verdict: Verdict): void {
  if (warmup === undefined) {
    return;
  }
  const { duration, minimumPercent = 0, aggression = 1 } = warmup;
  if (duration === undefined) {
    verdict.error(`${path}.duration`, 'warmup has no duration.', 'Write a duration such as 30s.');
  }
  checkDuration(duration, 'duration', path, verdict);
  if (minimumPercent > 100) {
    verdict.error(
      `${path}.minimumPercent`,
      `minimumPercent is ${minimumPercent}, and an endpoint cannot start with more than 100 percent.`,
      'Write 1 to 100, or remove it for 10.',
    );
  }
  if (aggression <= 0) {
    verdict.error(
      `${path}.aggression`,
      `aggression is ${aggression}, so an endpoint would never get more traffic.`,
      'Write 1 for growth at an even rate, or a number above 0.',
    );
  }
}

function checkConsistentHash(hash: LoadBalancerSettingsConsistentHashLb, path: string, verdict: Verdict): void {
  const { httpCookie, maglev, ringHash } = hash;
  const algorithm = maglev !== undefined ? 'maglev' : ringHash !== undefined ? 'ringHash' : undefined;
  if (httpCookie !== undefined) {
    checkCookie(httpCookie, `${path}.httpCookie`, verdict);
  }
  if ((hash.minimumRingSize ?? 0) !== 0) {
    verdict.warning(
      `${path}.minimumRingSize`,
      'minimumRingSize of consistentHash is deprecated.',
      `Write ringHash: { minimumRingSize: ${hash.minimumRingSize} } instead.`,
    );
    if (algorithm !== undefined) {
      verdict.error(
        `${path}.${algorithm}`,
        `minimumRingSize is the deprecated form of ringHash and excludes ${algorithm}.`,
        `Remove minimumRingSize of consistentHash, or ${algorithm}.`,
      );
    }
  }
  const size = maglev?.tableSize ?? 0;
  const problem = maglev === undefined ? undefined : tableSizeProblem(size);
  if (problem !== undefined) {
    verdict.error(
      `${path}.maglev.tableSize`,
      problem,
      `Write a prime number below ${MAX_TABLE}, such as ${primeNear(size)}.`,
    );
  }
}

function checkCookie(
  { name = '', attributes = [] }: NonNullable<LoadBalancerSettingsConsistentHashLb['httpCookie']>,
  path: string,
  verdict: Verdict,
): void {
  if (name === '') {
    verdict.error(`${path}.name`, 'The cookie has no name.', 'Write the name of the cookie.');
  }
  const names = attributes.map((attribute) => attribute.name ?? '');
  names.forEach((each, i) => {
    const at = `${path}.attributes[${i}].name`;
    if (each === '') {
      verdict.error(
        at,
        'The attribute of the cookie has no name.',
        'Write a name such as SameSite, or remove the entry.',
      );
    } else if (names.indexOf(each) < i) {
      verdict.error(at, `The cookie has the attribute ${show(each)} twice.`, 'Remove one of the two.');
    }
  });
}

function tableSizeProblem(size: number): string | undefined {
  if (size === 0) {
    return 'maglev has no tableSize.';
  }
  if (size >= MAX_TABLE) {
    return `The tableSize ${size} is too large.`;
  }
  return isPrime(size) ? undefined : `The tableSize ${size} is not a prime number.`;
}

function primeNear(size: number): number {
  let prime = size === 0 ? 65_537 : Math.min(size, MAX_TABLE - 1);
  while (!isPrime(prime)) {
    prime--;
  }
  return prime;
}

/** As Envoy sees it, for which 1 is one. */
function isPrime(n: number): boolean {
  if (n < 4) {
    return true;
  }
  for (let factor = 2; factor * factor <= n; factor++) {
    if (n % factor === 0) {
      return false;
    }
  }
  return true;
}
