import { OnlineBoutiqueChart } from '../../../examples/online-boutique/chart';
import { ingressGateway } from '../base';
import { find } from '../manifest';
import { identity } from '../mesh';
import type { ScenarioRequest } from '../scenario';
import { scenario } from '../scenario';
import { charts } from '../setting';

const [V10, V11] = ['hipster-app/frontend-1-0', 'hipster-app/frontend-1-1'] as const;
const MESH = 'callers in the mesh are not split';

/** Who asks whom, as the environment variables of the example say, and the port of the Service. */
const GRPC: [caller: string, service: string, port: number][] = [
  ['frontend-1-0', 'adservice', 9555],
  ['frontend-1-1', 'cartservice', 7070],
  ['frontend-1-0', 'checkoutservice', 5050],
  ['frontend-1-0', 'currencyservice', 7000],
  ['checkoutservice', 'emailservice', 5000],
  ['checkoutservice', 'paymentservice', 50051],
  ['frontend-1-0', 'productcatalogservice', 3550],
  ['frontend-1-0', 'recommendationservice', 8080],
  ['checkoutservice', 'shippingservice', 50051],
];

scenario({
  title: 'The online boutique example: every Service answers in the mesh on its port, in the protocol of its name',
  manifests: [...ingressGateway(), ...charts((app) => new OnlineBoutiqueChart(app))],
  requests: [
    ...GRPC.map(([caller, service, port]): ScenarioRequest => ({
      name: `${service} answers gRPC`,
      from: `hipster-app/${caller}`,
      method: 'POST',
      url: `http://${service}:${port}/hipstershop.Service/Call`,
      http2: true,
      expect: {
        status: 200,
        backend: `hipster-app/${service}`,
        sees: { protocol: 'h2' },
        peerIdentity: identity('hipster-app', caller.replace(/-1-[01]$/, '')),
      },
    })),
    {
      name: 'redis-cart answers TCP',
      from: 'hipster-app/cartservice',
      url: 'tcp://redis-cart:6379',
      expect: {
        backend: 'hipster-app/redis-cart',
        sees: { protocol: 'tcp' },
        peerIdentity: identity('hipster-app', 'cartservice'),
      },
    },
    {
      name: MESH,
      from: 'hipster-app/checkoutservice',
      url: 'http://frontend/',
      count: 200,
      expect: { status: 200, share: { [V10]: 0.5, [V11]: 0.5 } },
    },
    {
      name: 'clients outside are',
      url: 'http://jeonj.io/product/1?currency=EUR',
      count: 200,
      expect: {
        status: 200,
        share: { [V10]: 0.8, [V11]: 0.2 },
        sees: { path: '/product/1?currency=EUR' },
      },
    },
    { name: 'another host is not served', url: 'http://other.example.com/', expect: { status: 404 } },
  ],
  negatives: [
    {
      change: 'the routes are for the mesh too',
      mutate: (manifests) => {
        const { spec } = find(manifests, 'VirtualService');
        spec.gateways.push('mesh');
        spec.hosts.push('frontend.hipster-app.svc.cluster.local');
      },
      because: { [MESH]: { status: 200, share: { [V10]: 0.8, [V11]: 0.2 } } },
    },
    {
      change: 'the Service of e-mail leads to the port that it has itself',
      mutate: (manifests) => {
        find(manifests, 'Service', 'emailservice').spec.ports[0].targetPort = 5000;
      },
      because: { 'emailservice answers gRPC': { status: 503 } },
    },
    {
      change: 'the ports of Redis and of the cart are called http',
      mutate: (manifests) => {
        find(manifests, 'Service', 'redis-cart').spec.ports[0].name = 'http-redis';
        find(manifests, 'Service', 'cartservice').spec.ports[0].name = 'http';
      },
      because: {
        'redis-cart answers TCP': { failed: 'connection closed' },
        'cartservice answers gRPC': { status: 200, sees: { protocol: 'http/1.1' } },
      },
    },
  ],
});
