import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  authorizationPolicy,
  manifest,
  namespace,
  peerAuthentication,
  pod,
  requestAuthentication,
  SHOP,
  workload,
} from '../../manifests';
import type { Grid } from '../grid';

type Texts = Record<string, string>;

const policy = (spec: object, ns: string = 'shop', name: string = 'callers'): Manifest =>
  authorizationPolicy(`${ns}/${name}`, spec);
const selecting = (matchLabels: Texts | undefined, ns?: string): Manifest => policy({ selector: { matchLabels } }, ns);
const from = (field: string, ...values: string[]): Manifest =>
  policy({ rules: [{ from: [{ source: { [field]: values } }] }] });
const PAY = namespace('pay', { 'istio-injection': 'enabled' });
const OFF = namespace('shop', { 'istio-injection': 'disabled' });
const AMBIENT = namespace('shop', { 'istio.io/dataplane-mode': 'ambient' });
const web = workload('shop/web');
const proxy = { name: 'istio-proxy', image: 'a' };
const GATEWAY = { 'gateway.networking.k8s.io/gateway-name': 'edge' };
const gateway = workload('shop/edge', { labels: GATEWAY });
const ref = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' };
const by: Record<string, (spec: object) => Manifest> = {
  AuthorizationPolicy: (spec) => policy(spec),
  RequestAuthentication: (spec) => requestAuthentication('shop/users', spec),
  Telemetry: (spec) => manifest('Telemetry', 'shop/logs', spec),
  WasmPlugin: (spec) => manifest('WasmPlugin', 'shop/filter', { url: 'oci://example.com/filter', ...spec }),
  TrafficExtension: (spec) =>
    manifest('extensions.istio.io/v1alpha1/TrafficExtension', 'shop/filter', { lua: { inlineCode: 'x' }, ...spec }),
  PeerAuthentication: (spec) => peerAuthentication('shop/mtls', spec),
};
const ofGateway = (name: string, spec: object): Grid['cases'] =>
  Object.fromEntries(Object.entries(by).map(([kind, make]) => [`${kind} ${name}`, [SHOP, web, gateway, make(spec)]]));

