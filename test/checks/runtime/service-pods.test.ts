import { deployment, manifest, namespace, pod, service, workload, workloadEntry } from '../../manifests';
import { testCases, textsOf } from '../found';

const WEB = deployment('app/web', { app: 'web', version: 'v1' });
const selecting = (selector: object, more: object = {}): ReturnType<typeof service> =>
  service('app/shop', [80], { selector, ...more });
const WARNED = ['CDI0308 warning Service app/shop spec.selector'];

testCases('CDI0308', [
  { name: 'a misspelt value', manifests: [WEB, selecting({ app: 'wbe' })], finds: WARNED },
  {
    name: 'a misspelt value beside a right one',
    manifests: [WEB, selecting({ app: 'webb', version: 'v1' })],
    finds: WARNED,
  },
  { name: 'a label that the pods lack', manifests: [WEB, selecting({ app: 'web', tier: 'front' })], finds: WARNED },
  {
    name: 'labels of the Deployment that its pods lack',
    manifests: [
      workload('app/web', { labels: { app: 'web' } }, { labels: { name: 'web' } }),
      selecting({ name: 'web' }),
    ],
    finds: WARNED,
  },
  {
    name: 'pods of another namespace',
    manifests: [deployment('other/web', { app: 'shop' }), selecting({ app: 'shop' })],
    finds: WARNED,
  },
  {
    name: 'the name of a Deployment whose pods have another key',
    manifests: [deployment('app/shop', { 'app.kubernetes.io/name': 'shop' }), selecting({ app: 'shop' })],
    finds: WARNED,
  },
  {
    name: 'pods without labels',
    manifests: [deployment('app/shop', {}), selecting({ app: 'shop' })],
    finds: WARNED,
  },
  {
    name: 'nothing near',
    manifests: [WEB, selecting({ app: 'database' })],
    finds: ['CDI0308 info Service app/shop spec.selector'],
  },
  {
    name: 'nothing near, in a closed world',
    manifests: [WEB, selecting({ app: 'database' })],
    settings: { world: 'closed' },
    finds: ['CDI0308 error Service app/shop spec.selector'],
  },
  {
    name: 'a misspelt value, in a closed world',
    manifests: [WEB, selecting({ app: 'wbe' })],
    settings: { world: 'closed' },
    finds: ['CDI0308 error Service app/shop spec.selector'],
  },
  {
    name: 'another version',
    manifests: [WEB, selecting({ app: 'web', version: 'v2' })],
    finds: ['CDI0308 info Service app/shop spec.selector'],
  },
  { name: 'no pods at all', manifests: [namespace('app'), selecting({ app: 'database' })], finds: [] },
  {
    name: 'no pods at all, in a closed world',
    manifests: [namespace('app'), selecting({ app: 'database' })],
    settings: { world: 'closed' },
    finds: [],
  },
  { name: 'its pods', manifests: [WEB, selecting({ app: 'web' })], finds: [] },
  {
    name: 'pods of every kind that makes some',
    manifests: [
      workload('app/a', {}, {}, 'StatefulSet'),
      workload('app/b', {}, {}, 'DaemonSet'),
      workload('app/c', {}, {}, 'CronJob'),
      workload('app/d', {}, {}, 'Rollout'),
      pod('app/e'),
      ...['a', 'b', 'c', 'd', 'e'].map((name) => service(`app/${name}`)),
    ],
    finds: [],
  },
  {
    name: 'a WorkloadEntry',
    manifests: [WEB, selecting({ app: 'vm' }), workloadEntry('app/vm', { address: '10.0.0.7', labels: { app: 'vm' } })],
    finds: [],
  },
  {
    name: 'one pod of a StatefulSet',
    manifests: [
      workload('app/web', {}, {}, 'StatefulSet'),
      selecting({ app: 'web', 'statefulset.kubernetes.io/pod-name': 'web-0' }),
    ],
    finds: [],
  },
  {
    name: 'a label that tells the leader of running pods',
    manifests: [
      workload('app/vault', { labels: { app: 'vault' } }, {}, 'StatefulSet'),
      selecting({ app: 'vault', 'vault-active': 'true' }),
    ],
    settings: { world: 'closed' },
    finds: ['CDI0308 info Service app/shop spec.selector'],
  },
  { name: 'no selector', manifests: [WEB, selecting({})], finds: [] },
  {
    name: 'another name for a host',
    manifests: [WEB, selecting({ app: 'wbe' }, { type: 'ExternalName', externalName: 'shop.example.com' })],
    finds: [],
  },
  {
    name: 'the primary that Flagger makes',
    manifests: [
      WEB,
      selecting({ app: 'web-primary' }),
      manifest('Canary', 'app/web', { targetRef: { kind: 'Deployment', name: 'web' }, service: { port: 80 } }),
    ],
    finds: [],
  },
  {
    name: 'the installed gateway',
    manifests: [service('istio-system/istio-ingressgateway', [80], { selector: { istio: 'ingressgateway' } })],
    finds: [],
  },
  {
    name: 'the pods of an operator',
    manifests: [
      WEB,
      selecting({ 'cnpg.io/cluster': 'orders' }),
      manifest('postgresql.cnpg.io/v1/Cluster', 'app/orders', {}),
    ],
    finds: [],
  },
  {
    name: 'a namespace in which a chart is installed',
    manifests: [
      WEB,
      selecting({ app: 'wbe' }),
      manifest('helm.toolkit.fluxcd.io/v2/HelmRelease', 'app/chart', { chart: {} }),
    ],
    finds: [],
  },
]);

