import { application, client } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/job';
const SHARES = 'beside distribute the priorities are not read: the pods here are not tried';

const rule: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    host: 'web.shop.svc.cluster.local',
    trafficPolicy: {
      loadBalancer: {
        localityLbSetting: {
          // All pods and their proxies are in region/zone.
          distribute: [{ from: '*', to: { 'elsewhere/*': 100 } }],
          failoverPriority: ['topology.kubernetes.io/region'],
        },
      },
      outlierDetection: { consecutive5xxErrors: 5, interval: '10s' },
    },
  },
};

scenario({
  title: 'A failover that distribute takes the place of',
  manifests: [...client('shop', 'job'), ...application('shop', 'web', 8080, ['v1']), rule],
  check: { code: 'CDI0134', reported: ['DestinationRule shop/web'] },
  requests: [
    {
      name: SHARES,
      from: CALLER,
      url: 'http://web:8080/',
      expect: { status: 503, accessLog: [{ proxy: CALLER, flags: 'UH' }] },
    },
  ],
  negatives: [
    {
      change: 'there is no distribute',
      mutate: (manifests) => {
        delete find(manifests, 'DestinationRule', 'web').spec.trafficPolicy.loadBalancer.localityLbSetting.distribute;
      },
      because: { [SHARES]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
