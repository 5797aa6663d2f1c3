import type { Duration } from 'cdk8s';
import { compact, expectInteger, expectString } from '../../../core/expect';
import type { Problems } from '../../../core/problems';
import { shortDuration } from './controlled-workload';

/**
 * One step of Argo Rollouts on the way from one version to the next.
 *
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/canary/
 */
export class RolloutStep {
  /**
   * Gives the canary this share. Field `setWeight`.
   *
   * @param percent share of the requests: a whole number, 0 to 100
   */
  public static weight(percent: number): RolloutStep {
    return new RolloutStep((problems) => ({
      setWeight: expectInteger(percent, 0, 100, problems, 'weight', 'a share in percent'),
    }));
  }

  /**
   * Waits.
   *
   * @param duration how long; without it until someone promotes the release
   */
  public static pause(duration?: Duration): RolloutStep {
    return new RolloutStep((problems) => ({
      pause: compact({ duration: shortDuration(duration, problems, 'pause') }),
    }));
  }

  /**
   * Measures, and goes back where the result is bad.
   *
   * @param templateName name of an AnalysisTemplate in the namespace of the release
   */
  public static analysis(templateName: string): RolloutStep {
    return new RolloutStep((problems) => ({
      analysis: { templates: [{ templateName: expectString(templateName, problems, 'analysis', "'success-rate'") }] },
    }));
  }

  private constructor(private readonly write: (problems: Problems) => object) {}

  /** @internal */
  public _toJson(problems: Problems): object {
    return this.write(problems);
  }
}
