import { application, client } from '../base';
import { putRight, rules } from '../fixture';
import { find } from '../manifest';
import type { Manifest } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'frontend/web';
const DISABLE = 'with DISABLE requests fail';
const SIMPLE = 'with SIMPLE they fail, although they are in TLS';

const simple: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'ratings', namespace: 'shop' },
  spec: {
    host: 'ratings.shop.svc.cluster.local',
    trafficPolicy: { tls: { mode: 'SIMPLE', insecureSkipVerify: true } },
  },
};

scenario({
  title: 'Pods that demand the mutual TLS of the mesh reset whatever else a DestinationRule makes callers send',
  manifests: [
    ...client('frontend', 'web'),
    ...application('shop', 'reviews', 9080, ['v1']),
    ...application('shop', 'ratings', 9080, ['v1']),
    ...rules('CDI0304', 'wrong'),
    simple,
  ],
  verdict: [{ text: 'IST0128 DestinationRule shop/ratings', reason: 'it trusts any certificate here' }],
  check: { code: 'CDI0304', reported: ['DestinationRule shop/reviews', 'DestinationRule shop/ratings'] },
  requests: [
    {
      name: DISABLE,
      from: CALLER,
      url: 'http://reviews.shop:9080/',
      expect: { status: 503, accessLog: [{ proxy: CALLER, flags: 'UC' }] },
    },
    {
      name: SIMPLE,
      from: CALLER,
      url: 'http://ratings.shop:9080/',
      expect: { status: 503, attempts: 0 },
    },
  ],
  negatives: [
    {
      change: 'Istio chooses what both sides can',
      mutate: (manifests) => {
        putRight('CDI0304')(manifests);
        delete find(manifests, 'DestinationRule', 'ratings').spec.trafficPolicy;
      },
      because: {
        [DISABLE]: { status: 200, backend: 'shop/reviews-v1' },
        [SIMPLE]: { status: 200, backend: 'shop/ratings-v1' },
      },
      reported: [],
    },
    {
      change: 'the pods take plaintext as well',
      mutate: (manifests) => {
        find(manifests, 'PeerAuthentication').spec.mtls.mode = 'PERMISSIVE';
      },
      because: { [DISABLE]: { status: 200, backend: 'shop/reviews-v1' } },
      reported: [],
    },
  ],
});
