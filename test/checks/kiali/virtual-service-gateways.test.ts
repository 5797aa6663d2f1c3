import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, gateway, manifest, server, SHOP_REVIEWS, to, virtualService } from '../../manifests';
import { found, testCases, textsOf } from '../found';

const FRONT = virtualService('shop/front', {
  hosts: ['shop.example.com'],
  gateways: ['edge/public'],
  http: [to('reviews')],
});

test('what is missing is a warning in an open world, and an error in a closed one', () => {
  expect(found('KIA1102', [...SHOP_REVIEWS, FRONT]).map(({ severity }) => severity)).toEqual(['warning']);
  expect(found('KIA1102', [...SHOP_REVIEWS, FRONT], { world: 'closed' }).map(({ severity }) => severity)).toEqual([
    'error',
  ]);
});

test('externals are there', () => {
  const gateway = manifest('Gateway', 'edge/public', { selector: { app: 'edge' }, servers: [] });
  expect(found('KIA1102', [...SHOP_REVIEWS, FRONT], { externals: [gateway] })).toEqual([]);
});

const bound = (...gateways: string[]): Manifest =>
  virtualService('shop/web', { hosts: ['shop.example.com'], gateways, http: [to('reviews')] });
const publicGateway = gateway('edge/public', server(80, 'HTTP', ['shop.example.com']));
const FOUND = (i: number): string => `KIA1102 warning VirtualService shop/web spec.gateways[${i}]`;

testCases('KIA11', [
  {
    name: 'a Gateway that is there, and the mesh',
    manifests: [...SHOP_REVIEWS, publicGateway, bound('edge/public', 'mesh')],
    finds: [],
  },
  {
    name: 'one that is not there',
    manifests: [...SHOP_REVIEWS, publicGateway, bound('edge/public', 'edge/x')],
    finds: [FOUND(1)],
  },
  {
    name: 'one of another namespace without that namespace, and one that is named as a host',
    manifests: [...SHOP_REVIEWS, publicGateway, bound('public', 'public.edge.svc.cluster.local')],
    finds: [FOUND(0), 'KIA1108 info VirtualService shop/web spec.gateways[1]'],
  },
  {
    name: 'one that a match names',
    manifests: [
      ...SHOP_REVIEWS,
      virtualService('shop/web', {
        hosts: ['shop.example.com'],
        http: [{ match: [{ uri: { prefix: '/' } }, { gateways: ['mesh', 'x'] }], ...to('reviews') }],
      }),
    ],
    finds: ['KIA1102 warning VirtualService shop/web spec.http[0].match[1].gateways[1]'],
  },
]);

test('it names the Gateway that was meant', () => {
  const fix = (name: string, ...set: Manifest[]): string => found('KIA1102', [...set, bound(name)])[0].fix;
  expect(textsOf('KIA1102', [publicGateway, bound('edge/pubic')])).toEqual([
    [
      'There is no Gateway pubic in edge. No proxy gets its routes, so requests from outside get 404.',
      'Write edge/public.',
    ],
  ]);
  expect(fix('public', publicGateway)).toBe('Write edge/public: the Gateway is in another namespace.');
  expect(fix('edge/public', apiGateway('edge/public', {}))).toMatch(/^Write an HTTPRoute with parentRefs/);
  expect(textsOf('KIA1108', [publicGateway, bound('public.edge.svc.cluster.local')])).toEqual([
    [
      'public.edge.svc.cluster.local names the Gateway as a host, which Istio still supports with a warning.',
      'Write edge/public.',
    ],
  ]);
});
