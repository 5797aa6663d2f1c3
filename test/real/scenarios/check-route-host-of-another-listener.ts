import { application } from '../base';
import { putRight, rules } from '../fixture';
import { managedGateway } from '../managed-gateway';
import { scenario } from '../scenario';

const REQUEST = 'requests get 404';

scenario({
  title: 'A request belongs to the listener with the closest hostname alone',
  manifests: [
    ...managedGateway('shop', 'edge'),
    ...application('shop', 'web', 8080, ['v1']),
    ...rules('CDI0147', 'wrong'),
  ],
  check: { code: 'CDI0147', reported: ['HTTPRoute shop/web'] },
  requests: [{ name: REQUEST, to: 'shop/edge-istio', url: 'http://web.example.com/', expect: { status: 404 } }],
  negatives: [
    {
      change: 'put right',
      mutate: putRight('CDI0147'),
      because: { [REQUEST]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
