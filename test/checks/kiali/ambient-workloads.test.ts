import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, authorizationPolicy, deployment, INJECTED, namespace, SHOP_REVIEWS } from '../../manifests';
import { testCases, textsOf } from '../found';

test('names of waypoints stand in quotes', () => {
  const labels = { 'istio.io/use-waypoint': 'waypoint' };
  const pods = deployment('shop/w', { app: 'w', ...labels });
  expect(textsOf('KIA1312', [...SHOP_REVIEWS, pods])).toEqual([
    [
      'w is to use the waypoint "waypoint", and its pods are not in ambient mode. Only ztunnel sends traffic to a waypoint, so it is bypassed.',
      'Set istio.io/dataplane-mode: ambient on the namespace shop, or take istio.io/use-waypoint away.',
    ],
  ]);
  expect(textsOf('KIA1313', [...SHOP_REVIEWS, pods])).toEqual([
    [
      'w is to use the waypoint "waypoint", and no waypoint of that name takes its traffic. Policies and routes for HTTP are not applied.',
      'Add the Gateway "waypoint" of the class istio-waypoint in shop, or set istio.io/use-waypoint and istio.io/use-waypoint-namespace to one that exists.',
    ],
  ]);
});

const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };
const SENDS = { 'istio.io/use-waypoint': 'waypoint' };
const waypoint = apiGateway('shop/waypoint', {
  gatewayClassName: 'istio-waypoint',
  listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
});
const FOUND = (code: string, severity: string): string =>
  `${code} ${severity} Deployment shop/web spec.template.metadata.labels`;
const web = (labels: Record<string, string> = {}): Manifest => deployment('shop/web', { app: 'web', ...labels });
const byMethod = authorizationPolicy('shop/a', { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] });

testCases('KIA131', [
  {
    name: 'pods in ambient mode, with a waypoint that is there',
    manifests: [namespace('shop', { ...AMBIENT, ...SENDS }), waypoint, web()],
    finds: [],
  },
  {
    name: 'labels for a sidecar and for ambient mode',
    manifests: [namespace('shop', { ...AMBIENT, ...INJECTED }), web()],
    finds: [FOUND('KIA1311', 'error'), FOUND('KIA1316', 'warning')],
  },
  {
    name: 'a waypoint for pods with sidecars',
    manifests: [namespace('shop', { ...INJECTED, ...SENDS }), waypoint, web()],
    finds: [FOUND('KIA1312', 'warning'), FOUND('KIA1313', 'warning')],
  },
  {
    name: 'a waypoint that is not there',
    manifests: [namespace('shop', { ...AMBIENT, ...SENDS }), web()],
    finds: [FOUND('KIA1313', 'warning')],
  },
  {
    name: 'a sidecar in a namespace in ambient mode',
    manifests: [namespace('shop', AMBIENT), web({ 'sidecar.istio.io/inject': 'true' })],
    finds: [FOUND('KIA1316', 'warning')],
  },
  {
    name: 'a policy for HTTP without a waypoint, and with one',
    manifests: [namespace('shop', AMBIENT), web(), byMethod],
    finds: [FOUND('KIA1317', 'warning')],
  },
  {
    name: 'the same policy where a waypoint checks it',
    manifests: [namespace('shop', { ...AMBIENT, ...SENDS }), waypoint, web(), byMethod],
    finds: [],
  },
]);

test('it says what becomes of the traffic', () => {
  expect(textsOf('KIA1311', [namespace('shop', { ...AMBIENT, ...INJECTED }), web()])).toEqual([
    [
      'The labels of web and of the namespace shop ask for a sidecar and for ambient mode at once. The sidecar wins, and ztunnel leaves the pods alone.',
      'Keep one: istio.io/dataplane-mode: ambient, or istio-injection and istio.io/rev.',
    ],
  ]);
  expect(textsOf('KIA1317', [namespace('shop', AMBIENT), web(), byMethod])).toEqual([
    [
      'AuthorizationPolicy a looks into HTTP (methods), and no waypoint takes the traffic to web. ztunnel cannot check such rules: it ignores those of DENY and rejects what those of ALLOW were to allow.',
      'Set istio.io/use-waypoint on the namespace shop or on the Service, to the name of a waypoint, and attach the policy with targetRefs.',
    ],
  ]);
});
