import { client, deployment, meshedNamespace } from '../base';
import { example } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const URL = 'http://web.shop:80/report';
const OUTSIDE = 'a client without a proxy is reset by pods that take mutual TLS only';

scenario({
  title: 'A client outside the mesh of pods that take mutual TLS only',
  manifests: [
    ...example('CDI0422', 'wrong').filter(({ kind }) => kind !== 'CronJob'),
    meshedNamespace('shop'),
    ...client('shop', 'checkout'),
    deployment('legacy', 'report', { app: 'report' }, 'report', [
      { name: 'app', image: 'example.com/report:1', env: [{ name: 'URL', value: URL }] },
    ]),
  ],
  check: { code: 'CDI0422', reported: ['Deployment legacy/report'] },
  requests: [
    { name: OUTSIDE, from: 'legacy/report', url: URL, expect: { failed: 'connection closed' } },
    { name: 'who is of the mesh gets in', from: 'shop/checkout', url: URL, expect: { status: 200 } },
  ],
  negatives: [
    {
      change: 'the port takes plain text as well',
      mutate: (manifests) => {
        manifests.push(find(example('CDI0422', 'right'), 'PeerAuthentication', 'web'));
      },
      because: { [OUTSIDE]: { status: 200, backend: 'shop/web' } },
      reported: [],
    },
  ],
});
