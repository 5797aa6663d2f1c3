import { RolloutServices } from './rollout-services';
import type { RolloutServicesOptions } from './rollout-services-options';
import { RolloutSubsets } from './rollout-subsets';
import type { RolloutTargets } from './rollout-targets';

/**
 * By what Argo Rollouts tells the pods of the two versions apart.
 *
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/
 */
export class RolloutTrafficSplit {
  /**
   * Each version has a Service of its own, and Argo Rollouts adds the hash of the pods to the selectors of both.
   *
   * Callers go on asking for the Service of the release, and the VirtualService leads to one of the two. With a `trafficPolicy` each of
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
   * It changes both subsets at once: up to Argo Rollouts 1.9 sometimes before the pods are ready, which is a 503 for whoever is sent there,
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
