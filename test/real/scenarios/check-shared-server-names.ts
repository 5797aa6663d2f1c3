import { application, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';

const FIRST = 'a gateway takes the names of the list that has them first';
const LEFT_OUT =
  'it leaves out the match with a name that it has already, and connections for its other names are closed';

const route = [{ destination: { host: 'shop.shop.svc.cluster.local', port: { number: 8443 } } }];
const rule = (...names: string[]): object => ({
  match: [{ port: 443, sniHosts: names.map((name) => `${name}.example.com`) }],
  route,
});

scenario({
  title: 'A gateway leaves out tls matches that share a server name with one before',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'shop', 8443, ['v1']),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: { selector: { app: 'shop' }, ports: [{ name: 'tls', port: 8443 }] },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'istio-system' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [
          {
            port: { number: 443, name: 'tls', protocol: 'TLS' },
            hosts: ['*.example.com'],
            tls: { mode: 'PASSTHROUGH' },
          },
        ],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: {
        hosts: ['*.example.com'],
        gateways: ['istio-system/public'],
        tls: [rule('a', 'b'), rule('b', 'c')],
      },
    },
  ],
  check: { code: 'CDI0116', reported: ['VirtualService shop/shop'] },
  requests: [
    {
      name: FIRST,
      url: 'https://b.example.com/',
      trustsAnyone: true,
      expect: { status: 200, backend: 'shop/shop-v1' },
    },
    { name: LEFT_OUT, url: 'https://c.example.com/', trustsAnyone: true, expect: { failed: 'connection closed' } },
  ],
  negatives: [
    {
      change: 'each name stands once',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'shop').spec.tls = [rule('a'), rule('b', 'c')];
      },
      because: { [LEFT_OUT]: { status: 200 } },
      reported: [],
    },
    {
      change: 'no list has the name',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'shop').spec.tls = [rule('a')];
      },
      because: { [FIRST]: { failed: 'connection closed' } },
      reported: [],
    },
  ],
});
