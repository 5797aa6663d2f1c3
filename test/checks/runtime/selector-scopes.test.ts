import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, manifest, serviceEntry, workload, workloadEntry } from '../../manifests';
import { placesOf, testCases, textsOf } from '../found';

const EDGE = workload('edge/gateway', {
  labels: { istio: 'edge', 'sidecar.istio.io/inject': 'true' },
  annotations: { 'inject.istio.io/templates': 'gateway' },
  spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
});
const PODS = [EDGE, deployment('web/site', { app: 'site', version: 'v1' })];

type Labels = Record<string, string>;

/** An object of each kind whose selector istioctl and Kiali leave alone. */
const KINDS: Record<string, (key: string, labels: Labels | undefined) => Manifest> = {
  EnvoyFilter: (key, labels) =>
    manifest('EnvoyFilter', key, { workloadSelector: labels && { labels }, configPatches: [] }),
  WasmPlugin: (key, matchLabels) =>
    manifest('WasmPlugin', key, { selector: matchLabels && { matchLabels }, url: 'oci://registry.example.com/w:1' }),
  TrafficExtension: (key, matchLabels) =>
    manifest('TrafficExtension', key, { selector: matchLabels && { matchLabels }, lua: { inlineCode: 'x = 1' } }),
  ProxyConfig: (key, matchLabels) =>
    manifest('ProxyConfig', key, { selector: matchLabels && { matchLabels }, concurrency: 2 }),
  DestinationRule: (key, matchLabels) =>
    manifest('DestinationRule', key, { host: 'a.example.com', workloadSelector: matchLabels && { matchLabels } }),
  ServiceEntry: (key, labels) =>
    serviceEntry(key, {
      hosts: ['a.example.com'],
      resolution: 'STATIC',
      location: 'MESH_INTERNAL',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      workloadSelector: labels && { labels },
    }),
};
const MESH_WIDE = ['EnvoyFilter', 'WasmPlugin', 'TrafficExtension'];
const PATHS: Record<string, string> = {
  EnvoyFilter: 'spec.workloadSelector.labels',
  ServiceEntry: 'spec.workloadSelector.labels',
  DestinationRule: 'spec.workloadSelector.matchLabels',
};

describe.each(Object.keys(KINDS))('%s', (kind) => {
  const path = PATHS[kind] ?? 'spec.selector.matchLabels';
  const make = (key: string, labels: Labels | undefined): Manifest => KINDS[kind](key, labels);
  testCases('CDI0306', [
    {
      name: 'for pods of another namespace',
      manifests: [...PODS, make('web/x', { istio: 'edge' })],
      finds: [`CDI0306 warning ${kind} web/x ${path}`],
    },
    {
      name: 'for pods of no namespace, misspelt',
      manifests: [...PODS, make('web/x', { app: 'siet' })],
      finds: [`CDI0306 warning ${kind} web/x ${path}`],
    },
    {
      name: 'with a label that its pods do not have',
      manifests: [...PODS, make('web/x', { app: 'site', version: 'v2' })],
      finds: [`CDI0306 warning ${kind} web/x ${path}`],
    },
    { name: 'for pods of its own', manifests: [...PODS, make('edge/x', { istio: 'edge' })], finds: [] },
    { name: 'for all pods', manifests: [...PODS, make('web/x', undefined)], finds: [] },
    {
      name: 'in a namespace of which no pods are known',
      manifests: [...PODS, make('other/x', { app: 'x' })],
      finds: [],
    },
    {
      name: 'in the root namespace',
      manifests: [...PODS, make('istio-system/x', { istio: 'edge' })],
      finds: MESH_WIDE.includes(kind) ? [] : [`CDI0306 warning ${kind} istio-system/x ${path}`],
    },
    {
      name: 'in the root namespace, for pods of any namespace that are not among the manifests',
      manifests: [...PODS, make('istio-system/x', { app: 'elsewhere' })],
      finds: [],
    },
    {
      name: 'in the namespace of a chart that may bring the pods',
      manifests: [
        ...PODS,
        make('web/x', { app: 'other' }),
        manifest('helm.toolkit.fluxcd.io/v2/HelmRelease', 'web/chart', { chart: {} }),
      ],
      finds: [],
    },
    {
      name: 'for pods that are nowhere, in a closed world',
      manifests: [make('other/x', { app: 'x' })],
      settings: { world: 'closed' },
      finds: [`CDI0306 warning ${kind} other/x ${path}`],
    },
    {
      name: 'for an installed gateway, in a namespace of which nothing is known',
      manifests: [make('other/x', { istio: 'ingressgateway' })],
      finds: [`CDI0306 info ${kind} other/x ${path}`],
    },
    {
      name: 'for an installed gateway, where it is installed',
      manifests: [make('istio-system/x', { istio: 'ingressgateway' })],
      finds: [],
    },
    {
      name: 'for an installed gateway that a Gateway selects',
      manifests: [
        make('other/x', { istio: 'ingressgateway' }),
        manifest('Gateway', 'other/g', { selector: { istio: 'ingressgateway' }, servers: [] }),
      ],
      finds: [`CDI0306 warning ${kind} other/x ${path}`],
    },
  ]);
});

