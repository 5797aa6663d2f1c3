import { isObject } from '../../core/is-object';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import { gatewayNames, holdsAt, rulesOf } from './virtual-services';

/** What an egress gateway alone does not do: it neither shows that requests use it nor makes them. */
export const egressEnforcement: Check = {
  codes: ['CDI0204', 'CDI0205', 'CDI0208'],
  run(mesh, report) {
    const registryOnly = mesh.derive(isRegistryOnly);
    const enforced = mesh
      .all('networking.k8s.io/NetworkPolicy')
      .some(
        ({ spec }) =>
          (Array.isArray(spec.policyTypes) && spec.policyTypes.includes('Egress')) || spec.egress !== undefined,
      );
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      const gateways = gatewayNames(object);
      const external = (object.spec.hosts ?? []).some(
        (host) => host.includes('.') && !host.endsWith(`.${mesh.context.clusterDomain}`),
      );
      if (!external || !gateways.includes('mesh')) {
        continue;
      }
      for (const rule of rulesOf(object).filter((each) => holdsAt(each, 'mesh'))) {
        for (const { path, destination } of rule.destinations.filter((each) =>
          isGateway(each.destination.host ?? ''),
        )) {
          if (destination.port?.number === undefined) {
            report({
              code: 'CDI0208',
              object,
              path: `${path}.port`,
              message:
                'The destination names no port, and the Service of an installed gateway has several (80 and 443 at least). istiod then takes the port that the client asked for, whether the Service has it or not.',
              fix: `Write port: { number: ${rule.port ?? (rule.kind === 'http' ? 80 : 443)} } into the destination.`,
            });
          }
          if (!registryOnly) {
            report({
              code: 'CDI0204',
              object,
              path,
              message:
                'Sidecars let connections to unknown hosts out directly (outboundTrafficPolicy is ALLOW_ANY), so a request that answers does not show that it went through the gateway.',
              fix: `Look at the gateway's own access log, or set meshConfig.outboundTrafficPolicy.mode to REGISTRY_ONLY.`,
            });
          }
          if (!enforced) {
            report({
              code: 'CDI0205',
              object,
              path,
              message:
                'Nothing keeps a pod from leaving past the gateway: a program that does not use its sidecar, or a pod without one, connects directly. REGISTRY_ONLY does not stop it either.',
              fix: 'Add a NetworkPolicy that allows the pods egress only to the gateway, to DNS and to istiod.',
            });
          }
        }
      }
    }
  },
};

function isGateway(host: string): boolean {
  return /^(istio-?)?egress-?gateway\b/.test(host) || /^istio-egress/.test(host);
}

function isRegistryOnly(mesh: Mesh): boolean {
  const policy = mesh.context.meshConfig.outboundTrafficPolicy;
  return (
    (isObject(policy) && policy.mode === 'REGISTRY_ONLY') ||
    mesh
      .all('networking.istio.io/Sidecar')
      .some(
        ({ spec, namespace }) =>
          namespace === mesh.context.rootNamespace && spec.outboundTrafficPolicy?.mode === 'REGISTRY_ONLY',
      )
  );
}
