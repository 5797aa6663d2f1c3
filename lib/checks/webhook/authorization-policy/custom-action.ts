import type { AuthorizationPolicySpec, Rule } from '../../../../imports/security';
import { CALLER_FIELDS, isCallerAttribute } from '../../../istio/authorization-fields';
import type { WebhookVerdict } from '../webhook-check';

const FIX = 'Remove it, and let the authorizer or a second policy with DENY check the caller.';

export function checkCustomAction({ rules = [], provider }: AuthorizationPolicySpec, verdict: WebhookVerdict): void {
  if (rules.length === 0) {
    verdict.error(
      'spec.rules',
      'A CUSTOM policy without rules never calls its provider.',
      'Write rules, or one empty rule ({}) to call the provider for every request.',
    );
  } else if ((provider?.name ?? '') === '') {
    verdict.error(
      'spec.provider.name',
      'A CUSTOM policy needs a provider, but this one has none.',
      'Write the name of an extension provider of MeshConfig (extensionProviders[].name).',
    );
  }
  rules.forEach((rule, i) => checkRule(rule, `spec.rules[${i}]`, verdict));
}

function checkRule({ from = [], when = [] }: Rule, path: string, verdict: WebhookVerdict): void {
  from.forEach(({ source = {} }, i) => {
    for (const name of CALLER_FIELDS.filter((each) => (source[each] ?? []).length > 0)) {
      verdict.error(`${path}.from[${i}].source.${name}`, `A CUSTOM policy cannot match ${name}.`, FIX);
    }
  });
  when.forEach(({ key }: { readonly key?: string }, i) => {
    if (key !== undefined && isCallerAttribute(key)) {
      verdict.error(`${path}.when[${i}].key`, `A CUSTOM policy cannot match ${key}.`, FIX);
    }
  });
}
