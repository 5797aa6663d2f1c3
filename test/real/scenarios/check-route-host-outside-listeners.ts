import { application } from '../base';
import { putRight, rules } from '../fixture';
import { managedGateway } from '../managed-gateway';
import { scenario } from '../scenario';

const REQUEST = 'requests get 404';

scenario({
  title: 'A route without a host in common with a listener is not attached',
  manifests: [
    ...managedGateway('shop', 'edge'),
    ...application('shop', 'web', 8080, ['v1']),
    ...rules('CDI0142', 'wrong'),
  ],
  check: { code: 'CDI0142', reported: ['HTTPRoute shop/web'] },
  requests: [{ name: REQUEST, to: 'shop/edge-istio', url: 'http://example.com/', expect: { status: 404 } }],
  negatives: [
    {
      change: 'put right',
      mutate: putRight('CDI0142'),
      because: { [REQUEST]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
