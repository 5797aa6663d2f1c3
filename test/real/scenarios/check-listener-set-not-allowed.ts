import { application } from '../base';
import { putRight, rules } from '../fixture';
import { managedGateway } from '../managed-gateway';
import { scenario } from '../scenario';

const REQUEST = 'requests get 404';

scenario({
  title: 'A Gateway takes no ListenerSets unless it says so',
  manifests: [
    ...managedGateway('istio-ingress', 'edge'),
    ...application('shop', 'web', 8080, ['v1']),
    ...rules('CDI0148', 'wrong'),
  ],
  check: { code: 'CDI0148', reported: ['ListenerSet shop/web'] },
  requests: [
    { name: REQUEST, to: 'istio-ingress/edge-istio', url: 'http://web.example.com/', expect: { status: 404 } },
  ],
  negatives: [
    {
      change: 'put right',
      mutate: putRight('CDI0148'),
      because: { [REQUEST]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
