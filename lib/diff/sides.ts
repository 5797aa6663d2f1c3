import type { Mesh } from '../mesh/reading/mesh';
import { withGatewayApi } from '../routing/gateway-api/with-gateway-api';
import type { Supposed } from './supposed';
import { supposed } from './supposed';

/** A mesh before a change, or after it. */
export interface Side {
  /** With what is supposed to be there besides the manifests. */
  readonly mesh: Mesh;
  /** With what istiod makes of the Gateway API, in which rules are. */
  readonly asked: Mesh;
  readonly supposed: Supposed;
}

/** Something of the mesh before, and the same after. */
export interface Sides<T> {
  readonly before: T;
  readonly after: T;
}

export function sidesOf(before: Mesh, after: Mesh): Sides<Side> {
  const known = supposed({ before, after });
  return { before: sideOf(before, known), after: sideOf(after, known) };
}

function sideOf(given: Mesh, known: Supposed): Side {
  const mesh = known.objects.length === 0 ? given : given.with(known.objects);
  return { mesh, asked: mesh.derive(withGatewayApi), supposed: known };
}
