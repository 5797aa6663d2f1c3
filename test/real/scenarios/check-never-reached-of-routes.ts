import { application, ingressGateway } from '../base';
import type { Fields, Manifest } from '../manifest';
import { created, find } from '../manifest';
import { scenario } from '../scenario';

const YOUNGER = 'of two HTTPRoutes with one match the older one takes all requests';
const SEGMENT = 'a prefix takes nothing beside its segments, and so leaves an expression its requests';
const COVERED = 'an expression below a prefix gets none';

const HOST = 'shop.example.com';
const to = (name: string, path: Fields): Fields => ({ matches: [{ path }], backendRefs: [{ name, port: 8080 }] });
const prefix = (value: string): Fields => ({ type: 'PathPrefix', value });
const expression = (value: string): Fields => ({ type: 'RegularExpression', value });
const route = (minute: number, name: string, ...rules: Fields[]): Manifest =>
  created(minute, {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace: 'shop' },
    spec: { parentRefs: [{ name: 'shop', namespace: 'istio-system' }], hostnames: [HOST], rules },
  });

scenario({
  title: 'Rules of HTTPRoutes that others take all requests of',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'web', 8080, ['v1']),
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
        listeners: [
          { name: 'http', port: 80, protocol: 'HTTP', hostname: HOST, allowedRoutes: { namespaces: { from: 'All' } } },
        ],
      },
    },
    route(1, 'older', to('web', prefix('/a'))),
    route(2, 'younger', to('api', prefix('/a')), to('api', expression('/ab.*'))),
    route(3, 'below', to('api', expression('/a/x.*'))),
  ],
  check: { code: 'CDI0117', reported: ['HTTPRoute shop/younger', 'HTTPRoute shop/below'] },
  requests: [
    { name: YOUNGER, url: `http://${HOST}/a`, expect: { status: 200, backend: 'shop/web-v1' } },
    { name: SEGMENT, url: `http://${HOST}/abc`, expect: { status: 200, backend: 'shop/api-v1' } },
    { name: COVERED, url: `http://${HOST}/a/x`, expect: { status: 200, backend: 'shop/web-v1' } },
  ],
  negatives: [
    {
      change: 'the other one is the older one, and the prefix is a longer one',
      mutate: (manifests) => {
        find(manifests, 'HTTPRoute', 'older').spec.rules = [to('web', prefix('/a/b'))];
        find(manifests, 'HTTPRoute', 'younger').spec.rules.splice(0, 1);
      },
      because: { [COVERED]: { status: 200, backend: 'shop/api-v1' }, [YOUNGER]: { status: 404 } },
      reported: [],
    },
  ],
});
