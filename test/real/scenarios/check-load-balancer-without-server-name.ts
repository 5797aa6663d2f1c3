import { application, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const UNNAMED = 'TLS without a server name, as the load balancer speaks it, is closed';
const NAMED = 'although the server takes TLS with the name';
const headers = { host: 'shop.example.com' };

scenario({
  title: 'A load balancer that encrypts without a server name, in front of a server with named hosts',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'shop', 8080, ['v1']),
    ...rules('CDI0152', 'wrong'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: {
        hosts: ['shop.example.com'],
        gateways: ['istio-system/shop'],
        http: [{ route: [{ destination: { host: 'shop', port: { number: 8080 } } }] }],
      },
    },
  ],
  credentials: [{ secret: 'istio-system/shop-cert', hosts: ['shop.example.com'] }],
  check: { code: 'CDI0152', reported: ['Gateway istio-system/shop'] },
  requests: [
    {
      name: UNNAMED,
      url: 'https://10.0.0.1/',
      headers,
      trustsAnyone: true,
      expect: { failed: 'connection closed' },
    },
    {
      name: NAMED,
      url: 'https://shop.example.com/',
      expect: { status: 200, backend: 'shop/shop-v1' },
    },
  ],
  negatives: [
    {
      change: 'the server takes every name, and none',
      mutate: putRight('CDI0152'),
      because: { [UNNAMED]: { status: 200, backend: 'shop/shop-v1' } },
      reported: [],
    },
  ],
});
