import { Chart } from 'cdk8s';
import { EgressSniPassthrough, EgressStrategy, Injection, MeshNamespace, Waypoint } from 'cdk8s-istio';
import { AMBIENT, ambientClient, waypointPods } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const WAYPOINT = 'istio-egress/waypoint';
const CLIENT = 'default/curl';
const CLOSED = 'the waypoint closes connections to the hosts of a wildcard';
const FIXED = 'a host that is listed comes through';

const egress = charts((app) => {
  const chart = new Chart(app, 'egress', { namespace: 'istio-egress' });
  const namespace = new MeshNamespace(chart, 'Egress', {
    injection: Injection.ambient({ waypoint: Waypoint.own() }),
  });
  const strategy = EgressStrategy.waypoint(namespace);
  new EgressSniPassthrough(chart, 'Wikipedia', { hosts: ['*.wikipedia.org'], strategy });
  new EgressSniPassthrough(chart, 'Partner', { hosts: ['api.example.net'], strategy });
});

scenario({
  title:
    'Without ENABLE_WILDCARD_HOST_SERVICE_ENTRIES_FOR_TLS in the environment of istiod, a wildcard is a closed door at a waypoint',
  istiodEnvironment: AMBIENT,
  manifests: [...waypointPods('istio-egress', 'waypoint'), ...ambientClient('default', 'curl'), ...egress],
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
