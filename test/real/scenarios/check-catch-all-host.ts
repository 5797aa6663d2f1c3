import { application, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import type { Manifest } from '../manifest';
import { created } from '../manifest';
import { scenario } from '../scenario';

const ANY = 'a host that nobody has named is served, by the older one of two teams that took everything';
const NAMED = 'a host that another server names is not';

const [gateway, routes] = rules('CDI0112', 'wrong');
/** The example, copied by another team. */
const copied = [gateway, routes].map((manifest) => ({
  ...manifest,
  metadata: { ...manifest.metadata, namespace: 'blog' },
}));

const named = (kind: string, spec: object): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { name: 'named', namespace: 'blog' },
  spec: { ...spec },
});

scenario({
  title: 'A server for every host takes what no other server names',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'shop', 8080, ['v1']),
    ...application('blog', 'blog', 8080, ['v1']),
    created(0, gateway),
    created(0, routes),
    named('Gateway', {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['blog.example.com'] }],
    }),
    named('VirtualService', {
      hosts: ['blog.example.com'],
      gateways: ['named'],
      http: [{ route: [{ destination: { host: 'blog', port: { number: 8080 } } }] }],
    }),
    created(1, copied[0]),
    created(1, {
      ...copied[1],
      spec: {
        ...copied[1].spec,
        http: [{ route: [{ destination: { host: 'blog', port: { number: 8080 } } }] }],
      },
    }),
  ],
  verdict: [{ text: 'IST0145', reason: 'the collision, which the analyzers see' }],
  check: { code: 'CDI0112', reported: ['VirtualService shop/shop', 'VirtualService blog/shop'] },
  requests: [
    { name: ANY, url: 'http://shop.example.con/', count: 5, expect: { status: 200, share: { 'shop/shop-v1': 1 } } },
    { name: NAMED, url: 'http://blog.example.com/', expect: { status: 200, backend: 'blog/blog-v1' } },
  ],
  negatives: [
    {
      change: 'the hosts are named',
      mutate: putRight('CDI0112'),
      because: { [ANY]: { status: 200, share: { 'blog/blog-v1': 1 } } },
      reported: ['VirtualService blog/shop'],
    },
  ],
});
