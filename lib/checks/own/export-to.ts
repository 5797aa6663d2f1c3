import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';

type Exported = MeshObject<'networking.istio.io/VirtualService' | 'networking.istio.io/DestinationRule'>;

/** Whom an object is exported to, by what it says itself or else by MeshConfig; `~`, which is nobody, left out. */
export function exportedTo({ context: { meshConfig } }: Mesh, { kind, spec }: Exported): readonly string[] {
  const byDefault = meshConfig[`default${kind}ExportTo`];
  const given = spec.exportTo?.length ? spec.exportTo : Array.isArray(byDefault) ? (byDefault as string[]) : ['*'];
  return given.filter((to) => to !== '~');
}
