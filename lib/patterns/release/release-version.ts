import type { Subset } from '../../networking/subset';

/**
 * One of the two versions of a release.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
 */
export class ReleaseVersion {
  /** @internal */
  public static _of(name: string, labels: Record<string, string>, subset?: Subset): ReleaseVersion {
    return new ReleaseVersion(name, labels, subset);
  }

  private constructor(
    /** The name of its subset, or of its Service where a controller splits between Services. */
    public readonly name: string,
    /** Labels of its pods. */
    public readonly labels: Record<string, string>,
    /**
     * Its subset in the DestinationRule, for routes of your own; undefined where a controller splits between Services: with Flagger, and with
     * Argo Rollouts unless it has `RolloutTrafficSplit.subsets()`. There `ServiceRef.fromName(version.name)` is its Service.
     */
    public readonly subset?: Subset,
  ) {}
}
