import { NameIndex } from '../../../core/name-index';
import { once } from '../../../mesh/reading/once';

/** More names than these are not compared for each mistake. */
const MOST = 500;

/**
 * The name that was probably meant.
 *
 * @param candidates the same array for each name that is looked for among them: what helps to find it is kept with it
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  return candidates.length > MOST ? undefined : indexOf(candidates).nearest(name);
}

const indexOf = once((candidates: readonly string[]) => new NameIndex(candidates));
