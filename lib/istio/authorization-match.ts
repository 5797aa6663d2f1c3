/*
 * Whether the rules of AuthorizationPolicies match a request of which all is known, or only a part.
 *
 * pilot/pkg/security/authz/model/model.go: New, Generate, checkError; generator.go; matcher/string.go, header.go.
 */
import type { Condition, Operation, Rule } from '../../imports/security';
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
  /** By name in lower case, all that are sent; none for one that is not there, undefined for one that is there with a value that nobody knows. */
  readonly headers?: Readonly<Record<string, readonly string[] | undefined>>;
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
  const isHttp = request.isHttp ?? (isRequest(request) || undefined);
  if (isHttp !== undefined) {
    return matches(fieldsOf(rule), { request, owner, isHttp });
  }
  const [one, other] = [true, false].map((each) => matches(fieldsOf(rule), { request, owner, isHttp: each }));
  return one === other ? one : 'maybe';
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
  const fields = fieldsOf(rule);
  const asked = { request, owner, isHttp: request.isHttp ?? true };
  if (isLeftOut(fields, asked)) {
    return '';
  }
  const wrong = [fields.from, fields.to, [fields.when]]
    .map((alternatives) => (oneMatches(alternatives, asked) === 'no' ? alternatives[0] : []))
    .flat();
  return wrong.find((field) => fieldMatches(field, asked) === 'no')?.name;
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

/** What a rule compares of requests: one of `from`, one of `to` and all of `when`. */
export type RuleFields = Pick<Fields, 'from' | 'to' | 'when'>;

/** What a rule compares of requests; undefined where Istio leaves the rule out, so that it matches none. */
export function fieldsOfRequests(rule: Rule, owner: RuleOwner): RuleFields | undefined {
  const fields = fieldsOf(rule);
  return isLeftOut(fields, { request: {}, owner, isHttp: true }) ? undefined : fields;
}

/** Whether one field of a rule matches a request. */
export function fieldOfRequestFits(field: RuleField, request: KnownRequest, owner: RuleOwner): Answer {
  return fieldMatches(field, { request, owner, isHttp: true });
}

/** A field of a rule, with what its values are compared with. */
export interface RuleField {
  /** `to[0].operation.paths` */
  readonly name: string;
  /** Whether it must not match. */
  readonly negated: boolean;
  readonly isHttp: boolean;
  /** Those that Istio can read. */
  readonly values: readonly string[];
  readonly fits: Fits;
}

type Fits = (value: string, request: KnownRequest, owner: RuleOwner) => Answer;

interface Fields {
  readonly from: readonly (readonly RuleField[])[];
  readonly to: readonly (readonly RuleField[])[];
  readonly when: readonly RuleField[];
  /** Whether Istio knows all attributes; it reads no rule with others. */
  readonly isRead: boolean;
  /** Whether it can read all values. */
  readonly isWhole: boolean;
  /** Whether any field is there in requests only. */
  readonly hasHttp: boolean;
}

/** What a rule is compared with. */
interface Asked {
  readonly request: KnownRequest;
  readonly owner: RuleOwner;
  readonly isHttp: boolean;
}

function matches(fields: Fields, asked: Asked): Answer {
  if (isLeftOut(fields, asked)) {
    return 'no';
  }
  const from = oneMatches(fields.from, asked);
  const to = from === 'no' ? 'no' : oneMatches(fields.to, asked);
  return to === 'no' ? 'no' : all([from, to, allMatch(fields.when, asked)]);
}

/** Istio leaves the whole rule out of ALLOW where it cannot compare something, and that alone out of the others. */
function isLeftOut({ isRead, isWhole, hasHttp }: Fields, { isHttp, owner }: Asked): boolean {
  return !isRead || (owner.action === 'ALLOW' && !(isWhole && (isHttp || !hasHttp)));
}

function oneMatches(alternatives: readonly (readonly RuleField[])[], asked: Asked): Answer {
  let found: Answer = alternatives.length === 0 ? 'yes' : 'no';
  for (const each of alternatives) {
    const one = allMatch(each, asked);
    if (one === 'yes') {
      return one;
    }
    found = one === 'maybe' ? one : found;
  }
  return found;
}

