import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, manifest, server, to, virtualService } from '../../manifests';
import { placesOf, testCases, textsOf } from '../found';

const HOST = 'shop.example.com';
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0111', manifests);

const exact = (path: string, more: object = {}): object => ({ uri: { exact: path }, ...more });
const rule = (...match: object[]): object => ({ match, route: [{ destination: { host: 'web' } }] });
const onlyRoot = (host: string): string =>
  `Only the path "/" itself is served for ${host}: style sheets, scripts, images and all other pages get 404.`;
const FIX = 'Write prefix: / for the whole site, or add a match for each path to serve.';
const front = gateway('shop/front', server(80, 'HTTP', [HOST]));
const behind = (name: string, http: object[], hosts = [HOST], gateways = ['front']): Manifest =>
  manifest('VirtualService', `shop/${name}`, { hosts, gateways, http });

test('nothing but the root', () => {
  const manifests = [front, behind('web', [rule(exact('/'))])];
  expect(places(...manifests)).toEqual(['warning VirtualService shop/web spec.http[0].match[0].uri.exact']);
  expect(textsOf('CDI0111', manifests)).toEqual([[onlyRoot('shop.example.com'), FIX]]);
});

test('by several rules, and of several VirtualServices', () => {
  const [get, post] = ['GET', 'POST'].map((method) => exact('/', { method: { exact: method } }));
  expect(places(front, behind('web', [rule(get), rule(post)]))).toEqual([
    'warning VirtualService shop/web spec.http[0].match[0].uri.exact',
  ]);
  expect(places(front, behind('a', [rule(get)]), behind('b', [rule(post)]))).toEqual([
    'warning VirtualService shop/a spec.http[0].match[0].uri.exact',
    'warning VirtualService shop/b spec.http[0].match[0].uri.exact',
  ]);
});

test('the rules of the mesh serve nothing at a gateway', () => {
  const rest = { match: [{ uri: { prefix: '/' }, gateways: ['mesh'] }], route: [{ destination: { host: 'web' } }] };
  expect(places(front, behind('web', [rule(exact('/')), rest], [HOST], ['front', 'mesh']))).toEqual([
    'warning VirtualService shop/web spec.http[0].match[0].uri.exact',
  ]);
});

test('a rule that does not stand first', () => {
  const meshOnly = { match: [{ uri: { prefix: '/' }, gateways: ['mesh'] }], route: [{ destination: { host: 'web' } }] };
  expect(places(front, behind('web', [meshOnly, rule(exact('/'))], [HOST], ['front', 'mesh']))).toEqual([
    'warning VirtualService shop/web spec.http[1].match[0].uri.exact',
  ]);
});

test('a delegate', () => {
  const root = behind('root', [{ delegate: { name: 'team' } }]);
  expect(places(front, root, manifest('VirtualService', 'shop/team', { http: [rule(exact('/'))] }))).toEqual([
    'warning VirtualService shop/team spec.http[0].match[0].uri.exact',
  ]);
});

test.each<[string, Manifest[]]>([
  ['another path', [front, behind('web', [rule(exact('/'), exact('/style.css'))])]],
  ['another rule', [front, behind('web', [rule(exact('/')), { redirect: { uri: '/' } }])]],
  [
    'another VirtualService',
    [front, behind('a', [rule(exact('/'))]), behind('b', [rule({ uri: { prefix: '/static' } })])],
  ],
  [
    'one with a wildcard, as the server has both hosts',
    [
      gateway('shop/front', server(80, 'HTTP', [HOST, '*.example.com'])),
      behind('a', [rule(exact('/'))]),
      behind('b', [rule({ uri: { prefix: '/' } })], ['*.example.com']),
    ],
  ],
  [
    'a Gateway that is not there',
    [behind('a', [rule(exact('/'))], [HOST], ['x']), behind('b', [rule()], [HOST], ['x'])],
  ],
])('not beside %s', (_, manifests) => {
  expect(places(...manifests)).toEqual([]);
});

test('a wildcard of a server that has not the host itself serves nothing more', () => {
  expect(
    places(
      gateway('shop/front', server(80, 'HTTP', ['*.example.com'])),
      behind('a', [rule(exact('/'))]),
      behind('b', [rule({ uri: { prefix: '/' } })], ['*.example.com']),
    ),
  ).toEqual(['warning VirtualService shop/a spec.http[0].match[0].uri.exact']);
});

test('Gateways that are not among the manifests', () => {
  const two = behind('a', [rule(exact('/')), rule(exact('/', { method: { exact: 'PUT' } }))], ['a.example.com', '*']);
  expect(places(two)).toEqual([
    'warning VirtualService shop/a spec.http[0].match[0].uri.exact',
    'warning VirtualService shop/a spec.http[0].match[0].uri.exact',
  ]);
  expect(textsOf('CDI0111', [two])).toEqual([
    [onlyRoot('a.example.com'), FIX],
    [onlyRoot('any host'), FIX],
  ]);
});

const WEB = ['shop.example.com'];

testCases('CDI', [
  {
    name: 'the root path alone, shared out between two VirtualServices',
    manifests: [
      gateway('shop/g', server(80, 'HTTP', WEB)),
      virtualService('shop/a', {
        hosts: WEB,
        gateways: ['g'],
        http: [{ match: [{ uri: { exact: '/' } }], ...to('a') }],
      }),
      virtualService('shop/b', {
        hosts: WEB,
        gateways: ['g'],
        http: [{ match: [{ uri: { prefix: '/static' } }], ...to('b') }],
      }),
    ],
    finds: [],
  },
]);
