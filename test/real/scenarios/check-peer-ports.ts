import { client, deployment } from '../base';
import { example, putRight } from '../fixture';
import { scenario } from '../scenario';

const PLAIN = 'plain text is closed on the port that should take it';

scenario({
  title: 'A PeerAuthentication opens the port of a Service, where the pods have another one',
  manifests: [
    ...client('shop', 'checkout'),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'legacy', labels: { 'istio-injection': 'disabled' } } },
    deployment('legacy', 'cron', { app: 'cron' }, 'cron', [{ name: 'app', image: 'example.com/client:1' }]),
    ...example('CDI0420', 'wrong'),
  ],
  check: { code: 'CDI0420', reported: ['PeerAuthentication shop/web'] },
  requests: [
    { name: PLAIN, from: 'legacy/cron', url: 'http://web.shop:80/', expect: { failed: 'connection closed' } },
    { name: 'mutual TLS gets through', from: 'shop/checkout', url: 'http://web:80/', expect: { status: 200 } },
  ],
  negatives: [
    {
      change: 'it names the port of the pods',
      mutate: putRight('CDI0420'),
      because: { [PLAIN]: { status: 200, backend: 'shop/web' } },
      reported: [],
    },
  ],
});
