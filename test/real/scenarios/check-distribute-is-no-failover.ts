import { application, client } from '../base';
import { rules } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/job';
const PINNED = 'requests that are for another locality get 503, although there are pods here';

/** Where no pod is. All pods and their proxies are in `region/zone`. */
const ELSEWHERE = { from: '*', to: { 'elsewhere/*': 100 } };

scenario({
  title: 'distribute sends requests to the localities that it names, and to no other',
  manifests: [
    ...client('shop', 'job'),
    ...application('shop', 'web', 8080, ['v1']),
    ...rules('CDI0135', 'wrong').map((manifest) => {
      manifest.spec!.trafficPolicy.loadBalancer.localityLbSetting.distribute = [ELSEWHERE];
      return manifest;
    }),
  ],
  check: { code: 'CDI0135', reported: ['DestinationRule shop/web'] },
  requests: [
    {
      name: PINNED,
      from: CALLER,
      url: 'http://web:8080/',
      expect: { status: 503, accessLog: [{ proxy: CALLER, flags: 'UH' }] },
    },
  ],
  negatives: [
    {
      change: 'failover prefers the other locality',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule', 'web').spec.trafficPolicy.loadBalancer.localityLbSetting = {
          failover: [{ from: 'region', to: 'elsewhere' }],
        };
      },
      because: { [PINNED]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
    {
      change: 'locality load balancing is switched off',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule', 'web').spec.trafficPolicy.loadBalancer.localityLbSetting.enabled = false;
      },
      because: { [PINNED]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
