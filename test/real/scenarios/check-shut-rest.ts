import { client } from '../base';
import { example, putRight } from '../fixture';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const OTHER = 'another port of the same pods is closed, which no policy names';

scenario({
  title: 'An ALLOW policy for requests closes the other ports of its pods',
  manifests: [...client('shop', 'checkout'), ...example('CDI0418', 'wrong')].map((manifest) => {
    const copy = structuredClone(manifest);
    if (copy.kind === 'Deployment' && copy.metadata.name === 'web') {
      copy.spec!.template.spec.containers[0].ports.push({ containerPort: 9000 });
    }
    return copy;
  }),
  check: { code: 'CDI0418', reported: ['AuthorizationPolicy shop/web'] },
  requests: [
    { name: 'what the policy allows gets in', from: CALLER, url: 'http://web/', expect: { status: 200 } },
    { name: OTHER, from: CALLER, url: 'tcp://web:9000', expect: { failed: 'connection closed' } },
  ],
  negatives: [
    {
      change: 'a rule allows the port',
      mutate: putRight('CDI0418'),
      because: { [OTHER]: { backend: 'shop/web' } },
      reported: [],
    },
  ],
});
