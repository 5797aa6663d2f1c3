import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const matching = (match: object): Manifest[] => [
  virtualService('shop/web', {
    hosts: ['web.example.com'],
    http: [{ match: [match], directResponse: { status: 410 } }],
  }),
];
const route = (header: object): Manifest[] => [
  manifest('gateway.networking.k8s.io/v1/HTTPRoute', 'shop/web', { rules: [{ matches: [{ headers: [header] }] }] }),
];
const AT = 'warning VirtualService shop/web spec.http[0].match[0]';

test.each([
  { headers: { ':path': { prefix: '/old' } } },
  { headers: { ':path': { exact: '/old?page=1' } } },
  { headers: { ':path': {} } },
  { headers: { ':path': { regex: '/old.*' } } },
  { headers: { ':path': { regex: '/old(\\?.*)?' } } },
  { headers: { ':path': { regex: '/old/[^/]+' } } },
  { headers: { ':path': { regex: '/old/[!-~]+' } } },
  { headers: { ':path': { regex: '/old/\\S+' } } },
  { headers: { ':path': { regex: '/\\pL+' } } },
  { headers: { ':path': { regex: '*' } } },
  { headers: { ':method': { exact: 'GET' } } },
  { headers: { ':method': { exact: 'purge' } } },
  { headers: { ':method': { regex: 'get|GET' } } },
  { headers: { ':authority': { exact: 'web.example.com' } } },
  { headers: { host: { exact: 'web.example.com' } } },
  { headers: { ':scheme': { exact: 'https' } } },
  { headers: { 'x-method': { exact: 'GET' }, pathname: { exact: '/' }, 'x-http-method-override': { exact: 'PUT' } } },
  { headers: { '@request.auth.claims.path': { exact: '/' } } },
  { withoutHeaders: { ':method': { exact: 'GET' } } },
])('%j is what it says', (match) => {
  expect(placesOf('CDI0139', matching(match))).toEqual([]);
});

test.each([
  [
    { headers: { method: { exact: 'get' } } },
    'headers.method',
    'Write method: { exact: GET } beside headers, or remove it. Leave it if clients send such a header.',
  ],
  [
    { headers: { Path: { prefix: '/a b' } } },
    'headers.Path',
    "Write uri: { prefix: '/a b' } beside headers, or remove it. Leave it if clients send such a header.",
  ],
  [{ headers: { uri: {} } }, 'headers.uri', 'Remove it. Leave it if clients send such a header.'],
  [
    { headers: { authority: { regex: '.*' } } },
    'headers.authority',
    "Write authority: { regex: '.*' } beside headers, or remove it. Leave it if clients send such a header.",
  ],
  [
    { headers: { scheme: { exact: 'https' } } },
    'headers.scheme',
    'Write scheme: { exact: https } beside headers, or remove it. Leave it if clients send such a header.',
  ],
  [
    { withoutHeaders: { method: { exact: 'GET' } } },
    'withoutHeaders.method',
    "Write ':method': { exact: GET } in withoutHeaders, or remove it. Leave it if clients send such a header.",
  ],
  [{ headers: { ':method': { exact: 'get' } } }, 'headers.:method', 'Write method: { exact: GET } beside headers.'],
  [{ headers: { ':status': { exact: '200' } } }, 'headers.:status', 'Remove it.'],
  [{ headers: { ':path': { exact: '/old' } } }, 'headers.:path', 'Write uri: { exact: /old } beside headers.'],
  [
    { headers: { ':path': { regex: '/v[0-9]+' } } },
    'headers.:path',
    "Write uri: { regex: '/v[0-9]+' } beside headers.",
  ],
  [
    { headers: { ':path': { regex: '/(a|b)\\.js' } } },
    'headers.:path',
    "Write uri: { regex: '/(a|b)\\.js' } beside headers.",
  ],
  [
    { withoutHeaders: { ':path': { exact: '/a.b' } } },
    'withoutHeaders.:path',
    "Write ':path': { regex: '/a\\.b(\\?.*)?' } in withoutHeaders.",
  ],
])('%j is something else', (match, field, fix) => {
  expect(placesOf('CDI0139', matching(match))).toEqual([`${AT}.${field}`]);
  expect(textsOf('CDI0139', matching(match))[0][1]).toBe(fix);
});

test('what follows is told', () => {
  const message = (match: object): string => textsOf('CDI0139', matching(match))[0][0];
  expect(message({ headers: { method: { exact: 'GET' } } })).toBe(
    '"method" is a header like any other here, not the method of the request. Unless clients really send a header of this name, no request fits this match.',
  );
  expect(message({ withoutHeaders: { path: { exact: '/' } } })).toContain(
    'Unless clients really send a header of this name, this leaves no request out.',
  );
  expect(message({ headers: { ':path': { exact: '/old' } } })).toBe(
    '":path" is the path with its query: a request for /old that has a query does not fit.',
  );
});

test.each([
  [
    { name: 'Method', value: 'GET' },
    'Write method: GET beside headers, or remove it. Leave it if clients send such a header.',
  ],
  [
    { name: 'path', value: '/old' },
    'Write path: { type: Exact, value: /old } beside headers, or remove it. Leave it if clients send such a header.',
  ],
  [
    { name: 'uri', value: '/old.*', type: 'RegularExpression' },
    "Write path: { type: RegularExpression, value: '/old.*' } beside headers, or remove it. Leave it if clients send such a header.",
  ],
  [
    { name: 'authority', value: 'a.example.com' },
    'Write a.example.com in hostnames of the route, or remove it. Leave it if clients send such a header.',
  ],
  [{ name: 'scheme', value: 'https' }, 'Remove it. Leave it if clients send such a header.'],
])('a header of an HTTPRoute: %j', (header, fix) => {
  expect(placesOf('CDI0139', route(header))).toEqual([
    'warning HTTPRoute shop/web spec.rules[0].matches[0].headers[0]',
  ]);
  expect(textsOf('CDI0139', route(header))[0][1]).toBe(fix);
});

test('headers of an HTTPRoute that are headers', () => {
  expect(
    placesOf('CDI0139', [...route({ name: 'host', value: 'a' }), ...route({ name: 'x-path', value: 'a' })]),
  ).toEqual([]);
});
