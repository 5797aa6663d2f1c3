import { application, client } from '../base';
import { rules } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const RULE = 'the rule is not used: the header is not set';

const [route] = rules('CDI0146', 'wrong');
route.spec!.rules[0].filters = [
  { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'x-rules', value: 'HTTPRoute' }] } },
];

scenario({
  title: 'A Service as parent needs its group, which is empty',
  manifests: [...client('shop', 'job'), ...application('shop', 'web', 8080, ['v1']), route],
  check: { code: 'CDI0146', reported: ['HTTPRoute shop/web'] },
  requests: [
    {
      name: RULE,
      from: 'shop/job',
      url: 'http://web.shop.svc.cluster.local:8080/',
      expect: { status: 200, header: { 'x-rules': null } },
    },
  ],
  negatives: [
    {
      change: 'the group is written',
      mutate: (manifests) => {
        find(manifests, 'HTTPRoute').spec.parentRefs[0].group = '';
      },
      because: { [RULE]: { status: 200, header: { 'x-rules': 'HTTPRoute' } } },
      reported: [],
    },
  ],
});
