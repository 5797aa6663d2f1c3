import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, INJECTED, manifest, namespace, peerAuthentication, sidecar } from '../../manifests';
import { placesOf, textsOf } from '../found';

const WEB = deployment('shop/web', { app: 'web' });
const HOME = namespace('shop');
const AMBIENT = namespace('shop', { 'istio.io/dataplane-mode': 'ambient' });
const LABELS = { app: 'web' };
const SELECTOR = { selector: { matchLabels: LABELS } };
const FILTER = manifest('EnvoyFilter', 'shop/web', { workloadSelector: { labels: LABELS }, configPatches: [] });
const STRICT = peerAuthentication('shop/web', { ...SELECTOR, mtls: { mode: 'STRICT' } });
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0313', manifests);
const labelled = (labels: object): Manifest => deployment('shop/web', { app: 'web', ...labels });

const KINDS: [Manifest, string][] = [
  [FILTER, 'EnvoyFilter shop/web spec.workloadSelector.labels'],
  [manifest('WasmPlugin', 'shop/web', SELECTOR), 'WasmPlugin shop/web spec.selector.matchLabels'],
  [manifest('ProxyConfig', 'shop/web', SELECTOR), 'ProxyConfig shop/web spec.selector.matchLabels'],
  [manifest('RequestAuthentication', 'shop/web', SELECTOR), 'RequestAuthentication shop/web spec.selector.matchLabels'],
  [STRICT, 'PeerAuthentication shop/web spec.selector.matchLabels'],
  [manifest('Telemetry', 'shop/web', SELECTOR), 'Telemetry shop/web spec.selector.matchLabels'],
  [sidecar('shop/web', { workloadSelector: { labels: LABELS } }), 'Sidecar shop/web spec.workloadSelector.labels'],
  [
    manifest('DestinationRule', 'shop/web', { host: 'a', workloadSelector: { matchLabels: LABELS } }),
    'DestinationRule shop/web spec.workloadSelector.matchLabels',
  ],
];

test.each(KINDS)('%# a kind for pods that have no proxy', (object, place) => {
  expect(places(HOME, WEB, object)).toEqual([`warning ${place}`]);
  expect(places(namespace('shop', INJECTED), WEB, object)).toEqual([]);
});

test('what else keeps a proxy away', () => {
  const meshed = namespace('shop', INJECTED);
  expect(places(meshed, labelled({ 'sidecar.istio.io/inject': 'false' }), FILTER)).toHaveLength(1);
  expect(places(namespace('shop', { 'istio-injection': 'disabled' }), WEB, FILTER)).toHaveLength(1);
  expect(places(HOME, labelled({ 'sidecar.istio.io/inject': 'true' }), FILTER)).toEqual([]);
  expect(places(namespace('shop', { 'istio.io/rev': 'canary' }), WEB, FILTER)).toEqual([]);
});

test('what is not known, or not so, is not told', () => {
  const other = deployment('shop/other', { app: 'web', 'sidecar.istio.io/inject': 'true' });
  expect(places(WEB, FILTER)).toEqual([]);
  expect(places(HOME, FILTER)).toEqual([]);
  expect(places(HOME, WEB, other, FILTER)).toEqual([]);
  expect(places(HOME, WEB, manifest('EnvoyFilter', 'shop/all', { configPatches: [] }))).toEqual([]);
  expect(places(HOME, WEB, peerAuthentication('shop/web', { ...SELECTOR, mtls: { mode: 'DISABLE' } }))).toEqual([]);
  const entry = manifest('ServiceEntry', 'shop/web', { hosts: ['a.b'], workloadSelector: { labels: LABELS } });
  expect(places(HOME, WEB, entry)).toEqual([]);
});

test('the pods of gateways have a proxy', () => {
  const gateway = manifest('Gateway', 'shop/web', { selector: LABELS, servers: [] });
  expect(places(HOME, WEB, FILTER, gateway)).toEqual([]);
});

test('a filter of the root namespace selects pods of all namespaces', () => {
  const filter = manifest('EnvoyFilter', 'istio-system/web', FILTER.spec);
  expect(places(HOME, WEB, filter)).toEqual(['warning EnvoyFilter istio-system/web spec.workloadSelector.labels']);
  expect(places(HOME, WEB, deployment('mesh/web', { app: 'web' }), namespace('mesh', INJECTED), filter)).toEqual([]);
});

test('ambient mode, where no other code says it', () => {
  const kinds = KINDS.flatMap(([object]) => places(AMBIENT, WEB, object)).map((place) => place.split(' ')[1]);
  expect(kinds).toEqual(['EnvoyFilter', 'ProxyConfig', 'DestinationRule']);
});

test('it says what becomes of it, and what to write', () => {
  expect(textsOf('CDI0313', [HOME, WEB, FILTER])).toEqual([
    [
      'The pods with app=web (Deployment shop/web) have no proxy. Its patches change nothing.',
      'Write the label istio-injection: enabled on Namespace shop, or sidecar.istio.io/inject: "true" on the pod template; or remove the EnvoyFilter.',
    ],
  ]);
  expect(textsOf('CDI0313', [AMBIENT, WEB, FILTER])).toEqual([
    [
      'The pods with app=web (Deployment shop/web) are in ambient mode, where no Envoy runs beside them. Its patches change nothing.',
      'Remove the EnvoyFilter; what it does on requests can only be done at a waypoint.',
    ],
  ]);
});
