import type { IMetadataLike } from './service-like';

/**
 * A workload whose pods can be told apart by labels: the Deployment, StatefulSet or DaemonSet of any cdk8s-plus release, an
 * `ApiObject` of such a kind, or an Argo Rollout.
 */
export interface IWorkloadLike {
  /** `metadata.name` of the workload. */
  readonly name: string;
  /** Where the workload lives. */
  readonly metadata?: IMetadataLike | undefined;
}
