import { application, client } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { seed } from '../setting';

scenario({
  title: 'As written: the rule defines subsets of another host, so every request of the split fails',
  replacedBy: 'canary-release-split-in-mesh',
  manifests: [
    ...client('hipster-app', 'frontend'),
    ...application('hipster-app', 'service-a', 8080, ['1.0', '1.1']),
    ...application('hipster-app', 'property-business-service', 8080, ['1.0']),
    ...seed('foreign-subsets.yaml', 'hipster-app'),
  ],
  requests: [
    {
      name: 'every request fails',
      from: 'hipster-app/frontend',
      url: 'http://service-a:8080/',
      count: 20,
      expect: { status: 503, accessLog: [{ proxy: 'hipster-app/frontend', flags: 'NC' }] },
    },
  ],
  verdict: [
    {
      text: 'IST0101 VirtualService hipster-app/service-a: Referenced host+subset in destinationrule not found',
      reason: 'the mistake itself, which the analyzers see',
    },
  ],
  negatives: [
    {
      change: 'the rule is for the host of the route, and its second subset has a label',
      mutate: (manifests) => {
        const { spec } = find(manifests, 'DestinationRule');
        spec.host = 'service-a';
        spec.subsets[1].labels = { version: '1.1' };
      },
      because: { 'every request fails': { status: 200 } },
    },
  ],
});
