import { checkManifests } from '../../../lib/checks/check-manifests';
import { CHANGES } from '../../../lib/checks/upgrade/changes';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy, destinationRule, manifest, serviceEntry, virtualService } from '../../manifests';

interface Case {
  readonly since: '1.30' | '1.31';
  readonly wrong: Manifest[];
  /** Where it is said, with the kind and name of the object. */
  readonly places: string[];
  /** The same without the dependence. */
  readonly right: Manifest[];
  readonly meshConfig?: object;
}

const service = (key: string): Manifest =>
  manifest('Service', key, { selector: { app: key }, ports: [{ name: 'http', port: 80 }] });
const rule = (spec: object): Manifest => destinationRule('shop/web', { host: 'web.shop.svc.cluster.local', ...spec });
const httpRoute = (rule: object): Manifest => manifest('HTTPRoute', 'shop/web', { rules: [rule] });
const gatewayApi = (key: string, listeners: object[], gatewayClassName = 'istio'): Manifest =>
  manifest('gateway.networking.k8s.io/v1/Gateway', key, { gatewayClassName, listeners });
const policy = (source: object): Manifest =>
  authorizationPolicy('shop/web', { action: 'ALLOW', rules: [{ from: [{ source }] }] });
const deployment = (template: object, pod: object = {}): Manifest =>
  manifest('Deployment', 'shop/web', {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' }, ...template },
      spec: { ...pod, containers: [{ name: 'app', image: 'example.com/app:1' }] },
    },
  });
const namespace = (name: string, labels: object): Manifest => manifest('Namespace', name, undefined, { labels });
const gateway = (key: string, spec: object): Manifest => manifest('Gateway', key, spec);
const entry = (key: string, spec: object): Manifest =>
  serviceEntry(key, { ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], ...spec });
const custom = (key: string, provider: string): Manifest =>
  authorizationPolicy(key, { action: 'CUSTOM', provider: { name: provider }, rules: [{}] });
const envoyFilter = (field: string): Manifest =>
  manifest('EnvoyFilter', 'shop/mcp', {
    workloadSelector: { labels: { app: 'web' } },
    configPatches: [
      {
        applyTo: 'HTTP_FILTER',
        patch: { operation: 'INSERT_BEFORE', value: { typed_config: { tools: [{ [field]: {} }] } } },
      },
    ],
  });
const budget = { retryBudget: { percent: 10 } };
const failover = { loadBalancer: { localityLbSetting: { failoverPriority: ['topology.istio.io/network'] } } };
const servers = (tls: object): object => ({
  selector: { istio: 'ingressgateway' },
  servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['shop.example.com'], tls }],
});
const MANAGED = { 'gateway.networking.k8s.io/gateway-name': 'edge' };

