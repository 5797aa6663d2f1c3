import type { IConstruct } from 'constructs';
import { knownElsewhere } from '../core/known-elsewhere';
import { TargetMesh } from '../core/target-mesh';
import type { ServicePort } from '../kubernetes/service-port';
import { ResolvedService } from '../kubernetes/service-ref';
import type { Manifest } from '../mesh/reading/mesh-object';
import { GatewayWorkload } from '../networking/gateway-workload';
import { analysis } from './analysis';
import { Externals } from './externals';

/**
 * The gateways and Services that constructs and `MeshSettings` refer to, as manifests; without those that are made here or told in settings.
 *
 * @param made what is made here or told
 */
export function elsewhere(scope: IConstruct, made: readonly unknown[]): unknown[] {
  const { ingress, egress } = TargetMesh.of(scope).said;
  const referredTo = [ingress, egress, ...knownElsewhere(scope)].filter((each) => each !== undefined);
  if (referredTo.length === 0) {
    return [];
  }
  const known = new Set(analysis().settingsReader().takeIn(made).manifests.filter(isService).map(nameOf));
  const isNew = (name: string): boolean => !known.has(name) && known.add(name) !== undefined;
  // A gateway is made by those who make its Service, pods and all. And its installation knows the Service's ports better than a reference.
  const gateways = referredTo.flatMap((each) =>
    each instanceof GatewayWorkload && isNew(`${each.namespace}/${each.service}`)
      ? [Externals.gatewayWorkload(each)]
      : [],
  );
  const services = new Map<string, ResolvedService[]>();
  for (const each of referredTo) {
    if (each instanceof ResolvedService) {
      const name = `${each.namespace}/${each.name}`;
      const others = services.get(name);
      if (others !== undefined) {
        others.push(each);
      } else if (isNew(name)) {
        services.set(name, [each]);
      }
    }
  }
  return [...gateways, ...[...services.values()].map(serviceOf)];
}

/** A Service with all the ports that any reference to it names. */
function serviceOf(references: readonly ResolvedService[]): unknown {
  const [{ name, namespace }] = references;
  const ports = new Map<number, ServicePort>();
  for (const each of references.flatMap((reference) => (reference.ports ?? []) as ServicePort[])) {
    ports.set(each.port, { ...ports.get(each.port), ...each });
  }
  return Externals.service(name, { namespace, ports: [...ports.values()] });
}

function isService({ apiVersion, kind }: Manifest): boolean {
  return apiVersion === 'v1' && kind === 'Service';
}

function nameOf({ metadata }: Manifest): string {
  const { namespace, name } = (metadata ?? {}) as { readonly namespace?: unknown; readonly name?: unknown };
  return `${String(namespace)}/${String(name)}`;
}
