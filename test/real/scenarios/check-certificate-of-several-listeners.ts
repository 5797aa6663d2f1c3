import { application, ingressGateway } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const OWN = 'a connection for the host itself gets its page';
const REUSED = 'a request for the domain over a connection to a host of it gets 404';
const BACK = 'and the other way round';

const listener = (name: string, hostname: string | undefined): object => ({
  name,
  ...(hostname && { hostname }),
  port: 443,
  protocol: 'HTTPS',
  tls: { mode: 'Terminate', certificateRefs: [{ name: 'shop-cert' }] },
  allowedRoutes: { namespaces: { from: 'All' } },
});

const route = (name: string, hostname: string): Manifest => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name, namespace: 'shop' },
  spec: {
    parentRefs: [{ name: 'shop', namespace: 'istio-system' }],
    hostnames: [hostname],
    rules: [{ backendRefs: [{ name, port: 8080 }] }],
  },
});

scenario({
  title: 'Two listeners with one certificate, and a browser that uses one connection for both',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'site', 8080, ['v1']),
    ...application('shop', 'api', 8080, ['v1']),
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'istio' },
      spec: { controllerName: 'istio.io/gateway-controller' },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'shop', namespace: 'istio-system' },
      spec: {
        gatewayClassName: 'istio',
        addresses: [{ type: 'Hostname', value: 'istio-ingressgateway.istio-system.svc.cluster.local' }],
        listeners: [listener('hosts', '*.example.com'), listener('domain', 'example.com')],
      },
    },
    route('site', 'example.com'),
    route('api', 'api.example.com'),
  ],
  credentials: [{ secret: 'istio-system/shop-cert', hosts: ['*.example.com', 'example.com'] }],
  check: { code: 'CDI0150', reported: ['Gateway istio-system/shop'] },
  requests: [
    { name: OWN, url: 'https://api.example.com/', http2: true, expect: { status: 200, backend: 'shop/api-v1' } },
    { name: REUSED, url: 'https://example.com/', sni: 'api.example.com', http2: true, expect: { status: 404 } },
    { name: BACK, url: 'https://api.example.com/', sni: 'example.com', http2: true, expect: { status: 404 } },
  ],
  negatives: [
    {
      change: 'one listener has all hosts',
      mutate: (manifests) => {
        find(manifests, 'Gateway').spec.listeners = [listener('all', undefined)];
      },
      because: {
        [REUSED]: { status: 200, backend: 'shop/site-v1' },
        [BACK]: { status: 200, backend: 'shop/api-v1' },
      },
      reported: [],
    },
  ],
});
