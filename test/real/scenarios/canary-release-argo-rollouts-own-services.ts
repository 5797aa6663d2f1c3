import { ApiObject, Chart } from 'cdk8s';
import { CanaryRelease, ReleaseController, RolloutStep, RolloutTrafficSplit, ServiceRef } from 'cdk8s-istio';
import { client, deployment, meshedNamespace } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const CALLER = 'shop/frontend';
const START = 'everything goes to the stable Service that was given';
const HASH = 'rollouts-pod-template-hash';

const service = (name: string, selector: object): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { app: 'web', ...selector }, ports: [{ name: 'http', port: 8080 }] },
});

const podsOf = (name: string, labels: object): Manifest =>
  deployment('shop', name, { app: 'web', ...labels }, 'web', [
    { name: 'app', image: 'example.com/web:1', ports: [{ name: 'http', containerPort: 8080 }] },
  ]);

/** Services of the user's own, with the hashes that the controller has written into their selectors. */
const own = [service('web-now', { [HASH]: 'a' }), service('web-next', { [HASH]: 'b' })];

const release = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const web = new ApiObject(chart, 'Service', service('web', {}));
  const workload = new ApiObject(chart, 'Deployment', podsOf('web', {}));
  const given = (name: string): ServiceRef => ServiceRef.fromName(name, { namespace: 'shop', ports: [{ port: 8080 }] });
  new CanaryRelease(chart, 'Web', {
    service: web,
    controller: ReleaseController.argoRollouts({
      workload,
      steps: [RolloutStep.weight(20), RolloutStep.pause()],
      trafficSplit: RolloutTrafficSplit.services({ stableService: given('web-now'), canaryService: given('web-next') }),
    }),
  });
});

scenario({
  title: 'Argo Rollouts splits between two Services of the user’s own',
  manifests: [
    ...client('shop', 'frontend'),
    meshedNamespace('shop'),
    ...release.filter(({ kind }) => kind !== 'Deployment'),
    ...own,
    podsOf('web-a', { [HASH]: 'a' }),
    podsOf('web-b', { [HASH]: 'b' }),
  ],
  requests: [
    {
      name: START,
      from: CALLER,
      url: 'http://web:8080/',
      count: 20,
      expect: {
        status: 200,
        backend: 'shop/web-a',
        accessLog: [{ proxy: CALLER, cluster: 'outbound|8080||web-now.shop.svc.cluster.local', times: 20 }],
      },
    },
  ],
  negatives: [
    {
      change: 'the weights are those of the end of a release',
      mutate: (manifests) => {
        const [stable, canary] = find(manifests, 'VirtualService').spec.http[0].route;
        [stable.weight, canary.weight] = [0, 100];
      },
      because: {
        [START]: {
          status: 200,
          backend: 'shop/web-b',
          accessLog: [{ proxy: CALLER, cluster: 'outbound|8080||web-next.shop.svc.cluster.local', times: 20 }],
        },
      },
    },
    {
      change: 'the stable Service selects pods that do not run',
      mutate: (manifests) => {
        find(manifests, 'Service', 'web-now').spec.selector[HASH] = 'c';
      },
      because: { [START]: { status: 503, accessLog: [{ proxy: CALLER, flags: 'UH', times: 20 }] } },
    },
  ],
});
