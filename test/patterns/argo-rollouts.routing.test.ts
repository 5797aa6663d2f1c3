import 'cdk8s-istio/jest';
import type { ArgoRolloutsOptions, RolloutServicesOptions, Trace } from 'cdk8s-istio';
import { Mesh, ReleaseController, RolloutStep, RolloutTrafficSplit, WorkloadScaleDown } from 'cdk8s-istio';
import { testOptions } from './routed-options';
import { Shop } from './shop';

/* Before Argo Rollouts shifts anything: what the manifests say of its release. */

const CLIENT = 'shop/client';
const URL = 'http://web/';
const SHIFTS = 'Argo Rollouts shifts by it, in the cluster';

function ask(mesh: Mesh): Trace {
  return mesh.from(CLIENT).get(URL);
}

/** The shop with one version, and a client. */
function oneVersion(): Shop {
  const shop = new Shop();
  shop.chart.node.tryRemoveChild('Deployment-web-v2');
  shop.deployment('client');
  return shop;
}

const STEPS = [RolloutStep.weight(20), RolloutStep.pause()];

function argoRollouts(options: (shop: Shop) => Partial<ArgoRolloutsOptions>): Mesh {
  const shop = oneVersion();
  shop.canary({
    controller: ReleaseController.argoRollouts({ workload: shop.v1, steps: STEPS, ...options(shop) }),
  });
  return Mesh.of(shop.app);
}

testOptions<Shop, ArgoRolloutsOptions>({
  struct: 'ArgoRolloutsOptions',
  mesh: argoRollouts,
  urls: [URL],
  from: CLIENT,
  options: {
    workload: { given: ({ v1 }) => ({ workload: v1 }), because: 'requests go to the pods of the Service' },
    steps: { given: () => ({ steps: [RolloutStep.weight(50)] }), because: SHIFTS },
    trafficSplit: {
      given: () => ({ trafficSplit: RolloutTrafficSplit.subsets() }),
      expect: (mesh) => expect(ask(mesh)).toReach('stable'),
    },
    replicas: { given: () => ({ replicas: 5 }), because: 'it says how many pods there are' },
    scaleDown: {
      given: () => ({ scaleDown: WorkloadScaleDown.NEVER }),
      because: 'it says what becomes of pods that the Deployment made',
    },
  },
});

testOptions<Shop, RolloutServicesOptions>({
  struct: 'RolloutServicesOptions',
  mesh: (options) => argoRollouts((shop) => ({ trafficSplit: RolloutTrafficSplit.services(options(shop)) })),
  urls: [URL],
  from: CLIENT,
  options: {
    stableService: {
      given: (shop) => ({ stableService: ownService(shop) }),
      expect: (mesh) =>
        expect(ask(mesh).outcomes).toMatchObject([{ cluster: 'outbound|80||own.shop.svc.cluster.local' }]),
    },
    canaryService: {
      given: (shop) => ({ canaryService: ownService(shop) }),
      because: 'the canary gets nothing yet',
    },
  },
});

function ownService(shop: Shop): ReturnType<Shop['serviceOf']> {
  return shop.serviceOf('own', [{ name: 'http', port: 80, targetPort: 8080 }], 'web');
}
