import { application } from '../base';
import { rules } from '../fixture';
import { managedGateway } from '../managed-gateway';
import { find } from '../manifest';
import { scenario } from '../scenario';

const SLOW = 'a try that takes too long is not retried, not even with 504 in codes';
const FAILED = 'an answer with one of the codes is';

scenario({
  title: 'Retries of an HTTPRoute whose tries have a time limit',
  verdict: [{ text: 'unknown fields [spec.rules[0].retry]', reason: 'a field of the experimental channel' }],
  manifests: [
    ...managedGateway('shop', 'edge'),
    ...application('shop', 'web', 8080, ['v1']).map((each) =>
      each.kind === 'Service'
        ? { ...each, spec: { ...each.spec, ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }] } }
        : each,
    ),
    ...rules('CDI0155', 'wrong'),
  ],
  check: { code: 'CDI0155', reported: ['HTTPRoute shop/web'] },
  requests: [
    {
      name: SLOW,
      to: 'shop/edge-istio',
      url: 'http://web.example.com/',
      headers: { 'x-behave': 'delay=4500' },
      expect: { status: 504, attempts: 1 },
    },
    {
      name: FAILED,
      to: 'shop/edge-istio',
      url: 'http://web.example.com/',
      headers: { 'x-behave': 'status=503' },
      expect: { status: 503, attempts: 3 },
    },
  ],
  negatives: [
    {
      change: 'there are no retries',
      mutate: (manifests) => {
        find(manifests, 'HTTPRoute', 'web').spec.rules[0].retry.attempts = 0;
      },
      because: { [FAILED]: { status: 503, attempts: 1 } },
      reported: [],
    },
    {
      change: 'tries have no limit',
      mutate: (manifests) => {
        delete find(manifests, 'HTTPRoute', 'web').spec.rules[0].timeouts;
      },
      because: { [SLOW]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
