import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const web = (...uris: object[]): Manifest =>
  virtualService('shop/web', {
    hosts: ['shop.example.com'],
    gateways: ['istio-system/public'],
    http: [{ match: uris.map((uri) => ({ uri })), route: [{ destination: { host: 'api' } }] }],
  });

test.each<[object, string]>([
  [{ prefix: '/api/*' }, 'warning'],
  [{ prefix: '/api*' }, 'warning'],
  [{ exact: '/api/*' }, 'warning'],
  [{ exact: '/users/{id}' }, 'warning'],
  [{ prefix: '/users/:id/orders' }, 'warning'],
  [{ prefix: '/api/.*' }, 'warning'],
  [{ regex: '/api/*' }, 'warning'],
  [{ regex: '/users/{id}' }, 'warning'],
  [{ prefix: 'api' }, 'error'],
  [{ exact: 'api' }, 'error'],
  [{ regex: 'api/.*' }, 'error'],
  [{ prefix: '/search?q=' }, 'error'],
  [{ regex: '/search\\?q=.*' }, 'warning'],
])('%j', (uri, severity) => {
  const [way] = Object.keys(uri);
  expect(placesOf('CDI0121', [web({ prefix: '/ok' }, uri)])).toEqual([
    `${severity} VirtualService shop/web spec.http[0].match[1].uri.${way}`,
  ]);
});

test('right paths', () => {
  const uris = [
    ...['/', '/api', '/api/', '/a-b_c.d~e'].flatMap((text) => [{ prefix: text }, { exact: text }]),
    ...['/api/.*', '.*', '/v[0-9]+(/.*)?', '/users/[^/]+', '^/a$', '/a|/b'].map((regex) => ({ regex })),
  ];
  expect(placesOf('CDI0121', [web(...uris)])).toEqual([]);
});

test('delegates too', () => {
  const delegate = virtualService('shop/part', { http: [{ match: [{ uri: { prefix: '/api/*' } }] }] });
  expect(placesOf('CDI0121', [delegate])).toEqual([
    'warning VirtualService shop/part spec.http[0].match[0].uri.prefix',
  ]);
});

test('what it says and offers', () => {
  expect(
    textsOf('CDI0121', [
      web(
        { prefix: '/api/*' },
        { regex: '/api/*' },
        { exact: '/u/{id}' },
        { regex: '/u/{id}' },
        { prefix: '/v[0-9]/' },
        { exact: 'a' },
      ),
    ]),
  ).toEqual([
    [
      '"*" in "/api/*" is no wildcard: Envoy compares a prefix character by character, so the paths that are meant do not match.',
      "Write prefix: /api/, or regex: '/api/[^/]+' for one segment.",
    ],
    [
      '"/api/*" is a glob. In a regular expression "*" repeats what comes before it, and the expression must match the whole path, so the paths that are meant do not match.',
      "Write prefix: /api/, or regex: '/api/[^/]+' for one segment.",
    ],
    [
      '"{id}" in "/u/{id}" is no parameter: Envoy compares an exact path character by character, so the paths that are meant do not match.',
      "Write regex: '/u/[^/]+'.",
    ],
    [
      '"{id}" in "/u/{id}" is no parameter in a regular expression, so the paths that are meant do not match.',
      "Write regex: '/u/[^/]+'.",
    ],
    [
      '"/v[0-9]/" is a regular expression, and Envoy compares a prefix character by character: the paths that are meant do not match.',
      "Write regex: '/v[0-9]/.*'.",
    ],
    ['No request matches "a", because every path begins with "/".', 'Write exact: /a.'],
  ]);
  expect(textsOf('CDI0121', [web({ exact: '/s?q=shoes&sort=' })])).toEqual([
    [
      'No request matches "/s?q=shoes&sort=", because Envoy compares the path without its query.',
      "Write exact: /s, and queryParams: { q: { exact: shoes }, sort: { regex: '.+' } } beside uri.",
    ],
  ]);
});

test('an HTTPRoute', () => {
  const route = manifest('HTTPRoute', 'shop/web', {
    parentRefs: [{ name: 'public' }],
    rules: [
      {
        matches: [
          { path: { type: 'PathPrefix', value: '/api/*' } },
          { path: { value: '/api/:id' } },
          { path: { type: 'RegularExpression', value: '/api/*' } },
          { path: { type: 'Exact', value: '/api' } },
          {},
        ],
      },
    ],
  });
  expect(placesOf('CDI0121', [route])).toEqual(
    [0, 1, 2].map((i) => `warning HTTPRoute shop/web spec.rules[0].matches[${i}].path.value`),
  );
  expect(textsOf('CDI0121', [route])[0][1]).toBe(
    "Write type: PathPrefix, value: /api/, or type: RegularExpression, value: '/api/[^/]+' for one segment.",
  );
});
