import { Chart } from 'cdk8s';
import { EgressSniPassthrough, EgressStrategy, Waypoint } from 'cdk8s-istio';
import { AMBIENT, ambientClient, client, waypointPods } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const WAYPOINT = 'infra/waypoint';
const CLIENT = 'default/curl';
const CLOSED = 'the waypoint closes connections to the hosts of a wildcard';
const FIXED = 'a host that is listed comes through, though the namespace of the waypoint is not in ambient mode itself';

/** A waypoint that somebody else made, in a namespace that is not in the mesh. */
const SHARED: Manifest[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'infra', labels: { 'istio-injection': 'disabled' } } },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'waypoint', namespace: 'infra', labels: { 'istio.io/waypoint-for': 'service' } },
    spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
  },
  ...waypointPods('infra', 'waypoint'),
];

const egress = charts((app) => {
  const chart = new Chart(app, 'egress', { namespace: 'infra' });
  const strategy = EgressStrategy.waypoint(Waypoint.named('waypoint'));
  new EgressSniPassthrough(chart, 'Wikipedia', { hosts: ['*.wikipedia.org'], strategy });
  new EgressSniPassthrough(chart, 'Partner', { hosts: ['api.example.net'], strategy });
});

scenario({
  title:
    'Without ENABLE_WILDCARD_HOST_SERVICE_ENTRIES_FOR_TLS in the environment of istiod, a wildcard is a closed door at a waypoint',
  istiodEnvironment: AMBIENT,
  manifests: [...SHARED, ...ambientClient('default', 'curl'), ...client('legacy', 'cron'), ...egress],
  externals: [
    { hosts: ['*.wikipedia.org'], ports: { 443: 'tls' } },
    { hosts: ['api.example.net'], ports: { 443: 'tls' } },
  ],
  requests: [
    {
      name: CLOSED,
      from: CLIENT,
      url: 'https://en.wikipedia.org/',
      expect: { failed: 'connection closed', attempts: 0 },
    },
    { name: FIXED, from: CLIENT, url: 'https://api.example.net/', expect: { status: 200, sees: { peer: WAYPOINT } } },
    {
      name: 'a sidecar does not use the waypoint',
      from: 'legacy/cron',
      url: 'https://api.example.net/',
      expect: {
        status: 200,
        sees: { peer: 'legacy/cron' },
        accessLog: [
          { proxy: 'legacy/cron', cluster: 'outbound|443||api.example.net' },
          { proxy: WAYPOINT, seen: false },
        ],
      },
    },
  ],
  negatives: [
    {
      change: 'the ServiceEntry lists the host',
      mutate: (manifests) => {
        Object.assign(find(manifests, 'ServiceEntry', 'wikipedia').spec, {
          hosts: ['en.wikipedia.org'],
          resolution: 'DNS',
        });
      },
      because: { [CLOSED]: { status: 200, sees: { peer: WAYPOINT } } },
    },
    {
      change: 'the ServiceEntry has the host of another one',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry', 'partner').spec.hosts = ['api.example.com'];
      },
      because: { [FIXED]: { status: 200, sees: { peer: CLIENT } } },
    },
  ],
});
