/*
 * The fields of rules of AuthorizationPolicies: which attributes a condition can name, what is there only in HTTP requests, what only callers
 * with mutual TLS have, and what an external authorizer is asked without.
 *
 * pkg/config/security/security.go: ValidateAttribute; pkg/config/validation/validation.go: validateAuthorizationPolicy;
 * pilot/pkg/security/authz/model/model.go: New
 */

/** What the values of an attribute are. */
export type AttributeValue = 'text' | 'address' | 'port' | 'service account' | 'wildcard';

export const ATTRIBUTES: ReadonlyMap<string, AttributeValue> = new Map([
  ['source.ip', 'address'],
  ['remote.ip', 'address'],
  ['source.namespace', 'text'],
  ['source.serviceAccount', 'service account'],
  ['source.principal', 'text'],
  ['source.trustDomain', 'wildcard'],
  ['request.auth.principal', 'text'],
  ['request.auth.audiences', 'text'],
  ['request.auth.presenter', 'text'],
  ['destination.ip', 'address'],
  ['destination.port', 'port'],
  ['connection.sni', 'text'],
]);

/** Attributes with a key in brackets, and an example of one. */
export const KEYED_ATTRIBUTES: readonly (readonly [start: string, example: string])[] = [
  ['request.headers', 'request.headers[User-Agent]'],
  ['request.auth.claims', 'request.auth.claims[iss]'],
  ['experimental.envoy.filters.', 'experimental.envoy.filters.network.mysql_proxy[shop.orders]'],
];

/** All that a condition can name; of those with a key an example. */
export const ATTRIBUTE_NAMES: readonly string[] = [
  ...ATTRIBUTES.keys(),
  ...KEYED_ATTRIBUTES.map(([, example]) => example),
];

/** The example of an attribute whose key is missing or not in brackets; undefined where the name is right, or not one with a key. */
export function missingKey(name: string): string | undefined {
  const keyed = KEYED_ATTRIBUTES.find(([start]) => name.startsWith(start));
  const open = name.indexOf('[');
  return keyed === undefined || (name.endsWith(']') && open > 0 && open < name.length - 2) ? undefined : keyed[1];
}

/** Whether an attribute is one, as far as its name tells. */
export function isAttribute(name: string): boolean {
  return ATTRIBUTES.has(name) || KEYED_ATTRIBUTES.some(([start]) => name.startsWith(start));
}

/** Whether an attribute is there in HTTP requests only. */
export function isHttpAttribute(name: string): boolean {
  return name.startsWith('request.');
}

/** The fields of an operation that only HTTP requests have; the others are ports. */
export const HTTP_OPERATION_FIELDS = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'] as const;

/** The fields of a source that only HTTP requests have. */
export const HTTP_SOURCE_FIELDS = ['requestPrincipals', 'notRequestPrincipals'] as const;

/** What becomes of a rule on a port without requests: Istio drops it from ALLOW, and leaves what it cannot compare out of the others. */
export const WITHOUT_REQUESTS: Readonly<Record<'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM', string>> = {
  ALLOW: 'match nothing',
  DENY: 'deny every connection',
  AUDIT: 'match every connection',
  CUSTOM: 'match every connection',
};

/**
 * The fields of a source that are read from the certificate of the caller; each has one for those who must not
 * (pilot/pkg/security/authz/model/generator.go: principalAuthenticated).
 */
export const IDENTITY_FIELDS = ['principals', 'namespaces', 'serviceAccounts', 'trustDomains'] as const;

/** Whether an attribute is read from the certificate of the caller. */
export function isIdentityAttribute(name: string): boolean {
  return IDENTITY_ATTRIBUTES.includes(name);
}

/** Whether an attribute is read from a token that a RequestAuthentication takes. */
export function isTokenAttribute(name: string): boolean {
  return name.startsWith('request.auth.');
}

const IDENTITY_ATTRIBUTES = ['source.namespace', 'source.serviceAccount', 'source.trustDomain', 'source.principal'];

/** What an external authorizer (action CUSTOM) is asked without: the identity of the caller is looked at later. */
export function isCallerAttribute(name: string): boolean {
  return isIdentityAttribute(name) || isTokenAttribute(name);
}

/** The same, as fields of a source. */
export const CALLER_FIELDS = [
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
] as const;

/** Whether a field of a source is there in HTTP requests only. */
export function isHttpField(name: string): boolean {
  return /requestPrincipals/i.test(name);
}

/** Whether the webhook takes a field of a source for one that is known before there is a request. */
export function isConnectionField(name: string): boolean {
  return !/requestPrincipals|trustDomains/i.test(name);
}

/**
 * Whether ztunnel compares a field of a source. A rule to allow with another one lets nobody in there, whatever its other sources say; trust
 * domains are left out of the rule (pilot/pkg/serviceregistry/ambient/authorization.go: handleRule, httpSources).
 */
export function isZtunnelField(name: string): boolean {
  return !/requestPrincipals|remoteIpBlocks|trustDomains/i.test(name);
}
