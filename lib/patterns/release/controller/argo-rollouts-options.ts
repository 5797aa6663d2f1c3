import type { IConstruct } from 'constructs';
import type { IWorkloadLike } from '../../../kubernetes/workload-like';
import type { RolloutStep } from './rollout-step';
import type { RolloutTrafficSplit } from './rollout-traffic-split';

/** What Argo Rollouts does with the pods that the Deployment itself has made. Field `workloadRef.scaleDown`. */
export enum WorkloadScaleDown {
  /** They stay. */
  NEVER = 'never',
  /** They go when the Rollout is healthy. */
  ON_SUCCESS = 'onsuccess',
  /** They go one by one as those of the Rollout come. */
  PROGRESSIVELY = 'progressively',
}

/**
 * How Argo Rollouts releases a Deployment.
 *
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/specification/
 */
export interface ArgoRolloutsOptions {
  /** The Deployment whose pod template is released. Field `workloadRef`. */
  readonly workload: IWorkloadLike | IConstruct;

  /** What is done, one after the other, when the pod template changes. Field `strategy.canary.steps`. */
  readonly steps: RolloutStep[];

  /**
   * How the pods of the two versions are distinguished.
   *
   * @default RolloutTrafficSplit.services(), because Argo Rollouts turns a Service to new pods when they are ready, and subsets sometimes
   * before
   */
  readonly trafficSplit?: RolloutTrafficSplit;

  /**
   * How many pods there are. Field `replicas`.
   *
   * @default - as many as the Deployment says
   */
  readonly replicas?: number;

  /**
   * What happens to the pods that the Deployment itself has made.
   *
   * @default WorkloadScaleDown.ON_SUCCESS
   */
  readonly scaleDown?: WorkloadScaleDown;
}
