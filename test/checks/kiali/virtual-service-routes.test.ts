import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { SHOP_REVIEWS, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

test('weights below zero have no sum', () => {
  const route = (...weights: number[]): Manifest =>
    virtualService('shop/a', {
      hosts: ['reviews'],
      http: [{ route: weights.map((weight) => ({ weight, destination: { host: 'reviews' } })) }],
    });
  const fix = 'Name another subset or host in one of the two, or merge them into one with the sum of the weights.';
  const sum = 'reviews is a destination of this route 2 times, so it gets the sum of the weights: 10 + 5.';
  expect(textsOf('KIA1105', [...SHOP_REVIEWS, route(10, 5)])).toEqual([
    [sum, fix],
    [sum, fix],
  ]);
  const none =
    'reviews is a destination of this route 2 times, with the weights 10 and -5. Istio rejects a weight below 0.';
  expect(textsOf('KIA1105', [...SHOP_REVIEWS, route(10, -5)])).toEqual([
    [none, fix],
    [none, fix],
  ]);
});

const routed = (...destinations: object[]): Manifest =>
  virtualService('shop/a', { hosts: ['reviews'], http: [{ route: destinations }] });
const destination = (subset?: string): object => ({ destination: { host: 'reviews', subset } });

testCases('KIA1104', [
  {
    name: 'one destination that has all of the weight, or says none',
    manifests: [
      ...SHOP_REVIEWS,
      routed({ ...destination(), weight: 100 }),
      virtualService('shop/b', { hosts: ['b'], http: [to('reviews')] }),
    ],
    finds: [],
  },
  {
    name: 'one destination with a part of the weight',
    manifests: [...SHOP_REVIEWS, routed({ ...destination(), weight: 50 })],
    finds: ['KIA1104 warning VirtualService shop/a spec.http[0].route[0].weight'],
  },
]);

testCases('KIA1105', [
  {
    name: 'one host and subset twice',
    manifests: [...SHOP_REVIEWS, routed({ ...destination('v1'), weight: 50 }, { ...destination('v1'), weight: 50 })],
    finds: [
      'KIA1105 warning VirtualService shop/a spec.http[0].route[0].destination',
      'KIA1105 warning VirtualService shop/a spec.http[0].route[1].destination',
    ],
  },
  {
    name: 'two subsets of one host',
    manifests: [...SHOP_REVIEWS, routed({ ...destination('v1'), weight: 50 }, { ...destination('v2'), weight: 50 })],
    finds: [],
  },
]);

test('it says what the weight means', () => {
  expect(textsOf('KIA1104', [...SHOP_REVIEWS, routed({ ...destination(), weight: 50 })])).toEqual([
    [
      'The weight is 50, and there is no other destination in this route. It gets all of the traffic, not 50 percent.',
      'Remove the weight, or add the destination that the other 50 percent are for.',
    ],
  ]);
});
