import { Gateway } from '../../lib/networking/gateway';
import { HttpMatch } from '../../lib/networking/http-match';
import { StringMatch } from '../../lib/networking/string-match';
import { refusal, written } from './subject';

const always = StringMatch.exact('always');

test.each([
  [HttpMatch.exact('/a'), { uri: { exact: '/a' } }],
  [HttpMatch.prefix('/a'), { uri: { prefix: '/a' } }],
  [HttpMatch.regex('/a|/b'), { uri: { regex: '/a|/b' } }],
  [HttpMatch.header('x-canary', 'always'), { headers: { 'x-canary': { exact: 'always' } } }],
  [HttpMatch.cookie('user', 'a.b'), { headers: { cookie: { regex: '^(.*?;\\s*)?(user=a\\.b)(;.*)?$' } } }],
  [HttpMatch.method('GET'), { method: { exact: 'GET' } }],
  [HttpMatch.queryParam('page', '2'), { queryParams: { page: { exact: '2' } } }],
  [HttpMatch.prefix('/a', { ignoreUriCase: true }), { uri: { prefix: '/a' }, ignoreUriCase: true }],
  [HttpMatch.of({ scheme: StringMatch.exact('https') }), { scheme: { exact: 'https' } }],
  [HttpMatch.of({ authority: StringMatch.prefix('www.') }), { authority: { prefix: 'www.' } }],
  [HttpMatch.of({ withoutHeaders: { 'x-canary': always } }), { withoutHeaders: { 'x-canary': { exact: 'always' } } }],
  [HttpMatch.of({ headers: { 'x-canary': StringMatch.present() } }), { headers: { 'x-canary': {} } }],
  [HttpMatch.of({ port: 8080 }), { port: 8080 }],
  [HttpMatch.of({ sourceLabels: { app: 'web' } }), { sourceLabels: { app: 'web' } }],
  [HttpMatch.of({ sourceNamespace: 'web' }), { sourceNamespace: 'web' }],
  [
    HttpMatch.of({ gateways: [Gateway.mesh(), Gateway.fromName('edge', { namespace: 'infra' })] }),
    { gateways: ['mesh', 'infra/edge'] },
  ],
  [HttpMatch.of({ name: 'api', statPrefix: 'api' }), { name: 'api', statPrefix: 'api' }],
  [
    HttpMatch.of({ headers: { '@request.auth.claims.group': always, '@request.auth.claims[a][b.c]': always } }),
    {
      headers: {
        '@request.auth.claims.group': { exact: 'always' },
        '@request.auth.claims[a][b.c]': { exact: 'always' },
      },
    },
  ],
  [HttpMatch.of({}), {}],
])('%j is written', (match, json) => {
  expect(written(match)).toEqual(json);
});

test('two matches together ask for both', () => {
  const both = HttpMatch.prefix('/a', { headers: { a: always } })._and(HttpMatch.header('b', 'c'));
  expect(written(both)).toEqual({ uri: { prefix: '/a' }, headers: { a: { exact: 'always' }, b: { exact: 'c' } } });
});

const header = (value: StringMatch) => HttpMatch.of({ headers: { a: value } });

test.each([
  [HttpMatch.prefix('/a'), HttpMatch.exact('/a/b'), { uri: { exact: '/a/b' } }],
  [HttpMatch.prefix('/a/b'), HttpMatch.prefix('/a'), { uri: { prefix: '/a/b' } }],
  [HttpMatch.regex('/v[0-9]+'), HttpMatch.exact('/v1'), { uri: { exact: '/v1' } }],
  [HttpMatch.regex('/v[0-9]+'), HttpMatch.regex('/v[0-9]+'), { uri: { regex: '/v[0-9]+' } }],
  [header(StringMatch.exact('x')), header(StringMatch.exact('x')), { headers: { a: { exact: 'x' } } }],
  [header(StringMatch.present()), header(StringMatch.prefix('x')), { headers: { a: { prefix: 'x' } } }],
  [HttpMatch.of({ port: 80 }), HttpMatch.of({ port: 80, name: 'x' }), { port: 80, name: 'x' }],
  [
    HttpMatch.of({ gateways: [Gateway.mesh(), Gateway.fromName('edge', { namespace: 'infra' })] }),
    HttpMatch.of({ gateways: [Gateway.mesh()] }),
    { gateways: ['mesh'] },
  ],
])('%j and %j ask for the narrower', (one, other, json) => {
  expect(written(HttpMatch.allOf(one, other))).toEqual(json);
  expect(written(HttpMatch.allOf(other, one))).toEqual(json);
});

const TWICE = 'is already matched twice in one match, and a match can only have one of the two. Write it in one place.';

