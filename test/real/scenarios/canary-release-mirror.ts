import { Chart } from 'cdk8s';
import { CanaryRelease, ServiceRef, Version } from 'cdk8s-istio';
import { application, client } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const [V1, V2] = ['shop/web-v1', 'shop/web-v2'] as const;
const COPIES = 'the canary sees a copy of each request and answers none';

const release = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new CanaryRelease(chart, 'Web', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    stable: Version.labelled('v1', { version: 'v1' }),
    canary: Version.labelled('v2', { version: 'v2' }),
    mirrorPercent: 100,
  });
});

scenario({
  title: 'Copies of requests reach the canary, and only the stable version answers',
  manifests: [...client('shop', 'frontend'), ...application('shop', 'web', 8080, ['v1', 'v2']), ...release],
  requests: [
    {
      name: COPIES,
      from: 'shop/frontend',
      url: 'http://web:8080/order',
      count: 20,
      expect: { status: 200, share: { [V1]: 1, [V2]: 0 }, alsoSeenBy: { [V2]: { host: 'web:8080' } } },
    },
  ],
  negatives: [
    {
      change: 'nothing is mirrored',
      mutate: (manifests) => {
        delete find(manifests, 'VirtualService').spec.http[0].mirrors;
      },
      because: { [COPIES]: { status: 200, share: { [V1]: 1 }, attempts: 1 } },
    },
  ],
});
