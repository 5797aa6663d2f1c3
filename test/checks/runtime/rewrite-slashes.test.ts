import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const HOSTS = { hosts: ['shop.example.com'], gateways: ['istio-system/public'] };
const to = { route: [{ destination: { host: 'api' } }] };
const under = (prefix: string): object => ({ uri: { prefix } });
const rule = (uri: string, ...match: object[]): object => ({ match, rewrite: { uri }, ...to });
const web = (...http: object[]): Manifest => virtualService('shop/web', { ...HOSTS, http });
const places = (...http: object[]): string[] => placesOf('CDI0120', [web(...http)]);
const URI = (i: number, severity = 'warning'): string =>
  `${severity} VirtualService shop/web spec.http[${i}].rewrite.uri`;

test.each<[string, object[], string[]]>([
  ['a doubled slash', [rule('/', under('/api'))], [URI(0)]],
  ['a slash that is taken away', [rule('/v2', under('/v1/'))], [URI(0)]],
  ['no match', [{ rewrite: { uri: '/v2' }, ...to }], [URI(0)]],
  ['a match without path', [rule('/v2', { method: { exact: 'GET' } })], [URI(0)]],
  ['no slash at all', [rule('v2', under('/v1'))], [URI(0, 'error')]],
  ['the second match', [rule('/', under('/a/'), under('/b'))], [URI(0)]],
  ['any case', [rule('/', { ...under('/api'), ignoreUriCase: true })], [URI(0)]],
  ['the second rule', [rule('/', under('/a/')), rule('/', under('/b'))], [URI(1)]],
  ['the shorter prefix first', [rule('/', under('/api'), under('/api/'))], [URI(0)]],
  [
    'other conditions on the earlier match',
    [rule('/', { ...under('/api/'), method: { exact: 'GET' } }, under('/api'))],
    [URI(0)],
  ],
])('%s', (_, http, expected) => {
  expect(places(...http)).toEqual(expected);
});

test.each<[string, object[]]>([
  ['both end with a slash', [rule('/', under('/api/'))]],
  ['neither does', [rule('/v2', under('/v1'))]],
  ['the root stays', [{ rewrite: { uri: '/' }, ...to }]],
  ['the whole path is replaced', [rule('/', { uri: { exact: '/api' } }, { uri: { regex: '/b/.*' } })]],
  ['an earlier match takes what is below', [rule('/', under('/api/'), under('/api'))]],
  ['an earlier rule takes what is below', [{ match: [under('/api/')], ...to }, rule('/', under('/api'))]],
  ['only the host is rewritten', [{ match: [under('/api')], rewrite: { authority: 'api' }, ...to }]],
  ['the text is empty', [rule('', under('/api'))]],
  [
    'an expression takes the slash',
    [{ match: [under('/api')], rewrite: { uriRegexRewrite: { match: '^/api/?(.*)', rewrite: '/\\1' } }, ...to }],
  ],
  ['a redirect replaces the whole path', [{ match: [under('/api')], redirect: { uri: '/' } }]],
])('not where %s', (_, http) => {
  expect(places(...http)).toEqual([]);
});

