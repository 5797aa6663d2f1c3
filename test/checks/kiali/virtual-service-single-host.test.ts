import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { INJECTED, namespace, SHOP_REVIEWS, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

const route = (name: string, hosts: string[], gateways?: string[]): Manifest =>
  virtualService(`shop/${name}`, { hosts, gateways, http: [] });
const MERGED =
  'The gateway merges their rules: those of the older VirtualService come first, and rules that match every request come last. ' +
  'That order decides where a request goes that matches rules of both.';
const LEAVE =
  'If no request matches rules of both, nothing needs to change. Otherwise move the rules of both into one VirtualService for';

test('two VirtualServices for one host at a gateway may be right', () => {
  const host = 'reviews.shop.svc.cluster.local';
  const texts = (gateways?: string[]): [message: string, fix: string][] =>
    textsOf('KIA1106', [...SHOP_REVIEWS, route('a', ['reviews'], gateways), route('b', ['reviews'], gateways)]);
  expect(texts(['g'])).toEqual([
    [`VirtualService shop/b is for ${host} as well, at g. ${MERGED}`, `${LEAVE} ${host}.`],
    [`VirtualService shop/a is for ${host} as well, at g. ${MERGED}`, `${LEAVE} ${host}.`],
  ]);
  const oneOfTwo = 'For the same requests sidecars use one of the two: the one that was created first.';
  expect(texts()).toEqual([
    [
      `VirtualService shop/b is for ${host} as well. ${oneOfTwo}`,
      `Move the rules of both into one VirtualService for ${host}.`,
    ],
    [
      `VirtualService shop/a is for ${host} as well. ${oneOfTwo}`,
      `Move the rules of both into one VirtualService for ${host}.`,
    ],
  ]);
});

test('the host of a VirtualService for every host is called "*"', () => {
  const [a, b] = ['a', 'b'].map((name) => route(name, ['*'], ['edge/public']));
  expect(textsOf('KIA1106', [...SHOP_REVIEWS, a, b])).toEqual([
    [`VirtualService shop/b is for "*" as well, at edge/public. ${MERGED}`, `${LEAVE} "*".`],
    [`VirtualService shop/a is for "*" as well, at edge/public. ${MERGED}`, `${LEAVE} "*".`],
  ]);
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
