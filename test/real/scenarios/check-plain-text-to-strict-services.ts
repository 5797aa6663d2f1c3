import { client } from '../base';
import { example, putRight } from '../fixture';
import { scenario } from '../scenario';

const CALLER = 'front/web';
const DISABLED = 'clients send plain text where the namespace says DISABLE, and STRICT pods reset them';

scenario({
  title: 'Pods that take mutual TLS only, and clients that do not know it',
  manifests: [...client('front', 'web'), ...example('CDI0427', 'wrong')],
  check: { code: 'CDI0427', reported: ['PeerAuthentication shop/orders'] },
  requests: [
    {
      name: DISABLED,
      from: CALLER,
      url: 'http://orders.shop:9000/',
      expect: { status: 503, accessLog: [{ proxy: CALLER, flags: 'UC' }] },
    },
  ],
  negatives: [
    {
      change: 'the namespace takes both',
      mutate: putRight('CDI0427'),
      because: { [DISABLED]: { status: 200, backend: 'shop/orders' } },
      reported: [],
    },
    {
      change: 'a DestinationRule tells clients to use mutual TLS',
      mutate: (manifests) => {
        manifests.push({
          apiVersion: 'networking.istio.io/v1',
          kind: 'DestinationRule',
          metadata: { name: 'orders', namespace: 'shop' },
          spec: { host: 'orders.shop.svc.cluster.local', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
        });
      },
      because: { [DISABLED]: { status: 200, backend: 'shop/orders' } },
      reported: [],
    },
  ],
});