test('what it says and offers', () => {
  const texts = (...http: object[]): unknown => textsOf('CDI0120', [web(...http)]);
  expect(texts(rule('/', under('/api')))).toEqual([
    [
      'The application gets "//items" where the client asks for /api/items: the prefix /api has no slash at the end, and the new text has one.',
      'Match { uri: { prefix: /api/ } } and { uri: { exact: /api } } instead of { uri: { prefix: /api } }.',
    ],
  ]);
  expect(texts(rule('/v2/', under('/a'), under('/b')))).toEqual([
    [
      'The application gets "/v2//items" where the client asks for /a/items: the prefix /a has no slash at the end, and the new text has one (match[0]). The same applies to another match of the rule.',
      'Write uri: /v2.',
    ],
  ]);
  expect(texts(rule('/v2', under('/a/'), under('/b')))).toEqual([
    [
      'The application gets "/v2items" where the client asks for /a/items: the prefix /a/ ends with a slash, and the new text does not (match[0]).',
      'Match { uri: { prefix: /a } } instead of { uri: { prefix: /a/ } }, or move the match to a rule with another text.',
    ],
  ]);
  expect(texts(rule('v2', under('/a')))).toEqual([
    [
      'The application gets "v2/items" where the client asks for /a/items: the new path does not begin with a slash, and servers answer 400.',
      'Write uri: /v2.',
    ],
  ]);
  expect(
    texts({ match: [under('/api')], rewrite: { uriRegexRewrite: { match: '^/api(.*)', rewrite: '/\\1' } }, ...to }),
  ).toEqual([
    [
      'The application gets "//items" where the client asks for /api/items: the rewrite adds a slash that is still there.',
      'Let the expression take the slash that the rewrite puts back, for example match: "^/api/?(.*)" with rewrite: "/\\1".',
    ],
  ]);
  expect(texts({ match: [under('/old')], redirect: { prefixRewrite: '/new/' } })).toEqual([
    [
      'Clients that ask for /old/items are sent to "/new//items": the prefix /old has no slash at the end, and the new text has one.',
      'Write prefixRewrite: /new.',
    ],
  ]);
});

test('a delegate with the match of its root', () => {
  const root = virtualService('shop/root', {
    ...HOSTS,
    http: [{ match: [under('/api')], delegate: { name: 'web' } }],
  });
  const delegate = (rewrite?: object): Manifest => virtualService('shop/web', { http: [{ rewrite, ...to }] });
  expect(placesOf('CDI0120', [root, delegate({ uri: '/' })])).toEqual([URI(0)]);
  expect(placesOf('CDI0120', [root, delegate({ uri: '/v2' })])).toEqual([]);
  // One that no root names is looked at as it is written.
  expect(placesOf('CDI0120', [delegate({ uri: '/v2' })])).toEqual([URI(0)]);
});

describe('an HTTPRoute', () => {
  const route = (value: string, filter: object): Manifest =>
    manifest('HTTPRoute', 'shop/web', {
      parentRefs: [{ name: 'public' }],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value } }], filters: [filter] }],
    });
  const path = (replacePrefixMatch: string): object => ({ path: { type: 'ReplacePrefixMatch', replacePrefixMatch } });
  const rewrite = (text: string): object => ({ type: 'URLRewrite', urlRewrite: path(text) });
  const redirect = (text: string): object => ({ type: 'RequestRedirect', requestRedirect: path(text) });

  test.each<[string, object, boolean]>([
    ['/api', rewrite('/'), false],
    ['/api/', rewrite('/'), false],
    ['/api', rewrite('/v2/'), false],
    ['/api/', rewrite('/v2'), false],
    ['/', rewrite('/'), false],
    ['/', rewrite('/v2'), true],
    ['/', rewrite('/v2/'), true],
    ['/old', redirect('/new'), false],
    ['/old', redirect('/new/'), true],
    ['/old', redirect('/'), true],
    ['/', redirect('/new/'), false],
    ['/', redirect('/new'), true],
  ])('%s with %j', (value, filter, isWrong) => {
    expect(placesOf('CDI0120', [route(value, filter)])).toHaveLength(isWrong ? 1 : 0);
  });

  test('what it says and offers', () => {
    expect(textsOf('CDI0120', [route('/', rewrite('/v2/'))])).toEqual([
      [
        'The application gets "/v2items" where the client asks for /items: the prefix / ends with a slash, and the new text does not.',
        'Match longer prefixes, or write a VirtualService with rewrite: { uri } that ends with a slash: in an HTTPRoute istiod drops the slash at the end of replacePrefixMatch.',
      ],
    ]);
    expect(textsOf('CDI0120', [route('/old', redirect('/new/'))])).toEqual([
      [
        'Clients that ask for /old/items are sent to "/new//items": the prefix /old has no slash at the end, and the new text has one.',
        'Write replacePrefixMatch: /new.',
      ],
    ]);
  });
});
