import { application, client } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'frontend/web';
const UNKNOWN = 'a Sidecar imports nothing by the host reviews.shop';

scenario({
  title: 'A host with a dot in a Sidecar, which Istio does not complete',
  manifests: [
    ...client('frontend', 'web'),
    ...application('shop', 'reviews', 9080, ['v1']),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name: 'default', namespace: 'frontend' },
      spec: { egress: [{ hosts: ['./*', 'shop/reviews.shop'] }] },
    },
  ],
  meshConfig: 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
  check: { code: 'CDI0113', reported: ['Sidecar frontend/default'] },
  requests: [
    {
      name: UNKNOWN,
      from: CALLER,
      url: 'http://reviews.shop:9080/',
      expect: { failed: 'connection closed', accessLog: [{ proxy: CALLER, cluster: 'BlackHoleCluster' }] },
    },
  ],
  negatives: [
    {
      change: 'the name is whole',
      mutate: (manifests) => {
        find(manifests, 'Sidecar').spec.egress[0].hosts[1] = 'shop/reviews.shop.svc.cluster.local';
      },
      because: { [UNKNOWN]: { status: 200, backend: 'shop/reviews-v1' } },
      reported: [],
    },
  ],
});
