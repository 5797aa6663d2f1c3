import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, manifest, service, subsets } from '../../manifests';
import { testCases, textsOf } from '../found';

const REVIEWS = 'reviews.shop.svc.cluster.local';
const hash = { loadBalancer: { consistentHash: { useSourceIp: true } } };

testCases('CDI', [
  {
    name: 'two DestinationRules with different exportTo that some namespace sees both of',
    manifests: [
      service('shop/reviews', [80]),
      destinationRule('shop/a', { host: REVIEWS, ...subsets('v1') }),
      destinationRule('shop/b', { host: REVIEWS, ...subsets('v2'), exportTo: ['*'] }),
    ],
    finds: ['CDI0109 warning DestinationRule shop/b spec.exportTo'],
  },
  {
    name: 'a private DestinationRule beside one that selects pods',
    manifests: [
      service('shop/reviews', [80]),
      destinationRule('shop/a', { host: REVIEWS, workloadSelector: { matchLabels: { app: 'a' } } }),
      destinationRule('shop/b', { host: REVIEWS, exportTo: ['.'] }),
      destinationRule('front/b', { host: REVIEWS, exportTo: ['.'] }),
      destinationRule('shop/c', { host: 'ratings', exportTo: ['.'] }),
    ],
    finds: ['CDI0109 warning DestinationRule shop/b spec.exportTo'],
  },
  {
    name: 'two DestinationRules for different namespaces',
    manifests: [
      service('shop/reviews', [80]),
      destinationRule('shop/a', { host: REVIEWS, ...subsets('v1'), exportTo: ['.'] }),
      destinationRule('shop/b', { host: REVIEWS, ...subsets('v1'), exportTo: ['front'] }),
    ],
    finds: [],
  },
  {
    name: 'a DestinationRule that is exported to more namespaces than the one that it is merged into',
    manifests: [
      service('shop/reviews', [80]),
      destinationRule('shop/a', { host: REVIEWS, ...subsets('v1'), exportTo: ['front'] }),
      destinationRule('shop/b', { host: REVIEWS, ...subsets('v1'), exportTo: ['front', 'back'] }),
    ],
    finds: [
      'CDI0109 warning DestinationRule shop/b spec.exportTo',
      'CDI0109 warning DestinationRule shop/b spec.subsets[0].name',
    ],
  },
  {
    name: 'two DestinationRules that complete each other, and two that do not',
    manifests: [
      service('shop/reviews', [80]),
      destinationRule('shop/a', { host: 'reviews', ...subsets('v1') }),
      destinationRule('shop/b', { host: REVIEWS, ...subsets('v2'), trafficPolicy: hash }),
      destinationRule('shop/c', { host: REVIEWS, ...subsets('v3', 'v1') }),
    ],
    finds: ['CDI0109 warning DestinationRule shop/c spec.subsets[1].name'],
  },
]);

test.each<[string[], string]>([
  [['a', 'b'], 'so namespace b gets neither rule.'],
  [['a', 'b', 'c'], 'so the namespaces b and c get neither rule.'],
])('CDI0109 says who gets nothing of a rule for %j', (exportTo, lost) => {
  const rule = (name: string, to: string[]): Manifest =>
    manifest('DestinationRule', name, { host: 'reviews', exportTo: to, subsets: [{ name }] });
  expect(textsOf('CDI0109', [rule('shop/a', ['a']), rule('shop/b', exportTo)])).toEqual([
    [
      'DestinationRule shop/a also has the host reviews.shop.svc.cluster.local, and is exported to fewer namespaces than this rule. ' +
        `istiod merges this rule into that one and keeps the exportTo of that one, ${lost}`,
      'Write one DestinationRule for reviews.shop.svc.cluster.local, or give both rules the same exportTo.',
    ],
  ]);
});
