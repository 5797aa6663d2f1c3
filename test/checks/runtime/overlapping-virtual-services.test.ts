import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, manifest, server, service, to, virtualService } from '../../manifests';
import { placesOf, testCases, textsOf } from '../found';
import { entry } from './egress-manifests';

const places = (...manifests: Manifest[]): string[] => placesOf('CDI0108', manifests);

const HOST = 'b.example.com';
const bound = (key: string, http: object[] = [to('web')], gateways = ['istio-system/front']): Manifest =>
  manifest('VirtualService', key, { hosts: [HOST], gateways, http });
const front = (...hosts: string[]): Manifest => gateway('istio-system/front', server(80, 'HTTP', hosts));

test('a host that a server has for VirtualServices of one namespace only (e38)', () => {
  const two = [bound('shop/b'), bound('istio-system/b2')];
  expect(places(front('*.example.com'), ...two)).toEqual(['warning VirtualService istio-system/b2 spec.hosts[0]']);
  expect(places(front('./b.example.com'), ...two)).toEqual([]);
  // A Gateway that is not among the manifests may have any hosts.
  expect(places(...two)).toEqual(['warning VirtualService istio-system/b2 spec.hosts[0]']);
});

test('rules of delegates', () => {
  const delegate = (key: string, path: string): Manifest =>
    manifest('VirtualService', key, { http: [{ match: [{ uri: { prefix: path } }], ...to('web') }] });
  const root = (key: string, name: string): Manifest => bound(key, [{ delegate: { name } }]);
  const roots = [front(HOST), root('shop/a', 'da'), root('shop/b', 'db')];
  expect(places(...roots, delegate('shop/da', '/a'), delegate('shop/db', '/a'))).toEqual([
    'warning VirtualService shop/b spec.hosts[0]',
  ]);
  expect(places(...roots, delegate('shop/da', '/a'), delegate('shop/db', '/b'))).toEqual([]);
});

test('a path that is within another is no matter of two that want the same', () => {
  const at = (prefix: string): object => ({ match: [{ uri: { prefix } }], ...to('web') });
  expect(places(front(HOST), bound('shop/a', [at('/a')]), bound('shop/b', [at('/a/b')]))).toEqual([]);
});

const REVIEWS = 'reviews.shop.svc.cluster.local';
const WEB = ['shop.example.com'];

