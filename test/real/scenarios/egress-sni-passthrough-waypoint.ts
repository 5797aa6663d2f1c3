import { AmbientEgressChart } from '../../../examples/ambient-egress/chart';
import { AMBIENT, waypointPods } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const WAYPOINT = 'istio-egress/waypoint';
const ALLOWED = 'the caller that is allowed reaches the host through the waypoint';
const SECOND = 'another host of the list is reached at its own server';
const OTHER = 'a caller that is not named is turned away by the waypoint';

const example = charts((app) => new AmbientEgressChart(app));

/** Takes the label off everything that names the waypoint: the ServiceEntry and its namespace. */
function unbind(manifests: Manifest[]): void {
  manifests.forEach(({ metadata }) => delete metadata.labels?.['istio.io/use-waypoint']);
}

scenario({
  title:
    'In ambient mode, TLS connections leave through a waypoint, which knows the caller. What ztunnel does is done by the client, as istiod tells ztunnel',
  istiodEnvironment: AMBIENT,
  manifests: [...waypointPods('istio-egress', 'waypoint'), ...example],
  externals: [
    { hosts: ['api.stripe.com'], ports: { 443: 'tls' } },
    { hosts: ['files.stripe.com'], ports: { 443: 'tls' } },
    { hosts: ['www.example.org'], ports: { 443: 'tls' } },
  ],
  requests: [
    {
      name: ALLOWED,
      from: 'billing/invoices',
      url: 'https://api.stripe.com/',
      expect: {
        status: 200,
        backend: 'api.stripe.com',
        sees: { sni: 'api.stripe.com', peer: WAYPOINT },
        accessLog: [{ proxy: WAYPOINT, sni: 'api.stripe.com', cluster: 'inbound-vip|443|tcp|api.stripe.com' }],
      },
    },
    {
      name: SECOND,
      from: 'billing/invoices',
      url: 'https://files.stripe.com/',
      expect: { status: 200, backend: 'files.stripe.com', sees: { peer: WAYPOINT } },
    },
    {
      name: OTHER,
      from: 'billing/reports',
      url: 'https://api.stripe.com/',
      expect: { failed: 'connection closed', attempts: 0 },
    },
    {
      name: 'a host that is not in the list leaves the pod directly: it is a way out, not a barrier',
      from: 'billing/reports',
      url: 'https://www.example.org/',
      expect: { status: 200, sees: { peer: 'billing/reports' }, accessLog: [{ proxy: WAYPOINT, seen: false }] },
    },
  ],
  negatives: [
    {
      change: 'nothing names the waypoint',
      mutate: unbind,
      because: {
        [ALLOWED]: {
          status: 200,
          sees: { peer: 'billing/invoices' },
          accessLog: [{ proxy: WAYPOINT, seen: false }],
        },
        [OTHER]: { status: 200, sees: { peer: 'billing/reports' } },
      },
    },
    {
      change: 'the ServiceEntry is in the namespace of the clients, and names the waypoint of the other one',
      mutate: (manifests) => {
        const { metadata } = find(manifests, 'ServiceEntry');
        metadata.namespace = 'billing';
        metadata.labels!['istio.io/use-waypoint-namespace'] = 'istio-egress';
      },
      because: { [ALLOWED]: { status: 200, sees: { peer: 'billing/invoices' } } },
    },
    {
      change: 'the waypoint takes requests to pods only',
      mutate: (manifests) => {
        find(manifests, 'Gateway').metadata.labels!['istio.io/waypoint-for'] = 'workload';
      },
      because: { [SECOND]: { status: 200, sees: { peer: 'billing/invoices' } } },
    },
    {
      change: 'the policy allows another service account',
      mutate: (manifests) => {
        const [{ from }] = find(manifests, 'AuthorizationPolicy').spec.rules;
        from[0].source.principals = ['cluster.local/ns/billing/sa/reports'];
      },
      because: { [ALLOWED]: { failed: 'connection closed' }, [OTHER]: { status: 200 } },
    },
    {
      change: 'the policy is for another ServiceEntry',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.targetRefs[0].name = 'payments';
      },
      because: { [OTHER]: { status: 200, sees: { peer: WAYPOINT } } },
    },
    {
      change: 'the policy asks for a method, which only requests have',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.rules[0].to = [{ operation: { methods: ['GET'] } }];
      },
      because: { [ALLOWED]: { failed: 'connection closed' } },
    },
  ],
});
