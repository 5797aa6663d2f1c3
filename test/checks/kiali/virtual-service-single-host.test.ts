import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { INJECTED, namespace, SHOP_REVIEWS, to, virtualService } from '../../manifests';
import { found, testCases, textsOf } from '../found';

test('two VirtualServices for one host at a gateway may be right', () => {
  const route = (name: string, gateways?: string[]): Manifest =>
    virtualService(`shop/${name}`, { hosts: ['reviews'], gateways, http: [] });
  expect(found('KIA1106', [...SHOP_REVIEWS, route('a', ['g']), route('b', ['g'])])[0]).toMatchObject({
    message:
      'VirtualService shop/b is for reviews.shop.svc.cluster.local as well, at g. The gateway merges their rules: those of the older VirtualService ' +
      'come first, and rules that match every request come last. That order decides where a request goes that matches rules of both.',
    fix: expect.stringContaining('If no request matches rules of both, nothing needs to change.'),
  });
  expect(found('KIA1106', [...SHOP_REVIEWS, route('a'), route('b')])[0].message).toContain(
    'sidecars use one of the two',
  );
});

test('the host of a VirtualService for every host is called "*"', () => {
  const route = (name: string): Manifest =>
    virtualService(`shop/${name}`, { hosts: ['*'], gateways: ['edge/public'], http: [] });
  const [{ message, fix }] = found('KIA1106', [...SHOP_REVIEWS, route('a'), route('b')]);
  expect([message, fix].join(' ')).not.toContain('*.shop');
  expect(message).toMatch(/^VirtualService shop\/b is for "\*" as well, at edge\/public\./);
});

const inMesh = (key: string, hosts: string[], more: object = {}): Manifest =>
  virtualService(key, { hosts, http: [to('reviews')], ...more });
const FOUND = (key: string, i: number = 0): string => `KIA1106 warning VirtualService ${key} spec.hosts[${i}]`;

testCases('KIA1106', [
  {
    name: 'one host, by its short and its full name',
    manifests: [...SHOP_REVIEWS, inMesh('shop/a', ['reviews']), inMesh('shop/b', ['reviews.shop.svc.cluster.local'])],
    finds: [FOUND('shop/a'), FOUND('shop/b')],
  },
  {
    name: 'one host twice',
    manifests: [...SHOP_REVIEWS, inMesh('shop/a', ['reviews', 'reviews.shop.svc.cluster.local'])],
    finds: [FOUND('shop/a')],
  },
  {
    name: 'other hosts, other gateways, and routes that are private to two namespaces',
    manifests: [
      ...SHOP_REVIEWS,
      namespace('front', INJECTED),
      inMesh('shop/a', ['reviews'], { exportTo: ['.'] }),
      inMesh('front/a', ['reviews.shop.svc.cluster.local'], { exportTo: ['.'] }),
      inMesh('shop/c', ['ratings']),
      inMesh('shop/d', ['reviews'], { gateways: ['edge/public'], exportTo: ['.'] }),
    ],
    finds: [],
  },
]);

test('a host that stands twice', () => {
  expect(textsOf('KIA1106', [...SHOP_REVIEWS, inMesh('shop/a', ['reviews', 'reviews'])])).toEqual([
    ['reviews.shop.svc.cluster.local is in hosts twice.', 'Write it once.'],
  ]);
});
