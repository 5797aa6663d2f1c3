import { application } from '../base';
import { putRight, rules } from '../fixture';
import { managedGateway } from '../managed-gateway';
import { scenario } from '../scenario';

const REQUEST = 'a rule without a backend answers 500';

scenario({
  title: 'A rule of an HTTPRoute without backends',
  manifests: [
    ...managedGateway('shop', 'edge'),
    ...application('shop', 'web', 8080, ['v1']).map((each) =>
      each.kind === 'Service'
        ? { ...each, spec: { ...each.spec, ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }] } }
        : each,
    ),
    ...rules('CDI0167', 'wrong'),
  ],
  check: { code: 'CDI0167', reported: ['HTTPRoute shop/web'] },
  requests: [{ name: REQUEST, to: 'shop/edge-istio', url: 'http://www.example.com/', expect: { status: 500 } }],
  negatives: [
    {
      change: 'it names the Service',
      mutate: putRight('CDI0167'),
      because: { [REQUEST]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
