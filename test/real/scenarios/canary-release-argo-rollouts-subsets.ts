import { ApiObject, Chart } from 'cdk8s';
import { CanaryRelease, IngressedService, ReleaseController, RolloutStep, RolloutTrafficSplit } from 'cdk8s-istio';
import { client, deployment, ingressGateway, meshedNamespace } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const CALLER = 'shop/frontend';
const START = 'everything goes to the subset of the stable version';
const GATEWAY = 'at the gateway as well';

const release = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const service = new ApiObject(chart, 'Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 8080 }] },
  });
  const workload = new ApiObject(
    chart,
    'Deployment',
    deployment('shop', 'web', { app: 'web' }, 'web', [
      { name: 'app', image: 'example.com/web:1', ports: [{ name: 'http', containerPort: 8080 }] },
    ]),
  );
  const web = new CanaryRelease(chart, 'Web', {
    service,
    controller: ReleaseController.argoRollouts({
      workload,
      steps: [RolloutStep.weight(20), RolloutStep.pause()],
      trafficSplit: RolloutTrafficSplit.subsets(),
    }),
  });
  new IngressedService(chart, 'Shop', { service: web.release, hosts: ['shop.example.com'] });
});

scenario({
  title:
    'Handed over to Argo Rollouts with subsets, everything goes to the stable one until the controller says otherwise',
  manifests: [...ingressGateway(), ...client('shop', 'frontend'), meshedNamespace('shop'), ...release],
  requests: [
    {
      name: START,
      from: CALLER,
      url: 'http://web:8080/',
      count: 20,
      expect: {
        status: 200,
        backend: 'shop/web',
        accessLog: [{ proxy: CALLER, cluster: 'outbound|8080|stable|web.shop.svc.cluster.local', times: 20 }],
      },
    },
    {
      name: GATEWAY,
      url: 'http://shop.example.com/',
      count: 20,
      expect: {
        status: 200,
        accessLog: [
          {
            proxy: 'istio-system/istio-ingressgateway',
            cluster: 'outbound|8080|stable|web.shop.svc.cluster.local',
            times: 20,
          },
        ],
      },
    },
  ],
  negatives: [
    {
      change: 'the weights are those of the end of a release',
      mutate: (manifests) => {
        for (const name of ['web', 'shop']) {
          const [stable, canary] = find(manifests, 'VirtualService', name).spec.http[0].route;
          [stable.weight, canary.weight] = [0, 100];
        }
      },
      because: {
        [START]: {
          status: 200,
          accessLog: [{ proxy: CALLER, cluster: 'outbound|8080|canary|web.shop.svc.cluster.local', times: 20 }],
        },
        [GATEWAY]: { status: 200, accessLog: [{ proxy: 'istio-system/istio-ingressgateway', times: 20 }] },
      },
    },
    {
      change: 'the stable subset has the hash of pods that do not run yet, as Argo Rollouts up to 1.9 may write it',
      mutate: (manifests) => {
        const [stable] = find(manifests, 'DestinationRule').spec.subsets;
        stable.labels = { ...stable.labels, 'rollouts-pod-template-hash': 'b' };
      },
      because: { [START]: { status: 503, accessLog: [{ proxy: CALLER, flags: 'UH', times: 20 }] } },
    },
  ],
});
