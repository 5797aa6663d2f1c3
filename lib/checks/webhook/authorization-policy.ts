import type { Rule } from '../../../imports/security';
import { checkCondition } from './authorization-policy/condition';
import { checkCustomAction } from './authorization-policy/custom-action';
import { checkOperation, looksAtPort } from './authorization-policy/operation';
import { checkSource, looksAtConnection } from './authorization-policy/source';
import { checkPolicyTarget } from './shared/policy-target';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck, WebhookVerdict } from './webhook-check';

export const authorizationPolicy: WebhookCheck<'security.istio.io/AuthorizationPolicy'> = {
  name: 'authorization-policy',
  mirrors: 'ValidateAuthorizationPolicy',
  codes: { ...schemaValidationError, ...schemaWarning },
  kind: 'security.istio.io/AuthorizationPolicy',
  run({ spec }, verdict) {
    const { rules = [], provider } = spec;
    const action: string = spec.action ?? 'ALLOW';
    checkPolicyTarget(spec, verdict);
    if (action === 'CUSTOM') {
      checkCustomAction(spec, verdict);
    } else if (provider !== undefined) {
      verdict.error(
        'spec.provider',
        `Only a CUSTOM policy can have a provider, but the action of this one is ${action}.`,
        'Remove provider, or write action: CUSTOM so that the provider decides.',
      );
    }
    if (action === 'DENY' && rules.length === 0) {
      verdict.error(
        'spec.rules',
        'A DENY policy without rules denies nothing.',
        'Write rules, or one empty rule ({}) to deny everything.',
      );
    }
    rules.forEach((rule, i) => checkRule(rule, `spec.rules[${i}]`, action, verdict));
  },
};

function checkRule(
  { from = [], to = [], when = [] }: Rule,
  path: string,
  action: string,
  verdict: WebhookVerdict,
): void {
  from.forEach(({ source }, i) => {
    const at = `${path}.from[${i}].source`;
    if (source === undefined) {
      verdict.error(at, 'The entry has no source.', 'Write source with at least one list, or remove the entry.');
    } else {
      checkSource(source, at, verdict);
    }
  });
  to.forEach(({ operation }, i) => {
    const at = `${path}.to[${i}].operation`;
    if (operation === undefined) {
      verdict.error(at, 'The entry has no operation.', 'Write operation with at least one list, or remove the entry.');
    } else {
      checkOperation(operation, at, verdict);
    }
  });
  when.forEach((condition, i) => checkCondition(condition, `${path}.when[${i}]`, verdict));
  if (action === 'DENY' && onlyHttp({ from, to })) {
    verdict.warning(
      path,
      'The DENY rule matches only HTTP fields. On a port that is not HTTP, Envoy ignores these fields in a DENY rule, so the rule denies every connection to that port.',
      'Write the HTTP ports in to[].operation.ports.',
    );
  }
}

/** Whether a rule has nothing that can be decided without a request. */
export function onlyHttp({ from = [], to = [] }: Rule): boolean {
  const sources = from.flatMap(({ source }) => source ?? []);
  const operations = to.flatMap(({ operation }) => operation ?? []);
  return operations.length > 0 ? !operations.some(looksAtPort) : sources.length > 0 && !sources.some(looksAtConnection);
}
