import type { AuthorizationPolicySpec, Rule, Source } from '../../../../imports/security';
import type { WebhookVerdict } from '../webhook-check';

/** What an external authorizer is asked without: the identity of the caller is looked at later. */
const LISTS: readonly (keyof Source)[] = [
  'namespaces',
  'notNamespaces',
  'serviceAccounts',
  'notServiceAccounts',
  'trustDomains',
  'notTrustDomains',
  'principals',
  'notPrincipals',
  'requestPrincipals',
  'notRequestPrincipals',
];
const KEYS = ['source.namespace', 'source.serviceAccount', 'source.trustDomain', 'source.principal'];

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
    for (const name of LISTS.filter((each) => (source[each] ?? []).length > 0)) {
      verdict.error(`${path}.from[${i}].source.${name}`, `A CUSTOM policy cannot match ${name}.`, FIX);
    }
  });
  when.forEach(({ key }: { readonly key?: string }, i) => {
    if (key !== undefined && (KEYS.includes(key) || key.startsWith('request.auth.'))) {
      verdict.error(`${path}.when[${i}].key`, `A CUSTOM policy cannot match ${key}.`, FIX);
    }
  });
}
