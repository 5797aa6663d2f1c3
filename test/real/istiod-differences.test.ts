import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { ProxyState } from './ask-istio';
import { askIstiod } from './ask-istio';

// What test/istiod/known-differences.ts says of istiod.

const client = { name: 'client', namespace: 'shop', gateway: false, labels: {}, ports: {} };

async function stateOf(...manifests: Manifest[]): Promise<ProxyState> {
  const [{ refused, proxies }] = await askIstiod([{ manifests, meshConfig: '', proxies: [client] }]);
  expect(refused).toEqual([]);
  return proxies.client;
}

function istio(kind: string, name: string, spec: object): Manifest {
  const metadata = { name, namespace: 'shop', creationTimestamp: '2024-01-01T00:00:00Z' };
  return { apiVersion: 'networking.istio.io/v1', kind, metadata, spec };
}

function entry(name: string, hosts: string[], more: object = {}): Manifest {
  const ports = [{ number: 80, name: 'http', protocol: 'HTTP' }];
  return istio('ServiceEntry', name, { hosts, ports, resolution: 'NONE', ...more });
}

test('an address that two hosts have is a domain of one of them', async () => {
  const { routes } = await stateOf(
    entry('both', ['a.example.com', 'b.example.com'], { addresses: ['240.0.0.1'], resolution: 'DNS' }),
  );
  const owners = routes['80'].filter(({ domains }) => domains.includes('240.0.0.1'));
  expect(owners).toHaveLength(1);
  expect(['outbound|80||a.example.com', 'outbound|80||b.example.com']).toContain(owners[0].routes[0].to);
});

test('istiod crashes on outlier detection for a wildcard that is resolved as names are asked for', async () => {
  const { crash } = await stateOf(
    entry('wild', ['*.example.com'], { resolution: 'DYNAMIC_DNS', location: 'MESH_EXTERNAL' }),
    istio('DestinationRule', 'wild', {
      host: '*.example.com',
      trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } },
    }),
  );
  expect(crash).toBe('core.applyOutlierDetection');
});

test('istiod crashes on a host of all namespaces before another one with a namespace', async () => {
  const servers = [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*/*', './a.example.com'] }];
  const gateway = { ...client, name: 'gateway', gateway: true, labels: { istio: 'ingress' } };
  const manifests = [istio('Gateway', 'gateway', { selector: { istio: 'ingress' }, servers })];
  const [{ refused, proxies }] = await askIstiod([{ manifests, meshConfig: '', proxies: [gateway] }]);
  expect({ refused, crash: proxies.gateway.crash }).toEqual({
    refused: [],
    crash: 'model.sanitizeServerHostNamespace',
  });
});

test('of two ServiceEntries of one second with one host, either one has the port of the routes', async () => {
  const { routes } = await stateOf(entry('first', ['a.example.com']), entry('second', ['a.example.com']));
  const hosts = routes['80'].filter(({ domains }) => domains.includes('a.example.com'));
  expect(hosts.map(({ routes: [{ to }] }) => to)).toEqual(['outbound|80||a.example.com']);
});

test('a name that several ports of an HTTP proxy have keeps its virtual host or loses it', async () => {
  const { routes } = await stateOf(
    entry('two', ['a.example.com'], {
      ports: [8080, 80].map((number) => ({ number, name: `http-${number}`, protocol: 'HTTP' })),
    }),
    istio('VirtualService', 'names', {
      hosts: ['a.example.com', 'made-up.example.com'],
      http: [{ route: [{ destination: { host: 'a.example.com', port: { number: 80 } } }] }],
    }),
    istio('Sidecar', 'proxy', {
      egress: [{ port: { number: 3128, protocol: 'HTTP_PROXY', name: 'proxy' }, bind: '127.0.0.1', hosts: ['*/*'] }],
    }),
  );
  const domains = routes['3128'].flatMap((host) => host.domains);
  expect(domains).toContain('a.example.com:8080');
  expect([0, 1]).toContain(domains.filter((domain) => domain === 'made-up.example.com').length);
});

test('a ServiceEntry without addresses is bound to the pods of a Service with its host, where these have addresses', async () => {
  const host = 'a.shop.svc.cluster.local';
  const ports = [{ number: 9000, name: 'tcp', protocol: 'TCP' }];
  const metadata = { name: 'a', namespace: 'shop', creationTimestamp: '2024-01-01T00:00:00Z' };
  const service: Manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { clusterIP: '10.96.0.1', selector: { app: 'a' }, ports: [{ port: 9000, name: 'tcp' }] },
  };
  const slice: Manifest = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'a' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.1.1.1'], conditions: { ready: true } }],
    ports: [{ name: 'tcp', port: 9000, protocol: 'TCP' }],
  };
  const bound = async (...more: Manifest[]): Promise<string[]> =>
    Object.keys((await stateOf(service, entry('same', [host], { ports }), ...more)).listeners)
      .filter((name) => name.endsWith('_9000'))
      .sort();
  expect(await bound()).toEqual(['0.0.0.0_9000', '10.96.0.1_9000']);
  expect(await bound(slice)).toEqual(['10.1.1.1_9000', '10.96.0.1_9000']);
});

test('a name that a Service of type ExternalName and a ServiceEntry have is a domain of one of them', async () => {
  const service: Manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'a', namespace: 'shop' },
    spec: { type: 'ExternalName', externalName: 'b.example.com', ports: [{ port: 8080, name: 'web' }] },
  };
  const host = 'a.shop.svc.cluster.local';
  const { routes } = await stateOf(service, entry('same', [host]), entry('target', ['b.example.com']));
  const owners = routes['80'].filter(({ domains }) => domains.includes(host));
  expect(owners).toHaveLength(1);
  expect([`outbound|80||${host}`, 'outbound|80||b.example.com']).toContain(owners[0].routes[0].to);
});
