import { Chart } from 'cdk8s';
import { EgressSniPassthrough, EgressStrategy, HopSecurity } from 'cdk8s-istio';
import { client, egressGateway } from '../base';
import { find } from '../manifest';
import { identity } from '../mesh';
import { scenario } from '../scenario';
import { charts } from '../setting';

const GATEWAY = 'istio-system/istio-egressgateway';
const ORG = 'a host is reached at its own server, and the gateway knows the client';
const STRANGER = 'the gateway turns away who has no identity of the mesh';
const UNLISTED = 'a namespace that is not listed does not use the gateway';

const egress = charts((app) => {
  const chart = new Chart(app, 'partners', { namespace: 'istio-system' });
  new EgressSniPassthrough(chart, 'Partners', {
    hosts: ['api.example.org', 'api.example.net'],
    strategy: EgressStrategy.fixedHosts(),
    hopSecurity: HopSecurity.istioMutual(),
    clients: ['shop'],
  });
});

scenario({
  title: 'A list of hosts through the gateway, with mutual TLS between sidecar and gateway, for one namespace',
  manifests: [...egressGateway(), ...client('shop', 'checkout'), ...client('default', 'curl'), ...egress],
  externals: [
    { hosts: ['api.example.org'], ports: { 443: 'tls' } },
    { hosts: ['api.example.net'], ports: { 443: 'tls' } },
  ],
  requests: [
    {
      name: ORG,
      from: 'shop/checkout',
      url: 'https://api.example.org/',
      expect: {
        status: 200,
        backend: 'api.example.org',
        sees: { sni: 'api.example.org', peer: GATEWAY },
        accessLog: [
          {
            proxy: GATEWAY,
            peerIdentity: identity('shop', 'checkout'),
            cluster: 'outbound|443||api.example.org',
          },
        ],
      },
    },
    {
      name: 'so is the other',
      from: 'shop/checkout',
      url: 'https://api.example.net/',
      expect: { status: 200, backend: 'api.example.net', sees: { sni: 'api.example.net', peer: GATEWAY } },
    },
    {
      name: UNLISTED,
      from: 'default/curl',
      url: 'https://api.example.org/',
      expect: { status: 200, sees: { peer: 'default/curl' }, accessLog: [{ proxy: GATEWAY, seen: false }] },
    },
    {
      name: STRANGER,
      to: GATEWAY,
      url: 'https://api.example.org/',
      trustsAnyone: true,
      expect: { failed: 'TLS alert certificate required' },
    },
  ],
  negatives: [
    {
      change: 'the gateway passes TLS through',
      mutate: (manifests) => {
        find(manifests, 'Gateway').spec.servers.forEach(
          (server: { tls: object }) => (server.tls = { mode: 'PASSTHROUGH' }),
        );
      },
      because: { [ORG]: { failed: 'connection closed' } },
    },
    {
      change: 'everybody sees hosts and routes',
      mutate: (manifests) => {
        manifests
          .filter(({ kind }) => ['ServiceEntry', 'VirtualService'].includes(kind))
          .forEach(({ spec }) => (spec!.exportTo = ['*']));
      },
      because: { [UNLISTED]: { status: 200, sees: { peer: GATEWAY } } },
    },
  ],
});
