import type { JointCaller } from './joint-callers';
import type { JointWay } from './joint-ways';
import type { Side, Sides } from './sides';

/** What the changed objects can touch at most. */
export interface Touched {
  readonly isNothing: boolean;
  readonly isWay: (way: JointWay) => boolean;
  /** Whether all that a caller asks may be another. */
  readonly isCaller: (caller: JointCaller) => boolean;
}

export function touched(sides: Sides<Side>): Touched {
  return { isNothing: sides.before.mesh === sides.after.mesh, isWay: () => true, isCaller: () => true };
}
