import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';

/**
 * How the requests are shared between the stable version and the canary; a number is the percentage of the canary. Both weights are always
 * written, 100 together. Istio field
 * `route[].weight`.
 *
 * Rejected where it is used: anything but a whole number from 0 to 100.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
 */
export class Split {
  /**
   * A share for the canary.
   *
   * @param canary share of the requests, in percent: a whole number, 0 to 100
   */
  public static percent(canary: number): Split {
    return new Split(canary);
  }

  /** Everything to the stable version: before the first request to the canary, and to go back. */
  public static allStable(): Split {
    return new Split(0);
  }

  /** Everything to the canary. */
  public static allCanary(): Split {
    return new Split(100);
  }

  private constructor(private readonly canary: number) {}

  /** @internal The share of the canary. */
  public _canaryWeight(problems: Problems): number | undefined {
    const inRange = typeof this.canary === 'number' && this.canary >= 0 && this.canary <= 100;
    if (!inRange || !Number.isInteger(this.canary)) {
      const what = inRange ? 'a whole percentage' : 'a percentage';
      problems.add('', `${show(this.canary)} is not ${what} (0 to 100). For a fifth of the requests write 20.`);
      return undefined;
    }
    return this.canary;
  }
}
