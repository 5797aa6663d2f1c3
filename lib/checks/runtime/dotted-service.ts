import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';

const DOTTED = /^([^.]*)\.([^.]+)(?:\.svc)?$/;

/** The Service that `reviews.shop` or `reviews.shop.svc` means to Kubernetes DNS, but not to Istio. */
export function dottedService(mesh: Mesh, host: string): MeshObject<'core/Service'> | undefined {
  const [, name, namespace] = DOTTED.exec(host) ?? [];
  return namespace === undefined ? undefined : mesh.find('core/Service', namespace, name);
}
