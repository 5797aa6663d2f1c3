import { MESH_GATEWAY } from '../../istio/names';
import { oldestFirst } from '../../mesh/age';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import type { VirtualService } from '../../mesh/virtual-services';
import { hostsOf, virtualServicesByGateway } from '../../mesh/virtual-services';
import { visibilityOf } from '../../mesh/visibility';

/** HTTPRoutes for Services that have a VirtualService as well. */
export const serviceHttpRoutes: Check = {
  name: 'service-http-routes',
  mirrors: ['pilot/pkg/model/virtualservice.go: SelectVirtualServices'],
  codes: {
    CDI0107: {
      name: 'VirtualServiceAndHttpRoute',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A Service has rules in a VirtualService and in an HTTPRoute.',
      explanation:
        'An HTTPRoute with a Service as parent defines rules for that host in the mesh, as a VirtualService does. Sidecars use the rules of one object for a host and ignore the other. In the namespace of the HTTPRoute its rules apply, whatever the age of the two. In other namespaces the older object wins, which differs between clusters; an HTTPRoute outside the namespace of the Service applies to nobody there. A VirtualService whose `exportTo` names namespaces takes precedence over the HTTPRoute in these.',
      remedy: 'Write all rules of a Service in one of the two APIs.',
      references: [
        'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#mesh-traffic',
        'https://github.com/istio/istio/issues/22997',
      ],
    },
  },
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
              related: [{ object: rule }],
              message: `VirtualService ${rule.key} also has rules for ${host}. Sidecars use the rules of one of the two for a host and ignore the other: ${whose(mesh, object.namespace, namespace, rule)}.`,
              fix: 'Move all rules into one of the two and remove the other.',
            });
          }
        },
      );
    }
  },
};

/** Which of the two applies in which namespaces. */
function whose(mesh: Mesh, own: string, ofService: string | undefined, rule: VirtualService): string {
  if (!visibilityOf(mesh, rule).everybody) {
    return 'those of the VirtualService in the namespaces that its exportTo names, and those of the HTTPRoute elsewhere';
  }
  const elsewhere = own === (ofService ?? own) ? 'whichever was created first' : 'those of the VirtualService';
  return `those of the HTTPRoute in namespace ${own}, and ${elsewhere} in all others`;
}

/** The VirtualService that sidecars use for a host: the oldest that everyone sees, or else one that some see. */
function meshHosts(mesh: Mesh): Map<string, VirtualService> {
  const index = new Map<string, VirtualService>();
  const inMesh = (mesh.derive(virtualServicesByGateway).get(MESH_GATEWAY) ?? []).filter((object) => {
    const { everybody, namespaces } = visibilityOf(mesh, object);
    return everybody || namespaces.size > 0;
  });
  for (const object of oldestFirst(mesh, inMesh)) {
    for (const host of hostsOf(object, mesh)) {
      const known = index.get(host);
      if (known === undefined || (visibilityOf(mesh, object).everybody && !visibilityOf(mesh, known).everybody)) {
        index.set(host, object);
      }
    }
  }
  return index;
}
