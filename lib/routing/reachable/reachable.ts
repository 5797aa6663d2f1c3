import type { Mesh } from '../../mesh/reading/mesh';
import type { Workload } from '../../mesh/workload';
import { withGatewayApi } from '../gateway-api/with-gateway-api';
import { Callers, callersOf } from './callers';
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

/** Who can call what, by which requests; one after the other, since all of it may be much. */
export function* reachable(
  mesh: Mesh,
  { isCaller, outside, isWay }: ReachScope = EVERYTHING,
): Generator<Access, void, undefined> {
  const asked = mesh.derive(withGatewayApi);
  const callers = new Callers(asked, callersOf(asked).filter(isCaller));
  for (const way of waysOf(asked).filter((each) => isWay(each, asked))) {
    if (way.gateway === undefined) {
      for (const alike of callers.alike(way.host, way.port)) {
        const kinds = reachedKinds(mesh, asked, { kind: 'workload', workload: alike[0] }, way);
        yield { callers: alike, way, kinds };
      }
    } else if (outside) {
      yield { callers: [], way, kinds: reachedKinds(mesh, asked, { kind: 'outside' }, way) };
    }
  }
}