const grid: Grid = {
  layers: ['analysis'],
  cases: {
    'no selector and no pods': [SHOP, policy({})],
    'no selector and pods': [SHOP, web, policy({})],
    'no selector, pods elsewhere': [SHOP, PAY, web, policy({}, 'pay')],
    'no selector, pods without a proxy': [OFF, web, policy({})],
    'no selector, a Pod without a proxy': [pod('shop/web'), policy({})],
    'no selector, a Pod with a proxy': [pod('shop/web', { containers: [proxy] }), policy({})],
    'no selector, a Pod with a native sidecar': [pod('shop/web', { initContainers: [proxy] }), policy({})],
    'no selector, a Pod with a proxy without image': [
      pod('shop/web', { containers: [{ name: 'istio-proxy' }] }),
      policy({}),
    ],
    'no selector, a Pod that wants a proxy': [
      pod('shop/web', {}, { labels: { 'sidecar.istio.io/inject': 'true' } }),
      policy({}),
    ],
    'no selector, a Pod that wants a proxy by annotation': [
      pod('shop/web', {}, { annotations: { 'sidecar.istio.io/inject': 'true' } }),
      policy({}),
    ],
    'no selector, a Pod that refuses by label and wants by annotation': [
      pod(
        'shop/web',
        {},
        { labels: { 'sidecar.istio.io/inject': 'no' }, annotations: { 'sidecar.istio.io/inject': 'true' } },
      ),
      policy({}),
    ],
    'no selector, a Pod in ambient mode': [
      pod('shop/web', {}, { annotations: { 'ambient.istio.io/redirection': 'enabled' } }),
      policy({}),
    ],
    'no selector, a Deployment in an ambient namespace': [AMBIENT, web, policy({})],
    'a selector, a Deployment in an ambient namespace': [AMBIENT, web, selecting({ app: 'web' })],
    'a selector, a Deployment in ambient mode by its label': [
      namespace('shop'),
      workload('shop/web', { labels: { app: 'web', 'istio.io/dataplane-mode': 'ambient' } }),
      selecting({ app: 'web' }),
    ],
    'no selector, pods in a namespace that is not there': [web, policy({})],
    'no selector, pods of a revision': [namespace('shop', { 'istio.io/rev': 'a' }), web, policy({})],
    'no selector, pods of an empty revision': [
      namespace('shop', { 'istio.io/rev': '', 'istio-injection': '' }),
      web,
      policy({}),
    ],
    'no selector, pods that refuse a proxy': [
      SHOP,
      workload('shop/web', { labels: { 'sidecar.istio.io/inject': 'false' } }),
      policy({}),
    ],
    'no selector, pods that say something else': [
      SHOP,
      workload('shop/web', { labels: { 'sidecar.istio.io/inject': 'x' } }),
      policy({}),
    ],
    'no selector, pods of a StatefulSet': [SHOP, workload('shop/web', {}, {}, 'StatefulSet'), policy({})],
    'no selector, pods of a CronJob': [SHOP, workload('shop/web', {}, {}, 'CronJob'), policy({})],
    'no selector, for the mesh': [policy({}, 'istio-system')],
    'no selector, in kube-system': [policy({}, 'kube-system')],
    'targetRefs and no pods': [SHOP, policy({ targetRefs: [ref] })],
    'a selector that finds pods': [SHOP, web, selecting({ app: 'web' })],
    'a selector that finds none': [SHOP, web, selecting({ app: 'wbe' })],
    'a selector with one label too many': [SHOP, web, selecting({ app: 'web', version: 'v1' })],
    'a selector that finds pods elsewhere': [SHOP, PAY, web, selecting({ app: 'web' }, 'pay')],
    'a selector that finds pods without a proxy': [OFF, web, selecting({ app: 'web' })],
    'an empty selector and no pods': [SHOP, selecting({})],
    'an empty selector and pods': [SHOP, web, selecting({})],
    'an empty selector and pods without a proxy': [OFF, web, selecting({})],
    'a selector for the mesh that finds pods': [SHOP, web, selecting({ app: 'web' }, 'istio-system')],
    'a selector for the mesh that finds none': [SHOP, web, selecting({ app: 'x' }, 'istio-system')],
    'an empty selector for the mesh, and no pods': [selecting({}, 'istio-system')],
    'a selector of the ingress gateway': [selecting({ istio: 'ingressgateway' }, 'istio-system')],
    'a selector of the ingress gateway, with injection': [
      namespace('istio-system', { 'istio-injection': 'enabled' }),
      selecting({ istio: 'ingressgateway' }, 'istio-system'),
    ],

    'a namespace that is there': [SHOP, PAY, web, from('namespaces', 'pay')],
    'a namespace that is not there': [SHOP, web, from('namespaces', 'pay')],
    'a namespace in upper case': [SHOP, PAY, web, from('namespaces', 'PAY')],
    'two namespaces, one of them not there': [SHOP, PAY, web, from('namespaces', 'pay', 'orders')],
    'a namespace to leave out': [SHOP, web, from('notNamespaces', 'pay')],
    'a prefix that fits': [SHOP, web, from('namespaces', 'sh*')],
    'a prefix that is the name': [SHOP, web, from('namespaces', 'shop*')],
    'a prefix that does not fit': [SHOP, web, from('namespaces', 'op*')],
    'a prefix in upper case': [SHOP, web, from('namespaces', 'SH*')],
    'a suffix that fits': [SHOP, web, from('namespaces', '*op')],
    'a suffix that does not fit': [SHOP, web, from('namespaces', '*sh')],
    'all namespaces': [SHOP, web, from('namespaces', '*')],
    'all namespaces, of none': [web, from('namespaces', '*')],
    'kube-system': [SHOP, namespace('kube-system'), web, from('namespaces', 'kube-system')],

    ...ofGateway('selects the pods of a Gateway', { selector: { matchLabels: GATEWAY } }),
    ...ofGateway('selects other pods', { selector: { matchLabels: { app: 'web' } } }),
    ...ofGateway('has an empty selector', { selector: {} }),
    ...ofGateway('has no selector', {}),
    ...ofGateway('selects the pods of a Gateway and refers to it', {
      selector: { matchLabels: GATEWAY },
      targetRef: ref,
    }),
    ...ofGateway('refers to a Gateway', { targetRefs: [ref] }),
    'a selector of the pods of a Gateway elsewhere': [
      SHOP,
      PAY,
      workload('pay/edge', { labels: GATEWAY }),
      by.RequestAuthentication({ selector: { matchLabels: GATEWAY } }),
    ],
  },
};

export default grid;
