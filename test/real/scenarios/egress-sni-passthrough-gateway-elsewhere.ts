import { Chart } from 'cdk8s';
import { EgressSniPassthrough, EgressStrategy, GatewayWorkload } from 'cdk8s-istio';
import { client, helmEgressGateway } from '../base';
import { find } from '../manifest';
import { identity } from '../mesh';
import { scenario } from '../scenario';
import { charts } from '../setting';

const GATEWAY = 'egress/istio-egress';
const PAGE = 'the gateway of another namespace is reached on its own port';
const FORWARD = 'also where it looks up the server name';

const egress = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const props = {
    workload: GatewayWorkload.helmRelease('istio-egress', { namespace: 'egress', ports: [{ port: 15443 }] }),
    gatewayPort: 15443,
    clients: ['shop'],
  };
  new EgressSniPassthrough(chart, 'Partner', { ...props, hosts: ['api.partner.example'] });
  new EgressSniPassthrough(chart, 'Forward', {
    ...props,
    hosts: ['*.example.org'],
    strategy: EgressStrategy.sniForward({ accessLog: false }),
  });
});

scenario({
  title: 'The chart is in the namespace of the application, the gateway in its own and on a port of its own',
  manifests: [...helmEgressGateway('tls', 15443), ...client('shop', 'checkout'), ...egress],
  externals: [
    { hosts: ['api.partner.example'], ports: { 443: 'tls' } },
    { hosts: ['*.example.org'], ports: { 443: 'tls' } },
  ],
  verdict: [
    {
      text: 'EnvoyFilter exposes internal implementation details',
      reason: 'said of every EnvoyFilter; only one can look up the server name of a connection at a gateway',
    },
  ],
  requests: [
    {
      name: PAGE,
      from: 'shop/checkout',
      url: 'https://api.partner.example/',
      expect: {
        status: 200,
        sees: { sni: 'api.partner.example', peer: GATEWAY },
        accessLog: [{ proxy: GATEWAY, sni: 'api.partner.example', cluster: 'outbound|443||api.partner.example' }],
      },
    },
    {
      name: FORWARD,
      from: 'shop/checkout',
      url: 'https://en.example.org/',
      expect: {
        status: 200,
        sees: { sni: 'en.example.org', peer: GATEWAY },
        accessLog: [{ proxy: GATEWAY, peerIdentity: identity('shop', 'checkout') }],
      },
    },
  ],
  negatives: [
    {
      change: 'the objects are in the namespace of the application',
      mutate: (manifests) => {
        manifests
          .filter(({ apiVersion }) => apiVersion.startsWith('networking.istio.io'))
          .forEach(({ metadata }) => (metadata.namespace = 'shop'));
      },
      because: { [FORWARD]: { failed: 'connection closed' } },
    },
    {
      change: 'the first hop goes to the port of the site',
      mutate: (manifests) => {
        find(
          manifests,
          'VirtualService',
          'shop-partner-api-partner-example',
        ).spec.tls[0].route[0].destination.port.number = 443;
      },
      because: { [PAGE]: { failed: 'connection closed' } },
    },
  ],
});
