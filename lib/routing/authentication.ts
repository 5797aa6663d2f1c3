import type { JwtRule } from '../../imports/security';
import type { Jwt, TokenRefusal } from '../istio/jwt';
import { AUDIENCE, UNKNOWN_ISSUER, readJwt, refusalBy, tokenOf } from '../istio/jwt';
import { claimAt } from '../istio/token-claims';
import type { TokenLocation } from '../istio/token-location';
import { locationsOf, tokenAt, withTokenAt, withoutTokenAt } from '../istio/token-location';
import type { RequestAuthentication } from '../mesh/authorization';
import { requestAuthenticationsFor } from '../mesh/authorization';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import { once } from '../mesh/reading/once';
import type { Claims, Header, Request } from './call';
import { headerValues } from './call';
import { failure } from './failure';
import type { ServerAnswer } from './server-call';
import type { Considered, Step, Unknown } from './trace';

/** What a proxy says to the token of a request. */
export type Authentication = Pick<ServerAnswer, 'outcome' | 'steps' | 'unknown' | 'claims'> &
  Required<Pick<ServerAnswer, 'request'>>;

/** A rule of a RequestAuthentication. */
interface Rule {
  readonly rule: JwtRule;
  readonly object: RequestAuthentication;
  readonly path: string;
  readonly locations: readonly TokenLocation[];
}

type Pods = Pick<Proxy, 'namespace' | 'labels'> & Partial<Pick<Proxy, 'kind'>> & { readonly service?: MeshObject };

/**
 * Whether pods take the token of a request, as all RequestAuthentications say that are for them: a token that one of their rules takes is enough,
 * none at all passes too, and any other one is refused (pilot/pkg/security/authn/policy_applier.go: convertToEnvoyJwtConfig).
 *
 * @param now in seconds since 1970
 */
export function authentication(mesh: Mesh, pods: Pods, given: Request, now: number): Authentication {
  const rules = mesh.derive(knownRules)(pods);
  if (rules.length === 0) {
    return { outcome: 'accepted', request: given, steps: [], unknown: [] };
  }
  const [first] = rules;
  const step = (decision: string, at: Rule, considered: readonly Considered[] = []): Step[] => [
    { layer: 'authentication', decision, object: at.object, path: at.path, considered },
  ];
  if (isPreflight(given)) {
    return {
      outcome: 'accepted',
      request: sanitized(given, rules),
      steps: step('no token is looked for in a CORS preflight', { ...first, path: 'spec.jwtRules' }),
      unknown: [],
    };
  }
  const told = given.token && tokenOf(given.token.claims);
  const request = sanitized(withToken(given, told, rules), rules);
  const tried = rules.map((rule) => tokensFor(rule, request, told, now));
  const considered = tried.flatMap(({ rule: { object, path, rule }, refused }) =>
    refused === undefined ? [] : { object, path, what: `tokens of ${rule.issuer ?? ''}`, why: refused },
  );
  const taken = tried.find(({ accepted }) => accepted !== undefined);
  if (taken !== undefined) {
    const { rule, accepted, isSure } = taken;
    const { claims } = accepted!.jwt;
    return {
      outcome: 'accepted',
      claims: normalized(claims, rule.rule),
      request: afterwards(request, accepted!, rule.rule),
      steps: step(`token taken, principal ${principalOf(claims) ?? 'none, as it has no "sub"'}`, rule, considered),
      unknown: isSure ? [] : [keysUnknown(rule)],
    };
  }
  const places = rules.flatMap(({ locations }) => locations);
  const last = places.map((place) => tokenAt(place, request)).filter((token) => token !== undefined);
  if (last.length === 0) {
    return {
      outcome: 'accepted',
      request,
      steps: step('no token, and none is required here', { ...first, path: 'spec.jwtRules' }, considered),
      unknown: [],
    };
  }
  const refusals = tried.flatMap(({ refused, rule }) => (refused === undefined ? [] : { refused, rule }));
  const { refused, rule } = refusals.find((each) => each.refused !== UNKNOWN_ISSUER) ??
    refusals[0] ?? { refused: UNKNOWN_ISSUER, rule: first };
  return {
    outcome: failure('Unauthenticated', {
      status: refused === AUDIENCE ? 403 : 401,
      details: `jwt_authn_access_denied{${refused.replaceAll(' ', '_')}}`,
    }),
    request,
    steps: step(`token refused: ${refused}`, rule, considered),
    unknown: [],
  };
}

function knownRules(mesh: Mesh): (pods: Pods) => readonly Rule[] {
  return once((pods) => rulesFor(mesh, pods));
}

/** The rules of all RequestAuthentications, by their issuers. */
function rulesFor(mesh: Mesh, pods: Pods): readonly Rule[] {
  return requestAuthenticationsFor(mesh, pods)
    .flatMap((object) =>
      (object.spec.jwtRules ?? []).map((rule, i) => ({
        rule,
        object,
        path: `spec.jwtRules[${i}]`,
        locations: locationsOf(rule),
      })),
    )
    .sort((a, b) => (issuerOf(a) < issuerOf(b) ? -1 : issuerOf(a) > issuerOf(b) ? 1 : 0));
}

