import type { FailureName } from '../routing/failure';
import { objectName } from './check-report';
import type { DiffChange, DiffOutcome, DiffTerm } from './diff-data';
import { DiffEffect } from './diff-data';
import { mayBeDenied } from './diff-verdict';
import { percent } from './outcome-text';
import type { ReachTarget } from './reach-data';
import { ReachVerdict } from './reach-data';

/** What became of requests, and what becomes of them, then each term in a line of its own: `v1 80 %, v2 20 % → v2`, `timeout 5s → none`. */
export function becomesTexts(change: DiffChange, most: number): readonly string[] {
  const { effect, before, after, terms = [] } = change;
  const told = [...mayChangeTexts(change), ...terms.flatMap(termTexts)];
  if (SAME_ENDS.has(effect)) {
    return told;
  }
  const sides = WAYS_TO_SAY.map((how) => [before, after].map((each) => outcomeText(each, how(most))));
  const apart = sides.find(([old, own]) => old !== own);
  return apart === undefined && told.length > 0 ? told : [(apart ?? sides[0]).join(' → '), ...told];
}

/** Effects of which the ends are the same before and after, or not known. */
const SAME_ENDS: ReadonlySet<DiffEffect> = new Set([DiffEffect.TERMS, DiffEffect.POSSIBLE, DiffEffect.UNKNOWN]);

/** What decides and is in no file. Where nothing else is told, the place has the names. */
function mayChangeTexts(change: DiffChange): readonly string[] {
  const { effect, mayChangeBy = [], terms = [] } = change;
  if (effect === DiffEffect.POSSIBLE) {
    const isTold = terms.some(({ what }) => what === DEPENDS_ON);
    return mayBeDenied(change) ? ['may be denied'] : isTold ? [] : ['may change'];
  }
  const names = mayChangeBy.flatMap(({ object }) => (object === undefined ? [] : objectName({ object })));
  return names.length === 0 ? [] : [`may change: ${names.join(', ')}`];
}

const DEPENDS_ON = 'depends on';

/** How much is said of what becomes of requests. */
interface Detail {
  /** How many servers are named. */
  readonly most: number;
  readonly port?: boolean;
  readonly address?: boolean;
  /** What proxies have decided. */
  readonly decision?: boolean;
}

/** The first one in which two sides are not the same is taken. */
const WAYS_TO_SAY: readonly ((most: number) => Detail)[] = [
  (most) => ({ most }),
  (most) => ({ most, port: true }),
  (most) => ({ most, address: true }),
  () => ({ most: Infinity }),
  () => ({ most: Infinity, port: true, address: true }),
  (most) => ({ most, decision: true }),
];

function outcomeText(outcome: DiffOutcome, detail: Detail): string {
  const { verdict, targets = [], status, location, failure, decidedBy = [] } = outcome;
  const by = detail.decision === true ? decidedBy.map(({ decision }) => decision).join(', ') : '';
  const why = by === '' ? '' : ` (${by})`;
  const rest = failure === undefined ? `${status} by the proxy` : failureText(failure, status);
  switch (verdict) {
    case ReachVerdict.UNKNOWN:
      return 'not known';
    case ReachVerdict.REFUSED:
      return rest + why;
    case ReachVerdict.ANSWERED:
      return (location === undefined ? `${status} by the proxy` : `${status} to ${location}`) + why;
    case ReachVerdict.REACHED: {
      const texts = targetTexts(targets, detail);
      const told = texts.slice(0, detail.most);
      const more = texts.length > detail.most ? [`${texts.length - detail.most} more`] : [];
      const others = failure === undefined && status === undefined ? [] : [`the others ${rest}`];
      return [...told, ...more, ...others].join(', ') + why;
    }
  }
}

/** With one share for all that have the same name. */
function targetTexts(targets: readonly ReachTarget[], { port, address }: Detail): readonly string[] {
  const shares = new Map<string, number>();
  for (const target of targets) {
    const name = `${target.workload}${port === true ? `:${target.port}` : ''}${address === true ? addressText(target) : ''}`;
    shares.set(name, (shares.get(name) ?? 0) + target.share);
  }
  return [...shares].map(([name, share]) => (isAll(share) ? name : `${name} ${percent(share)}`));
}

function isAll(share: number): boolean {
  return Math.abs(share - 1) < 1e-6;
}

/** Where it is: at an address of the manifests, at one that a proxy looks up, or where the client takes it to be. */
function addressText({ workload, address }: ReachTarget): string {
  return address === undefined
    ? ' (looked up by the client)'
    : address === workload
      ? ' (looked up by a proxy)'
      : ` (at ${address})`;
}

/** `404, no rule` */
export function failureText(failure: string, status: number | undefined): string {
  const words = WORDS[failure as FailureName] ?? failure;
  return status === undefined ? words : `${status}, ${words}`;
}

const WORDS: Readonly<Record<FailureName, string>> = {
  NoListener: 'nothing listens',
  NoFilterChain: 'connection closed, as TLS does not fit',
  NoVirtualHost: 'no host',
  NoRoute: 'no rule',
  UnknownHost: 'unknown host',
  UnknownAddress: 'unknown address',
  NoCluster: 'unknown destination',
  NoEndpoint: 'no pods',
  InvalidBackend: 'no backend',
  TlsMismatch: 'TLS does not fit',
  CertificateRejected: 'certificate rejected',
  Denied: 'denied',
  Unauthenticated: 'no valid token',
  BadRequest: 'malformed',
  UpgradeRequired: 'HTTP/1.0',
  HeadersTooLarge: 'path and headers too large',
  Timeout: 'timeout',
  Loop: 'a loop',
};

function termTexts({ what, before, after }: DiffTerm): readonly string[] {
  if (what === DEPENDS_ON) {
    const [old, own] = [before, after].map((each) => each?.split(', ') ?? []);
    return [
      ...own.filter((each) => !old.includes(each)).map((each) => `depends now on ${DEPENDS[each] ?? each}`),
      ...old.filter((each) => !own.includes(each)).map((each) => `depends no longer on ${DEPENDS[each] ?? each}`),
    ];
  }
  const change = `${before ?? 'none'} → ${after ?? 'none'}`;
  // Its values say what they are of.
  return [what === 'TLS' ? change : `${what} ${change}`];
}

/** What no file shows. */
const DEPENDS: Readonly<Record<string, string>> = {
  age: 'which object is the oldest, which no file shows',
  addresses: 'whether DNS knows the address of a ServiceEntry, which no file shows',
  certificates: 'certificates that no file shows',
  protocol: 'what the client speaks, which no file shows',
  ambient: 'a waypoint that no file shows',
  policy: 'a policy that asks what no file shows',
  injection: 'whether pods get a sidecar, which no file shows',
  patches: 'what an EnvoyFilter or a plugin does, which is not followed',
  server: 'what the server does, which no file shows',
};
