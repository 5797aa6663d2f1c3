import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, namespace, pod, SHOP, workload } from '../../manifests';
import type { Grid } from '../grid';

const INJECTION = 'istio-injection';
const REV = 'istio.io/rev';
const MODE = 'istio.io/dataplane-mode';
const runsAs = (user: number, name: string = 'app'): object => ({
  name,
  image: 'a',
  securityContext: { runAsUser: user },
});
const auto = { containers: [{ name: 'istio-proxy', image: 'auto' }] };
/** As Istio's chart installs it, for an istiod outside of the cluster. */
const webhooks = (...hooks: object[]): Manifest => ({
  ...manifest('admissionregistration.k8s.io/v1/MutatingWebhookConfiguration', 'istio-sidecar-injector'),
  webhooks: hooks.map((hook, i) => ({
    name: `${i}.sidecar-injector.istio.io`,
    clientConfig: { url: 'https://istiod.example.com/inject' },
    ...hook,
  })),
});
const byNamespace = webhooks({ namespaceSelector: { matchLabels: { [INJECTION]: 'enabled' } } });
const byObject = (operator: string, ...values: string[]): Manifest =>
  webhooks({
    objectSelector: {
      matchExpressions: [{ key: 'sidecar.istio.io/inject', operator, ...(values.length > 0 ? { values } : {}) }],
    },
  });
const labeled = (value: string): Manifest =>
  workload('shop/gateway', { labels: { 'sidecar.istio.io/inject': value }, spec: auto });

