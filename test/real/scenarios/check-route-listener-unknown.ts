import { application } from '../base';
import { putRight, rules } from '../fixture';
import { managedGateway } from '../managed-gateway';
import { scenario } from '../scenario';

const REQUEST = 'requests get 404';

scenario({
  title: 'A route for a listener that its Gateway does not have is attached to nothing',
  manifests: [
    ...managedGateway('shop', 'edge'),
    ...application('shop', 'web', 8080, ['v1']),
    ...rules('CDI0140', 'wrong'),
  ],
  check: { code: 'CDI0140', reported: ['HTTPRoute shop/web'] },
  requests: [{ name: REQUEST, to: 'shop/edge-istio', url: 'http://web.example.com/', expect: { status: 404 } }],
  negatives: [
    {
      change: 'put right',
      mutate: putRight('CDI0140'),
      because: { [REQUEST]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
