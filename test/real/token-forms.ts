/*
 * Requests with tokens in all places and of all sorts, and what becomes of them. Real Envoys are asked (scenarios/token-forms.ts), and the library must
 * say the same (test/routing/token-forms.test.ts).
 */
import { deployment, meshedNamespace } from './base';
import { jwtIssuer } from './jwt';
import type { Manifest } from './manifest';

export interface TokenForm {
  readonly name: string;
  /** `one`: one issuer, with an audience. `two`: two issuers; the second looks in places of its own. */
  readonly to: 'one' | 'two';
  readonly method?: string;
  readonly path?: string;
  readonly headers?: { readonly [name: string]: string | string[] };
  readonly status: 200 | 401 | 403;
  /** What Envoy logs of it. */
  readonly details?: string;
  /** The path that the application gets. */
  readonly seesPath?: string;
  /** Headers that it gets; null for none. */
  readonly seesHeaders?: { readonly [name: string]: string | null };
}

export const CALLER = 'shop/checkout';
const FIRST = jwtIssuer('https://first.example.com');
const SECOND = jwtIssuer('https://second.example.com');
const STRANGER = jwtIssuer(FIRST.name);
const NOW = Math.floor(Date.now() / 1000);

const GOOD = FIRST.token({ aud: 'app' });
const EXPIRED = FIRST.token({ aud: 'app', exp: NOW - 3600 });
const OTHER = jwtIssuer('https://other.example.com').token({});
const B = SECOND.token({ sub: 'bob' });
const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });
const denied = (why: string): string => `jwt_authn_access_denied{${why}}`;
const section = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