const NO = (labels: string): string =>
  `No pod of namespace app has the labels ${labels}, so the Service has no endpoints: requests to it get 503.`;

test.each([
  [[WEB, selecting({ app: 'wbe' })], `${NO('app=wbe')} The pods of Deployment web have app: web.`, 'Write app: web.'],
  [
    [WEB, selecting({ app: 'web', tier: 'front' })],
    `${NO('app=web,tier=front')} The pods of Deployment web have only some of them, and not tier.`,
    'Remove tier from the selector, or add the label to the pod template of Deployment web.',
  ],
  [
    [workload('app/web', { labels: { app: 'web' } }, { labels: { name: 'web' } }), selecting({ name: 'web' })],
    `${NO('name=web')} Deployment web has these labels itself, but its pod template does not, and a Service selects pods.`,
    'Add them to spec.template.metadata.labels of Deployment web, or select labels that its pods have: app=web.',
  ],
  [
    [deployment('other/web', { app: 'shop' }), selecting({ app: 'shop' })],
    `${NO('app=shop')} Deployment web of namespace other has such pods, but a Service selects pods of its own namespace.`,
    'Move the Service to other; to keep the name shop.app, give it type: ExternalName and externalName: shop.other.svc.cluster.local.',
  ],
  [
    [deployment('app/shop', { name: 'shop' }), selecting({ app: 'shop' })],
    `${NO('app=shop')} The pods of Deployment shop have name=shop.`,
    'Select labels that these pods have: name=shop.',
  ],
  [
    [deployment('app/shop', {}), selecting({ app: 'shop' })],
    `${NO('app=shop')} The pods of Deployment shop have no labels.`,
    'Add app=shop to the pod template of Deployment shop.',
  ],
])('it says which pods were meant: %#', (manifests, message, fix) => {
  expect(textsOf('CDI0308', manifests)).toEqual([[message, fix]]);
});

test('it says what is not known', () => {
  expect(textsOf('CDI0308', [WEB, selecting({ app: 'database' })])).toEqual([
    [
      'No pod among the manifests of namespace app has the labels app=database. If there are none elsewhere, the Service has no endpoints, and requests to it get 503.',
      'Write labels that the pod template has, or add the workload to the externals in the settings if it is created elsewhere.',
    ],
  ]);
});