testCases('CDI0306', [
  {
    name: 'a ServiceEntry for a WorkloadEntry',
    manifests: [
      ...PODS,
      KINDS.ServiceEntry('web/x', { app: 'vm' }),
      workloadEntry('web/vm', { address: '10.0.0.7', labels: { app: 'vm' } }),
    ],
    finds: [],
  },
  {
    name: 'a ServiceEntry for the machines of a WorkloadGroup',
    manifests: [
      ...PODS,
      KINDS.ServiceEntry('web/x', { app: 'vm' }),
      manifest('WorkloadGroup', 'web/vm', { metadata: { labels: { app: 'vm' } }, template: {} }),
    ],
    finds: [],
  },
  {
    name: 'a ServiceEntry for a WorkloadEntry of another namespace',
    manifests: [
      ...PODS,
      KINDS.ServiceEntry('web/x', { app: 'vm' }),
      workloadEntry('edge/vm', { address: '10.0.0.7', labels: { app: 'vm' } }),
    ],
    finds: ['CDI0306 warning ServiceEntry web/x spec.workloadSelector.labels'],
  },
]);

test('an object without a namespace may be applied to that of the pods', () => {
  const filter = { ...KINDS.EnvoyFilter('web/x', { istio: 'edge' }), metadata: { name: 'x' } };
  expect(placesOf('CDI0306', [...PODS, filter])).toEqual(['info EnvoyFilter default/x spec.workloadSelector.labels']);
});

test('it says where the pods are, and what the object does without them', () => {
  expect(textsOf('CDI0306', [...PODS, KINDS.EnvoyFilter('web/x', { istio: 'edge' })])).toEqual([
    [
      'No pod of namespace web has the labels istio=edge; only pods of edge have them, and an EnvoyFilter selects pods of its own namespace. Its patches change nothing.',
      'Move it to edge, or to istio-system, where it selects pods of all namespaces; or select labels that pods of web have.',
    ],
  ]);
  expect(textsOf('CDI0306', [...PODS, KINDS.ServiceEntry('web/x', { app: 'siet' })])).toEqual([
    [
      'No pod of namespace web has the labels app=siet. Its hosts have no endpoints, and requests to them get 503.',
      'Write app: site, which pods in web have.',
    ],
  ]);
  expect(textsOf('CDI0306', [KINDS.ProxyConfig('web/x', { istio: 'ingressgateway' })])).toEqual([
    [
      'The labels istio=ingressgateway are those of a gateway that istioctl or Helm installs, usually in istio-system or in a namespace of its own. A ProxyConfig selects pods of its own namespace, web, of which no pods are among the manifests. If the gateway is not there: no proxy starts with these settings.',
      'If the gateway runs in web, nothing needs to change. Otherwise move the ProxyConfig to its namespace.',
    ],
  ]);
});
