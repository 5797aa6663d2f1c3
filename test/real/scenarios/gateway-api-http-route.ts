import { Chart } from 'cdk8s';
import { gatewayApi } from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const PAGE = 'HTTPS reaches the service';
const HOST = 'shop.example.com';

const routes = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const allowedRoutes = { namespaces: { from: gatewayApi.FromNamespaces.ALL } };
  new gatewayApi.Gateway(chart, 'Gateway', {
    metadata: { name: 'shop', namespace: 'istio-system' },
    spec: {
      gatewayClassName: 'istio',
      addresses: [{ type: 'Hostname', value: 'istio-ingressgateway.istio-system.svc.cluster.local' }],
      listeners: [
        { name: 'http', port: 80, protocol: 'HTTP', hostname: HOST, allowedRoutes },
        {
          name: 'https',
          port: 443,
          protocol: 'HTTPS',
          hostname: HOST,
          allowedRoutes,
          tls: { certificateRefs: [{ name: 'shop-cert', namespace: 'certificates' }] },
        },
      ],
    },
  });
  new gatewayApi.HttpRoute(chart, 'Route', {
    metadata: { name: 'shop' },
    spec: {
      parentRefs: [{ name: 'shop', namespace: 'istio-system' }],
      hostnames: [HOST],
      rules: [{ matches: [{ path: { value: '/items' } }], backendRefs: [{ name: 'web', port: 8080 }] }],
    },
  });
  new gatewayApi.ReferenceGrant(chart, 'Grant', {
    metadata: { name: 'shop', namespace: 'certificates' },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'istio-system' }],
      to: [{ group: '', kind: 'Secret', name: 'shop-cert' }],
    },
  });
});

scenario({
  title: 'Gateway API at the installed gateway, with a certificate of another namespace that grants it',
  manifests: [
    ...ingressGateway(),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'certificates' } },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'istio' },
      spec: { controllerName: 'istio.io/gateway-controller' },
    },
    ...application('shop', 'web', 8080, ['v1']),
    ...routes,
  ],
  verdict: [{ text: 'IST0102 Namespace certificates', reason: 'no pods are in it' }],
  credentials: [{ secret: 'certificates/shop-cert', hosts: [HOST] }],
  requests: [
    {
      name: PAGE,
      url: `https://${HOST}/items/1`,
      expect: { status: 200, backend: 'shop/web-v1', certificate: `DNS:${HOST}` },
    },
    { name: 'so does plain HTTP', url: `http://${HOST}/items`, expect: { status: 200 } },
    { name: 'a prefix ends at a path segment', url: `http://${HOST}/itemsandmore`, expect: { status: 404 } },
  ],
  negatives: [
    {
      change: 'the grant is for another Secret',
      mutate: (manifests) => {
        find(manifests, 'ReferenceGrant').spec.to[0].name = 'shop';
      },
      because: { [PAGE]: { failed: 'connection refused' } },
    },
    {
      change: 'the Gateway is not in the namespace of the installed gateway',
      mutate: (manifests) => {
        find(manifests, 'Gateway').metadata.namespace = 'shop';
        find(manifests, 'HTTPRoute').spec.parentRefs[0].namespace = 'shop';
      },
      because: { 'so does plain HTTP': { failed: 'connection refused' } },
    },
    {
      change: 'the route belongs to another listener',
      mutate: (manifests) => {
        find(manifests, 'HTTPRoute').spec.parentRefs[0].sectionName = 'https';
      },
      because: { 'so does plain HTTP': { status: 404 } },
    },
  ],
});