const CASES: Record<string, Case> = {
  'retry-budget-percent': {
    since: '1.30',
    wrong: [
      rule({
        trafficPolicy: { retryBudget: {} },
        subsets: [{ name: 'v1', trafficPolicy: { retryBudget: { percent: 5 } } }],
      }),
    ],
    places: [
      'DestinationRule web spec.subsets[0].trafficPolicy.retryBudget',
      'DestinationRule web spec.trafficPolicy.retryBudget',
    ],
    right: [rule({ trafficPolicy: { retryBudget: { percent: 0 } } })],
  },
  'retry-budget-of-subsets': {
    since: '1.30',
    wrong: [
      rule({
        trafficPolicy: budget,
        subsets: [{ name: 'v1', trafficPolicy: { outlierDetection: { minHealthPercent: 10 } } }, { name: 'v2' }],
      }),
    ],
    places: ['DestinationRule web spec.subsets[0].trafficPolicy'],
    right: [rule({ trafficPolicy: budget, subsets: [{ name: 'v1' }] })],
  },
  'reference-grant-entries': {
    since: '1.30',
    wrong: [manifest('ReferenceGrant', 'shop/grant', { from: [], to: [{ kind: 'Service' }, { kind: 'Secret' }] })],
    places: ['ReferenceGrant grant spec.to'],
    right: [manifest('ReferenceGrant', 'shop/grant', { from: [], to: [{ kind: 'Service' }] })],
  },
  'hosts-of-several-namespaces': {
    since: '1.30',
    wrong: [service('web/api'), entry('alpha/api', { hosts: ['api.web.svc.cluster.local'], resolution: 'DNS' })],
    places: ['ServiceEntry api spec.hosts[0]'],
    // The Service is the first in the alphabet, too.
    right: [service('web/api'), entry('zeta/api', { hosts: ['api.web.svc.cluster.local'], resolution: 'DNS' })],
  },
  'tls-listeners': {
    since: '1.30',
    wrong: [
      gatewayApi('shop/edge', [
        { name: 'http', port: 80, protocol: 'HTTP' },
        { name: 'tls', port: 443, protocol: 'TLS' },
      ]),
    ],
    places: ['Gateway edge spec.listeners[1].protocol'],
    right: [gatewayApi('shop/edge', [{ name: 'tls', port: 443, protocol: 'TLS' }], 'nginx')],
  },
  'names-read-as-patterns': {
    since: '1.30',
    wrong: [
      policy({
        principals: ['*/sa/web.v1', 'cluster.local/ns/shop/sa/web.v1'],
        namespaces: ['prod-.*', 'shop'],
        notNamespaces: ['*'],
      }),
    ],
    places: [
      'AuthorizationPolicy web spec.rules[0].from[0].source.namespaces[0]',
      'AuthorizationPolicy web spec.rules[0].from[0].source.principals[0]',
    ],
    right: [policy({ principals: ['*', '*/sa/web'], namespaces: ['prod-*'] })],
  },
  'failover-of-dns-hosts': {
    since: '1.30',
    wrong: [
      entry('shop/pool', { hosts: ['pool.example.com'], resolution: 'DNS' }),
      destinationRule('shop/pool', { host: 'pool.example.com', trafficPolicy: failover }),
    ],
    places: ['DestinationRule pool spec.trafficPolicy.loadBalancer.localityLbSetting.failoverPriority'],
    right: [service('shop/web'), rule({ trafficPolicy: failover })],
  },
  'several-authorizers': {
    since: '1.30',
    wrong: [deployment({}), custom('shop/a', 'oauth2'), custom('shop/b', 'ldap')],
    places: ['AuthorizationPolicy b spec.provider.name'],
    right: [deployment({}), custom('shop/a', 'oauth2'), custom('shop/b', 'oauth2'), custom('other/c', 'ldap')],
  },
  'cors-filters': {
    since: '1.30',
    wrong: [
      httpRoute({
        backendRefs: [{ name: 'web', port: 80 }],
        filters: [{ type: 'CORS', cors: { allowOrigins: ['https://*.example.com'] } }],
      }),
    ],
    places: ['HTTPRoute web spec.rules[0].filters[0].cors.allowOrigins'],
    right: [
      httpRoute({
        backendRefs: [{ name: 'web', port: 80 }],
        filters: [{ type: 'CORS', cors: { allowOrigins: ['https://a.example.com', '*'] } }],
      }),
    ],
  },
  'interface-names': {
    since: '1.30',
    wrong: [deployment({ annotations: { 'traffic.sidecar.istio.io/excludeInterfaces': 'eth 1' } })],
    places: ['Deployment web spec.template.metadata.annotations'],
    right: [deployment({ annotations: { 'traffic.sidecar.istio.io/excludeInterfaces': 'eth1,net1' } })],
  },
  'backend-tls-policies': {
    since: '1.31',
    wrong: [
      rule({ trafficPolicy: { tls: { mode: 'SIMPLE' } } }),
      manifest('gateway.networking.k8s.io/v1/BackendTLSPolicy', 'shop/web', {
        targetRefs: [{ group: '', kind: 'Service', name: 'web' }],
      }),
    ],
    places: ['BackendTLSPolicy web spec.targetRefs[0]'],
    right: [
      rule({ trafficPolicy: {} }),
      manifest('gateway.networking.k8s.io/v1/BackendTLSPolicy', 'shop/web', {
        targetRefs: [{ group: '', kind: 'Service', name: 'web' }],
      }),
    ],
  },
  'strict-gateway-merging': {
    since: '1.31',
    wrong: [gatewayApi('edge/edge', []), gateway('shop/web', { ...servers({}), selector: MANAGED })],
    places: ['Gateway web spec.selector'],
    right: [gatewayApi('edge/edge', []), gateway('edge/web', { ...servers({}), selector: MANAGED })],
  },
  'gateway-spans': {
    since: '1.31',
    wrong: [manifest('Telemetry', 'istio-system/mesh', { tracing: [{ randomSamplingPercentage: 1 }] })],
    places: ['Telemetry mesh spec.tracing'],
    right: [manifest('Telemetry', 'shop/mesh', { tracing: [{ randomSamplingPercentage: 1 }] })],
  },
  'default-export-to': {
    since: '1.31',
    meshConfig: { defaultVirtualServiceExportTo: ['.', 'edge'] },
    wrong: [virtualService('shop/web', { hosts: ['web.example.com'] })],
    places: ['VirtualService web spec'],
    right: [virtualService('shop/web', { hosts: ['web.example.com'], exportTo: ['.'] })],
  },
  'sds-credential-names': {
    since: '1.31',
    wrong: [gateway('shop/web', servers({ mode: 'SIMPLE', credentialName: 'sds://shop-cert' }))],
    places: ['Gateway web spec.servers[0].tls.credentialName'],
    right: [gateway('shop/web', servers({ mode: 'SIMPLE', credentialName: 'shop-cert' }))],
  },
  'host-network-pods': {
    since: '1.31',
    wrong: [namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }), deployment({}, { hostNetwork: true })],
    places: ['Deployment web spec.template.spec.hostNetwork'],
    right: [namespace('shop', { 'istio-injection': 'enabled' }), deployment({}, { hostNetwork: true })],
  },
  'envoy-fields': {
    since: '1.31',
    wrong: [envoyFilter('tool_list_http_rule')],
    places: ['EnvoyFilter mcp spec.configPatches[0].patch.value.typed_config.tools[0].tool_list_http_rule'],
    right: [envoyFilter('tool_name')],
  },
  'unready-endpoints': {
    since: '1.31',
    wrong: [rule({ trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } })],
    places: ['DestinationRule web spec.trafficPolicy.outlierDetection'],
    right: [rule({ trafficPolicy: { outlierDetection: { minHealthPercent: 10 } } })],
  },
};