function allMatch(fields: readonly RuleField[], asked: Asked): Answer {
  let found: Answer = 'yes';
  for (const field of fields) {
    const one = fieldMatches(field, asked);
    if (one === 'no') {
      return one;
    }
    found = one === 'maybe' ? one : found;
  }
  return found;
}

function fieldMatches(
  { isHttp, negated, values, fits }: RuleField,
  { request, owner, isHttp: ofRequests }: Asked,
): Answer {
  if (isHttp && !ofRequests) {
    return 'yes';
  }
  let found: Answer = 'no';
  for (const value of values) {
    const one = fits(value, request, owner);
    found = one === 'no' ? found : one;
    if (one === 'yes') {
      break;
    }
  }
  return negated ? not(found) : found;
}

/** Rules are asked again and again. */
const known = new WeakMap<Rule, Fields>();

function fieldsOf(rule: Rule): Fields {
  let fields = known.get(rule);
  if (fields === undefined) {
    fields = readRule(rule);
    known.set(rule, fields);
  }
  return fields;
}

function readRule(rule: Rule): Fields {
  const { from = [], to = [], when = [] } = rule;
  const values: boolean[] = [];
  const read = (
    place: string,
    given: Readonly<Record<string, readonly string[] | undefined>>,
    comparisons: readonly Comparison[],
  ): readonly RuleField[] =>
    comparisons.flatMap(({ field, opposite, isHttp = false, fits, isReadable = () => true }) =>
      [field, opposite].flatMap((name, i): RuleField[] => {
        const all = given[name] ?? [];
        const readable = all.filter(isReadable);
        values.push(readable.length === all.length);
        return readable.length === 0
          ? []
          : [{ name: `${place}.${name}`, negated: i === 1, isHttp, values: readable, fits }];
      }),
    );
  const record = (fields: object): Readonly<Record<string, readonly string[] | undefined>> =>
    fields as Readonly<Record<string, readonly string[] | undefined>>;
  return {
    from: from.map(({ source = {} }, i) => read(`from[${i}].source`, record(source), SOURCE)),
    to: to.map(({ operation = {} }, i) => read(`to[${i}].operation`, record(operation), OPERATION)),
    when: when.flatMap((condition: Partial<Condition>, i) =>
      read(`when[${i}]`, record(condition), [comparisonOf(condition.key ?? '')]),
    ),
    isRead: when.every(({ key = '' }: Partial<Condition>) => isAttribute(key)),
    isWhole: values.every((each) => each),
    hasHttp: looksAtRequests(rule),
  };
}

/** Whether what is known is known of requests only. */
function isRequest({ method, host, authority, path, headers, claims }: KnownRequest): boolean {
  return [method, host, authority, path, headers, claims].some((each) => each !== undefined);
}

/** How the values of a field, and of the one for its opposite, are compared. */
interface Comparison {
  readonly field: string;
  readonly opposite: string;
  readonly isHttp?: boolean;
  readonly fits: Fits;
  readonly isReadable?: (value: string) => boolean;
}

function comparison(field: string, fits: Fits, more: Pick<Comparison, 'isHttp' | 'isReadable'> = {}): Comparison {
  return { field, opposite: `not${field.charAt(0).toUpperCase()}${field.slice(1)}`, fits, ...more };
}

const HTTP = { isHttp: true };
const BLOCK = { isReadable: isBlock };
const PORT = { isReadable: isPort };

function identityIs(field: IdentityField): Fits {
  return (value, { identities }, owner) => whereKnown(identities, (names) => identityFits(field, value, names, owner));
}

const peerIs: Fits = (block, { peerAddress }) => addressIs(block, peerAddress);
const clientIs: Fits = (block, { remoteAddress }) => addressIs(block, remoteAddress);

const SOURCE: readonly Comparison[] = [
  comparison('principals', identityIs('principals')),
  comparison('requestPrincipals', requestPrincipalIs, HTTP),
  comparison('serviceAccounts', identityIs('serviceAccounts')),
  comparison('trustDomains', identityIs('trustDomains')),
  comparison('namespaces', identityIs('namespaces')),
  comparison('remoteIpBlocks', clientIs, BLOCK),
  comparison('ipBlocks', peerIs, BLOCK),
];

