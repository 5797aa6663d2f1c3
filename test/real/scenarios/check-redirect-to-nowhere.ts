import { application, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const HOST = 'shop.example.com';
const REDIRECT = 'plain HTTP is redirected';
const NEXT = 'and nothing is there';
const PORT = 'a rule redirects to a port without a server';

const portal: Manifest[] = [
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'portal', namespace: 'istio-system' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http-portal', protocol: 'HTTP' }, hosts: ['portal.example.com'] }],
    },
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'portal', namespace: 'shop' },
    spec: {
      hosts: ['portal.example.com'],
      gateways: ['istio-system/portal'],
      http: [{ redirect: { port: 8443 } }],
    },
  },
];

scenario({
  title: 'Redirects to a scheme or port on which a gateway does not listen',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'web', 8080, ['v1']),
    ...rules('CDI0130', 'wrong'),
    ...portal,
  ],
  credentials: [{ secret: 'istio-system/shop-cert', hosts: [HOST] }],
  check: { code: 'CDI0130', reported: ['Gateway istio-system/public', 'VirtualService shop/portal'] },
  requests: [
    { name: REDIRECT, url: `http://${HOST}/`, expect: { status: 301, redirect: `https://${HOST}/` } },
    { name: NEXT, url: `https://${HOST}/`, expect: { failed: 'connection refused' } },
    {
      name: PORT,
      url: 'http://portal.example.com/',
      expect: { status: 301, redirect: 'http://portal.example.com:8443/' },
    },
  ],
  negatives: [
    {
      change: 'the Gateway has a server with TLS, and the rule keeps the port',
      mutate: (manifests) => {
        putRight('CDI0130')(manifests);
        find(manifests, 'VirtualService', 'portal').spec.http[0].redirect = { uri: '/home', port: 80 };
      },
      because: {
        [NEXT]: { status: 200, backend: 'shop/web-v1' },
        [PORT]: { status: 301, redirect: 'http://portal.example.com/home' },
      },
      reported: [],
    },
    {
      change: 'the server does not redirect',
      mutate: (manifests) => {
        delete find(manifests, 'Gateway', 'public').spec.servers[0].tls;
      },
      because: { [REDIRECT]: { status: 200, backend: 'shop/web-v1' } },
      reported: ['VirtualService shop/portal'],
    },
  ],
});
