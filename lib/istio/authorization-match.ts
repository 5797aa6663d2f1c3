/*
 * Whether the rules of AuthorizationPolicies match a request of which all is known, or only a part.
 *
 * pilot/pkg/security/authz/model/model.go: New, Generate, checkError; generator.go; matcher/string.go, header.go.
 */
import type { Condition, Operation, Rule, Source } from '../../imports/security';
import type { Answer } from './answer';
import { all, answer, any, not } from './answer';
import { HTTP_OPERATION_FIELDS, HTTP_SOURCE_FIELDS, isAttribute, isHttpAttribute } from './authorization-fields';
import { inBlock, isBlock } from './ip-block';
import { hasTemplate, templateFits } from './path-template';
import { policyHostCovers } from './policy-host';
import type { IdentityField, PolicyHome } from './policy-identity';
import { identityFits } from './policy-identity';
import { policyHeaderFits, policyTextFits } from './policy-text';
import { isProxyHeader } from './proxy-headers';
import { requestPrincipalFits } from './request-principal';
import type { Claims } from './token-claims';
import { claimFits, conditionClaimPath } from './token-claims';

export type { Answer } from './answer';

/** What is known of a request. What is undefined may be anything. */
export interface KnownRequest {
  /** False for a connection that is not read as HTTP. */
  readonly isHttp?: boolean;
  /** Of the pods. */
  readonly port?: number;
  readonly method?: string;
  /** As most clients send it: without a port, although they may send one; one that begins with `*` stands for all that end so. */
  readonly host?: string;
  /** The Host header, with the port if there is one. */
  readonly authority?: string;
  /** The path as proxies have normalized it, without its query; or what all paths that are meant begin with. */
  readonly path?: { readonly exact: string } | { readonly prefix: string };
  /** By name in lower case, all that are sent; none for one that is not there. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  /** Whether there are no other headers, but for those that proxies add. */
  readonly hasAllHeaders?: true;
  /**
   * The names in the certificate of the caller, which the proxy has asked for: `spiffe://cluster.local/ns/shop/sa/web`. Empty where there is no
   * certificate.
   */
  readonly identities?: readonly string[];
  /** What the token says that a RequestAuthentication took; empty where there is none. */
  readonly claims?: Claims;
  /** The other end of the connection. */
  readonly peerAddress?: string;
  /** The client, as X-Forwarded-For or the PROXY protocol tell it. */
  readonly remoteAddress?: string;
  readonly destinationAddress?: string;
  /** The server name with which TLS was opened; empty for none. */
  readonly sni?: string;
}

/** A connection without a certificate of the mesh. */
export const WITHOUT_IDENTITY: Pick<KnownRequest, 'identities'> = { identities: [] };

/** A request without a token. */
export const WITHOUT_TOKEN: Pick<KnownRequest, 'claims' | 'headers'> = { claims: {}, headers: { authorization: [] } };

export type PolicyAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';

/** The policy of a rule, as far as it decides how the rule is read. */
export interface RuleOwner extends PolicyHome {
  readonly action: PolicyAction;
}

/** Whether a rule matches a request: one of `from`, one of `to` and all of `when`. */
export function ruleMatches(rule: Rule, request: KnownRequest, owner: RuleOwner): Answer {
  return all(partsOf(rule, request, owner).map((part) => part.answer));
}

/** Whether any of the rules matches; a policy without rules matches nothing. */
export function rulesMatch(rules: readonly Rule[] | undefined, request: KnownRequest, owner: RuleOwner): Answer {
  return any((rules ?? []).map((rule) => ruleMatches(rule, request, owner)));
}

/**
 * The first field of a rule that does not match, with its place in the rule: `to[0].operation.paths`; empty for the whole rule; undefined
 * where all fields match, or may.
 */
export function mismatchOf(rule: Rule, request: KnownRequest, owner: RuleOwner): string | undefined {
  return partsOf(rule, request, owner).find((part) => part.answer === 'no')?.field;
}

