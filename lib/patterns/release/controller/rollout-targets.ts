import type { Problems } from '../../../core/problems';
import type { IWorkloadLike } from '../../../kubernetes/workload-like';
import type { IgnoreDifference, MadeRelease, ReleaseDraft, ReleaseInput } from '../release-method';

/** What the two versions of a Rollout are reached by: Services or subsets. */
export interface RolloutTargets {
  /** Reports what is wrong, before anything is made. */
  check?(draft: ReleaseDraft, workload: IWorkloadLike, problems: Problems): void;
  /** The kinds of the objects that `make` makes, by their names. */
  objects(input: ReleaseInput): Map<string, string[]>;
  make(input: ReleaseInput, workload: IWorkloadLike): MadeTargets;
  /** Reports what can only be known when everything is there. */
  validate?(input: ReleaseInput, workload: IWorkloadLike, problems: Problems): void;
}

/** The created objects, and the fields of the Rollout that name them. */
export interface MadeTargets extends Pick<
  MadeRelease,
  'destinationRule' | 'stable' | 'canary' | 'routing' | 'preview'
> {
  /** The hosts of the rules whose weights are changed: stable and canary. */
  readonly hosts: string[];
  /** Fields of `strategy.canary`. */
  readonly services?: { readonly stableService: string; readonly canaryService: string };
  /** Field `trafficRouting.istio.destinationRule`. */
  readonly subsets?: {
    readonly name: string;
    readonly stableSubsetName: string;
    readonly canarySubsetName: string;
  };
  /** What Argo Rollouts changes in the objects of both versions. */
  readonly ignoreDifferences: IgnoreDifference[];
}

/** What Argo Rollouts adds to selectors and subsets. */
export const POD_HASH = 'rollouts-pod-template-hash';
