import { EgressGatewayChart } from '../../../examples/egress-gateway/chart';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const GATEWAY = 'istio-egress/exit';
const CLIENT = 'billing/invoices';
const LISTED = 'a host of the list leaves through the gateway';
const OTHER = 'another host is closed by the sidecar';

/** NetworkPolicies are enforced by the network of a cluster, which is not here: what is seen is what sidecars and gateway do. */
scenario({
  title:
    'The example egress-gateway: a gateway of its own, and clients whose sidecars let out nothing else. Its NetworkPolicies are not shown: no network plugin runs here',
  manifests: charts((app) => new EgressGatewayChart(app)),
  externals: [
    { hosts: ['api.stripe.com'], ports: { 443: 'tls' } },
    { hosts: ['files.stripe.com'], ports: { 443: 'tls' } },
    { hosts: ['www.example.org'], ports: { 443: 'tls' } },
  ],
  requests: [
    {
      name: LISTED,
      from: CLIENT,
      url: 'https://api.stripe.com/',
      expect: {
        status: 200,
        backend: 'api.stripe.com',
        sees: { sni: 'api.stripe.com', peer: GATEWAY },
        accessLog: [{ proxy: GATEWAY, sni: 'api.stripe.com', cluster: 'outbound|443||api.stripe.com' }],
      },
    },
    {
      name: 'so does the other one, to its own server',
      from: CLIENT,
      url: 'https://files.stripe.com/',
      expect: { status: 200, backend: 'files.stripe.com', sees: { peer: GATEWAY } },
    },
    {
      name: OTHER,
      from: CLIENT,
      url: 'https://www.example.org/',
      expect: {
        failed: 'connection closed',
        attempts: 0,
        accessLog: [
          { proxy: CLIENT, cluster: 'BlackHoleCluster' },
          { proxy: GATEWAY, seen: false },
        ],
      },
    },
  ],
  negatives: [
    {
      change: 'the clients are let out to any host',
      mutate: (manifests) => {
        find(manifests, 'Sidecar').spec.outboundTrafficPolicy.mode = 'ALLOW_ANY';
      },
      because: { [OTHER]: { status: 200, sees: { peer: CLIENT } } },
    },
    {
      change: 'the clients do not know the hosts of the gateway',
      mutate: (manifests) => {
        find(manifests, 'Sidecar').spec.egress[0].hosts = ['./*'];
      },
      because: { [LISTED]: { failed: 'connection closed' } },
    },
    {
      change: 'the Gateway selects the pods of an installed gateway',
      mutate: (manifests) => {
        find(manifests, 'Gateway').spec.selector = { istio: 'egressgateway' };
      },
      because: { [LISTED]: { failed: 'connection closed' } },
    },
  ],
});
