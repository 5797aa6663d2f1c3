import { application, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const OWN = 'a connection for the host itself gets its page';
const REUSED = 'a request for the other host over a connection to the first one gets 404';
const BACK = 'and the other way round';

scenario({
  title: 'Two servers with certificates for the hosts of each other, and a browser that uses one connection for both',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'cart', 8080, ['v1']),
    ...application('shop', 'login', 8080, ['v1']),
    ...rules('CDI0150', 'wrong'),
  ],
  credentials: ['cart-cert', 'login-cert', 'shop-cert'].map((name) => ({
    secret: `istio-system/${name}`,
    hosts: ['*.example.com'],
  })),
  check: { code: 'CDI0150', reported: ['Gateway shop/cart', 'Gateway shop/login'] },
  requests: [
    {
      name: OWN,
      url: 'https://login.example.com/',
      http2: true,
      expect: { status: 200, backend: 'shop/login-v1' },
    },
    {
      name: REUSED,
      url: 'https://login.example.com/',
      sni: 'cart.example.com',
      http2: true,
      expect: { status: 404, certificate: 'DNS:*.example.com' },
    },
    {
      name: BACK,
      url: 'https://cart.example.com/',
      sni: 'login.example.com',
      http2: true,
      expect: { status: 404, certificate: 'DNS:*.example.com' },
    },
  ],
  negatives: [
    {
      change: 'one server has both hosts',
      mutate: putRight('CDI0150'),
      because: {
        [REUSED]: { status: 200, backend: 'shop/login-v1' },
        [BACK]: { status: 200, backend: 'shop/cart-v1' },
      },
      reported: [],
    },
  ],
});
