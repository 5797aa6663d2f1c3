import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const split = (...weights: (number | undefined)[]): Manifest =>
  virtualService('shop/web', {
    hosts: ['web'],
    http: [{ route: weights.map((weight, i) => ({ destination: { host: 'web', subset: `v${i + 1}` }, weight })) }],
  });
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0159', manifests);

test.each<[string, (number | undefined)[], string[]]>([
  ['beside one with less than all', [90, undefined], ['warning VirtualService shop/web spec.http[0].route[1]']],
  ['beside those that make 100', [60, 40, undefined], ['info VirtualService shop/web spec.http[0].route[2]']],
  ['a single destination', [undefined], []],
  ['none has a weight, which the webhook rejects', [undefined, undefined], []],
  ['weight 0', [100, 0], []],
])('%s', (_, weights, expected) => {
  expect(places(split(...weights))).toEqual(expected);
});

test('connections too', () => {
  const route = [{ destination: { host: 'a' }, weight: 50 }, { destination: { host: 'b' } }];
  expect(textsOf('CDI0159', [virtualService('shop/db', { hosts: ['db'], tcp: [{ route }] })])).toEqual([
    ['b has no weight beside others that have, which is weight 0: no connection comes to it.', 'Write weight: 50.'],
  ]);
});

test('not where Argo Rollouts sets the weights', () => {
  const rollout = manifest('Rollout', 'shop/web', {
    strategy: { canary: { trafficRouting: { istio: { virtualService: { name: 'web' } } } } },
  });
  expect(places(rollout, split(90, undefined))).toEqual([]);
});
