import { application } from '../base';
import { putRight, rules } from '../fixture';
import { managedGateway } from '../managed-gateway';
import { scenario } from '../scenario';

const REQUEST = 'requests get 404';

scenario({
  title: 'Each listener decides from which namespaces it takes routes',
  manifests: [
    ...managedGateway('istio-ingress', 'edge'),
    ...application('shop', 'web', 8080, ['v1']),
    ...rules('CDI0143', 'wrong'),
  ],
  check: { code: 'CDI0143', reported: ['HTTPRoute shop/web'] },
  requests: [
    { name: REQUEST, to: 'istio-ingress/edge-istio', url: 'http://web.example.com/', expect: { status: 404 } },
  ],
  negatives: [
    {
      change: 'put right',
      mutate: putRight('CDI0143'),
      because: { [REQUEST]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
