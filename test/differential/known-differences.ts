import type { Manifest } from '../../lib/mesh/mesh-object';
import type { Layer } from '../grids/grid';

/** Where we say something else than Istio does, on purpose. */
export interface KnownDifference {
  readonly layer: Layer;
  readonly reason: string;
  /** Whether it explains an entry of a verdict that only one side has. */
  readonly explains: (entry: string, manifests: readonly Manifest[]) => boolean;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [];