const OPERATION: readonly Comparison[] = [
  comparison('hosts', hostIs, HTTP),
  comparison('methods', (value, { method }) => whereKnown(method, (given) => policyHeaderFits(value, given)), HTTP),
  comparison('paths', pathIs, HTTP),
  comparison('ports', portIs, PORT),
];

/** How the attributes without a key are compared. */
const ATTRIBUTES: Readonly<Record<string, Pick<Comparison, 'fits' | 'isReadable'>>> = {
  'source.principal': { fits: identityIs('principals') },
  'source.namespace': { fits: identityIs('namespaces') },
  'source.serviceAccount': { fits: identityIs('serviceAccounts') },
  'source.trustDomain': { fits: identityIs('trustDomains') },
  'source.ip': { fits: peerIs, ...BLOCK },
  'remote.ip': { fits: clientIs, ...BLOCK },
  'destination.ip': { fits: (block, { destinationAddress }) => addressIs(block, destinationAddress), ...BLOCK },
  'destination.port': { fits: portIs, ...PORT },
  'connection.sni': { fits: (value, { sni }) => whereKnown(sni, (given) => policyTextFits(value, given)) },
  'request.auth.principal': { fits: requestPrincipalIs },
  'request.auth.audiences': { fits: claimIs(['aud']) },
  'request.auth.presenter': { fits: claimIs(['azp']) },
};

function comparisonOf(key: string): Comparison {
  const given = Object.hasOwn(ATTRIBUTES, key) ? ATTRIBUTES[key] : ofKey(key);
  return { field: 'values', opposite: 'notValues', isHttp: isHttpAttribute(key), ...given };
}

function ofKey(key: string): Pick<Comparison, 'fits' | 'isReadable'> {
  const claim = key.startsWith('request.auth.claims') ? conditionClaimPath(key) : undefined;
  const header = headerOf(key);
  if (claim !== undefined) {
    return { fits: claimIs(claim) };
  }
  return header === undefined
    ? { fits: () => 'maybe', isReadable: () => !isHttpAttribute(key) }
    : { fits: headerIs(header) };
}

function whereKnown<T>(thing: T | undefined, fits: (thing: T) => boolean): Answer {
  return thing === undefined ? 'maybe' : answer(fits(thing));
}

function requestPrincipalIs(value: string, { claims }: KnownRequest): Answer {
  return whereKnown(
    claims,
    ({ iss, sub }) => typeof iss === 'string' && typeof sub === 'string' && requestPrincipalFits(value, iss, sub),
  );
}

function claimIs(path: readonly string[]): Fits {
  return (value, { claims }) =>
    whereKnown(claims, (given) => claimFits(given, path, (text) => policyTextFits(value, text)));
}

function addressIs(block: string, address: string | undefined): Answer {
  return whereKnown(address, (given) => inBlock(block, given) === true);
}

/** pilot/pkg/security/authz/model/util.go: convertToPort */
function isPort(value: string): boolean {
  return /^\d+$/.test(value) && Number(value) <= 65535;
}

function portIs(value: string, { port }: KnownRequest): Answer {
  return whereKnown(port, (given) => Number(value) === given);
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
function headerIs(name: string): Fits {
  const line = name === 'host' || name === ':authority' ? 'authority' : name === ':method' ? 'method' : undefined;
  return (value, request) => {
    const { headers, hasAllHeaders } = request;
    if (line !== undefined) {
      return whereKnown(request[line], (sent) => policyHeaderFits(value, sent));
    }
    if (headers === undefined) {
      return 'maybe';
    }
    const absent = hasAllHeaders && !isProxyHeader(name) ? NONE : undefined;
    const isThere = Object.hasOwn(headers, name);
    if (isThere && headers[name] === undefined && value === '*') {
      return 'yes';
    }
    return whereKnown(isThere ? headers[name] : absent, (sent) => sent.some((each) => policyHeaderFits(value, each)));
  };
}

const NONE: readonly string[] = [];

function filled(values: readonly string[] | undefined): boolean {
  return values !== undefined && values.length > 0;
}
