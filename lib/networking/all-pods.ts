import type { IConstruct } from 'constructs';
import { claim, holderOf } from '../core/claims';

/**
 * Takes the place of the one object of a kind that can be for all pods of a namespace: of several Istio takes the oldest.
 *
 * @returns the path of the construct that has the place; undefined if it was free
 */
export function claimAllPods(construct: IConstruct, kind: string, namespace: string): string | undefined {
  return claim(construct, placeOf(kind, namespace));
}

/** The construct that has this place, if there is one. */
export function holderOfAllPods(construct: IConstruct, kind: string, namespace: string): IConstruct | undefined {
  return holderOf(construct, placeOf(kind, namespace));
}

function placeOf(kind: string, namespace: string): string {
  return `${kind} for all pods of ${namespace}`;
}
