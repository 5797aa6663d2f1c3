import { RolloutServices } from './rollout-services';
import type { RolloutServicesOptions } from './rollout-services-options';
import { RolloutSubsets } from './rollout-subsets';
import type { RolloutTargets } from './rollout-targets';

/**
 * How Argo Rollouts distinguishes the pods of the two versions.
 *
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/
 */
export class RolloutTrafficSplit {
  /**
   * Each version has its own Service, and Argo Rollouts adds the hash of the pods to the selectors of both.
   *
   * Callers still call the Service of the release, and the VirtualService routes to one of the two. With a `trafficPolicy` each of
   * them has a DestinationRule.
   *
   * Rejects twice the same Service, the release's Service as that of the canary, Services of another namespace, without the ports of the
   * release's Service, or with a selector that not all versions fit.
   */
  public static services(options: RolloutServicesOptions = {}): RolloutTrafficSplit {
    return new RolloutTrafficSplit(new RolloutServices(options));
  }

  /**
   * Both versions have one Service, and Argo Rollouts adds the hash of the pods to the subsets of a DestinationRule.
   *
   * It changes both subsets at once: up to Argo Rollouts 1.9 sometimes before the pods are ready, which causes 503 for requests to them,
   * and not at all as long as pods of one version are not ready.
   */
  public static subsets(): RolloutTrafficSplit {
    return new RolloutTrafficSplit(new RolloutSubsets());
  }

  private constructor(
    /** @internal */
    public readonly _targets: RolloutTargets,
  ) {}
}
