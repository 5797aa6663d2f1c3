import { application } from '../base';
import { putRight, rules } from '../fixture';
import { managedGateway } from '../managed-gateway';
import { scenario } from '../scenario';

const REQUEST = 'requests get an error';

scenario({
  title: 'A route to a port that the Service does not have',
  manifests: [
    ...managedGateway('shop', 'edge'),
    ...application('shop', 'web', 8080, ['v1']).map((each) =>
      each.kind === 'Service'
        ? { ...each, spec: { ...each.spec, ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }] } }
        : each,
    ),
    ...rules('CDI0144', 'wrong'),
  ],
  check: { code: 'CDI0144', reported: ['HTTPRoute shop/web'] },
  requests: [{ name: REQUEST, to: 'shop/edge-istio', url: 'http://web.example.com/', expect: { status: 500 } }],
  negatives: [
    {
      change: 'put right',
      mutate: putRight('CDI0144'),
      because: { [REQUEST]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
