import { application, client } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { seed } from '../setting';

scenario({
  title: 'As written: the route names subsets before any rule defines them, and every request fails until one does',
  replacedBy: 'canary-release-rollout',
  manifests: [
    ...client('default', 'productpage'),
    ...application('default', 'reviews', 9080, ['v1', 'v2']),
    ...seed('route-before-rule.yaml', 'default'),
  ],
  requests: [
    {
      name: 'every request fails',
      from: 'default/productpage',
      url: 'http://reviews:9080/',
      count: 20,
      expect: { status: 503, accessLog: [{ proxy: 'default/productpage', flags: 'NC' }] },
    },
  ],
  verdict: [
    {
      text: 'IST0101 VirtualService default/reviews: Referenced host+subset in destinationrule not found',
      reason: 'the mistake itself, which the analyzers see',
    },
  ],
  negatives: [
    {
      change: 'the rule is there',
      mutate: (manifests) => {
        const host = find(manifests, 'VirtualService').spec.hosts[0];
        manifests.push({
          apiVersion: 'networking.istio.io/v1',
          kind: 'DestinationRule',
          metadata: { name: 'reviews', namespace: 'default' },
          spec: { host, subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })) },
        });
      },
      because: { 'every request fails': { status: 200, share: { 'default/reviews-v2': 1 } } },
    },
  ],
});
