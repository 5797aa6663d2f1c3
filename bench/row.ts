import type { Verdict } from './statistics';

/** One line of the results. */
export interface Row {
  readonly what: string;
  readonly value: string;
  readonly goal: string;
  /** Nothing where there is no goal. */
  readonly verdict?: Verdict;
}
