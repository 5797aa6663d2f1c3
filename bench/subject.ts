import type { Chart } from 'cdk8s';
import type * as Library from 'cdk8s-istio';

/**
 * One way of making objects with this package. The harness finds out what objects it makes and writes the program that makes
 * the same ones with raw `cdk8s import` code.
 */
export interface Subject {
  /** What the results call it. */
  readonly name: string;
  /** The largest ratio to raw code that is well, at the sizes of the goal. */
  readonly goal: number;
  /**
   * Makes some objects.
   *
   * @param library this package, compiled
   * @param chart where to
   * @param id a word for construct ids and for everything in the objects that differs
   */
  make(library: typeof Library, chart: Chart, id: string): void;
}