/** Whether a rule looks at anything that only HTTP requests have. */
export function looksAtRequests(rule: Rule): boolean {
  return httpFields(rule).length > 0;
}

/** The names of the fields and attributes of a rule that only HTTP requests have, each once. */
export function httpFields({ from = [], to = [], when = [] }: Rule): string[] {
  return [
    ...new Set([
      ...from.flatMap(({ source = {} }) => HTTP_SOURCE_FIELDS.filter((field) => filled(source[field]))),
      ...to.flatMap(({ operation = {} }) => httpFieldsOf(operation)),
      ...when.flatMap(({ key = '' }: Partial<Condition>) => (isHttpAttribute(key) ? key : [])),
    ]),
  ];
}

/** The same of one operation. */
export function httpFieldsOf(operation: Operation): string[] {
  return HTTP_OPERATION_FIELDS.filter((field) => filled(operation[field]));
}

/** A field of a rule, and whether it matches. */
interface Part {
  readonly field: string;
  readonly answer: Answer;
}

const NOTHING: readonly Part[] = [{ field: '', answer: 'no' }];

function partsOf(rule: Rule, request: KnownRequest, owner: RuleOwner): readonly Part[] {
  const isHttp = request.isHttp ?? (isRequest(request) || undefined);
  if (isHttp === undefined && looksAtRequests(rule)) {
    const [one, other] = [true, false].map((each) => partsOf(rule, { ...request, isHttp: each }, owner));
    const [first, second] = [one, other].map((parts) => all(parts.map((part) => part.answer)));
    return first === second ? one : [{ field: '', answer: 'maybe' }];
  }
  const { from = [], to = [], when = [] } = rule;
  // Istio reads no rule with an attribute that it does not know.
  if (when.some(({ key = '' }: Partial<Condition>) => !isAttribute(key))) {
    return NOTHING;
  }
  const reading = { request, owner, isHttp: isHttp !== false, unread: false };
  const parts = [
    ...oneOf('from', from.length, (i) => sourceParts(from[i].source ?? {}, reading)),
    ...oneOf('to', to.length, (i) => operationParts(to[i].operation ?? {}, reading)),
    ...when.flatMap((condition, i) =>
      conditionParts(condition, reading).map((part) => ({ ...part, field: `when[${i}].${part.field}` })),
    ),
  ];
  // Istio leaves the whole rule out of ALLOW where it cannot compare something, and that alone out of the others.
  return reading.unread && owner.action === 'ALLOW' ? NOTHING : parts;
}

/** Whether what is known is known of requests only. */
function isRequest({ method, host, authority, path, headers, claims }: KnownRequest): boolean {
  return [method, host, authority, path, headers, claims].some((each) => each !== undefined);
}

interface Reading {
  readonly request: KnownRequest;
  readonly owner: RuleOwner;
  readonly isHttp: boolean;
  /** Set where something cannot be compared. */
  unread: boolean;
}

/** The parts of one of several alternatives: the first that matches, or else the first that may, or else the first. */
function oneOf(name: 'from' | 'to', count: number, alternative: (i: number) => readonly Part[]): readonly Part[] {
  const inner = name === 'from' ? 'source' : 'operation';
  const alternatives = Array.from({ length: count }, (_, i) => {
    const parts = alternative(i).map((part) => ({ ...part, field: `${name}[${i}].${inner}.${part.field}` }));
    return { parts, answer: all(parts.map((part) => part.answer)) };
  });
  const best =
    alternatives.find((each) => each.answer === 'yes') ??
    alternatives.find((each) => each.answer === 'maybe') ??
    alternatives[0];
  return best?.parts ?? [];
}

type Fits = (value: string) => Answer;

/** The parts of a field and of its opposite. */
function both(
  reading: Reading,
  [name, values]: readonly [name: string, values: readonly string[] | undefined],
  [notName, notValues]: readonly [name: string, values: readonly string[] | undefined],
  fits: Fits,
  isReadable: (value: string) => boolean = () => true,
): readonly Part[] {
  const part = (field: string, given: readonly string[] | undefined, negate: boolean): Part[] => {
    const readable = (given ?? []).filter(isReadable);
    reading.unread ||= readable.length < (given ?? []).length;
    const found = any(readable.map(fits));
    return readable.length === 0 ? [] : [{ field, answer: negate ? not(found) : found }];
  };
  return [...part(name, values, false), ...part(notName, notValues, true)];
}

