import type { Mesh } from '../mesh/reading/mesh';
import { withGatewayApi } from '../routing/gateway-api/with-gateway-api';

/** A mesh before a change, or after it. */
export interface Side {
  readonly mesh: Mesh;
  /** With what istiod makes of the Gateway API, in which rules are. */
  readonly asked: Mesh;
}

/** Something of the mesh before, and the same after. */
export interface Sides<T> {
  readonly before: T;
  readonly after: T;
}

export function sidesOf(before: Mesh, after: Mesh): Sides<Side> {
  return { before: sideOf(before), after: sideOf(after) };
}

function sideOf(mesh: Mesh): Side {
  return { mesh, asked: mesh.derive(withGatewayApi) };
}
