import { application, ingressGateway } from '../base';
import { rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const NO_CERTIFICATE = 'the handshake is cut off';
const OTHER = 'another server of the same port has its certificate, and works';

const gateway = (name: string): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { name, namespace: 'shop' },
  spec: {
    selector: { istio: 'ingressgateway' },
    servers: [
      {
        port: { number: 443, name: 'https', protocol: 'HTTPS' },
        hosts: [`${name}.example.com`],
        tls: { mode: 'SIMPLE', credentialName: name },
      },
    ],
  },
});

scenario({
  title: 'The pods of a gateway look for the certificates of its servers in their own namespace',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'web', 8080, ['v1']),
    ...rules('CDI0104', 'wrong').filter(({ kind }) => kind === 'Gateway'),
    gateway('other'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        hosts: ['shop.example.com', 'other.example.com'],
        gateways: ['shop', 'other'],
        http: [{ route: [{ destination: { host: 'web', port: { number: 8080 } } }] }],
      },
    },
  ],
  credentials: [
    { secret: 'shop/shop', hosts: ['shop.example.com'] },
    { secret: 'istio-system/shop-example', hosts: ['shop.example.com'] },
    { secret: 'istio-system/other', hosts: ['other.example.com'] },
  ],
  verdict: [{ text: 'IST0101 Gateway shop/shop', reason: 'the mistake itself, which the analyzers see' }],
  check: { code: 'CDI0104', reported: ['Gateway shop/shop'] },
  requests: [
    { name: NO_CERTIFICATE, url: 'https://shop.example.com/', expect: { failed: 'connection closed' } },
    { name: OTHER, url: 'https://other.example.com/', expect: { status: 200, certificate: 'DNS:other.example.com' } },
  ],
  negatives: [
    {
      change: "the server names a Secret of the namespace of the gateway's pods",
      mutate: (manifests) => {
        find(manifests, 'Gateway', 'shop').spec.servers[0].tls.credentialName = 'shop-example';
      },
      because: { [NO_CERTIFICATE]: { status: 200, certificate: 'DNS:shop.example.com' } },
      reported: [],
    },
  ],
});
