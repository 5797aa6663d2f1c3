import type { MeshObject } from '../../mesh/reading/mesh-object';

export type DestinationRule = MeshObject<'networking.istio.io/DestinationRule'>;

/** Whether the proxies of a namespace see a rule. */
export function sees(reader: string, { spec: { exportTo = [] }, namespace }: DestinationRule): boolean {
  return reader === namespace || exportTo.length === 0 || exportTo.some((to) => to === '*' || to === reader);
}
