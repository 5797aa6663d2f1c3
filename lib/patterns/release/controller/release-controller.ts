import type { ReleaseMethod } from '../release-method';
import { ArgoRolloutsRelease } from './argo-rollouts-release';
import type { ArgoRolloutsOptions } from './argo-rollouts-options';
import type { FlaggerOptions } from './flagger-options';
import { FlaggerRelease } from './flagger-release';

/**
 * A controller in the cluster that shifts the requests of a `CanaryRelease` step by step, instead of commits.
 *
 * The app provides what the controller needs, and writes no weight that it would change.
 */
export class ReleaseController {
  /**
   * Flagger. The app makes its Canary; Services, DestinationRules and the VirtualService are made in the cluster by Flagger, which starts
   * over whenever the pod template of the workload changes.
   *
   * @see https://docs.flagger.app/tutorials/istio-progressive-delivery
   */
  public static flagger(options: FlaggerOptions): ReleaseController {
    return new ReleaseController(new FlaggerRelease(options));
  }

  /**
   * Argo Rollouts. The app makes the Rollout, the VirtualService, and a Service for each version, or with `RolloutTrafficSplit.subsets()` a
   * DestinationRule with a subset for each; Argo Rollouts changes the weights and adds the hash of the pods to Services or subsets.
   *
   * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/
   */
  public static argoRollouts(options: ArgoRolloutsOptions): ReleaseController {
    return new ReleaseController(new ArgoRolloutsRelease(options));
  }

  private constructor(
    /** @internal */
    public readonly _method: ReleaseMethod,
  ) {}
}
