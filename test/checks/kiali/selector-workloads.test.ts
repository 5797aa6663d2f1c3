import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  authorizationPolicy,
  INGRESS,
  INJECTED,
  namespace,
  peerAuthentication,
  requestAuthentication,
  SHOP_REVIEWS,
} from '../../manifests';
import { testCases, textsOf } from '../found';

const selecting = (key: string, matchLabels: object): Manifest[] => [
  authorizationPolicy(key, { selector: { matchLabels }, rules: [{}] }),
  peerAuthentication(key, { selector: { matchLabels }, mtls: { mode: 'STRICT' } }),
];
const KINDS = ['AuthorizationPolicy', 'PeerAuthentication'];

testCases('KIA0004', [
  {
    name: 'labels of pods of the namespace',
    manifests: [...SHOP_REVIEWS, ...selecting('shop/a', { app: 'reviews' })],
    finds: [],
  },
  {
    name: 'labels that no pod has, or only pods of another namespace',
    manifests: [
      ...SHOP_REVIEWS,
      namespace('front', INJECTED),
      ...selecting('shop/a', { app: 'reviws' }),
      ...selecting('front/b', { app: 'reviews' }),
    ],
    finds: ['shop/a', 'front/b'].flatMap((key) =>
      KINDS.map((kind) => `KIA0004 warning ${kind} ${key} spec.selector.matchLabels`),
    ),
  },
  {
    name: 'an AuthorizationPolicy of the root namespace selects in all namespaces',
    manifests: [...SHOP_REVIEWS, selecting('istio-system/a', { app: 'reviews' })[0]],
    finds: [],
  },
]);

test('it names the labels that were meant', () => {
  expect(textsOf('KIA0004', [...SHOP_REVIEWS, selecting('shop/a', { app: 'reviws' })[0]])).toEqual([
    [
      'No workload in shop has the labels app=reviws. This AuthorizationPolicy applies to nothing.',
      'Write app: reviews.',
    ],
  ]);
});

test('the pods of an installed gateway are not said to be missing', () => {
  const policy = requestAuthentication('istio-system/jwt', { selector: { matchLabels: INGRESS } });
  expect(textsOf('KIA0004', [...SHOP_REVIEWS, policy], { world: 'closed' })).toEqual([
    [
      'The selector istio=ingressgateway matches a gateway that istioctl or Helm installs. Its pods are not among the manifests, so what depends on them was not checked.',
      'To have it checked, add istioIngressGateway to the externals in the settings.',
    ],
  ]);
});

test('it says which namespace has the pods', () => {
  const policy = peerAuthentication('front/p', {
    selector: { matchLabels: { app: 'reviews' } },
    mtls: { mode: 'STRICT' },
  });
  expect(textsOf('KIA0004', [...SHOP_REVIEWS, namespace('front', INJECTED), policy])).toEqual([
    [
      'No workload in front has the labels app=reviews. This PeerAuthentication applies to nothing.',
      'Pods of shop have these labels: apply it there, or select labels that pods of front have.',
    ],
  ]);
});