function said(manifests: Manifest[], from: string, to: string, meshConfig: object = {}): string[] {
  return checkManifests(manifests, { istioVersion: from, upgradeTo: to, meshConfig })
    .filter(({ code }) => code === 'CDI0502')
    .map(({ object, path }) => `${object.kind} ${object.name} ${path}`)
    .sort();
}

describe.each(Object.entries(CASES))('%s', (_, { since, wrong, places, right, meshConfig }) => {
  const [before, after] =
    since === '1.30'
      ? [
          ['1.29', '1.30'],
          ['1.30', '1.31'],
        ]
      : [
          ['1.30', '1.31'],
          ['1.29', '1.30'],
        ];

  test('is said of what depends on it, where the upgrade passes the release', () => {
    expect(said(wrong, before[0], before[1], meshConfig)).toEqual(places);
    expect(said(wrong, '1.29', '1.31', meshConfig)).toEqual(expect.arrayContaining(places));
  });

  test('is not said of an upgrade that does not pass it, nor of other manifests', () => {
    expect(said(wrong, after[0], after[1], meshConfig)).toEqual([]);
    expect(said(right, before[0], before[1], meshConfig)).toEqual([]);
  });
});

test('an HTTPRoute without backends changes its answer twice, so not at all from 1.29 to 1.31', () => {
  const route = [httpRoute({})];
  expect(said(route, '1.29', '1.30')).toEqual(['HTTPRoute web spec.rules[0]']);
  expect(said(route, '1.30', '1.31')).toEqual(['HTTPRoute web spec.rules[0]']);
  expect(said(route, '1.29', '1.31')).toEqual([]);
  expect(said([httpRoute({ filters: [{ type: 'RequestRedirect' }] })], '1.29', '1.30')).toEqual([]);
});

test('every change has its case, its references, and the name of its file', () => {
  const names = [...new Set(CHANGES.map(({ name }) => name))].sort();
  expect(names).toEqual([...Object.keys(CASES), 'routes-without-backends'].sort());
  for (const { references } of CHANGES) {
    expect(references.filter((url) => !url.startsWith('https://'))).toEqual([]);
    expect(references.length).toBeGreaterThan(0);
  }
});
