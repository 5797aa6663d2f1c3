import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const UNKNOWN = 'the proxy does not know the host, and rejects the request';

scenario({
  title: 'A Sidecar that imports a host from a namespace that does not have it',
  manifests: [
    ...client('shop', 'checkout'),
    ...application('books', 'reviews', 80, ['v1']),
    ...rules('CDI0213', 'wrong'),
  ],
  meshConfig: 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
  check: { code: 'CDI0213', reported: ['Sidecar shop/default'] },
  requests: [
    {
      name: UNKNOWN,
      from: 'shop/checkout',
      url: 'http://reviews.books.svc.cluster.local/',
      expect: { failed: 'connection closed', accessLog: [{ proxy: 'shop/checkout', cluster: 'BlackHoleCluster' }] },
    },
  ],
  negatives: [
    {
      change: 'the Sidecar imports it',
      mutate: putRight('CDI0213'),
      because: { [UNKNOWN]: { status: 200, backend: 'books/reviews-v1' } },
      reported: [],
    },
  ],
});
