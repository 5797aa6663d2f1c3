import 'cdk8s-istio/jest';
import { App } from 'cdk8s';
import { Mesh } from 'cdk8s-istio';
import { TlsOriginationChart } from '../../examples/tls-origination/chart';

const SHOP = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const mesh = Mesh.of(new TlsOriginationChart(new App()), { externals: [SHOP] });
const client = mesh.from('default/*');
const GATEWAY = 'istio-system/istio-egressgateway';

test('plain HTTP of the client is HTTPS from the gateway on', () => {
  const trace = client.get('http://api.github.com/zen');
  expect(trace).toReach('api.github.com');
  expect(trace.hops.map(({ proxy }) => proxy).slice(1)).toEqual([GATEWAY, 'api.github.com']);
  expect(trace.outcomes).toMatchObject([
    {
      port: 443,
      cluster: 'outbound|80||api.github.com',
      seen: { path: '/zen', host: 'api.github.com', tls: 'made', sni: 'api.github.com' },
    },
  ]);
});

test('between sidecar and gateway is mutual TLS', () => {
  const [sidecar] = client.get('http://api.github.com/zen').hops;
  expect(sidecar.steps.at(-1)?.decision).toBe('tls.mode ISTIO_MUTUAL');
});

test('a client that speaks TLS itself goes past the rules, and its TLS begins once', () => {
  const trace = client.get('https://api.github.com/zen');
  expect(trace.hops.map(({ kind }) => kind)).toEqual(['sidecar', 'outside']);
  expect(trace.outcomes).toMatchObject([{ cluster: 'PassthroughCluster', seen: { tls: 'origin' } }]);
});

test('other namespaces do not know the host', () => {
  const trace = mesh.from('shop/*').get('http://api.github.com/zen');
  expect(trace.outcomes).toMatchObject([{ cluster: 'PassthroughCluster', port: 80, seen: { tls: 'none' } }]);
});

test('the gateway takes nobody in who has no identity of the mesh', () => {
  expect(mesh.get('https://api.github.com/zen', { at: GATEWAY })).toFail('CertificateRejected');
});
