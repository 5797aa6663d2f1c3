import { client, deployment } from '../base';
import { example } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const URL = 'http://web.shop:80/report';
const OUTSIDE = 'a client without a proxy has no identity, and is refused by pods that take plain text';
const MEMBER = 'a client of the mesh has one';

scenario({
  title: 'A client without an identity of pods whose policy asks for one',
  manifests: [
    ...example('CDI0423', 'wrong').filter(({ kind }) => kind !== 'CronJob'),
    ...client('shop', 'checkout'),
    deployment('legacy', 'report', { app: 'report' }, 'report', [
      { name: 'app', image: 'example.com/report:1', env: [{ name: 'URL', value: URL }] },
    ]),
  ],
  check: { code: 'CDI0423', reported: ['Deployment legacy/report'] },
  requests: [
    { name: OUTSIDE, from: 'legacy/report', url: URL, expect: { status: 403, attempts: 0 } },
    { name: MEMBER, from: 'shop/checkout', url: URL, expect: { status: 200 } },
  ],
  negatives: [
    {
      change: 'the policy allows it by its address',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.rules[0].from.push({ source: { ipBlocks: ['0.0.0.0/0'] } });
      },
      because: { [OUTSIDE]: { status: 200, backend: 'shop/web' } },
      reported: [],
    },
    {
      change: 'a DestinationRule makes clients of the mesh call in plain text too',
      mutate: (manifests) => {
        manifests.push({
          apiVersion: 'networking.istio.io/v1',
          kind: 'DestinationRule',
          metadata: { name: 'web', namespace: 'shop' },
          spec: { host: 'web.shop.svc.cluster.local', trafficPolicy: { tls: { mode: 'DISABLE' } } },
        });
      },
      because: { [MEMBER]: { status: 403 } },
      reported: ['Deployment legacy/report', 'DestinationRule shop/web'],
    },
  ],
});