const IDENTITY: Readonly<Record<string, IdentityField>> = {
  'source.principal': 'principals',
  'source.namespace': 'namespaces',
  'source.serviceAccount': 'serviceAccounts',
  'source.trustDomain': 'trustDomains',
};

function sourceParts(source: Source, reading: Reading): readonly Part[] {
  const { request } = reading;
  const identity = (field: IdentityField, opposite: keyof Source): readonly Part[] =>
    both(reading, [field, source[field]], [opposite, source[opposite]], identityIs(field, reading));
  const { ipBlocks, notIpBlocks, remoteIpBlocks, notRemoteIpBlocks, requestPrincipals, notRequestPrincipals } = source;
  return [
    ...identity('principals', 'notPrincipals'),
    ...both(
      reading,
      ['requestPrincipals', requestPrincipals],
      ['notRequestPrincipals', notRequestPrincipals],
      (value) => requestPrincipalIs(value, request),
      () => reading.isHttp,
    ),
    ...identity('serviceAccounts', 'notServiceAccounts'),
    ...identity('trustDomains', 'notTrustDomains'),
    ...identity('namespaces', 'notNamespaces'),
    ...both(
      reading,
      ['remoteIpBlocks', remoteIpBlocks],
      ['notRemoteIpBlocks', notRemoteIpBlocks],
      (value) => addressIs(value, request.remoteAddress),
      isBlock,
    ),
    ...both(
      reading,
      ['ipBlocks', ipBlocks],
      ['notIpBlocks', notIpBlocks],
      (value) => addressIs(value, request.peerAddress),
      isBlock,
    ),
  ];
}

function operationParts(operation: Operation, reading: Reading): readonly Part[] {
  const { ports, notPorts, methods, notMethods, hosts, notHosts, paths, notPaths } = operation;
  const { request } = reading;
  const http = (): boolean => reading.isHttp;
  return [
    ...both(reading, ['hosts', hosts], ['notHosts', notHosts], (value) => hostIs(value, request), http),
    ...both(
      reading,
      ['methods', methods],
      ['notMethods', notMethods],
      (value) => known(request.method, (method) => policyHeaderFits(value, method)),
      http,
    ),
    ...both(reading, ['paths', paths], ['notPaths', notPaths], (value) => pathIs(value, request), http),
    ...both(reading, ['ports', ports], ['notPorts', notPorts], (value) => portIs(value, request), isPort),
  ];
}

function conditionParts({ key = '', values, notValues }: Partial<Condition>, reading: Reading): readonly Part[] {
  const isReadable = (value: string): boolean =>
    isHttpAttribute(key) ? reading.isHttp && hasKey(key) : readable(key, value);
  return both(reading, ['values', values], ['notValues', notValues], attributeIs(key, reading), isReadable);
}

function hasKey(key: string): boolean {
  return key.startsWith('request.auth.claims')
    ? conditionClaimPath(key) !== undefined
    : !key.startsWith('request.headers') || headerOf(key) !== undefined;
}

function readable(key: string, value: string): boolean {
  return key.endsWith('.ip') ? isBlock(value) : key !== 'destination.port' || isPort(value);
}

