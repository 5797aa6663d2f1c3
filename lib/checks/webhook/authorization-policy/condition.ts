import type { Condition } from '../../../../imports/security';
import { nearest } from '../../../core/unknown-field';
import type { AttributeValue } from '../../../istio/authorization-fields';
import { ATTRIBUTE_NAMES, ATTRIBUTES, isAttribute, missingKey } from '../../../istio/authorization-fields';
import type { WebhookVerdict } from '../webhook-check';
import type { ValueProblem, ValueRule } from './values';
import { anyText, checkServiceAccounts, checkValues, ipBlock, port, serviceAccount, wildcard } from './values';

const RULES: Readonly<Record<AttributeValue, ValueRule>> = {
  text: anyText,
  address: ipBlock,
  port,
  'service account': serviceAccount,
  wildcard,
};

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
    verdict.error(`${path}.key`, 'The condition names no attribute.', `Write one of ${ATTRIBUTE_NAMES.join(', ')}.`);
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
  const rule = RULES[ATTRIBUTES.get(key) ?? 'text'];
  for (const [name, list] of Object.entries({ values, notValues })) {
    if (rule === serviceAccount) {
      checkServiceAccounts(list, `${path}.${name}`, verdict);
    } else {
      checkValues(list, `${path}.${name}`, rule, verdict);
    }
  }
}

function keyProblem(key: string): ValueProblem | undefined {
  const example = missingKey(key);
  if (example !== undefined) {
    return {
      message: `"${key}" does not name an entry of the map.`,
      fix: `Write it in brackets: ${example}.`,
    };
  }
  if (isAttribute(key)) {
    return undefined;
  }
  const replaced = REPLACED.find(([start, whole]) => (whole ? key === start : key.startsWith(start)));
  return replaced === undefined
    ? {
        message: `There is no attribute "${key}".`,
        fix: `Write ${nearest(key, [...ATTRIBUTE_NAMES]) ?? `one of ${ATTRIBUTE_NAMES.join(', ')}`}.`,
      }
    : { message: `The attribute "${key}" is no longer supported.`, fix: replaced[2] };
}
