import { BookinfoChart } from '../../../examples/bookinfo/chart';
import { ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const REVIEWS = 'http://reviews:9080/reviews/0';
const [V1, V2, V3] = ['bookinfo/reviews-v1', 'bookinfo/reviews-v2', 'bookinfo/reviews-v3'] as const;

scenario({
  title:
    'A release shares the requests of callers in the mesh as its split says, and always gives the canary what asks for it',
  manifests: [...ingressGateway(), ...charts((app) => new BookinfoChart(app))],
  credentials: [{ secret: 'istio-system/bookinfo-example-com', hosts: ['bookinfo.example.com'] }],
  running: ['bookinfo/productpage-v1', V1, V2, V3],
  requests: [
    {
      name: '80 of 100 requests stay with the stable version',
      from: 'bookinfo/productpage-v1',
      url: REVIEWS,
      count: 500,
      expect: { status: 200, share: { [V1]: 0.8, [V2]: 0.2, [V3]: 0 } },
    },
    {
      name: 'requests with the header all go to the canary',
      from: 'bookinfo/productpage-v1',
      url: REVIEWS,
      headers: { 'x-canary': 'always' },
      count: 50,
      expect: { status: 200, share: { [V2]: 1 } },
    },
    {
      name: 'the caller is known by its identity',
      from: 'bookinfo/productpage-v1',
      url: REVIEWS,
      headers: { 'x-canary': 'always' },
      expect: {
        backend: V2,
        peerIdentity: 'spiffe://cluster.local/ns/bookinfo/sa/bookinfo-productpage',
        accessLog: [
          { proxy: 'bookinfo/productpage-v1', cluster: 'outbound|9080|v2|reviews.bookinfo.svc.cluster.local' },
        ],
      },
    },
  ],
  negatives: [
    {
      change: 'the weights are swapped',
      mutate: (manifests) => {
        const [stable, canary] = find(manifests, 'VirtualService', 'reviews').spec.http.at(-1).route;
        [stable.weight, canary.weight] = [canary.weight, stable.weight];
      },
      because: { '80 of 100 requests stay with the stable version': { status: 200, share: { [V1]: 0.2, [V2]: 0.8 } } },
    },
    {
      change: 'the subset of the canary selects a version that no pod has',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule').spec.subsets[1].labels.version = '2';
      },
      because: {
        'requests with the header all go to the canary': {
          status: 503,
          accessLog: [{ proxy: 'bookinfo/productpage-v1', flags: 'UH' }],
        },
      },
    },
    {
      change: 'the rule is for another host',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule').spec.host = 'review.bookinfo.svc.cluster.local';
      },
      because: {
        'requests with the header all go to the canary': {
          status: 503,
          accessLog: [{ proxy: 'bookinfo/productpage-v1', flags: 'NC' }],
        },
      },
    },
    {
      change: 'the route has no rules, so the Service balances over all versions',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'VirtualService', 'reviews')), 1);
      },
      because: {
        '80 of 100 requests stay with the stable version': {
          status: 200,
          share: { [V1]: 1 / 3, [V2]: 1 / 3, [V3]: 1 / 3 },
        },
      },
    },
  ],
});
