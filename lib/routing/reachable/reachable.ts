import type { Mesh } from '../../mesh/reading/mesh';
import type { Workload } from '../../mesh/workload';
import { withGatewayApi } from '../gateway-api';
import { alikeCallers, callersOf } from './callers';
import type { ReachedKind } from './reached-kinds';
import { reachedKinds } from './reached-kinds';
import type { Way } from './way';
import { waysOf } from './ways';

/** What becomes of all that some clients, which nothing tells apart, can ask on one way. */
export interface Access {
  /** Empty for clients outside. */
  readonly callers: readonly Workload[];
  readonly way: Way;
  /** Together all requests, none in two of them, in the order of the rules. */
  readonly kinds: readonly ReachedKind[];
}

/** Which of it all is asked. */
export interface ReachScope {
  readonly isCaller: (workload: Workload) => boolean;
  /** Whether clients outside are asked for. */
  readonly outside: boolean;
  readonly isWay: (way: Way, mesh: Mesh) => boolean;
}

export const EVERYTHING: ReachScope = { isCaller: () => true, outside: true, isWay: () => true };

/** Who can call what, by which requests. */
export function reachable(mesh: Mesh, { isCaller, outside, isWay }: ReachScope = EVERYTHING): readonly Access[] {
  const asked = mesh.derive(withGatewayApi);
  const callers = callersOf(asked).filter(isCaller);
  return waysOf(asked)
    .filter((way) => isWay(way, asked))
    .flatMap((way): readonly Access[] => {
      if (way.gateway !== undefined) {
        return outside ? [{ callers: [], way, kinds: reachedKinds(mesh, asked, { kind: 'outside' }, way) }] : [];
      }
      return alikeCallers(asked, callers, way.host, way.port).map((alike) => ({
        callers: alike,
        way,
        kinds: reachedKinds(mesh, asked, { kind: 'workload', workload: alike[0] }, way),
      }));
    });
}
