import { Chart } from 'cdk8s';
import { IngressedService, IngressRoute, ServiceRef } from 'cdk8s-istio';
import { application, ingressGateway, meshedNamespace } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const HOST = 'http://dashboard.example.com';
const KIALI = 'the dashboard is reached in its namespace';
const TRACING = 'so is tracing, by a route that was added, although the chart is of another namespace';

const addons = charts((app) => {
  const chart = new Chart(app, 'dashboards', { namespace: 'hipster-app' });
  const dashboards = new IngressedService(chart, 'Dashboards', {
    service: ServiceRef.fromName('kiali', { namespace: 'addons', ports: [{ port: 20001 }] }),
    hosts: ['dashboard.example.com'],
    routes: [IngressRoute.prefix('/kiali')],
  });
  const tracing = ServiceRef.fromName('tracing', { namespace: 'addons', ports: [{ port: 80 }] });
  dashboards.addRoute(IngressRoute.prefix('/jaeger', { service: tracing }));
});

scenario({
  title: 'Services of another namespace behind the gateway, each below its path, on one host',
  manifests: [
    ...ingressGateway(),
    meshedNamespace('hipster-app'),
    ...application('addons', 'kiali', 20001, ['v1']),
    ...application('addons', 'tracing', 80, ['v1']),
    ...addons,
  ],
  requests: [
    { name: KIALI, url: `${HOST}/kiali/console`, expect: { status: 200, backend: 'addons/kiali-v1' } },
    { name: TRACING, url: `${HOST}/jaeger`, expect: { status: 200, backend: 'addons/tracing-v1' } },
    { name: 'no other path is served', url: `${HOST}/grafana`, expect: { status: 404 } },
  ],
  negatives: [
    {
      change: 'the route names the Service by its short name',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.http.forEach(
          ({ route: [{ destination }] }: { route: [{ destination: { host: string } }] }) =>
            (destination.host = destination.host.split('.')[0]),
        );
      },
      because: {
        [KIALI]: { status: 503, accessLog: [{ proxy: 'istio-system/istio-ingressgateway', flags: 'NC' }] },
        [TRACING]: { status: 503 },
      },
    },
    {
      change: 'the Services are visible in their own namespace only',
      mutate: (manifests) => {
        const service = find(manifests, 'Service', 'kiali');
        service.metadata.annotations = { 'networking.istio.io/exportTo': '.' };
      },
      because: { [KIALI]: { status: 503, accessLog: [{ proxy: 'istio-system/istio-ingressgateway', flags: 'NC' }] } },
    },
  ],
});
