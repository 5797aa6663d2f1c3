import { application, client } from '../base';
import type { Expectation } from '../expectation';
import { rules } from '../fixture';
import type { Fields, Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'frontend/web';
const FULL = 'reviews.shop.svc.cluster.local';

const POLICY = 'a DestinationRule for reviews.shop holds for nothing';
const HOSTS = 'rules for the host ratings.shop are not asked, even for requests that name it so';
const HOSTS_FULL = 'nor for the full name';
const PORT_80 = 'on port 80 rules for stars.shop are asked by requests that name it so';
const PORT_80_FULL = 'and not by those with the full name';
const DESTINATION = 'a route to reviews.shop has no cluster: 503';

const ruledBy = (sni: string): Expectation => ({ status: 200, accessLog: [{ proxy: 'shop/reviews-v1', sni }] });

const virtualService = (name: string, host: string, http: Fields): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name, namespace: 'frontend' },
  spec: { hosts: [host], http: [http] },
});

const [rule] = rules('CDI0113', 'wrong');

scenario({
  title: 'Istio does not complete a host with a dot, as DNS does',
  manifests: [
    ...client('frontend', 'web'),
    ...application('shop', 'reviews', 9080, ['v1']),
    ...application('shop', 'ratings', 9080, ['v1']),
    ...application('shop', 'details', 9080, ['v1']),
    { ...rule, spec: { ...rule.spec, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: 'in-force' } } } },
    ...application('shop', 'stars', 80, ['v1']),
    virtualService('stars', 'stars.shop', { directResponse: { status: 418 } }),
    virtualService('ratings', 'ratings.shop', { directResponse: { status: 418 } }),
    virtualService('details', 'details.shop.svc.cluster.local', {
      route: [{ destination: { host: 'reviews.shop', port: { number: 9080 } } }],
    }),
  ],
  verdict: [
    { text: 'IST0101 VirtualService frontend/details', reason: 'the mistake itself, in a destination' },
    { text: 'IST0174 DestinationRule shop/reviews', reason: 'and in a DestinationRule; hosts get no message' },
  ],
  check: {
    code: 'CDI0113',
    reported: [
      'VirtualService frontend/stars',
      'DestinationRule shop/reviews',
      'VirtualService frontend/ratings',
      'VirtualService frontend/details',
    ],
  },
  requests: [
    { name: POLICY, from: CALLER, url: `http://${FULL}:9080/`, expect: ruledBy(`outbound_.9080_._.${FULL}`) },
    { name: HOSTS, from: CALLER, url: 'http://ratings.shop:9080/', expect: { status: 200 } },
    { name: PORT_80, from: CALLER, url: 'http://stars.shop/', expect: { status: 418 } },
    { name: PORT_80_FULL, from: CALLER, url: 'http://stars.shop.svc.cluster.local/', expect: { status: 200 } },
    {
      name: HOSTS_FULL,
      from: CALLER,
      url: 'http://ratings.shop.svc.cluster.local:9080/',
      expect: { status: 200, backend: 'shop/ratings-v1' },
    },
    {
      name: DESTINATION,
      from: CALLER,
      url: 'http://details.shop:9080/',
      expect: { status: 503, accessLog: [{ proxy: CALLER, flags: 'NC' }] },
    },
  ],
  negatives: [
    {
      change: 'the names are whole',
      mutate: (manifests) => {
        const { spec } = find(manifests, 'DestinationRule');
        spec.host = FULL;
        find(manifests, 'VirtualService', 'stars').spec.hosts = ['stars.shop.svc.cluster.local'];
        find(manifests, 'VirtualService', 'ratings').spec.hosts = ['ratings.shop.svc.cluster.local'];
        find(manifests, 'VirtualService', 'details').spec.http[0].route[0].destination.host = FULL;
      },
      because: {
        [POLICY]: ruledBy('in-force'),
        [HOSTS]: { status: 418 },
        [HOSTS_FULL]: { status: 418 },
        [PORT_80_FULL]: { status: 418 },
        [DESTINATION]: { status: 200, backend: 'shop/reviews-v1' },
      },
      reported: [],
    },
  ],
});
