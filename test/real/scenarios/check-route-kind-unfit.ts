import { application } from '../base';
import { putRight, rules } from '../fixture';
import { managedGateway } from '../managed-gateway';
import { scenario } from '../scenario';

const REQUEST = 'requests get 404';

scenario({
  title: 'A listener for TLS takes no HTTPRoute',
  manifests: [
    ...managedGateway('shop', 'edge'),
    ...application('shop', 'web', 8080, ['v1']),
    ...rules('CDI0141', 'wrong'),
  ],
  check: { code: 'CDI0141', reported: ['HTTPRoute shop/web'] },
  requests: [{ name: REQUEST, to: 'shop/edge-istio', url: 'http://web.example.com/', expect: { status: 404 } }],
  negatives: [
    {
      change: 'put right',
      mutate: putRight('CDI0141'),
      because: { [REQUEST]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
