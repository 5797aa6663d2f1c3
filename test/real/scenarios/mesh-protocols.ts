import { OnlineBoutiqueChart } from '../../../examples/online-boutique/chart';
import { ingressGateway } from '../base';
import { find } from '../manifest';
import { identity } from '../mesh';
import { scenario } from '../scenario';
import { charts } from '../setting';

const FRONTEND = 'hipster-app/frontend-1-0';
const GRPC = 'gRPC is HTTP/2 from end to end';
const REDIS = 'Redis is TCP, in mutual TLS';

scenario({
  title: 'The names of the Service ports tell Istio the protocols',
  manifests: [...ingressGateway(), ...charts((app) => new OnlineBoutiqueChart(app))],
  running: [FRONTEND, 'hipster-app/productcatalogservice', 'hipster-app/redis-cart'],
  requests: [
    {
      name: GRPC,
      from: FRONTEND,
      method: 'POST',
      url: 'http://productcatalogservice:3550/hipstershop.ProductCatalogService/ListProducts',
      http2: true,
      expect: {
        status: 200,
        backend: 'hipster-app/productcatalogservice',
        sees: { protocol: 'h2' },
        peerIdentity: identity('hipster-app', 'frontend'),
      },
    },
    {
      name: REDIS,
      from: FRONTEND,
      url: 'tcp://redis-cart:6379',
      expect: {
        backend: 'hipster-app/redis-cart',
        sees: { protocol: 'tcp' },
        peerIdentity: identity('hipster-app', 'frontend'),
      },
    },
  ],
  negatives: [
    {
      change: 'the port of the gRPC service is called http',
      mutate: (manifests) => {
        find(manifests, 'Service', 'productcatalogservice').spec.ports[0].name = 'http';
      },
      because: { [GRPC]: { status: 200, sees: { protocol: 'http/1.1' } } },
    },
    {
      change: 'the port of Redis is called http',
      mutate: (manifests) => {
        find(manifests, 'Service', 'redis-cart').spec.ports[0].name = 'http-redis';
      },
      because: { [REDIS]: { failed: 'connection closed' } },
    },
  ],
});
