import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  apiGateway,
  authorizationPolicy,
  deployment,
  manifest,
  namespace,
  requestAuthentication,
  service,
  SHOP,
} from '../../manifests';
import { testCases, textsOf } from '../found';

const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };
const enrolled = namespace('shop', { ...AMBIENT, 'istio.io/use-waypoint': 'waypoint' });
const waypoint = apiGateway('shop/waypoint', {
  gatewayClassName: 'istio-waypoint',
  listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
});
const reviews = service('shop/reviews');
const GET = { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] };
const TOKENS = { jwtRules: [{ issuer: 'https://id.example.com' }] };
const LOGS = { accessLogging: [{ providers: [{ name: 'envoy' }] }] };
const PLUGIN = { url: 'oci://registry.example.com/filter:1' };

const policies = (target: object): Manifest[] => [
  authorizationPolicy('shop/a', { ...GET, ...target }),
  requestAuthentication('shop/a', { ...TOKENS, ...target }),
  manifest('Telemetry', 'shop/a', { ...LOGS, ...target }),
  manifest('WasmPlugin', 'shop/a', { ...PLUGIN, ...target }),
];
const TO_REVIEWS = { targetRefs: [{ group: '', kind: 'Service', name: 'reviews' }] };
const SELECTING = { selector: { matchLabels: { app: 'reviews' } } };

testCases('KIA', [
  {
    name: 'policies that select pods, where waypoints take only those with targetRefs',
    manifests: [enrolled, waypoint, reviews, deployment('shop/reviews', { app: 'reviews' }), ...policies(SELECTING)],
    finds: [
      'KIA0110 warning AuthorizationPolicy shop/a spec.selector',
      'KIA1115 warning RequestAuthentication shop/a spec.selector',
      'KIA1116 warning WasmPlugin shop/a spec.selector',
      'KIA1117 warning Telemetry shop/a spec.selector',
    ],
  },
  {
    name: 'policies for a Service with a waypoint',
    manifests: [enrolled, reviews, ...policies(TO_REVIEWS)],
    finds: [],
  },
  {
    name: 'policies for a Service without a waypoint',
    manifests: [namespace('shop', AMBIENT), reviews, ...policies(TO_REVIEWS)],
    finds: [
      'KIA0109 warning AuthorizationPolicy shop/a spec',
      'KIA1110 warning RequestAuthentication shop/a spec',
      'KIA1111 warning WasmPlugin shop/a spec',
      'KIA1112 warning Telemetry shop/a spec',
    ],
  },
  {
    name: 'a policy that ztunnel checks itself',
    manifests: [
      namespace('shop', AMBIENT),
      authorizationPolicy('shop/a', { rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] }),
    ],
    finds: [],
  },
  {
    name: 'sidecars apply policies that select pods',
    manifests: [SHOP, reviews, deployment('shop/reviews', { app: 'reviews' }), ...policies(SELECTING)],
    finds: [],
  },
]);

test('it says what has no effect, and what to name instead', () => {
  const [policy] = policies(SELECTING);
  expect(textsOf('KIA0110', [enrolled, reviews, policy])).toEqual([
    [
      'shop is in ambient mode, and waypoints only apply policies that name their target in targetRefs. ztunnel does not look into HTTP, so methods has no effect but to reject: ztunnel drops ALLOW rules that it cannot check.',
      'Write targetRefs with the Service (kind: Service) or the waypoint (kind: Gateway, group: gateway.networking.k8s.io) in place of the selector.',
    ],
  ]);
  const [, tokens, logs, plugin] = policies(SELECTING);
  expect(textsOf('KIA111', [enrolled, reviews, tokens, logs, plugin])).toEqual([
    [
      'shop is in ambient mode, and waypoints only apply policies that name their target in targetRefs. ztunnel does not look into HTTP, so jwtRules has no effect.',
      'Write targetRefs with the Service (kind: Service) or the waypoint (kind: Gateway, group: gateway.networking.k8s.io) in place of the selector.',
    ],
    [
      'shop is in ambient mode, and waypoints only apply policies that name their target in targetRefs. ztunnel does not look into HTTP, so accessLogging has no effect.',
      'Write targetRefs with the Service (kind: Service) or the waypoint (kind: Gateway, group: gateway.networking.k8s.io) in place of the selector.',
    ],
    [
      'shop is in ambient mode, and waypoints only apply policies that name their target in targetRefs. ztunnel does not look into HTTP, so the module has no effect.',
      'Write targetRefs with the Service (kind: Service) or the waypoint (kind: Gateway, group: gateway.networking.k8s.io) in place of the selector.',
    ],
  ]);
  const [attached] = policies(TO_REVIEWS);
  expect(textsOf('KIA0109', [namespace('shop', AMBIENT), reviews, attached])).toEqual([
    [
      'Traffic to the target of this AuthorizationPolicy does not go through a waypoint: neither the target nor the namespace shop has the label istio.io/use-waypoint. Nothing applies methods.',
      'Set the label istio.io/use-waypoint to the name of a waypoint, on the namespace shop or on the Service.',
    ],
  ]);
});
