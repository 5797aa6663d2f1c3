import { needInteger } from '../../core/expect';
import type { Problems } from '../../core/problems';

/**
 * How many pods of a gateway may be gone at a time while nodes are drained.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export class DisruptionBudget {
  /**
   * At most so many pods are evicted at a time. Kubernetes field `maxUnavailable`.
   *
   * Rejects 0, with which no node could be drained.
   *
   * @param pods how many
   */
  public static maxUnavailable(pods: number): DisruptionBudget {
    return new DisruptionBudget({ maxUnavailable: pods });
  }

  /**
   * At least so many pods stay. Kubernetes field `minAvailable`.
   *
   * Rejects as many as there may be in all, with which no node could be drained.
   *
   * @param pods how many
   */
  public static minAvailable(pods: number): DisruptionBudget {
    return new DisruptionBudget({ minAvailable: pods });
  }

  /** No PodDisruptionBudget. */
  public static none(): DisruptionBudget {
    return new DisruptionBudget(undefined);
  }

  private constructor(private readonly given: { maxUnavailable: number } | { minAvailable: number } | undefined) {}

  /**
   * @internal The fields of a PodDisruptionBudget; undefined for none.
   *
   * @param fewest pods that there are when there are the fewest; undefined where that is not known
   */
  public _toJson(problems: Problems, fewest: number | undefined): Record<string, number> | undefined {
    if (this.given === undefined) {
      return undefined;
    }
    const [[field, pods]] = Object.entries<number>(this.given);
    const valid = needInteger(pods, 1, Number.MAX_SAFE_INTEGER, problems, '', 'a number of pods') !== undefined;
    if (valid && field === 'minAvailable' && fewest !== undefined && pods >= fewest) {
      problems.add(
        '',
        `${pods} pods are to stay, and there may be no more than ${fewest}, so no node with one of them could be drained. ` +
          'Write DisruptionBudget.maxUnavailable(1), or more replicas.',
      );
    }
    return { [field]: pods };
  }
}
