import { Chart } from 'cdk8s';
import { EgressSniPassthrough, EgressStrategy, Injection, MeshNamespace, Source, Waypoint } from 'cdk8s-istio';
import { AMBIENT, ambientClient, waypointPods } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const WAYPOINT = 'istio-egress/waypoint';
const CLIENT = 'default/curl';
const PAGE = 'each host of the wildcard is looked up by the waypoint';
const SPOOFED = 'the SNI decides where the connection goes, also to a host that no wildcard covers';
const OTHER = 'who is not named is turned away';

const egress = charts((app) => {
  const namespace = new MeshNamespace(new Chart(app, 'egress', { namespace: 'istio-egress' }), 'Egress', {
    injection: Injection.ambient({ waypoint: Waypoint.own() }),
  });
  new EgressSniPassthrough(new Chart(app, 'default', { namespace: 'default' }), 'Wikipedia', {
    hosts: ['*.wikipedia.org'],
    strategy: EgressStrategy.waypoint(namespace, { allowedCallers: [Source.namespace('default')] }),
    clients: ['default'],
  });
});

scenario({
  title: 'Wildcards through a waypoint, with istiod set up for them: the waypoint follows the SNI, whatever it says',
  istiodEnvironment: { ...AMBIENT, ENABLE_WILDCARD_HOST_SERVICE_ENTRIES_FOR_TLS: 'true' },
  manifests: [
    ...waypointPods('istio-egress', 'waypoint'),
    ...ambientClient('default', 'curl'),
    ...ambientClient('shop', 'checkout'),
    ...egress,
  ],
  externals: [
    { hosts: ['*.wikipedia.org'], ports: { 443: 'tls' } },
    { hosts: ['www.example.org'], ports: { 443: 'tls' } },
  ],
  requests: [
    {
      name: PAGE,
      from: CLIENT,
      url: 'https://en.wikipedia.org/',
      expect: {
        status: 200,
        sees: { sni: 'en.wikipedia.org', peer: WAYPOINT },
        accessLog: [{ proxy: WAYPOINT, sni: 'en.wikipedia.org', cluster: 'inbound-vip|443|tcp|*.wikipedia.org' }],
      },
    },
    {
      name: SPOOFED,
      from: CLIENT,
      url: 'https://en.wikipedia.org/',
      sni: 'www.example.org',
      trustsAnyone: true,
      expect: { status: 200, backend: 'www.example.org', sees: { peer: WAYPOINT } },
    },
    { name: OTHER, from: 'shop/checkout', url: 'https://en.wikipedia.org/', expect: { failed: 'connection closed' } },
  ],
  negatives: [
    {
      change: 'the hosts are those of another domain',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry').spec.hosts = ['*.wikimedia.org'];
      },
      because: {
        [PAGE]: { status: 200, sees: { peer: CLIENT } },
        [SPOOFED]: { status: 200, backend: '*.wikipedia.org', sees: { peer: CLIENT } },
      },
    },
    {
      change: 'nobody is named',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'AuthorizationPolicy')), 1);
      },
      because: { [OTHER]: { status: 200, sees: { peer: WAYPOINT } } },
    },
  ],
});