test.each([
  [
    HttpMatch.exact('/x'),
    HttpMatch.prefix('/y'),
    'uri: no request is both exact "/x" and prefix "/y". Omit one of them.',
  ],
  [
    HttpMatch.regex('/v[0-9]+'),
    HttpMatch.exact('/w'),
    'uri: no request is both regex "/v[0-9]+" and exact "/w". Omit one of them.',
  ],
  [
    HttpMatch.method('GET'),
    HttpMatch.method('PUT'),
    'method: no request is both exact "GET" and exact "PUT". Omit one of them.',
  ],
  [HttpMatch.of({ port: 80 }), HttpMatch.of({ port: 81 }), 'port: no request is both 80 and 81. Omit one of them.'],
  [
    HttpMatch.of({ gateways: [Gateway.mesh()] }),
    HttpMatch.of({ gateways: [Gateway.fromName('edge', { namespace: 'infra' })] }),
    'gateways: no request is both mesh and infra/edge. Omit one of them.',
  ],
  [HttpMatch.regex('/a.*'), HttpMatch.prefix('/a'), `uri: ${TWICE}`],
  [header(StringMatch.regex('(?i)x')), header(StringMatch.exact('X')), `headers.a: ${TWICE}`],
  [HttpMatch.cookie('a', 'b'), HttpMatch.cookie('c', 'd'), `headers.cookie: ${TWICE}`],
  [
    HttpMatch.of({ withoutHeaders: { a: StringMatch.exact('x') } }),
    HttpMatch.of({ withoutHeaders: { a: StringMatch.exact('y') } }),
    `withoutHeaders.a: ${TWICE}`,
  ],
  [HttpMatch.prefix('/a', { ignoreUriCase: true }), HttpMatch.prefix('/A'), `uri: ${TWICE}`],
  [HttpMatch.prefix('/a', { ignoreUriCase: true }), HttpMatch.prefix('/A', { ignoreUriCase: true }), `uri: ${TWICE}`],
])('%j and %j are rejected together', (one, other, message) => {
  expect(refusal(HttpMatch.allOf(one, other))).toEqual([message]);
});

test('none at all is every request', () => {
  expect(written(HttpMatch.allOf())).toEqual({});
});

test('what is no match is rejected among others', () => {
  expect(refusal(HttpMatch.allOf(HttpMatch.method('GET'), '/a' as never))).toEqual([
    '"/a" does not fit here. Write HttpMatch.prefix(\'/api\').',
  ]);
});

test.each([
  [
    HttpMatch.prefix('/api/*'),
    `uri.prefix: "*" in "/api/*" has no special meaning here, so the paths that are meant would not match. Write HttpMatch.prefix('/api/'), or HttpMatch.regex('/api/[^/]+') for one segment.`,
  ],
  [
    HttpMatch.exact('/api/{id}/cart'),
    `uri.exact: "{id}" in "/api/{id}/cart" has no special meaning here, so the paths that are meant would not match. Write HttpMatch.regex('/api/[^/]+/cart').`,
  ],
  [
    HttpMatch.prefix('*'),
    `uri.prefix: "*" in "*" has no special meaning here, so the paths that are meant would not match. Write HttpMatch.prefix('/').`,
  ],
  [
    HttpMatch.of({ uri: StringMatch.regex('/static/*.css') }),
    `uri.regex: "/static/*.css" is a glob. In a regular expression "*" repeats what comes before it, so other paths match than the ones that are meant. Write HttpMatch.regex('/static/[^/]*\\\\.css').`,
  ],
  [
    HttpMatch.regex('/api/**'),
    `uri.regex: "/api/**" is a glob. In a regular expression "*" repeats what comes before it, so other paths match than the ones that are meant. Write HttpMatch.prefix('/api/').`,
  ],
  [
    HttpMatch.prefix('/v[0-9]+/'),
    `uri.prefix: "/v[0-9]+/" is a regular expression, and a prefix is compared literally. Write HttpMatch.regex('/v[0-9]+/.*').`,
  ],
  [
    HttpMatch.exact('/api/.*'),
    `uri.exact: "/api/.*" is a regular expression, and an exact path is compared literally. Write HttpMatch.prefix('/api/').`,
  ],
  [HttpMatch.regex('api/.*'), 'uri.regex: "api/.*" can\'t match, because every path begins with "/". Write "/api/.*".'],
  [HttpMatch.exact(''), 'uri.exact: "" can\'t match, because every path begins with "/". Write "/".'],
  [HttpMatch.prefix('api'), 'uri.prefix: "api" can\'t match, because every path begins with "/". Write "/api".'],
  [
    HttpMatch.exact('/a?b=c'),
    "uri.exact: \"/a?b=c\" can't match, because the path is compared without its query. Write HttpMatch.exact('/a'), and match the query with queryParams.",
  ],
  [
    HttpMatch.regex('/a', { ignoreUriCase: true }),
    'ignoreUriCase: has no effect on an expression. Write (?i) at the beginning of the expression instead.',
  ],
  [
    HttpMatch.exact('/a', { uri: StringMatch.exact('/b') }),
    'uri: is already matched twice in one match, and a match can only have one of the two. Write it in one place.',
  ],
  [
    HttpMatch.method('get'),
    'method.exact: "get" can\'t match, because this method is written in capitals. Write "GET".',
  ],
  [HttpMatch.header('X-Canary', 'a'), 'headers.X-Canary: header names are compared in lower case. Write "x-canary".'],
  [
    HttpMatch.header(':method', 'GET'),
    'headers.:method: ":method" is not a header. Match the method, scheme or authority in its own field.',
  ],
  [HttpMatch.header('a b', 'c'), 'headers.a b: "a b" is not the name of a header.'],
  [HttpMatch.header('@request.auth', 'c'), 'headers.@request.auth: "@request.auth" is not the name of a header.'],
  [
    HttpMatch.of({ withoutHeaders: { 'X-A': always } }),
    'withoutHeaders.X-A: header names are compared in lower case. Write "x-a".',
  ],
  [HttpMatch.of({ port: 0 }), 'port: 0 is not a port number (a whole number, 1 to 65535).'],
  [HttpMatch.of({ sourceNamespace: '' }), 'sourceNamespace: "" is not a non-empty string. Write \'default\'.'],
  [
    HttpMatch.of({ sourceLabels: { app: 1 as never } }),
    'sourceLabels.app: 1 is not a string. Labels are strings: write "1".',
  ],
])('%j is rejected', (match, message) => {
  expect(refusal(match)).toEqual([message]);
});