function issuerOf({ rule: { issuer = '' } }: Rule): string {
  return issuer;
}

/** A preflight is let through without a look at its token (BypassCorsPreflight). */
function isPreflight(request: Request): boolean {
  return (
    request.method === 'OPTIONS' &&
    ['origin', 'access-control-request-method'].every((name) =>
      headerValues(request, name).some((value) => value !== ''),
    )
  );
}

/** A request with the token of which only the claims are known, where the rule of its issuer looks for it. */
function withToken(request: Request, told: string | undefined, rules: readonly Rule[]): Request {
  if (told === undefined) {
    return request;
  }
  const rule = rules.find((each) => each.rule.issuer === request.token!.claims.iss) ?? rules[0];
  return rule.locations.some((place) => tokenAt(place, request) !== undefined)
    ? request
    : { ...request, ...withTokenAt(rule.locations[0], told, request) };
}

/** Clients cannot write the headers that a proxy writes what tokens say into. */
function sanitized(request: Request, rules: readonly Rule[]): Request {
  const own = new Set(
    rules.flatMap(({ rule: { outputPayloadToHeader, outputClaimToHeaders = [] } }) =>
      [outputPayloadToHeader, ...outputClaimToHeaders.map(({ header }) => header)].map((name) => name?.toLowerCase()),
    ),
  );
  const headers = request.headers.filter(([name]) => !own.has(name));
  return headers.length === request.headers.length ? request : { ...request, headers };
}

interface Found {
  readonly jwt: Jwt;
  readonly place: TokenLocation;
}

interface Tried {
  readonly rule: Rule;
  /** The last of the tokens, where the rule takes all that it finds. */
  readonly accepted?: Found;
  /** Why it does not take the first that it refuses. */
  readonly refused?: string;
  /** Whether the keys are known. */
  readonly isSure: boolean;
}

function tokensFor(rule: Rule, request: Request, told: string | undefined, now: number): Tried {
  let accepted: Found | undefined;
  let isSure = true;
  for (const place of rule.locations) {
    const text = tokenAt(place, request);
    if (text === undefined) {
      continue;
    }
    const jwt: Jwt | TokenRefusal = readJwt(text, text === told);
    const refusal = 'refused' in jwt ? jwt : refusalBy(rule.rule, jwt, now);
    if (typeof refusal === 'object') {
      return { rule, refused: refusal.refused, isSure: true };
    }
    isSure &&= refusal === undefined;
    accepted = { jwt: jwt as Jwt, place };
  }
  return { rule, accepted, isSure };
}

function principalOf({ iss, sub }: Claims): string | undefined {
  return typeof iss === 'string' && typeof sub === 'string' ? `${iss}/${sub}` : undefined;
}

/** Claims that are lists of words in one text. policy_applier.go: buildSpaceDelimitedClaims */
const WORDS = ['permission', 'scope'];

function normalized(claims: Claims, { spaceDelimitedClaims = [] }: JwtRule): Claims {
  const lists = [...WORDS, ...spaceDelimitedClaims].flatMap((name) => {
    const value = claims[name];
    return typeof value === 'string' ? [[name, value.split(' ').filter((word) => word !== '')] as const] : [];
  });
  return lists.length === 0 ? claims : { ...claims, ...Object.fromEntries(lists) };
}

/** The request with what its token says in headers, and without the token unless it is forwarded. */
function afterwards(request: Request, { jwt, place }: Found, rule: JwtRule): Request {
  const { forwardOriginalToken, outputPayloadToHeader = '', outputClaimToHeaders = [] } = rule;
  const left = forwardOriginalToken === true ? request : { ...request, ...withoutTokenAt(place, request) };
  const added: Header[] = [
    ...(outputPayloadToHeader === '' ? [] : [[outputPayloadToHeader.toLowerCase(), jwt.text.split('.')[1]] as const]),
    ...outputClaimToHeaders.flatMap(({ header = '', claim = '' }) => {
      const value = textOf(claimAt(jwt.claims, claim.split('.')));
      return value === undefined ? [] : [[header.toLowerCase(), value] as const];
    }),
  ];
  return added.length === 0 ? left : { ...left, headers: [...left.headers, ...added] };
}

function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? undefined : Buffer.from(JSON.stringify(value)).toString('base64');
    default:
      return undefined;
  }
}

function keysUnknown({ rule: { issuer = '', jwksUri }, object }: Rule): Unknown {
  const where = jwksUri ?? `the address that ${issuer} names`;
  return {
    what: 'keys',
    text: `Whether ${issuer} signed the token is not known, because its keys are at ${where}. With another signature the answer is 401.`,
    objects: [object],
  };
}
