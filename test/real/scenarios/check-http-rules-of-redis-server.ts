import { application, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';

const REFUSED = 'nothing listens where the server is for Redis and the only rules are for http';

scenario({
  title: 'A server for Redis asks no http rules',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'web', 8080, ['v1']),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'edge', namespace: 'istio-system' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'redis', protocol: 'REDIS' }, hosts: ['*'] }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        hosts: ['*'],
        gateways: ['istio-system/edge'],
        http: [{ route: [{ destination: { host: 'web.shop.svc.cluster.local', port: { number: 8080 } } }] }],
      },
    },
  ],
  check: { code: 'CDI0102', reported: ['VirtualService shop/web'] },
  requests: [{ name: REFUSED, url: 'http://shop.example.com/', expect: { failed: 'connection refused' } }],
  negatives: [
    {
      change: 'the server is for HTTP',
      mutate: (manifests) => {
        find(manifests, 'Gateway', 'edge').spec.servers = [
          { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] },
        ];
      },
      because: { [REFUSED]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
