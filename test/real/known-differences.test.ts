import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { disagreements } from '../differential/compare';
import {
  apiGateway,
  authorizationPolicy,
  gateway,
  manifest,
  named,
  namespace,
  pod,
  server,
  service,
  serviceEntry,
  SHOP,
  virtualService,
  workload,
} from '../manifests';
import { ourVerdict } from '../grids/our-verdict';
import { askIstio } from './ask-istio';
import { istioVerdicts } from './oracle';

/** All that Istio says of the same manifests, asked many times. */
async function answers(manifests: Manifest[], times: number = 60): Promise<string[][]> {
  const verdicts = await istioVerdicts(Array.from({ length: times }, () => ({ manifests })));
  verdicts.forEach((istio) => expect(disagreements(0, manifests, istio)).toEqual([]));
  const texts = new Set(verdicts.map(({ analysis }) => JSON.stringify(analysis)));
  return [...texts].sort().map((text) => JSON.parse(text) as string[]);
}

const filter = (name: string): Manifest =>
  manifest('EnvoyFilter', `shop/${name}`, {
    configPatches: [
      {
        applyTo: 'HTTP_FILTER',
        match: { proxy: { proxyVersion: '1' } },
        patch: { operation: 'INSERT_BEFORE', value: { name: 'x', typed_config: {} } },
      },
    ],
  });

test('of two EnvoyFilters Istio takes any one for the first', async () => {
  const said = await answers([SHOP, filter('a'), filter('b')]);
  const relative = said.map((each) => each.filter((entry) => entry.startsWith('IST015')));
  expect(relative).toEqual([
    ['IST0151 EnvoyFilter shop/a', 'IST0155 EnvoyFilter shop/b'],
    ['IST0151 EnvoyFilter shop/b', 'IST0155 EnvoyFilter shop/a'],
  ]);
});

test('of the namespaces of the pods of a Gateway Istio takes any one', async () => {
  const edge = (name: string): Manifest[] => [
    namespace(name, { 'istio-injection': 'disabled' }),
    workload(`${name}/edge`),
  ];
  const other = manifest('Gateway', 'east/edge', {
    selector: { app: 'edge' },
    servers: [server(443, 'HTTPS', ['a.example.com'], { mode: 'SIMPLE', credentialName: 'none' })],
  });
  const secret: Manifest = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'none', namespace: 'east' },
    data: {},
  };
  const said = await answers([...edge('east'), ...edge('west'), other, secret]);
  const credentials = said.map((each) => each.filter((entry) => /^IST01[06]1 /.test(entry)));
  expect(credentials).toEqual([['IST0101 Gateway east/edge'], ['IST0161 Gateway east/edge']]);
});

test('of two ServiceEntries with one host Istio takes any one', async () => {
  const api = (name: string, number: number): Manifest =>
    serviceEntry(`shop/${name}`, {
      hosts: ['api.example.com'],
      resolution: 'DNS',
      ports: [{ number, name: 'http', protocol: 'HTTP' }],
    });
  const route = virtualService('shop/api', {
    hosts: ['api.example.com'],
    http: [{ route: [{ destination: { host: 'api.example.com', port: { number: 80 } } }] }],
  });
  expect(await answers([SHOP, api('a', 80), api('b', 8080), route])).toEqual([['IST0101 VirtualService shop/api'], []]);
});

test('what Istio finds of three Gateways with two servers on one port depends on their order', async () => {
  const servers = named([server(80, 'HTTP', ['a.example.com']), server(80, 'HTTP', ['b.example.com'])]);
  const selector = { istio: 'ingressgateway' };
  const said = await answers([
    manifest('Gateway', 'infra/a', { selector, servers }),
    manifest('Gateway', 'infra/b', { selector, servers }),
    manifest('Gateway', 'shop/c', { selector, servers: servers.slice(0, 1) }),
  ]);
  expect(said).toEqual([
    ['IST0145 Gateway infra/a', 'IST0145 Gateway infra/b', 'IST0145 Gateway shop/c'],
    ['IST0145 Gateway infra/a', 'IST0145 Gateway infra/b'],
  ]);
});

test('Istio does not compare Gateways whose selector has a tilde', async () => {
  const edges = (app: string): Manifest[] => [
    SHOP,
    workload('shop/edge', { labels: { app } }),
    manifest('Gateway', 'shop/a', { selector: { app }, servers: [server(80, 'HTTP', ['a.example.com'])] }),
    manifest('Gateway', 'shop/b', { selector: { app }, servers: [server(80, 'HTTP', ['a.example.com'])] }),
  ];
  const conflicts = async (app: string): Promise<string[]> =>
    (await answers(edges(app), 1))[0].filter((entry) => entry.startsWith('IST0145'));
  expect(await conflicts('edge')).toEqual(['IST0145 Gateway shop/a', 'IST0145 Gateway shop/b']);
  expect(await conflicts('e~')).toEqual([]);
});

test('an analyzer of Istio changes Gateways before another one judges them', async () => {
  const edge = gateway('infra/edge', server(80, 'HTTP', ['a b', '*/*']));
  const route = virtualService('shop/web', {
    hosts: ['www.example.com'],
    gateways: ['infra/edge'],
    http: [{ redirect: { uri: '/a' } }],
  });
  expect(await answers([edge], 1)).toEqual([['IST0106 Gateway infra/edge']]);
  expect(await answers([edge, route], 1)).toEqual([[]]);
});

