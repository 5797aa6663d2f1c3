import type { HttpRoute } from '../../../imports/networking';
import { fullHost } from '../../mesh/hosts';
import type { Check } from '../check';
import type { VirtualService } from './virtual-services';
import { virtualServicesByGateway } from './virtual-services';

/** VirtualServices that want the same requests at one gateway, or in the mesh. */
export const overlappingVirtualServices: Check = {
  codes: ['CDI0108'],
  reads: ['networking.istio.io/VirtualService'],
  run(mesh, report) {
    for (const [gateway, virtualServices] of mesh.derive(virtualServicesByGateway)) {
      const inMesh = gateway === 'mesh';
      const first = new Map<string, VirtualService>();
      for (const object of virtualServices) {
        for (const [i, host] of (object.spec.hosts ?? []).entries()) {
          const full = inMesh ? fullHost(host, object.namespace, mesh.context.clusterDomain) : host;
          if (!inMesh && !(object.spec.http ?? []).some(takesAll)) {
            continue;
          }
          const other = first.get(full);
          if (other === undefined) {
            first.set(full, object);
          } else if (other !== object && (!inMesh || seesBoth(other, object))) {
            report({
              code: 'CDI0108',
              object,
              path: `spec.hosts[${i}]`,
              message: inMesh
                ? `VirtualService ${other.key} is for ${full} in the mesh as well. Sidecars use one VirtualService for a host: the one that was created first, and of two created at once ${winner(other, object)}. The rules of the other are never asked.`
                : `VirtualService ${other.key} takes all requests for ${full} at Gateway ${gateway} as well. The gateway merges both, and of two rules that take everything the one that was created first wins; of two created at once, ${winner(other, object)}.`,
              fix: inMesh
                ? `Move the rules of both into one VirtualService for ${full}.`
                : `Move the rules of both into one VirtualService, or give one of the two a match that takes less, such as a path.`,
            });
          }
        }
      }
    }
  },
};

/** Whether a rule takes every request: it has no match, or one for the prefix "/" alone. */
function takesAll({ match = [] }: HttpRoute): boolean {
  return (
    match.length === 0 ||
    match.some((each) =>
      Object.keys(each).every(
        (key) => key === 'name' || key === 'gateways' || (key === 'uri' && each.uri?.prefix === '/'),
      ),
    )
  );
}

/** Two that are private to different namespaces have different readers. */
function seesBoth(a: VirtualService, b: VirtualService): boolean {
  const isPrivate = ({ spec }: VirtualService): boolean => (spec.exportTo ?? []).join() === '.';
  return a.namespace === b.namespace || !(isPrivate(a) || isPrivate(b));
}

/** istiod sorts what was created in one second by name, then namespace. */
function winner(a: VirtualService, b: VirtualService): string {
  const order = ({ name, namespace }: VirtualService): string => `${name}.${namespace}`;
  return order(a) < order(b) ? a.key : b.key;
}
