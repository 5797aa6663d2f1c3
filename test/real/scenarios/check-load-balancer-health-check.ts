import { application, ingressGateway } from '../base';
import { rules } from '../fixture';
import { scenario } from '../scenario';

const HEALTH = 'the health check, which asks for "/" by the address of the gateway, gets 404';
const SERVED = 'although the gateway serves its hosts';

scenario({
  title: 'A load balancer that asks the gateway for "/" takes it for unhealthy',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'shop', 8080, ['v1']),
    ...rules('CDI0402', 'wrong'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'served', namespace: 'shop' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'served', namespace: 'shop' },
      spec: {
        hosts: ['shop.example.com'],
        gateways: ['served'],
        http: [{ route: [{ destination: { host: 'shop', port: { number: 8080 } } }] }],
      },
    },
  ],
  check: { code: 'CDI0402', reported: ['Ingress istio-system/front'] },
  requests: [
    { name: HEALTH, url: 'http://10.0.0.1/', expect: { status: 404 } },
    { name: SERVED, url: 'http://shop.example.com/', expect: { status: 200, backend: 'shop/shop-v1' } },
  ],
  negatives: [
    {
      change: 'the gateway serves every host',
      mutate: (manifests) => {
        manifests.filter(({ kind }) => kind === 'VirtualService').forEach(({ spec }) => (spec!.hosts = ['*']));
        manifests.filter(({ kind }) => kind === 'Gateway').forEach(({ spec }) => (spec!.servers[0].hosts = ['*']));
      },
      because: { [HEALTH]: { status: 200, backend: 'shop/shop-v1' } },
      reported: [],
    },
  ],
});