function attributeIs(key: string, reading: Reading): Fits {
  const { request } = reading;
  const { claims } = request;
  switch (key) {
    case 'source.ip':
      return (value) => addressIs(value, request.peerAddress);
    case 'remote.ip':
      return (value) => addressIs(value, request.remoteAddress);
    case 'destination.ip':
      return (value) => addressIs(value, request.destinationAddress);
    case 'destination.port':
      return (value) => portIs(value, request);
    case 'connection.sni':
      return (value) => known(request.sni, (sni) => policyTextFits(value, sni));
    case 'request.auth.principal':
      return (value) => requestPrincipalIs(value, request);
    case 'request.auth.audiences':
      return (value) => claimIs(claims, ['aud'], value);
    case 'request.auth.presenter':
      return (value) => claimIs(claims, ['azp'], value);
  }
  if (Object.hasOwn(IDENTITY, key)) {
    return identityIs(IDENTITY[key], reading);
  }
  if (key.startsWith('request.auth.claims')) {
    const path = conditionClaimPath(key) ?? [];
    return (value) => claimIs(claims, path, value);
  }
  return key.startsWith('request.headers') ? headerIs(headerOf(key) ?? '', request) : () => 'maybe';
}

function known<T>(thing: T | undefined, fits: (thing: T) => boolean): Answer {
  return thing === undefined ? 'maybe' : answer(fits(thing));
}

function identityIs(field: IdentityField, { request: { identities }, owner }: Reading): Fits {
  return (value) => known(identities, (names) => identityFits(field, value, names, owner));
}

function requestPrincipalIs(value: string, { claims }: KnownRequest): Answer {
  return known(
    claims,
    ({ iss, sub }) => typeof iss === 'string' && typeof sub === 'string' && requestPrincipalFits(value, iss, sub),
  );
}

function claimIs(claims: Claims | undefined, path: readonly string[], value: string): Answer {
  return known(claims, (given) => claimFits(given, path, (text) => policyTextFits(value, text)));
}

function addressIs(block: string, address: string | undefined): Answer {
  return known(address, (given) => inBlock(block, given) === true);
}

/** pilot/pkg/security/authz/model/util.go: convertToPort */
function isPort(value: string): boolean {
  return /^\d+$/.test(value) && Number(value) <= 65535;
}

function portIs(value: string, { port }: KnownRequest): Answer {
  return known(port, (given) => Number(value) === given);
}

/** A client may send the port with the host. */
function hostIs(value: string, { host, authority }: KnownRequest): Answer {
  if (authority !== undefined || value === '*') {
    return answer(authority === undefined || policyHostCovers(value, authority));
  }
  if (host === undefined || host.startsWith('*')) {
    return 'maybe';
  }
  if (policyHostCovers(value, host)) {
    return 'yes';
  }
  return value.startsWith('*') || value.toLowerCase().startsWith(`${host.toLowerCase()}:`) ? 'maybe' : 'no';
}

function pathIs(value: string, { path }: KnownRequest): Answer {
  if (path === undefined) {
    return value === '*' ? 'yes' : 'maybe';
  }
  if ('exact' in path) {
    return answer(hasTemplate(value) ? templateFits(value, path.exact) : policyTextFits(value, path.exact));
  }
  if (value === '*') {
    return 'yes';
  }
  if (value.startsWith('*') || hasTemplate(value)) {
    return 'maybe';
  }
  const start = value.endsWith('*') ? value.slice(0, -1) : value;
  if (value.endsWith('*') && path.prefix.startsWith(start)) {
    return 'yes';
  }
  return start.startsWith(path.prefix) ? 'maybe' : 'no';
}

/** `request.headers[User-Agent]` -> `user-agent`; undefined where Istio cannot read it. */
function headerOf(key: string): string | undefined {
  return /^request\.headers\[(.*)\]$/s.exec(key)?.[1].toLowerCase();
}

/** Each value of a header that is sent several times is tried by itself. What HTTP/2 calls `:authority` is Host as well. */
function headerIs(name: string, request: KnownRequest): Fits {
  const { headers = {}, hasAllHeaders, authority, method } = request;
  const line = name === 'host' || name === ':authority' ? authority : name === ':method' ? method : undefined;
  const values = line === undefined ? (Object.hasOwn(headers, name) ? headers[name] : undefined) : [line];
  const sent = values ?? (hasAllHeaders && !isProxyHeader(name) ? [] : undefined);
  return (value) => known(sent, (given) => given.some((each) => policyHeaderFits(value, each)));
}

function filled(values: readonly string[] | undefined): boolean {
  return values !== undefined && values.length > 0;
}
