import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, INJECTED, namespace, peerAuthentication, SHOP, SHOP_REVIEWS, sidecar } from '../../manifests';
import { testCases, textsOf } from '../found';

const wide = (name: string): Manifest => peerAuthentication(`shop/${name}`, { mtls: { mode: 'STRICT' } });
const selecting = (name: string, matchLabels: object): Manifest =>
  peerAuthentication(`shop/${name}`, { selector: { matchLabels }, mtls: { mode: 'STRICT' } });
const ofPods = (name: string, labels?: object): Manifest =>
  sidecar(`shop/${name}`, { ...(labels && { workloadSelector: { labels } }), egress: [{ hosts: ['*/*'] }] });

testCases('KIA000', [
  {
    name: 'two for all pods of a namespace',
    manifests: [...SHOP_REVIEWS, wide('a'), wide('b'), ofPods('a'), ofPods('b')],
    finds: [
      ...['a', 'b'].map((name) => `KIA0002 error PeerAuthentication shop/${name} spec.selector`),
      ...['a', 'b'].map((name) => `KIA0002 error Sidecar shop/${name} spec.workloadSelector`),
    ],
  },
  {
    name: 'two that select one workload, by labels of their own',
    manifests: [
      SHOP,
      deployment('shop/reviews', { app: 'reviews', version: 'v1' }),
      selecting('a', { app: 'reviews' }),
      selecting('b', { version: 'v1' }),
      ofPods('a', { app: 'reviews' }),
      ofPods('b', { version: 'v1' }),
    ],
    finds: [
      ...['a', 'b'].map((name) => `KIA0003 error PeerAuthentication shop/${name} spec.selector`),
      ...['a', 'b'].map((name) => `KIA0003 error Sidecar shop/${name} spec.workloadSelector`),
    ],
  },
  {
    name: 'one for all, and one for some pods',
    manifests: [
      ...SHOP_REVIEWS,
      wide('a'),
      selecting('b', { app: 'reviews' }),
      ofPods('a'),
      ofPods('b', { app: 'reviews' }),
    ],
    finds: [],
  },
  {
    name: 'one in each namespace, and Sidecars where there are no pods',
    manifests: [
      SHOP,
      namespace('front', INJECTED),
      wide('a'),
      peerAuthentication('front/b', { mtls: { mode: 'STRICT' } }),
      ofPods('a'),
      ofPods('b'),
    ],
    finds: [],
  },
]);

test('it names the other one, and the workload', () => {
  expect(textsOf('KIA0002', [...SHOP_REVIEWS, wide('a'), wide('b')])[0]).toEqual([
    'PeerAuthentication b has no selector either, but only one can apply to all of shop. Istio uses the one that was created first.',
    'Merge the two, or select workloads with one of them.',
  ]);
  const both = [selecting('a', { app: 'reviews' }), selecting('b', { app: 'reviews' })];
  expect(textsOf('KIA0003', [...SHOP_REVIEWS, ...both])[1]).toEqual([
    'PeerAuthentication a also selects reviews, but only one applies to a workload. Istio uses the one that was created first.',
    'Merge the two, or select with labels that no workload has both of.',
  ]);
});
