import { client } from '../base';
import { example, putRight } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const ADMIN = 'paths that a rule asks for and leaves out are not denied';
const PORTS = 'nor is a port that its condition excludes';

scenario({
  title: 'Rules of AuthorizationPolicies that contradict themselves',
  manifests: [
    ...client('shop', 'job'),
    ...example('CDI0426', 'wrong'),
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'ports', namespace: 'shop' },
      spec: {
        action: 'DENY',
        rules: [
          {
            from: [{ source: { principals: ['cluster.local/ns/shop/sa/job'], namespaces: ['other'] } }],
            to: [{ operation: { ports: ['8080'] } }],
          },
          { to: [{ operation: { ports: ['8080'] } }], when: [{ key: 'destination.port', values: ['8081'] }] },
        ],
      },
    },
  ],
  verdict: [{ text: 'IST0101 AuthorizationPolicy shop/ports', reason: 'nobody is in the other namespace' }],
  check: { code: 'CDI0426', reported: ['AuthorizationPolicy shop/admin', 'AuthorizationPolicy shop/ports'] },
  requests: [
    { name: ADMIN, from: 'shop/job', url: 'http://web:8080/admin', expect: { status: 200 } },
    { name: PORTS, from: 'shop/job', url: 'http://web:8080/', expect: { status: 200 } },
  ],
  negatives: [
    {
      change: 'the exception is narrower than the rule',
      mutate: putRight('CDI0426'),
      because: { [ADMIN]: { status: 403 } },
      reported: ['AuthorizationPolicy shop/ports'],
    },
    {
      change: 'each has an entry of its own',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy', 'ports').spec.rules = [
          {
            from: [{ source: { principals: ['cluster.local/ns/shop/sa/job'] } }, { source: { namespaces: ['other'] } }],
          },
        ];
      },
      because: { [PORTS]: { status: 403 } },
      reported: ['AuthorizationPolicy shop/admin'],
    },
  ],
});
