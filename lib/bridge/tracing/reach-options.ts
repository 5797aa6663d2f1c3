import type { IConstruct } from 'constructs';
import type { IServiceAccountLike } from '../../kubernetes/service-account-like';
import type { IServiceLike } from '../../kubernetes/service-like';
import type { IWorkloadLike } from '../../kubernetes/workload-like';
import type { ReleaseVersion } from '../../patterns/release/release-version';

/** Of what it is asked who can call whom. */
export interface ReachOptions {
  /**
   * What is reached: a workload, the Service in front of it, the ServiceAccount that it runs as, a version of a release, or a name:
   * "namespace/name", "namespace/*" for all that runs there, or a host outside the mesh.
   *
   * @default - everything
   */
  readonly to?: IWorkloadLike | IServiceLike | IServiceAccountLike | ReleaseVersion | IConstruct | string;

  /**
   * Who calls: the same, or "outside" for whoever comes to gateways.
   *
   * @default - everybody
   */
  readonly from?: IWorkloadLike | IServiceLike | IServiceAccountLike | ReleaseVersion | IConstruct | string;
}
