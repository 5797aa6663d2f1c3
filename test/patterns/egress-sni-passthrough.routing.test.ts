import 'cdk8s-istio/jest';
import type { EgressSniPassthroughProps, SniForwardOptions, Trace } from 'cdk8s-istio';
import { EgressStrategy, GatewayWorkload, HopSecurity, Mesh } from 'cdk8s-istio';
import { testOptions } from './routed-options';
import { Shop } from './shop';

const CLIENT = 'shop/client';
const URL = 'https://www.wikipedia.org/';
const GATEWAY = 'istio-system/istio-egressgateway';

function meshOf(props: (shop: Shop) => Partial<EgressSniPassthroughProps>): Mesh {
  const shop = new Shop();
  shop.deployment('client');
  shop.object('Namespace', { name: 'billing', labels: { 'istio-injection': 'enabled' } });
  shop.deployment('invoices', { app: 'invoices' }, 'billing');
  shop.egress(props(shop));
  return Mesh.of(shop.app);
}

/** The proxies on the way, and the server. */
function way({ hops }: Trace): string[] {
  return hops.map(({ proxy }) => proxy);
}

function ask(mesh: Mesh, url = URL): Trace {
  return mesh.from(CLIENT).get(url);
}

const wildcard = { hosts: ['*.wikipedia.org'] };

testOptions<Shop, EgressSniPassthroughProps>({
  struct: 'EgressSniPassthroughProps',
  mesh: meshOf,
  urls: [URL],
  from: CLIENT,
  options: {
    hosts: {
      given: () => ({ hosts: ['www.wikipedia.org', 'commons.wikimedia.org'] }),
      expect: (mesh) =>
        expect(way(ask(mesh, 'https://commons.wikimedia.org/'))).toEqual([CLIENT, GATEWAY, 'commons.wikimedia.org']),
    },
    strategy: {
      kinds: {
        'a common server': {
          given: () => ({ ...wildcard, strategy: EgressStrategy.commonServer('www.wikipedia.org') }),
          expect: (mesh) => {
            const trace = ask(mesh, 'https://de.wikipedia.org/');
            expect(way(trace)).toEqual([CLIENT, GATEWAY, 'www.wikipedia.org']);
            expect(trace.outcomes).toMatchObject([{ seen: { sni: 'de.wikipedia.org', tls: 'origin' } }]);
          },
        },
        'SNI forward': {
          given: () => ({ ...wildcard, strategy: EgressStrategy.sniForward() }),
          expect: (mesh) => {
            const trace = ask(mesh, 'https://de.wikipedia.org/');
            expect(way(trace)).toEqual([CLIENT, GATEWAY, 'de.wikipedia.org']);
            expect(trace.outcomes).toMatchObject([{ seen: { sni: 'de.wikipedia.org', tls: 'origin' } }]);
          },
        },
        'dynamic DNS': {
          given: () => ({ ...wildcard, strategy: EgressStrategy.dynamicDns() }),
          without: () => ({ ...wildcard, strategy: EgressStrategy.commonServer('www.wikipedia.org') }),
          expect: (mesh) => expect(way(ask(mesh, 'https://de.wikipedia.org/'))).toEqual([CLIENT, 'de.wikipedia.org']),
        },
      },
    },
    port: {
      given: () => ({ port: 8443, gatewayPort: 443 }),
      expect: (mesh) => {
        expect(way(ask(mesh, 'https://www.wikipedia.org:8443/'))).toEqual([CLIENT, GATEWAY, 'www.wikipedia.org']);
        expect(way(ask(mesh))).toEqual([CLIENT, 'www.wikipedia.org']);
      },
    },
    gatewayPort: {
      given: () => ({
        gatewayPort: 8443,
        workload: GatewayWorkload.istioEgress({ ports: [{ port: 443 }, { port: 8443, name: 'tls' }] }),
      }),
      without: () => ({
        workload: GatewayWorkload.istioEgress({ ports: [{ port: 443 }, { port: 8443, name: 'tls' }] }),
      }),
      expect: (mesh) => {
        const listener = ask(mesh).hops[1].steps.find(({ layer }) => layer === 'listener');
        expect(listener?.decision).toBe('port 8443');
      },
    },
    hopSecurity: {
      kinds: {
        'mutual TLS': {
          given: () => ({ hopSecurity: HopSecurity.istioMutual() }),
          expect: (mesh) => {
            const trace = ask(mesh);
            expect(way(trace)).toEqual([CLIENT, GATEWAY, 'www.wikipedia.org']);
            expect(trace.hops[1].steps.find(({ layer }) => layer === 'filterChain')?.decision).toBe('TLS ends here');
          },
        },
        // Within it the client's own TLS goes on to the server.
        'mutual TLS to a common server': {
          given: () => ({
            ...wildcard,
            strategy: EgressStrategy.commonServer('www.wikipedia.org'),
            hopSecurity: HopSecurity.istioMutual(),
          }),
          expect: (mesh) => {
            const trace = ask(mesh, 'https://de.wikipedia.org/');
            expect(way(trace)).toEqual([CLIENT, GATEWAY, 'www.wikipedia.org']);
            expect(trace.outcomes).toMatchObject([{ seen: { sni: 'de.wikipedia.org', tls: 'origin' } }]);
          },
        },
      },
    },
    workload: {
      given: () => ({ workload: GatewayWorkload.helmRelease('exit', { namespace: 'edge' }) }),
      expect: (mesh) => expect(way(ask(mesh))).toEqual([CLIENT, 'edge/exit', 'www.wikipedia.org']),
    },
    clients: {
      given: () => ({ clients: ['shop'] }),
      without: () => ({ clients: undefined }),
      expect: (mesh) => {
        expect(way(ask(mesh))).toEqual([CLIENT, GATEWAY, 'www.wikipedia.org']);
        expect(way(mesh.from('billing/invoices').get(URL))).toEqual(['billing/invoices', 'www.wikipedia.org']);
      },
    },
    name: { given: () => ({ name: 'encyclopedia' }), because: 'it names the objects' },
  },
});

testOptions<Shop, SniForwardOptions>({
  struct: 'SniForwardOptions',
  mesh: (options) => meshOf((shop) => ({ ...wildcard, strategy: EgressStrategy.sniForward(options(shop)) })),
  urls: ['https://de.wikipedia.org/'],
  from: CLIENT,
  options: {
    accessLog: { given: () => ({ accessLog: false }), because: 'it is a log' },
  },
});
