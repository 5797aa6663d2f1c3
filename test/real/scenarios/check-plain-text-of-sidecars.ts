import { example, putRight } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const HIDDEN = 'a sidecar that does not know a Service passes plain text to pods that take mutual TLS only';
const CALLER = 'front/checkout';

scenario({
  title: 'Pods with a sidecar that call STRICT pods past what the sidecar knows',
  manifests: example('CDI0425', 'wrong'),
  kubeProxy: true,
  check: { code: 'CDI0425', reported: ['Deployment front/checkout'] },
  requests: [
    {
      name: HIDDEN,
      from: CALLER,
      url: 'http://orders.shop:9000/',
      expect: { failed: 'connection closed', accessLog: [{ proxy: CALLER, cluster: 'PassthroughCluster' }] },
    },
  ],
  negatives: [
    {
      change: 'the Sidecar imports the Service',
      mutate: putRight('CDI0425'),
      because: { [HIDDEN]: { status: 200, backend: 'shop/orders' } },
      reported: [],
    },
    {
      change: 'the pods take plain text as well',
      mutate: (manifests) => {
        find(manifests, 'PeerAuthentication').spec.mtls.mode = 'PERMISSIVE';
      },
      because: { [HIDDEN]: { status: 200, backend: 'shop/orders' } },
      reported: [],
    },
  ],
});
