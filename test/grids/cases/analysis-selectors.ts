import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, namespace, pod, SHOP, workload } from '../../manifests';
import type { Grid } from '../grid';

type Texts = Record<string, string>;

const egress = [{ hosts: ['./*'] }];
const sidecar = (name: string, labels?: Texts, ns: string = 'shop'): Manifest =>
  manifest('Sidecar', `${ns}/${name}`, labels ? { workloadSelector: { labels }, egress } : { egress });
const providers = [{ name: 'envoy' }];
const telemetry = (name: string, matchLabels?: Texts, more: object = {}, ns: string = 'shop'): Manifest =>
  manifest('Telemetry', `${ns}/${name}`, { ...(matchLabels && { selector: { matchLabels } }), ...more });
const logs = (...accessLogging: object[]): Manifest => telemetry('logs', undefined, { accessLogging });
const ref = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' };
const web = workload('shop/web', { labels: { app: 'web', version: 'v1' } });
const AMBIENT = { 'ambient.istio.io/redirection': 'enabled' };
const ambient = (more: Texts = {}): Manifest => namespace('shop', { 'istio.io/dataplane-mode': 'ambient', ...more });

const both = (name: string, one: (name: string, labels?: Texts, ns?: string) => Manifest): Grid['cases'] => ({
  [`${name} that selects pods`]: [SHOP, web, one('a', { app: 'web' })],
  [`${name} that selects none`]: [SHOP, web, one('a', { app: 'wbe' })],
  [`${name} that asks for too much`]: [SHOP, web, one('a', { app: 'web', tier: 'x' })],
  [`${name} that selects pods elsewhere`]: [
    SHOP,
    namespace('pay', { 'istio-injection': 'enabled' }),
    web,
    one('a', { app: 'web' }, 'pay'),
  ],
  [`${name} that selects pods without a proxy`]: [
    namespace('shop', { 'istio-injection': 'disabled' }),
    web,
    one('a', { app: 'web' }),
  ],
  [`${name} that selects a Pod`]: [pod('shop/web'), one('a', { app: 'web' })],
  [`${name} that selects the ingress gateway`]: [one('a', { istio: 'ingressgateway' }, 'istio-system')],
  [`${name} that selects the ingress gateway elsewhere`]: [SHOP, one('a', { istio: 'ingressgateway' })],
  [`${name} in kube-system`]: [one('a', { app: 'x' }, 'kube-system')],
  [`two of ${name} for the same pods`]: [SHOP, web, one('a', { app: 'web' }), one('b', { version: 'v1' })],
  [`three of ${name}, two for the same pods`]: [
    SHOP,
    web,
    workload('shop/db'),
    one('a', { app: 'web' }),
    one('b', { version: 'v1' }),
    one('c', { app: 'db' }),
  ],
  [`two of ${name} for other pods`]: [
    SHOP,
    web,
    workload('shop/db'),
    one('a', { app: 'web' }),
    one('b', { app: 'db' }),
  ],
  [`two of ${name} for the ingress gateway`]: [
    one('a', { istio: 'ingressgateway' }, 'istio-system'),
    one('b', { istio: 'ingressgateway' }, 'istio-system'),
  ],
  [`two of ${name}, one for the namespace`]: [SHOP, web, one('a', { app: 'web' }), one('b')],
  [`two of ${name} for the namespace`]: [SHOP, web, one('a'), one('b')],
  [`two of ${name} for two namespaces`]: [SHOP, web, one('a'), one('b', undefined, 'pay')],
  [`two of ${name} for the root namespace`]: [one('a', undefined, 'istio-system'), one('b', undefined, 'istio-system')],
  [`two of ${name} with empty selectors`]: [SHOP, web, one('a', {}), one('b', {})],
  [`two of ${name}, one with an empty selector`]: [SHOP, web, one('a', {}), one('b')],
});

const grid: Grid = {
  layers: ['analysis'],
  cases: {
    ...both('Sidecar', sidecar),
    ...both('Telemetry', (name, labels, ns) => telemetry(name, labels, {}, ns)),
    'Sidecar in an ambient namespace': [ambient(), sidecar('a')],
    'two Sidecars in an ambient namespace': [ambient(), sidecar('a'), sidecar('b')],
    'Sidecar in an ambient namespace with injection': [ambient({ 'istio-injection': 'enabled' }), sidecar('a')],
    'Sidecar in an ambient namespace without injection': [ambient({ 'istio-injection': 'disabled' }), sidecar('a')],
    'Sidecar in an ambient namespace with a revision': [ambient({ 'istio.io/rev': 'a' }), sidecar('a')],
    'Sidecar in an ambient namespace with an empty revision': [ambient({ 'istio.io/rev': '' }), sidecar('a')],
    'Sidecar for pods of an ambient namespace': [ambient(), web, sidecar('a', { app: 'web' })],
    'Sidecar for an ambient Pod': [pod('shop/web', {}, { annotations: AMBIENT }), sidecar('a', { app: 'web' })],
    'two Sidecars for an ambient Pod': [
      pod('shop/web', {}, { annotations: AMBIENT }),
      sidecar('a', { app: 'web' }),
      sidecar('b', { app: 'web' }),
    ],
    'Sidecar for ambient pods': [SHOP, workload('shop/web', { annotations: AMBIENT }), sidecar('a', { app: 'web' })],
    'two Sidecars for a Pod that is not ambient': [
      pod('shop/web', {}, { annotations: { 'ambient.istio.io/redirection': 'disabled' } }),
      sidecar('a', { app: 'web' }),
      sidecar('b', { app: 'web' }),
    ],
    'two Telemetries for an ambient Pod': [
      pod('shop/web', {}, { annotations: AMBIENT }),
      telemetry('a', { app: 'web' }),
      telemetry('b', { app: 'web' }),
    ],
    'two Telemetries with targetRefs': [
      telemetry('a', undefined, { targetRefs: [ref] }),
      telemetry('b', undefined, { targetRefs: [ref] }),
    ],
    'two Telemetries, one with targetRefs': [telemetry('a', undefined, { targetRefs: [ref] }), telemetry('b')],
    'access logs with a provider': [logs({ providers })],
    'access logs without a provider': [logs({})],
    'access logs with no provider in the list': [logs({ providers: [] })],
    'access logs turned off': [logs({ disabled: true })],
    'access logs not turned off': [logs({ disabled: false })],
    'access logs, the second without a provider': [logs({ providers }, { match: { mode: 'CLIENT' } })],
    'no access logs': [logs()],
    'tracing without a provider': [telemetry('a', undefined, { tracing: [{ randomSamplingPercentage: 5 }] })],
    'access logs without a provider, in kube-system': [
      telemetry('a', undefined, { accessLogging: [{}] }, 'kube-system'),
    ],
  },
};

export default grid;
