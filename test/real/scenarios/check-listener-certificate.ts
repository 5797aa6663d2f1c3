import { application } from '../base';
import { putRight, rules } from '../fixture';
import { managedGateway } from '../managed-gateway';
import { scenario } from '../scenario';

const REQUEST = 'TLS is refused';

scenario({
  title: 'A certificate of another namespace needs a grant',
  manifests: [
    ...managedGateway('shop', 'edge'),
    ...application('shop', 'web', 8080, ['v1']),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'certificates' } },
    ...rules('CDI0145', 'wrong'),
  ],
  credentials: [{ secret: 'certificates/web-cert', hosts: ['web.example.com'] }],
  verdict: [{ text: 'IST0102 Namespace certificates', reason: 'no pods are in it' }],
  check: { code: 'CDI0145', reported: ['Gateway shop/edge'] },
  requests: [
    { name: REQUEST, to: 'shop/edge-istio', url: 'https://web.example.com/', expect: { failed: 'connection refused' } },
  ],
  negatives: [
    {
      change: 'put right',
      mutate: putRight('CDI0145'),
      because: { [REQUEST]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
