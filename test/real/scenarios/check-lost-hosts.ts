import { application, ingressGateway } from '../base';
import type { Manifest } from '../manifest';
import { putRight, rules } from '../fixture';
import { created, find } from '../manifest';
import { scenario } from '../scenario';

const NARROW =
  'a server with the name itself takes the connections from one with a wildcard, and has no rules for them';
const PROTOCOL = 'a server for HTTP whose port is one for TCP is not there';

const gateway = (minute: number, name: string, protocol: string): Manifest =>
  created(minute, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace: 'shop' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: `${protocol.toLowerCase()}-${name}`, protocol }, hosts: ['*'] }],
    },
  });

scenario({
  title: 'Hosts of VirtualServices whose requests another server of the port gets',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'cart', 8080, ['v1']),
    ...rules('CDI0158', 'wrong'),
    gateway(1, 'bytes', 'TCP'),
    gateway(2, 'requests', 'HTTP'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'plain', namespace: 'shop' },
      spec: {
        hosts: ['plain.example.com'],
        gateways: ['requests'],
        http: [{ directResponse: { status: 418 } }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'bytes', namespace: 'shop' },
      spec: {
        hosts: ['*'],
        gateways: ['bytes'],
        tcp: [{ route: [{ destination: { host: 'cart', port: { number: 8080 } } }] }],
      },
    },
  ],
  credentials: ['everything-cert', 'cart-cert'].map((name) => ({
    secret: `istio-system/${name}`,
    hosts: ['*.example.com'],
  })),
  verdict: [
    { text: 'IST0145 Gateway shop/bytes', reason: 'two Gateways have one port' },
    { text: 'IST0145 Gateway shop/requests', reason: 'two Gateways have one port' },
  ],
  check: { code: 'CDI0158', reported: ['VirtualService shop/cart', 'VirtualService shop/plain'] },
  requests: [
    { name: NARROW, url: 'https://cart.example.com/', expect: { status: 404 } },
    { name: PROTOCOL, url: 'http://plain.example.com/', expect: { status: 200, backend: 'shop/cart-v1' } },
  ],
  negatives: [
    {
      change: 'the VirtualService names both Gateways',
      mutate: putRight('CDI0158'),
      because: { [NARROW]: { status: 200, backend: 'shop/cart-v1' } },
      reported: ['VirtualService shop/plain'],
    },
    {
      change: 'the server for HTTP is the only one of the port',
      mutate: (manifests) => {
        find(manifests, 'Gateway', 'bytes').spec.servers[0].port.number = 9999;
      },
      because: { [PROTOCOL]: { status: 418 } },
      reported: ['VirtualService shop/cart'],
    },
  ],
});
