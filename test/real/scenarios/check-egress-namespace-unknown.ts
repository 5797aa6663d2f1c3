import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const UNKNOWN = 'the proxy does not know the host, and rejects the request';

scenario({
  title: 'A Sidecar that names a Service where a namespace belongs',
  manifests: [
    ...client('shop', 'checkout'),
    ...application('shop', 'reviews', 80, ['v1']),
    ...rules('CDI0212', 'wrong'),
  ],
  meshConfig: 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
  check: { code: 'CDI0212', reported: ['Sidecar shop/default'] },
  requests: [
    {
      name: UNKNOWN,
      from: 'shop/checkout',
      url: 'http://reviews.shop.svc.cluster.local/',
      expect: { failed: 'connection closed' },
    },
  ],
  negatives: [
    {
      change: 'the Sidecar imports it',
      mutate: putRight('CDI0212'),
      because: { [UNKNOWN]: { status: 200, backend: 'shop/reviews-v1' } },
      reported: [],
    },
  ],
});
