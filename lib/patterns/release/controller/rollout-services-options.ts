import type { IConstruct } from 'constructs';
import type { IServiceLike } from '../../../kubernetes/service-like';

/** The Services between which Argo Rollouts splits. */
export interface RolloutServicesOptions {
  /**
   * The Service of the stable version. Field `canary.stableService`.
   *
   * It may be the `service` of the release itself: callers without a sidecar then reach stable pods only.
   *
   * @default - a Service with `-stable` after the name of the release's Service, made like that one
   */
  readonly stableService?: IServiceLike | IConstruct;

  /**
   * The Service of the canary. Field `canary.canaryService`.
   *
   * @default - a Service with `-canary` after the name of the release's Service, made like that one
   */
  readonly canaryService?: IServiceLike | IConstruct;
}
