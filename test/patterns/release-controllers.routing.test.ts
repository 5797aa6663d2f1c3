import 'cdk8s-istio/jest';
import { Duration } from 'cdk8s';
import type { ArgoRolloutsOptions, FlaggerOptions, RolloutServicesOptions, Trace } from 'cdk8s-istio';
import {
  HttpMatch,
  Mesh,
  ReleaseController,
  RolloutStep,
  RolloutTrafficSplit,
  ServiceRef,
  WorkloadScaleDown,
} from 'cdk8s-istio';
import { testOptions } from './routed-options';
import { Shop } from './shop';

/* Before a controller shifts anything: what the manifests say of its release. */

const CLIENT = 'shop/client';
const URL = 'http://web/';
const SHIFTS = 'the controller shifts by it, in the cluster';

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

testOptions<Shop, FlaggerOptions>({
  struct: 'FlaggerOptions',
  mesh: (options) => {
    const shop = oneVersion();
    shop.chart.node.tryRemoveChild('Service-web');
    const controller = ReleaseController.flagger({
      workload: shop.v1,
      interval: Duration.minutes(1),
      threshold: 5,
      stepWeight: 10,
      targetPort: 8080,
      ...options(shop),
    });
    shop.canary({ controller, service: ServiceRef.fromName('web', { ports: [{ port: 80, name: 'http' }] }) });
    return Mesh.of(shop.app);
  },
  urls: [URL],
  from: CLIENT,
  options: {
    workload: {
      given: (shop) => ({ workload: shop.deployment('web-v3', { app: 'web-v3' }) }),
      expect: (mesh) => expect(ask(mesh)).toReach('shop/web-v3-primary'),
    },
    targetPort: {
      given: () => ({ targetPort: 9090 }),
      expect: (mesh) => expect(ask(mesh).outcomes).toMatchObject([{ workload: 'shop/web-v1-primary', port: 9090 }]),
    },
    interval: { given: () => ({ interval: Duration.minutes(2) }), because: SHIFTS },
    threshold: { given: () => ({ threshold: 2 }), because: SHIFTS },
    stepWeight: { given: () => ({ stepWeight: 20 }), because: SHIFTS },
    stepWeights: { given: () => ({ stepWeight: undefined, stepWeights: [1, 10, 50] }), because: SHIFTS },
    maxWeight: { given: () => ({ maxWeight: 50 }), because: SHIFTS },
    stepWeightPromotion: { given: () => ({ stepWeightPromotion: 50 }), because: SHIFTS },
    iterations: { given: () => ({ stepWeight: undefined, iterations: 10 }), because: SHIFTS },
    match: {
      given: () => ({ stepWeight: undefined, iterations: 10, match: [HttpMatch.header('x-canary', 'always')] }),
      because: SHIFTS,
    },
    metrics: { given: () => ({ metrics: [{ name: 'request-success-rate', min: 99 }] }), because: SHIFTS },
    webhooks: {
      given: () => ({ webhooks: [{ name: 'load', type: 'rollout', url: 'http://load.test/' }] }),
      because: SHIFTS,
    },
    autoscaler: { given: () => ({ autoscaler: 'web' }), because: 'it says how many pods there are' },
    progressDeadline: { given: () => ({ progressDeadline: Duration.minutes(5) }), because: SHIFTS },
  },
});
