import { application, client, ingressGateway } from '../base';
import type { Manifest } from '../manifest';
import { created, find } from '../manifest';
import { scenario } from '../scenario';

const SAME = 'a rule for all paths takes the requests of those behind it';
const EXPRESSION = 'expressions too';
const OLDER = 'at a gateway a rule of an older VirtualService takes those of a younger one';

const to = (name: string): object[] => [
  { destination: { host: `${name}.shop.svc.cluster.local`, port: { number: 8080 } } },
];
const rule = (name: string, match: object): object => ({ match: [{ uri: match }], route: to(name) });
const ALL = rule('web', { prefix: '/' });
const API = rule('api', { exact: '/api' });
const VERSIONS = rule('api', { regex: '/v[0-9]+/.*' });

const atGateway = (minute: number, name: string, ...http: object[]): Manifest =>
  created(minute, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'shop' },
    spec: { hosts: ['shop.example.com'], gateways: ['istio-system/public'], http },
  });

scenario({
  title: 'Rules for HTTP that others take all requests of',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'web', 8080, ['v1']),
    ...application('shop', 'api', 8080, ['v1']),
    ...client('shop', 'job'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'istio-system' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { hosts: ['web'], http: [ALL, API, VERSIONS] },
    },
    atGateway(1, 'older', rule('web', { prefix: '/a' })),
    atGateway(2, 'younger', rule('api', { prefix: '/a/b' }), rule('api', { prefix: '/c' })),
  ],
  check: { code: 'CDI0117', reported: ['VirtualService shop/web', 'VirtualService shop/younger'] },
  requests: [
    {
      name: SAME,
      from: 'shop/job',
      url: 'http://web.shop.svc.cluster.local:8080/api',
      expect: { status: 200, backend: 'shop/web-v1' },
    },
    {
      name: EXPRESSION,
      from: 'shop/job',
      url: 'http://web.shop.svc.cluster.local:8080/v1/x',
      expect: { status: 200, backend: 'shop/web-v1' },
    },
    { name: OLDER, url: 'http://shop.example.com/a/b', expect: { status: 200, backend: 'shop/web-v1' } },
  ],
  negatives: [
    {
      change: 'what takes less comes first',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'web').spec.http = [API, VERSIONS, ALL];
        find(manifests, 'VirtualService', 'older').spec.http = [rule('web', { prefix: '/b' })];
      },
      because: {
        [SAME]: { status: 200, backend: 'shop/api-v1' },
        [EXPRESSION]: { status: 200, backend: 'shop/api-v1' },
        [OLDER]: { status: 200, backend: 'shop/api-v1' },
      },
      reported: [],
    },
  ],
});
