import { Chart } from 'cdk8s';
import { Dashboard, DashboardExposure, ServiceRef } from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const STRIPPED = 'Prometheus is asked without the path, as it serves "/"';
const SLASH = 'the path alone leads to the one with a slash';
const OWN = 'Grafana has every path of its own host';
const ROOT = 'the root of a host of its own leads to the dashboard';

const manifests = charts((app) => {
  const chart = new Chart(app, 'dash', { namespace: 'ops' });
  new DashboardExposure(chart, 'Dashboards', {
    dashboards: [
      Dashboard.kiali(),
      Dashboard.prometheus({ path: '/prometheus' }),
      Dashboard.grafana({ host: 'grafana.example.com' }),
      Dashboard.jaeger({ host: 'tracing.example.com' }),
      Dashboard.of(ServiceRef.fromName('alerts', { namespace: 'addons', ports: [{ port: 8080 }] }), {
        path: '/alerts',
        stripPath: true,
      }),
    ],
    host: 'dash.example.com',
    namespace: 'addons',
    allowAnonymous: true,
  });
});

scenario({
  title: 'DashboardExposure: dashboards under paths of one host, and on hosts of their own, in another namespace',
  manifests: [
    ...ingressGateway(),
    ...application('addons', 'kiali', 20001, ['v1']),
    ...application('addons', 'grafana', 3000, ['v1']),
    ...application('addons', 'tracing', 80, ['v1']),
    ...application('addons', 'prometheus', 9090, ['v1']),
    ...application('addons', 'alerts', 8080, ['v1']),
    ...manifests,
  ],
  requests: [
    {
      name: 'Kiali gets its own path',
      url: 'http://dash.example.com/kiali/console?a=b',
      expect: { status: 200, backend: 'addons/kiali-v1', sees: { path: '/kiali/console?a=b' } },
    },
    {
      name: 'and the path without a slash',
      url: 'http://dash.example.com/kiali',
      expect: { status: 200, backend: 'addons/kiali-v1', sees: { path: '/kiali' } },
    },
    {
      name: STRIPPED,
      url: 'http://dash.example.com/prometheus/graph?g0=up',
      expect: { status: 200, backend: 'addons/prometheus-v1', sees: { path: '/graph?g0=up' } },
    },
    {
      name: SLASH,
      url: 'http://dash.example.com/prometheus',
      expect: { status: 301, redirect: 'http://dash.example.com/prometheus/' },
    },
    {
      name: 'any Service can be one',
      url: 'http://dash.example.com/alerts/',
      expect: { status: 200, backend: 'addons/alerts-v1', sees: { path: '/' } },
    },
    { name: 'other paths are not found', url: 'http://dash.example.com/kialix', expect: { status: 404 } },
    { name: 'nor is the root', url: 'http://dash.example.com/', expect: { status: 404 } },
    {
      name: OWN,
      url: 'http://grafana.example.com/d/mesh',
      expect: { status: 200, backend: 'addons/grafana-v1', sees: { path: '/d/mesh' } },
    },
    {
      name: ROOT,
      url: 'http://tracing.example.com/',
      expect: { status: 301, redirect: 'http://tracing.example.com/jaeger/' },
    },
    {
      name: 'where it serves its path',
      url: 'http://tracing.example.com/jaeger/search',
      expect: { status: 200, backend: 'addons/tracing-v1', sees: { path: '/jaeger/search' } },
    },
  ],
  negatives: [
    {
      change: 'the path is not taken away',
      mutate: (given) => {
        for (const rule of find(given, 'VirtualService', 'dashboards').spec.http) {
          delete rule.rewrite;
        }
      },
      because: { [STRIPPED]: { status: 200, sees: { path: '/prometheus/graph?g0=up' } } },
    },
    {
      change: 'the Services are looked for in the namespace of the chart',
      mutate: (given) => {
        for (const { route } of find(given, 'VirtualService', 'dashboards-grafana').spec.http) {
          route[0].destination.host = 'grafana';
        }
      },
      because: { [OWN]: { status: 503 } },
    },
    {
      change: 'the routes with a redirect are missing',
      mutate: (given) => {
        for (const name of ['dashboards', 'dashboards-jaeger']) {
          const { spec } = find(given, 'VirtualService', name);
          spec.http = spec.http.filter(({ redirect }: { redirect?: object }) => redirect === undefined);
        }
      },
      because: { [SLASH]: { status: 404 }, [ROOT]: { status: 404 } },
    },
  ],
});
