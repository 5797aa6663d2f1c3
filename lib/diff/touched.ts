import { proxies } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { Workload } from '../mesh/workload';
import { sidecarOfPods } from '../routing/proxy-of-pods';
import { clientViews } from '../routing/reachable/client-views';
import { destinationHosts } from '../routing/reachable/destination-hosts';
import { addressOf } from '../routing/target';
import { isInjectionKnown } from '../routing/walk';
import { changedObjects } from './changed-objects';
import type { JointCaller } from './joint-callers';
import type { JointWay } from './joint-ways';
import type { Side, Sides } from './sides';
import { nameOf, TouchScope } from './touch-scope';
import { touchedBy } from './touched-by';

/** What the changed objects can touch at most. */
export interface Touched {
  readonly isNothing: boolean;
  readonly isWay: (way: JointWay) => boolean;
  /** Whether all that a caller asks may be another. */
  readonly isCaller: (caller: JointCaller) => boolean;
}

const EVERYTHING: Touched = { isNothing: false, isWay: () => true, isCaller: () => true };

export function touched(sides: Sides<Side>): Touched {
  const scope = new TouchScope();
  const isSameMesh = JSON.stringify(sides.before.mesh.context) === JSON.stringify(sides.after.mesh.context);
  if (!isSameMesh) {
    return EVERYTHING;
  }
  const changed = changedObjects(sides);
  const meshes = [sides.before.asked, sides.after.asked];
  for (const { before, after } of changed) {
    for (const mesh of meshes) {
      touchedBy(before, after, mesh, scope);
    }
    if (scope.isEverything) {
      return EVERYTHING;
    }
  }
  // Who is a gateway decides who calls, too.
  const names = meshes.map((mesh) => proxies(mesh).gateways.map(nameOf).sort().join());
  if (names[0] !== names[1]) {
    return EVERYTHING;
  }
  return {
    isNothing: changed.length === 0,
    isWay: touchedWays(scope, meshes),
    isCaller: ({ before, after }) =>
      scope.hasCallersOf(after.namespace) ||
      (scope.hasCaller(after) && clientKey(meshes[0], before) !== clientKey(meshes[1], after)),
  };
}

/** Which ways come to what a scope holds, as either mesh leads. */
export function touchedWays(scope: TouchScope, meshes: readonly Mesh[]): Touched['isWay'] {
  const leading = meshes.map((mesh) => mesh.derive(destinationHosts));
  const leads = (host: string): boolean => {
    const seen = new Set([host]);
    for (const each of seen) {
      if (scope.hasHost(each)) {
        return true;
      }
      leading.forEach((hosts) => hosts.after(each).forEach((next) => seen.add(next)));
    }
    return false;
  };
  return ({ way }) =>
    (way.gateway === undefined ? scope.hasPort(way.port) : scope.hasGateway(way.gateway)) || leads(way.host);
}

/** The same for pods that ask alike, as far as they themselves decide it: most of their labels nobody asks clients for. */
function clientKey(mesh: Mesh, workload: Workload): string {
  const sidecar = sidecarOfPods(mesh, workload);
  return JSON.stringify([
    [workload.serviceAccount, workload.annotations, addressOf(workload), isInjectionKnown(mesh, workload)],
    sidecar === undefined ? [workload.labels, workload.pod.hostNetwork] : mesh.derive(clientViews).keyOf(sidecar),
  ]);
}
