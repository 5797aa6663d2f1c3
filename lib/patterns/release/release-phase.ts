/**
 * The stage that a release has reached. Each phase is one commit. The rule and the route never change together in a way that needs both to
 * arrive at the same time, so no request meets a route to an undeclared subset.
 *
 * A first release goes SUBSETS_DECLARED, ALL_STABLE, SHIFTING (with growing splits), ALL_CANARY, ROUTES_REMOVED. The next one goes from ALL_CANARY to
 * ALL_STABLE instead of ROUTES_REMOVED, with the versions moved up, and then to SHIFTING. The canary's pods are added in ALL_STABLE.
 *
 * @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#avoid-503-errors-while-reconfiguring-service-routes
 */
export class ReleasePhase {
  /** The DestinationRule declares both subsets, and no route uses them yet. The canary's pods must not run yet. */
  public static readonly SUBSETS_DECLARED = new ReleasePhase('SUBSETS_DECLARED', 'service', 0);

  /**
   * The DestinationRule declares both subsets, and the route sends all requests to the stable version, as the release before left it.
   * The canary's pods can be added: no route names them, and `alwaysCanary` and `mirrorPercent` have no effect yet.
   */
  public static readonly ALL_STABLE = new ReleasePhase('ALL_STABLE', 'stable', 0);

  /** The split decides. The default. */
  public static readonly SHIFTING = new ReleasePhase('SHIFTING', 'split', undefined);

  /** All requests go to the canary, and no route names the stable version. After this, its pods can be removed. */
  public static readonly ALL_CANARY = new ReleasePhase('ALL_CANARY', 'canary', 100);

  /** The routes are removed, and the DestinationRule remains. After this, the construct can be removed. Remove the old pods before. */
  public static readonly ROUTES_REMOVED = new ReleasePhase('ROUTES_REMOVED', 'service', 100);

  private constructor(
    /** The name of the phase. */
    public readonly name: string,
    /** @internal What the routes name. */
    public readonly _target: 'service' | 'stable' | 'split' | 'canary',
    /** @internal The only share of the canary that fits. */
    public readonly _share: number | undefined,
  ) {}
}
