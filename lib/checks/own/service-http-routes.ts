import { fullHost } from '../../mesh/hosts';
import type { Mesh } from '../../mesh/mesh';
import type { Check } from '../check';
import { gatewayNames } from './virtual-services';

/** HTTPRoutes for Services that have a VirtualService as well. */
export const serviceHttpRoutes: Check = {
  codes: ['CDI0107'],
  reads: ['gateway.networking.k8s.io/HTTPRoute', 'networking.istio.io/VirtualService'],
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
              message:
                `VirtualService ${rule} has rules for ${host} as well. istiod makes one set of routes for a host out of the older of the two and leaves the other out, ` +
                'so which rules hold depends on what was applied first.',
              fix: `Move all rules into one of them: remove the VirtualService's or this parent.`,
            });
          }
        },
      );
    }
  },
};

function meshHosts(mesh: Mesh): Map<string, string> {
  const index = new Map<string, string>();
  for (const object of mesh.all('networking.istio.io/VirtualService')) {
    if (gatewayNames(object).includes('mesh')) {
      for (const host of object.spec.hosts ?? []) {
        index.set(fullHost(host, object.namespace, mesh.context.clusterDomain), object.key);
      }
    }
  }
  return index;
}