testCases('CDI', [
  {
    name: 'two VirtualServices of the mesh, private to two namespaces',
    manifests: [
      service('shop/reviews', [80]),
      virtualService('shop/a', { hosts: [REVIEWS], http: [to(REVIEWS)], exportTo: ['.'] }),
      virtualService('front/a', { hosts: [REVIEWS], http: [to(REVIEWS)], exportTo: ['.'] }),
    ],
    finds: [],
  },
  {
    name: 'two VirtualServices of the mesh, each for its own clients, ports, server names or kinds of requests',
    manifests: [
      service('shop/reviews', [80, 443, 8080]),
      virtualService('shop/a', {
        hosts: [REVIEWS],
        http: [{ match: [{ sourceLabels: { app: 'a' } }], ...to(REVIEWS) }],
      }),
      virtualService('shop/b', {
        hosts: [REVIEWS],
        http: [{ match: [{ sourceLabels: { app: 'b' } }], ...to(REVIEWS) }],
      }),
      virtualService('shop/c', { hosts: [REVIEWS], http: [{ match: [{ port: 8080 }], ...to(REVIEWS) }] }),
      virtualService('shop/d', { hosts: [REVIEWS], tls: [{ match: [{ port: 443, sniHosts: [REVIEWS] }] }] }),
      virtualService('shop/e', { hosts: [REVIEWS], tcp: [to(REVIEWS)] }),
    ],
    finds: ['CDI0157 warning VirtualService shop/d spec.tls', 'CDI0157 warning VirtualService shop/e spec.tcp'],
  },
  {
    name: 'rules for all clients take from rules for some',
    manifests: [
      service('shop/reviews', [80]),
      virtualService('shop/a', {
        hosts: [REVIEWS],
        http: [{ match: [{ sourceLabels: { app: 'a' } }], ...to(REVIEWS) }],
      }),
      virtualService('shop/b', { hosts: [REVIEWS], http: [to(REVIEWS)] }),
      virtualService('shop/c', { hosts: [REVIEWS], http: [{ match: [{ sourceNamespace: 'front' }], ...to(REVIEWS) }] }),
      virtualService('shop/d', { hosts: [REVIEWS], tcp: [to(REVIEWS)] }),
      virtualService('shop/e', { hosts: [REVIEWS], tcp: [{ match: [{ port: 80 }], ...to(REVIEWS) }] }),
    ],
    finds: [
      'CDI0108 warning VirtualService shop/b spec.hosts[0]',
      'CDI0108 warning VirtualService shop/c spec.hosts[0]',
      'CDI0108 warning VirtualService shop/e spec.hosts[0]',
      'CDI0157 warning VirtualService shop/d spec.tcp',
      'CDI0157 warning VirtualService shop/e spec.tcp',
    ],
  },
  {
    name: 'what fewer namespaces see goes before what all see, whatever its age',
    manifests: [
      service('shop/reviews', [80]),
      virtualService('shop/a', { hosts: [REVIEWS], http: [to(REVIEWS)] }),
      virtualService('shop/b', { hosts: [REVIEWS], http: [to(REVIEWS)], exportTo: ['.'] }),
      virtualService('shop/c', { hosts: [REVIEWS], http: [to(REVIEWS)], exportTo: ['front'] }),
      virtualService('shop/d', { hosts: [REVIEWS], http: [to(REVIEWS)], exportTo: ['shop', 'front'] }),
    ],
    finds: ['CDI0108 warning VirtualService shop/d spec.hosts[0]'],
  },
  {
    name: 'a VirtualService without exportTo is exported as the mesh says',
    manifests: [
      service('shop/reviews', [80]),
      virtualService('shop/a', { hosts: [REVIEWS], http: [to(REVIEWS)] }),
      virtualService('front/a', { hosts: [REVIEWS], http: [to(REVIEWS)] }),
    ],
    settings: { meshConfig: { defaultVirtualServiceExportTo: ['.'] } },
    finds: [],
  },
  {
    name: 'one server name in the same list, and in another one: in the mesh and at a gateway',
    manifests: [
      entry(['*.example.org'], 'NONE', 'shop'),
      gateway('shop/g', server(443, 'TLS', ['*.example.org'], { mode: 'PASSTHROUGH' })),
      ...['mesh', 'g'].flatMap((name) =>
        [
          ['a', ['a.example.org', 'b.example.org']],
          ['b', ['a.example.org', 'b.example.org']],
          ['c', ['b.example.org']],
          ['d', ['d.example.org']],
        ].map(([id, sniHosts]) =>
          virtualService(`shop/${name}-${String(id)}`, {
            hosts: ['*.example.org'],
            gateways: [name],
            tls: [{ match: [{ port: 443, sniHosts }], ...to(HOST) }],
          }),
        ),
      ),
    ],
    finds: [
      'CDI0108 warning VirtualService shop/mesh-b spec.hosts[0]',
      'CDI0108 error VirtualService shop/mesh-c spec.hosts[0]',
      'CDI0108 warning VirtualService shop/g-b spec.hosts[0]',
      'CDI0108 warning VirtualService shop/g-c spec.hosts[0]',
    ],
  },
  {
    name: 'two VirtualServices for one host at a gateway: paths may be shared out, everything may not',
    manifests: [
      gateway('shop/g', server(80, 'HTTP', WEB)),
      virtualService('shop/a', {
        hosts: WEB,
        gateways: ['g'],
        http: [{ match: [{ uri: { prefix: '/a' } }], ...to('a') }],
      }),
      virtualService('shop/b', { hosts: WEB, gateways: ['g'], http: [to('b')] }),
      virtualService('shop/c', {
        hosts: WEB,
        gateways: ['g'],
        http: [{ match: [{ uri: { prefix: '/' } }], ...to('c') }],
      }),
    ],
    finds: ['CDI0108 warning VirtualService shop/c spec.hosts[0]'],
  },
]);

test('it says which VirtualService is used', () => {
  const [a, b] = ['a', 'b'].map((name) => virtualService(`shop/${name}`, { hosts: [REVIEWS], http: [to(REVIEWS)] }));
  expect(textsOf('CDI0108', [service('shop/reviews'), a, b])).toEqual([
    [
      'VirtualService shop/a also has the host reviews.shop.svc.cluster.local in the mesh. Of two VirtualServices with rules for the same requests, sidecars use only the one that was created first or, if both were created in the same second, shop/a. The rules of the other are never used.',
      'Put the rules of both into one VirtualService for reviews.shop.svc.cluster.local.',
    ],
  ]);
  expect(textsOf('CDI0108', [front(HOST), bound('shop/c'), bound('shop/d')])).toEqual([
    [
      'VirtualService shop/c also takes all requests for b.example.com at Gateway istio-system/front. The gateway merges both, and of two rules with the same match the one that was created first wins or, if both were created in the same second, shop/c.',
      'Put the rules of both into one VirtualService, or give one of the two a narrower match, such as a path.',
    ],
  ]);
});
