import { BookinfoChart } from '../../../examples/bookinfo/chart';
import { ingressGateway } from '../base';
import { find } from '../manifest';
import { identity } from '../mesh';
import { scenario } from '../scenario';
import { charts } from '../setting';

const HOST = 'bookinfo.example.com';
const PRODUCTPAGE = 'bookinfo/productpage-v1';
const [V1, V2, V3] = ['bookinfo/reviews-v1', 'bookinfo/reviews-v2', 'bookinfo/reviews-v3'] as const;
const OUTSIDE = 'every path of the host reaches the product page';
const DETAILS = 'details answers the product page';
const SPLIT = 'reviews answers the product page in two of its versions';
const RATINGS = 'ratings answers reviews';
const OTHER = 'another host has nothing on plain HTTP';

scenario({
  title: 'The bookinfo example: the page is for everybody, and every application answers the one that asks it',
  manifests: [...ingressGateway(), ...charts((app) => new BookinfoChart(app))],
  credentials: [{ secret: 'istio-system/bookinfo-example-com', hosts: [HOST] }],
  requests: [
    {
      name: OUTSIDE,
      url: `https://${HOST}/static/bootstrap/css/bootstrap.min.css?v=1`,
      expect: {
        status: 200,
        backend: PRODUCTPAGE,
        sees: { path: '/static/bootstrap/css/bootstrap.min.css?v=1' },
        peerIdentity: identity('istio-system', 'istio-ingressgateway-service-account'),
      },
    },
    { name: OTHER, url: 'http://other.example.com/', expect: { status: 404 } },
    {
      name: 'nor has it behind the TLS of this one',
      url: `https://${HOST}/`,
      headers: { host: 'other.example.com' },
      expect: { status: 404 },
    },
    {
      name: 'the split is for callers in the mesh, and the page has none',
      url: `https://${HOST}/productpage`,
      count: 50,
      expect: { status: 200, share: { [PRODUCTPAGE]: 1 } },
    },
    {
      name: DETAILS,
      from: PRODUCTPAGE,
      url: 'http://details:9080/details/0',
      expect: {
        status: 200,
        backend: 'bookinfo/details-v1',
        peerIdentity: identity('bookinfo', 'bookinfo-productpage'),
      },
    },
    {
      name: SPLIT,
      from: PRODUCTPAGE,
      url: 'http://reviews:9080/reviews/0',
      count: 300,
      expect: { status: 200, share: { [V1]: 0.8, [V2]: 0.2, [V3]: 0 } },
    },
    {
      name: 'the full name of the Service is split as well',
      from: PRODUCTPAGE,
      url: 'http://reviews.bookinfo.svc.cluster.local:9080/reviews/0',
      headers: { 'x-canary': 'always' },
      count: 30,
      expect: { status: 200, share: { [V2]: 1 } },
    },
    {
      name: RATINGS,
      from: V3,
      url: 'http://ratings:9080/ratings/0',
      expect: { status: 200, backend: 'bookinfo/ratings-v1', peerIdentity: identity('bookinfo', 'bookinfo-reviews') },
    },
  ],
  negatives: [
    {
      change: 'the Service of details selects other pods',
      mutate: (manifests) => {
        find(manifests, 'Service', 'details').spec.selector = { app: 'detail' };
      },
      because: { [DETAILS]: { status: 503, accessLog: [{ proxy: PRODUCTPAGE, flags: 'UH' }] } },
    },
    {
      change: 'the route of the page is that of ratings',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'productpage').spec.http[0].route[0].destination.host =
          'ratings.bookinfo.svc.cluster.local';
      },
      because: { [OUTSIDE]: { status: 200, backend: 'bookinfo/ratings-v1' } },
    },
    {
      change: 'the Gateway and its routes are for every host',
      mutate: (manifests) => {
        find(manifests, 'Gateway').spec.servers[0].hosts = ['*'];
        delete find(manifests, 'Gateway').spec.servers[0].tls;
        find(manifests, 'VirtualService', 'productpage').spec.hosts = ['*'];
      },
      because: { [OTHER]: { status: 200, backend: PRODUCTPAGE } },
    },
    {
      change: 'the pods of v2 are labelled v1',
      mutate: (manifests) => {
        find(manifests, 'Deployment', 'reviews-v2').spec.template.metadata.labels.version = 'v1';
      },
      because: {
        'the full name of the Service is split as well': { status: 503 },
      },
    },
  ],
});