test.each([
  [HttpMatch.of(undefined as never), "undefined does not fit here. Write HttpMatch.prefix('/api')."],
  [HttpMatch.of('/a' as never), '"/a" does not fit here. Write HttpMatch.prefix(\'/api\').'],
  [HttpMatch.of({ uri: '/a' as never }), 'uri: "/a" does not fit here. Write StringMatch.exact(\'...\').'],
  [HttpMatch.of({ headers: { a: 'b' as never } }), 'headers.a: "b" does not fit here. Write StringMatch.exact(\'b\').'],
  [
    HttpMatch.of({ headers: 'a' as never }),
    "headers: \"a\" does not fit here. Write { 'x-canary': StringMatch.exact('always') }.",
  ],
  [HttpMatch.exact(5 as never), 'uri.exact: 5 is not a string.'],
  [
    HttpMatch.exact('/a', { port: '80' as never }),
    'port: "80" is not a port number (a whole number, 1 to 65535). Write 80 without quotes.',
  ],
  [
    HttpMatch.of({ ignoreUriCase: 'yes' as never }),
    'ignoreUriCase: "yes" is neither true nor false. Write true or false.',
  ],
  [
    HttpMatch.of({ sourceLabels: { app: 'web' }, gateways: [Gateway.mesh()] }),
    'sourceLabels: has no effect beside gateways: the rule would take the requests of all clients. Omit gateways, in a VirtualService of its own if it has several.',
  ],
  [
    HttpMatch.of({ sourceNamespace: 'shop', gateways: [Gateway.mesh()] }),
    'sourceNamespace: has no effect beside gateways: the rule would take the requests of all clients. Omit gateways, in a VirtualService of its own if it has several.',
  ],
  [HttpMatch.of({ sourceLabels: 'app' as never }), 'sourceLabels: "app" does not fit here. Write { version: \'v1\' }.'],
  [HttpMatch.of({ gateways: 'mesh' as never }), 'gateways: "mesh" is not a list. Write [gateway] or [Gateway.mesh()].'],
  [
    HttpMatch.of({ gateways: ['mesh' as never] }),
    "gateways[0]: \"mesh\" is not a Gateway. Write a Gateway of this app, Gateway.fromName('name', { namespace: '...' }) or Gateway.mesh().",
  ],
  [HttpMatch.of({ name: 5 as never }), "name: 5 is not a non-empty string. Write 'api'."],
])('%j from JavaScript is rejected', (match, message) => {
  expect(refusal(match)).toEqual([message]);
});

test.each([
  ['exact', HttpMatch.exact('/a', null as never)],
  ['of', HttpMatch.of(null as never)],
  ['two at once', HttpMatch.allOf(HttpMatch.exact('/a'), HttpMatch.of(null as never))],
])('options that are null are rejected: %s', (_, match) => {
  expect(refusal(match)).toEqual(["null does not fit here. Write HttpMatch.prefix('/api')."]);
});
