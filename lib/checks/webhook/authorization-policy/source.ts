import type { Source } from '../../../../imports/security';
import { isConnectionField } from '../../../istio/authorization-fields';
import type { WebhookVerdict } from '../webhook-check';
import type { ValueRule } from './values';
import { anyText, checkServiceAccounts, checkValues, ipBlock, trustDomain } from './values';

/** The lists of a source, and what their values are; undefined for service accounts, which have a rule for the list. */
const LISTS: Readonly<Record<keyof Source, ValueRule | undefined>> = {
  principals: anyText,
  notPrincipals: anyText,
  requestPrincipals: anyText,
  notRequestPrincipals: anyText,
  namespaces: anyText,
  notNamespaces: anyText,
  serviceAccounts: undefined,
  notServiceAccounts: undefined,
  ipBlocks: ipBlock,
  notIpBlocks: ipBlock,
  remoteIpBlocks: ipBlock,
  notRemoteIpBlocks: ipBlock,
  trustDomains: trustDomain,
  notTrustDomains: trustDomain,
};
const NAMES = Object.keys(LISTS) as (keyof Source)[];

/** Those that say the same as a service account, in another way. */
const INSTEAD_OF_SERVICE_ACCOUNTS = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'] as const;
const SERVICE_ACCOUNTS = ['serviceAccounts', 'notServiceAccounts'] as const;

/** What Envoy sees of a connection before there is a request in it. */
const TCP: readonly (keyof Source)[] = NAMES.filter(isConnectionField);

export function checkSource(source: Source, path: string, verdict: WebhookVerdict): void {
  const other = INSTEAD_OF_SERVICE_ACCOUNTS.find((name) => filled(source[name]));
  const accounts = SERVICE_ACCOUNTS.find((name) => filled(source[name]));
  if (other !== undefined && accounts !== undefined) {
    verdict.error(
      `${path}.${other}`,
      `${other} cannot be combined with ${accounts}.`,
      `Write the callers in one way: keep ${accounts}, with the namespace in front (shop/reviews), or keep ${other}.`,
    );
  }
  if (!NAMES.some((name) => filled(source[name]))) {
    verdict.error(
      path,
      'The source is empty.',
      'Write at least one list, or remove "from" so that the rule applies to every caller.',
    );
  }
  for (const name of NAMES) {
    const rule = LISTS[name];
    if (rule === undefined) {
      checkServiceAccounts(source[name], `${path}.${name}`, verdict);
    } else {
      checkValues(source[name], `${path}.${name}`, rule, verdict);
    }
  }
}

export function looksAtConnection(source: Source): boolean {
  return TCP.some((name) => filled(source[name]));
}

function filled(values: readonly string[] | undefined): boolean {
  return values !== undefined && values.length > 0;
}