const grid: Grid = {
  layers: ['analysis'],
  cases: {
    'namespace without labels': [namespace('shop')],
    'namespace with other labels': [namespace('shop', { team: 'a' })],
    'namespace with injection': [SHOP],
    'namespace without injection': [namespace('shop', { [INJECTION]: 'disabled' })],
    'namespace with an empty injection label': [namespace('shop', { [INJECTION]: '' })],
    'namespace with an unknown injection label': [namespace('shop', { [INJECTION]: 'yes' })],
    'namespace with a revision': [namespace('shop', { [REV]: 'canary' })],
    'namespace with an empty revision': [namespace('shop', { [REV]: '' })],
    'namespace in ambient mode': [namespace('shop', { [MODE]: 'ambient' })],
    'namespace in no data plane mode': [namespace('shop', { [MODE]: 'none' })],
    'istio-system': [namespace('istio-system')],
    'istio-system with two labels': [namespace('istio-system', { [INJECTION]: 'enabled', [REV]: 'a' })],
    'kube-system': [namespace('kube-system')],
    'kube-node-lease': [namespace('kube-node-lease')],
    'local-path-storage': [namespace('local-path-storage')],
    'injection and revision': [namespace('shop', { [INJECTION]: 'enabled', [REV]: 'a' })],
    'no injection and revision': [namespace('shop', { [INJECTION]: 'disabled', [REV]: 'a' })],
    'empty injection and revision': [namespace('shop', { [INJECTION]: '', [REV]: 'a' })],
    'injection and ambient': [namespace('shop', { [INJECTION]: 'enabled', [MODE]: 'ambient' })],
    'revision and ambient': [namespace('shop', { [REV]: 'a', [MODE]: 'ambient' })],
    'revision and no mode': [namespace('shop', { [REV]: 'a', [MODE]: 'none' })],
    'all three': [namespace('shop', { [INJECTION]: 'enabled', [REV]: 'a', [MODE]: 'ambient' })],

    'a container as user 1337': [SHOP, workload('shop/web', { spec: { containers: [runsAs(1337)] } })],
    'the second container as user 1337': [
      SHOP,
      workload('shop/web', { spec: { containers: [runsAs(1000), runsAs(1337, 'b')] } }),
    ],
    'a container as another user': [SHOP, workload('shop/web', { spec: { containers: [runsAs(1338)] } })],
    'an init container as user 1337': [
      SHOP,
      workload('shop/web', { spec: { initContainers: [runsAs(1337, 'init')] } }),
    ],
    'the pod as user 1337': [SHOP, workload('shop/web', { spec: { securityContext: { runAsUser: 1337 } } })],
    'the proxy as user 1337': [SHOP, workload('shop/web', { spec: { containers: [runsAs(1337, 'istio-proxy')] } })],
    'the operator as user 1337': [
      SHOP,
      workload('shop/web', { spec: { containers: [runsAs(1337, 'istio-operator')] } }),
    ],
    'user 1337 in a StatefulSet': [
      SHOP,
      workload('shop/web', { spec: { containers: [runsAs(1337)] } }, {}, 'StatefulSet'),
    ],
    'user 1337 in a CronJob': [SHOP, workload('shop/web', { spec: { containers: [runsAs(1337)] } }, {}, 'CronJob')],
    'user 1337 in a Pod': [pod('shop/web', { containers: [runsAs(1337)] })],
    'user 1337 in a Pod of Istio': [pod('shop/web', { containers: [runsAs(1337)] }, { labels: { istio: 'x' } })],
    'user 1337 in pods of Istio': [
      SHOP,
      workload('shop/web', { labels: { istio: 'x' }, spec: { containers: [runsAs(1337)] } }),
    ],
    'user 1337 in a Deployment of Istio': [
      SHOP,
      workload('shop/web', { spec: { containers: [runsAs(1337)] } }, { labels: { release: 'istio' } }),
    ],
    'user 1337 in a Deployment and pods of Istio': [
      SHOP,
      workload(
        'shop/web',
        { labels: { release: 'istio' }, spec: { containers: [runsAs(1337)] } },
        { labels: { istio: 'x' } },
      ),
    ],
    'user 1337 of another release': [
      SHOP,
      workload('shop/web', { spec: { containers: [runsAs(1337)] } }, { labels: { release: 'shop' } }),
    ],
    'user 1337 in kube-system': [workload('kube-system/web', { spec: { containers: [runsAs(1337)] } })],

    'image auto without webhooks': [namespace('shop', { [INJECTION]: 'disabled' }), labeled('true')],
    'image auto with the webhook of the namespace': [SHOP, byNamespace, labeled('true')],
    'image auto in a namespace that the webhook does not take': [
      namespace('shop', { [INJECTION]: 'disabled' }),
      byNamespace,
      labeled('true'),
    ],
    'image auto in a namespace that is not there': [byNamespace, labeled('true')],
    'image auto of another container': [
      namespace('shop', { [INJECTION]: 'disabled' }),
      workload('shop/web', { spec: { containers: [{ name: 'app', image: 'auto' }] } }),
    ],
    'a webhook for pods that want it': [SHOP, byObject('In', 'true'), labeled('true')],
    'a webhook for pods that want it, and one that does not': [SHOP, byObject('In', 'true'), labeled('false')],
    'a webhook for pods that do not refuse': [SHOP, byObject('NotIn', 'false'), labeled('true')],
    'a webhook for pods that do not refuse, and one that does': [SHOP, byObject('NotIn', 'false'), labeled('false')],
    'a webhook for pods that say something': [SHOP, byObject('Exists'), labeled('x')],
    'a webhook for pods that say nothing': [SHOP, byObject('DoesNotExist'), labeled('x')],
    'a webhook with an unknown operator': [SHOP, byObject('Like', 'true'), labeled('true')],
    'a webhook for all': [SHOP, webhooks({}), labeled('x')],
    'no webhooks in the configuration': [namespace('shop', { [INJECTION]: 'disabled' }), webhooks(), labeled('x')],
    'a webhook of somebody else': [
      namespace('shop', { [INJECTION]: 'disabled' }),
      webhooks({ name: 'x.example.com' }),
      labeled('x'),
    ],
    'image auto in a Pod': [namespace('shop', { [INJECTION]: 'disabled' }), pod('shop/gateway', auto)],
    'image auto in a DaemonSet': [
      namespace('shop', { [INJECTION]: 'disabled' }),
      workload('shop/gateway', { spec: auto }, {}, 'DaemonSet'),
    ],
  },
};

export default grid;
