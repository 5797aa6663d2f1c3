import { nearest } from '../../../core/unknown-field';

/** More names than these are not compared for each mistake. */
const MOST = 500;

/** The name that was probably meant. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  return candidates.length > MOST ? undefined : nearest(name, [...candidates]);
}
