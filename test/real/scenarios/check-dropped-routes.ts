import { application } from '../base';
import { putRight, rules } from '../fixture';
import { managedGateway } from '../managed-gateway';
import { scenario } from '../scenario';

const REQUEST = 'requests of any rule get 404';

scenario({
  title: 'A filter that istiod does not know at a backend takes all rules of the route with it',
  manifests: [
    ...managedGateway('shop', 'edge'),
    ...application('shop', 'web', 8080, ['v1']).map((each) =>
      each.kind === 'Service'
        ? { ...each, spec: { ...each.spec, ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }] } }
        : each,
    ),
    ...rules('CDI0166', 'wrong'),
  ],
  check: { code: 'CDI0166', reported: ['HTTPRoute shop/web'] },
  requests: [{ name: REQUEST, to: 'shop/edge-istio', url: 'http://web.example.com/', expect: { status: 404 } }],
  negatives: [
    {
      change: 'put right',
      mutate: putRight('CDI0166'),
      because: { [REQUEST]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
