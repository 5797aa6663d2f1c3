import { fullHost } from '../../istio/host';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import type { VirtualService } from './virtual-services';
import { gatewayNames } from './virtual-services';

/** HTTPRoutes for Services that have a VirtualService as well. */
export const serviceHttpRoutes: Check = {
  codes: ['CDI0107'],
  run(mesh, report) {
    const rules = mesh.derive(meshHosts);
    for (const object of mesh.all('gateway.networking.k8s.io/HTTPRoute')) {
      (object.spec.parentRefs ?? []).forEach(
        ({ group = 'gateway.networking.k8s.io', kind = 'Gateway', name, namespace }, i) => {
          const host = `${name}.${namespace ?? object.namespace}.svc.${mesh.context.clusterDomain}`;
          const rule = group === '' && kind === 'Service' ? rules.get(host) : undefined;
          if (rule !== undefined) {
            report({
              code: 'CDI0107',
              object,
              path: `spec.parentRefs[${i}]`,
              message: `VirtualService ${rule.key} has rules for ${host} as well. Sidecars use the rules of one of the two for a host and never ask the other: ${whose(object.namespace, namespace, rule)}.`,
              fix: 'Move all rules into one of the two and remove the other.',
            });
          }
        },
      );
    }
  },
};

/** Where which of the two holds. */
function whose(own: string, ofService: string | undefined, { spec: { exportTo = [] } }: VirtualService): string {
  if (exportTo.length > 0 && !exportTo.includes('*')) {
    return 'those of the VirtualService in the namespaces that its exportTo names, and those of the HTTPRoute elsewhere';
  }
  const elsewhere = own === (ofService ?? own) ? 'whichever was created first' : 'those of the VirtualService';
  return `those of the HTTPRoute in namespace ${own}, and ${elsewhere} in all others`;
}

function meshHosts(mesh: Mesh): Map<string, VirtualService> {
  const index = new Map<string, VirtualService>();
  for (const object of mesh.all('networking.istio.io/VirtualService')) {
    if (gatewayNames(object).includes('mesh')) {
      for (const host of object.spec.hosts ?? []) {
        index.set(fullHost(host, object.namespace, mesh.context.clusterDomain), object);
      }
    }
  }
  return index;
}
