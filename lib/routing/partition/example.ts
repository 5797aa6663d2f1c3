import type { Request } from '../call';
import type { Box } from './box';
import type { Literal } from './condition';
import { isMet } from './condition';
import { valueOf } from './requests';

/** What a search for a request has found. */
export interface Example {
  /** Undefined where there is none, or none was found. */
  readonly request?: Request;
  /** Whether there is surely none. */
  readonly isEmpty: boolean;
}

/** How many boxes a search looks at before it gives up. */
const MOST = 2000;

/** A request in a box that meets none of several lists of conditions as a whole. */
export function exampleOf(box: Box, avoided: Iterable<readonly Literal[]>): Example {
  return new Search(avoided).in(box);
}

/** Whether a request meets all conditions. */
export function meetsAll(request: Request, literals: readonly Literal[]): boolean {
  return literals.every((literal) => isMet(literal, valueOf(request, literal.condition.part)));
}

class Search {
  private left = MOST;

  constructor(private readonly avoided: Iterable<readonly Literal[]>) {}

  public in(box: Box): Example {
    const { request } = box;
    if (request === undefined || this.left-- <= 0) {
      return { isEmpty: false };
    }
    const met = this.firstMet(request);
    return met === undefined ? { request, isEmpty: false } : this.without(box, met);
  }

  /** Each of the conditions is the first that is not met. */
  private without(box: Box, literals: readonly Literal[]): Example {
    let isEmpty = true;
    let rest: Box | undefined = box;
    for (const { condition, holds } of literals) {
      const other = rest.with({ condition, holds: !holds });
      const found: Example = other === undefined ? { isEmpty: true } : this.in(other);
      if (found.request !== undefined) {
        return found;
      }
      isEmpty &&= found.isEmpty;
      rest = rest.with({ condition, holds });
      if (rest === undefined) {
        break;
      }
    }
    return { isEmpty };
  }

  private firstMet(request: Request): readonly Literal[] | undefined {
    for (const literals of this.avoided) {
      if (meetsAll(request, literals)) {
        return literals;
      }
    }
    return undefined;
  }
}