test('Istio does not know that a Gateway has pods before they are there', async () => {
  const name = { 'gateway.networking.k8s.io/gateway-name': 'edge' };
  const ofGatewayApi = apiGateway('shop/edge', {
    gatewayClassName: 'istio',
    listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
  });
  const policy = authorizationPolicy('shop/edge', { selector: { matchLabels: name } });
  const without = [namespace('shop', { 'istio-injection': 'disabled' }), ofGatewayApi, policy];
  const withPods = [...without, pod('shop/edge-istio', {}, { labels: name })];
  const [[before], [after]] = [await answers(without, 1), await answers(withPods, 1)];
  const entry = 'IST0166 AuthorizationPolicy shop/edge';
  expect([before.includes(entry), after.includes(entry)]).toEqual([false, true]);
  expect(ourVerdict(without).analysis).toContain(entry);
});

test('Istio takes a Pod for one that runs already', async () => {
  expect(await answers([SHOP, pod('shop/web')], 1)).toEqual([['IST0103 Pod shop/web']]);
});

test('Istio looks at its own webhooks, which are not for its users to write', async () => {
  const injector = (name: string): Manifest => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name },
    webhooks: [{ name: 'sidecar-injector.istio.io', clientConfig: { url: 'https://istiod.example.com/inject' } }],
  });
  expect(await answers([injector('a'), injector('b')], 1)).toEqual([
    ['IST0139 MutatingWebhookConfiguration a', 'IST0139 MutatingWebhookConfiguration b'],
  ]);
});

test('an analyzer of Istio crashes at what the webhook refuses, and then none says anything', async () => {
  const policy = authorizationPolicy('shop/a', { rules: [{ from: [{}] }] });
  expect(await answers([namespace('shop'), policy], 1)).toEqual([['panic']]);
});

test('the reader of the analyzers takes all manifests or none', async () => {
  const broken = manifest('Deployment', 'shop/web', { replicas: 'many' });
  expect(await answers([namespace('shop')], 1)).toEqual([['IST0102 Namespace shop']]);
  expect(await answers([namespace('shop'), broken], 1)).toEqual([['unreadable']]);
});

test('Istio takes other node ports of another cluster for a difference', async () => {
  const exposed = (nodePort: number): Manifest =>
    service('shop/web', [{ name: 'http', port: 80, targetPort: 80, nodePort }], { type: 'NodePort' });
  const context = { otherClusters: [{ name: 'east', manifests: [exposed(30001)] }] };
  const said = async (nodePort: number): Promise<string[]> =>
    (await istioVerdicts([{ manifests: [exposed(nodePort)], ...context }]))[0].analysis;
  expect([await said(30001), await said(30002)]).toEqual([[], ['IST0170 Service shop/web']]);
  expect(ourVerdict([exposed(30002)], context).analysis).toEqual([]);
});

test('Istio keeps the clusters that it has seen in other meshes', async () => {
  const mesh = (cluster: string): Manifest => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio', namespace: 'istio-system' },
    data: {
      meshNetworks: `networks: {n: {endpoints: [{fromRegistry: ${cluster}}], gateways: [{address: 192.0.2.1, port: 15443}]}}`,
    },
  });
  const secret: Manifest = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'remote', namespace: 'istio-system', labels: { 'istio/multiCluster': 'true' } },
    stringData: { east: '{}' },
  };
  const sets = [[mesh('east')], [mesh('east'), secret], [mesh('east')]];
  // By a process of their own, which has seen nothing before.
  const answered = await askIstio(sets.map((manifests) => ({ manifests })));
  const said = answered.map(({ analysis }) => analysis.map(({ code, object }) => `${code} ${object}`));
  expect(said).toEqual([['IST0126 ConfigMap istio-system/istio'], [], []]);
  expect(ourVerdict(sets[2]).analysis).toEqual(['IST0126 ConfigMap istio-system/istio']);
});

test('Istio knows nothing of a Secret that cert-manager makes', async () => {
  const certificate = manifest('Certificate', 'istio-system/site', { secretName: 'site-tls' });
  const edge = gateway(
    'shop/edge',
    server(443, 'HTTPS', ['a.example.com'], { mode: 'SIMPLE', credentialName: 'site-tls' }),
  );
  expect(await answers([SHOP, certificate, edge], 1)).toEqual([['IST0101 Gateway shop/edge']]);
  expect(ourVerdict([SHOP, certificate, edge]).analysis).toEqual([]);
});

test('Istio knows nothing of the Services that Flagger makes', async () => {
  const canary = manifest('Canary', 'shop/web', {
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    service: { port: 80 },
  });
  const route = virtualService('shop/front', {
    hosts: ['front.example.com'],
    http: [{ route: [{ destination: { host: 'web-primary', port: { number: 80 } } }] }],
  });
  expect(await answers([SHOP, workload('shop/web'), canary, route], 1)).toEqual([
    ['IST0101 VirtualService shop/front'],
  ]);
  expect(ourVerdict([SHOP, workload('shop/web'), canary, route]).analysis).toEqual([]);
});

test('of two manifests for one object Istio judges the last one', async () => {
  const entry = (name: string, protocol: string): Manifest =>
    serviceEntry(`shop/${name}`, {
      hosts: ['api.example.com'],
      resolution: 'NONE',
      ports: [{ number: 443, name: 'a', protocol }],
    });
  const manifests = [SHOP, entry('a', 'TLS'), entry('a', 'TCP')];
  const [said] = await answers(manifests, 1);
  expect(said).toContain('IST0134 ServiceEntry shop/a');
  expect(ourVerdict(manifests).analysis).not.toContain('IST0134 ServiceEntry shop/a');
});
