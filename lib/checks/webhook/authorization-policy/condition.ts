import type { Condition } from '../../../../imports/security';
import { nearest } from '../../../core/unknown-field';
import type { WebhookVerdict } from '../webhook-check';
import type { ValueProblem, ValueRule } from './values';
import { anyText, checkServiceAccounts, checkValues, ipBlock, port, serviceAccount, wildcard } from './values';

const ATTRIBUTES: ReadonlyMap<string, ValueRule> = new Map([
  ['source.ip', ipBlock],
  ['remote.ip', ipBlock],
  ['source.namespace', anyText],
  ['source.serviceAccount', serviceAccount],
  ['source.principal', anyText],
  ['source.trustDomain', wildcard],
  ['request.auth.principal', anyText],
  ['request.auth.audiences', anyText],
  ['request.auth.presenter', anyText],
  ['destination.ip', ipBlock],
  ['destination.port', port],
  ['connection.sni', anyText],
]);

/** Attributes with a key in brackets, and an example of one. */
const MAPS: readonly (readonly [start: string, example: string])[] = [
  ['request.headers', 'request.headers[User-Agent]'],
  ['request.auth.claims', 'request.auth.claims[iss]'],
  ['experimental.envoy.filters.', 'experimental.envoy.filters.network.mysql_proxy[shop.orders]'],
];

/** Attributes of the first authorization API. */
const REPLACED: readonly (readonly [start: string, whole: boolean, fix: string])[] = [
  ['destination.namespace', true, 'Move the policy to that namespace: metadata.namespace.'],
  ['destination.labels', false, 'Write the labels in spec.selector.matchLabels.'],
  ['destination.name', true, 'Choose the workloads of the service with spec.selector.matchLabels.'],
  ['destination.user', true, 'Choose the workloads of the service account with spec.selector.matchLabels.'],
];

export function checkCondition(
  { key, values, notValues }: Partial<Condition>,
  path: string,
  verdict: WebhookVerdict,
): void {
  if (key === undefined || key === '') {
    verdict.error(`${path}.key`, 'The condition names no attribute.', `Write one of ${known().join(', ')}.`);
    return;
  }
  if ((values ?? []).length + (notValues ?? []).length === 0) {
    verdict.error(path, `The condition has no value to compare ${key} with.`, 'Write values, notValues, or both.');
    return;
  }
  const problem = keyProblem(key);
  if (problem !== undefined) {
    verdict.error(`${path}.key`, problem.message, problem.fix);
  }
  const rule = ATTRIBUTES.get(key) ?? anyText;
  for (const [name, list] of Object.entries({ values, notValues })) {
    if (rule === serviceAccount) {
      checkServiceAccounts(list, `${path}.${name}`, verdict);
    } else {
      checkValues(list, `${path}.${name}`, rule, verdict);
    }
  }
}

function keyProblem(key: string): ValueProblem | undefined {
  const map = MAPS.find(([start]) => key.startsWith(start));
  if (map !== undefined) {
    return hasKeyInBrackets(key)
      ? undefined
      : { message: `"${key}" does not name an entry of the map.`, fix: `Write it in brackets: ${map[1]}.` };
  }
  if (ATTRIBUTES.has(key)) {
    return undefined;
  }
  const replaced = REPLACED.find(([start, whole]) => (whole ? key === start : key.startsWith(start)));
  return replaced === undefined
    ? {
        message: `There is no attribute "${key}".`,
        fix: `Write ${nearest(key, known()) ?? `one of ${known().join(', ')}`}.`,
      }
    : { message: `The attribute "${key}" is no longer supported.`, fix: replaced[2] };
}

function hasKeyInBrackets(key: string): boolean {
  const open = key.indexOf('[');
  return key.endsWith(']') && open > 0 && open < key.length - 2;
}

function known(): string[] {
  return [...ATTRIBUTES.keys(), ...MAPS.map(([, example]) => example)];
}