export const TOKEN_FORMS: readonly TokenForm[] = [
  { name: 'none', to: 'one', status: 200 },
  {
    name: 'a good one is removed',
    to: 'one',
    headers: bearer(GOOD),
    status: 200,
    seesHeaders: { authorization: null },
  },
  { name: 'expired', to: 'one', headers: bearer(EXPIRED), status: 401, details: denied('Jwt_is_expired') },
  {
    name: 'expired within the time that clocks may differ',
    to: 'one',
    headers: bearer(FIRST.token({ aud: 'app', exp: NOW - 20 })),
    status: 200,
  },
  {
    name: 'not valid yet',
    to: 'one',
    headers: bearer(FIRST.token({ aud: 'app', nbf: NOW + 3600 })),
    status: 401,
    details: denied('Jwt_not_yet_valid'),
  },
  {
    name: 'signed with another key',
    to: 'one',
    headers: bearer(STRANGER.token({ aud: 'app' })),
    status: 401,
    details: denied('Jwt_verification_fails'),
  },
  {
    name: 'of an unknown issuer',
    to: 'one',
    headers: bearer(OTHER),
    status: 401,
    details: denied('Jwt_issuer_is_not_configured'),
  },
  {
    name: 'for another audience',
    to: 'one',
    headers: bearer(FIRST.token({ aud: 'web' })),
    status: 403,
    details: denied('Audiences_in_Jwt_are_not_allowed'),
  },
  {
    name: 'for an audience with a scheme',
    to: 'one',
    headers: bearer(FIRST.token({ aud: ['x', 'https://app/'] })),
    status: 200,
  },
  {
    name: 'one section',
    to: 'one',
    headers: bearer('abc'),
    status: 401,
    details: denied('Jwt_is_not_in_the_form_of_Header.Payload.Signature_with_two_dots_and_3_sections'),
  },
  {
    name: 'a header that is not encoded',
    to: 'one',
    headers: bearer('a.b.c'),
    status: 401,
    details: denied('Jwt_header_is_an_invalid_Base64url_encoded'),
  },
  {
    name: 'claims that are not encoded',
    to: 'one',
    headers: bearer(`${section({ alg: 'RS256' })}.a.c`),
    status: 401,
    details: denied('Jwt_payload_is_an_invalid_Base64url_encoded'),
  },
  {
    name: 'a signature that is not encoded',
    to: 'one',
    headers: bearer(`${section({ alg: 'RS256' })}.${section({ iss: FIRST.name })}.a`),
    status: 401,
    details: denied('Jwt_signature_is_an_invalid_Base64url_encoded'),
  },
  {
    name: 'no signature',
    to: 'one',
    headers: bearer(`${section({ alg: 'RS256' })}.${section({ iss: FIRST.name })}.`),
    status: 401,
    details: denied('Jwt_is_not_in_the_form_of_Header.Payload.Signature_with_two_dots_and_3_sections'),
  },
  {
    name: 'a header that is not JSON',
    to: 'one',
    headers: bearer('abcd.b.c'),
    status: 401,
    details: denied('Jwt_header_is_an_invalid_JSON'),
  },
  {
    name: 'no algorithm',
    to: 'one',
    headers: bearer(`${section({})}.${section({ iss: FIRST.name })}.YWJj`),
    status: 401,
    details: denied('Jwt_header_[alg]_field_is_required_and_must_be_a_string'),
  },
  {
    name: 'the algorithm "none"',
    to: 'one',
    headers: bearer(`${section({ alg: 'none' })}.${section({ iss: FIRST.name, aud: 'app' })}.YWJj`),
    status: 401,
    details: denied('Jwt_header_[alg]_is_not_supported'),
  },
  {
    name: 'claims that are not JSON',
    to: 'one',
    headers: bearer(`${section({ alg: 'RS256' })}.e3.YWJj`),
    status: 401,
    details: denied('Jwt_payload_is_an_invalid_JSON'),
  },
  {
    name: 'a key that is unknown',
    to: 'one',
    headers: bearer(`${section({ alg: 'RS256', kid: 'other' })}.${section({ iss: FIRST.name, aud: 'app' })}.YWJj`),
    status: 401,
    details: denied("Jwks_doesn't_have_key_to_match_kid_or_alg_from_Jwt"),
  },
  {
    name: 'Basic is no token',
    to: 'one',
    headers: { authorization: 'Basic abc' },
    status: 200,
    seesHeaders: { authorization: 'Basic abc' },
  },
  {
    name: 'bearer in small letters is no token',
    to: 'one',
    headers: { authorization: `bearer ${EXPIRED}` },
    status: 200,
  },
  {
    name: 'a token after another word',
    to: 'one',
    headers: { authorization: `x Bearer ${EXPIRED}` },
    status: 401,
    details: denied('Jwt_is_expired'),
  },
  {
    name: 'in the query, which it is removed from',
    to: 'one',
    path: `/x?a=1&access_token=${GOOD}&b=2`,
    status: 200,
    seesPath: '/x?a=1&b=2',
  },
  { name: 'alone in the query', to: 'one', path: `/x?access_token=${GOOD}`, status: 200, seesPath: '/x' },
  {
    name: 'a bad one in the header, a good one in the query',
    to: 'one',
    path: `/?access_token=${GOOD}`,
    headers: bearer(EXPIRED),
    status: 401,
    details: denied('Jwt_is_expired'),
  },
  {
    name: 'a good one in the header, a bad one in the query',
    to: 'one',
    path: `/?access_token=${EXPIRED}`,
    headers: bearer(GOOD),
    status: 401,
    details: denied('Jwt_is_expired'),
  },
  {
    name: 'a CORS preflight with a bad one',
    to: 'one',
    method: 'OPTIONS',
    headers: { ...bearer(EXPIRED), origin: 'https://x.example.com', 'access-control-request-method': 'GET' },
    status: 200,
  },
  {
    name: 'OPTIONS that is no preflight, with a bad one',
    to: 'one',
    method: 'OPTIONS',
    headers: bearer(EXPIRED),
    status: 401,
    details: denied('Jwt_is_expired'),
  },
  {
    name: 'of the first issuer',
    to: 'two',
    headers: bearer(GOOD),
    status: 200,
    seesHeaders: { 'x-subject': 'somebody' },
  },
  {
    name: 'of the second issuer',
    to: 'two',
    headers: { 'x-token': B },
    status: 200,
    seesHeaders: { 'x-subject': null, 'x-token': B },
  },
  { name: 'of the second issuer in its parameter', to: 'two', path: `/?t=${B}`, status: 200, seesPath: `/?t=${B}` },
  { name: 'of the second issuer in its cookie', to: 'two', headers: { cookie: `a=b; session=${B}` }, status: 200 },
  {
    name: 'of the second issuer where the first looks',
    to: 'two',
    headers: bearer(B),
    status: 401,
    details: denied('Jwt_issuer_is_not_configured'),
  },
  {
    name: 'of the first issuer where the second looks',
    to: 'two',
    headers: { 'x-token': GOOD },
    status: 401,
    details: denied('Jwt_issuer_is_not_configured'),
  },
  {
    name: 'of the first issuer, expired, and a good one of the second',
    to: 'two',
    headers: { ...bearer(EXPIRED), 'x-token': B },
    status: 200,
  },
  {
    name: 'of the second issuer, bad, and a good one of the first',
    to: 'two',
    headers: { ...bearer(GOOD), 'x-token': OTHER },
    status: 200,
  },
  {
    name: 'of the first issuer, expired',
    to: 'two',
    headers: bearer(EXPIRED),
    status: 401,
    details: denied('Jwt_is_expired'),
  },
  {
    name: 'what the first issuer says, in headers',
    to: 'two',
    headers: bearer(FIRST.token({ aud: ['a', 'b'], level: 3, sub: 'alice' })),
    status: 200,
    seesHeaders: {
      'x-subject': 'alice',
      'x-level': '3',
      'x-audience': Buffer.from('["a","b"]').toString('base64'),
      'x-gone': null,
    },
  },
  {
    name: 'such headers of a client without a token are removed',
    to: 'two',
    headers: { 'x-subject': 'root', 'x-gone': 'x', 'x-payload': 'y' },
    status: 200,
    seesHeaders: { 'x-subject': null, 'x-gone': null, 'x-payload': null },
  },
];

/** The pods that are asked, and those that ask. */
export function tokenManifests(): Manifest[] {
  const rules = (name: string, jwtRules: object[]): Manifest => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name, namespace: 'shop' },
    spec: { selector: { matchLabels: { app: name } }, jwtRules },
  });
  return [
    meshedNamespace('shop'),
    ...['checkout', 'one', 'two'].map((name) =>
      deployment('shop', name, { app: name }, name, [
        { name: 'app', image: 'example.com/app:1', ports: [{ containerPort: 8080 }] },
      ]),
    ),
    ...['one', 'two'].map((name): Manifest => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'shop' },
      spec: { selector: { app: name }, ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }] },
    })),
    rules('one', [{ issuer: FIRST.name, jwks: FIRST.jwks, audiences: ['app'] }]),
    rules('two', [
      {
        issuer: SECOND.name,
        jwks: SECOND.jwks,
        fromHeaders: [{ name: 'X-Token' }],
        fromParams: ['t'],
        fromCookies: ['session'],
        forwardOriginalToken: true,
      },
      {
        issuer: FIRST.name,
        jwks: FIRST.jwks,
        outputPayloadToHeader: 'x-payload',
        outputClaimToHeaders: [
          { header: 'x-subject', claim: 'sub' },
          { header: 'x-level', claim: 'level' },
          { header: 'x-audience', claim: 'aud' },
          { header: 'x-gone', claim: 'gone' },
        ],
      },
    ]),
  ];
}
