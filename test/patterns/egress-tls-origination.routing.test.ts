import 'cdk8s-istio/jest';
import type { EgressTlsOriginationProps, SimpleOriginTlsOptions, Trace } from 'cdk8s-istio';
import { EgressExit, EgressTlsOrigination, GatewayWorkload, HopSecurity, Mesh, OriginTls } from 'cdk8s-istio';
import { testOptions } from './routed-options';
import { Shop } from './shop';

const CLIENT = 'shop/client';
const HOST = 'api.payments.example';
const URL = `http://${HOST}/charges`;
const GATEWAY = 'istio-system/istio-egressgateway';

function meshOf(props: (shop: Shop) => Partial<EgressTlsOriginationProps>): Mesh {
  const shop = new Shop();
  shop.deployment('client');
  shop.object('Namespace', { name: 'billing', labels: { 'istio-injection': 'enabled' } });
  shop.deployment('invoices', { app: 'invoices' }, 'billing');
  new EgressTlsOrigination(shop.chart, 'Payments', { hosts: [HOST], clients: ['shop'], ...props(shop) });
  return Mesh.of(shop.app);
}

/** The proxies on the way, and the server. */
function way({ hops }: Trace): string[] {
  return hops.map(({ proxy }) => proxy);
}

function ask(mesh: Mesh, url = URL): Trace {
  return mesh.from(CLIENT).get(url);
}

/** What a proxy decides about something. */
function decision({ hops }: Trace, hop: number, layer: string): string | undefined {
  return hops[hop].steps.find((step) => step.layer === layer)?.decision;
}

const twoPorts = (): GatewayWorkload =>
  GatewayWorkload.istioEgress({ ports: [{ port: 443 }, { port: 8443, name: 'https-more' }] });

testOptions<Shop, EgressTlsOriginationProps>({
  struct: 'EgressTlsOriginationProps',
  mesh: meshOf,
  urls: [URL],
  from: CLIENT,
  options: {
    hosts: {
      given: () => ({ hosts: [HOST, 'files.payments.example'] }),
      expect: (mesh) => {
        const trace = ask(mesh, 'http://files.payments.example/');
        expect(way(trace)).toEqual([CLIENT, GATEWAY, 'files.payments.example']);
        expect(trace.outcomes).toMatchObject([{ port: 443, seen: { tls: 'made', sni: 'files.payments.example' } }]);
      },
    },
    exit: {
      given: () => ({ exit: EgressExit.sidecar() }),
      expect: (mesh) => {
        const trace = ask(mesh);
        expect(way(trace)).toEqual([CLIENT, HOST]);
        expect(trace.outcomes).toMatchObject([{ port: 443, seen: { tls: 'made', sni: HOST, path: '/charges' } }]);
      },
    },
    tls: {
      kinds: {
        'with a certificate of the client': {
          given: () => ({ tls: OriginTls.mutual('payments-client') }),
          expect: (mesh) => expect(decision(ask(mesh), 1, 'mutualTls')).toMatch(/MUTUAL/),
        },
        'with another server name': {
          given: () => ({ tls: OriginTls.simple({ sni: 'edge.payments.example' }) }),
          expect: (mesh) => expect(ask(mesh).outcomes[0].seen?.sni).toBe('edge.payments.example'),
        },
      },
    },
    port: {
      given: () => ({ port: 8080 }),
      expect: (mesh) => expect(way(ask(mesh, `http://${HOST}:8080/charges`))).toEqual([CLIENT, GATEWAY, HOST]),
    },
    targetPort: {
      given: () => ({ targetPort: 8443 }),
      expect: (mesh) => expect(ask(mesh).outcomes).toMatchObject([{ workload: HOST, port: 8443 }]),
    },
    http2: { given: () => ({ http2: true }), because: 'the way is the same in another version of HTTP' },
    gatewayPort: {
      given: () => ({ workload: twoPorts(), gatewayPort: 8443 }),
      without: () => ({ workload: twoPorts() }),
      expect: (mesh) => expect(decision(ask(mesh), 1, 'listener')).toBe('port 8443'),
    },
    hopSecurity: {
      given: () => ({ hopSecurity: HopSecurity.none() }),
      expect: (mesh) => {
        const trace = ask(mesh);
        expect(way(trace)).toEqual([CLIENT, GATEWAY, HOST]);
        expect(decision(trace, 1, 'filterChain')).toBe('HTTP');
        expect(trace.outcomes).toMatchObject([{ port: 443, seen: { tls: 'made' } }]);
      },
    },
    workload: {
      given: () => ({ workload: GatewayWorkload.helmRelease('exit', { namespace: 'edge' }) }),
      expect: (mesh) => expect(way(ask(mesh))).toEqual([CLIENT, 'edge/exit', HOST]),
    },
    clients: {
      given: () => ({ clients: ['shop'] }),
      without: () => ({ clients: undefined }),
      expect: (mesh) => {
        expect(way(ask(mesh))).toEqual([CLIENT, GATEWAY, HOST]);
        const other = mesh.from('billing/invoices').get(URL);
        expect(way(other)).toEqual(['billing/invoices', HOST]);
        expect(other.outcomes).toMatchObject([{ port: 80, seen: { tls: 'none' } }]);
      },
    },
    name: { given: () => ({ name: 'partners' }), because: 'it names the objects' },
  },
});

testOptions<Shop, SimpleOriginTlsOptions>({
  struct: 'SimpleOriginTlsOptions',
  mesh: (options) => meshOf((shop) => ({ tls: OriginTls.simple(options(shop)) })),
  urls: [URL],
  from: CLIENT,
  options: {
    caCredential: {
      given: () => ({ caCredential: 'partner-ca' }),
      because: 'which authorities signed the certificate of the server is not in the manifests',
    },
    sni: {
      given: () => ({ sni: 'edge.payments.example' }),
      expect: (mesh) => expect(ask(mesh).outcomes).toMatchObject([{ seen: { sni: 'edge.payments.example' } }]),
    },
    subjectAltNames: {
      given: () => ({ subjectAltNames: ['payments.example'] }),
      because: 'which names the certificate of the server has is not in the manifests',
    },
  },
});

test('TLS that the client begins itself goes past the gateway, and begins once', () => {
  const trace = ask(
    meshOf(() => ({})),
    `https://${HOST}/`,
  );
  expect(way(trace)).toEqual([CLIENT, HOST]);
  expect(trace.outcomes).toMatchObject([{ port: 443, seen: { tls: 'origin', sni: HOST } }]);
});
