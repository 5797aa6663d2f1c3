import type { IConstruct } from 'constructs';
import { listOf, mentionedNamespace, workloadManifest } from '../checks/external-manifests';
import { knownElsewhere } from '../core/known-elsewhere';
import { TargetMesh } from '../core/target-mesh';
import type { ServicePort } from '../kubernetes/service-port';
import { IdentityElsewhere } from '../kubernetes/service-account-ref';
import { ResolvedService } from '../kubernetes/service-ref';
import type { Manifest } from '../mesh/reading/mesh-object';
import { GatewayWorkload } from '../networking/gateway-workload';
import { analysis } from './analysis';
import { Externals } from './externals';

/**
 * The gateways, Services and callers that constructs and `MeshSettings` refer to, as manifests; without those that are made here or told in settings.
 *
 * @param made what is made here or told
 */
export function elsewhere(scope: IConstruct, made: readonly unknown[]): unknown[] {
  const { ingress, egress } = TargetMesh.of(scope).said;
  const referredTo = [ingress, egress, ...knownElsewhere(scope)].filter((each) => each !== undefined);
  if (referredTo.length === 0) {
    return [];
  }
  const { manifests } = analysis().settingsReader().takeIn(made);
  const known = new Set(manifests.filter(isService).map(nameOf));
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
  const identities = referredTo.filter((each) => each instanceof IdentityElsewhere);
  return [...gateways, ...[...services.values()].map(serviceOf), ...workloadsOf(identities, manifests)];
}

/** Workloads that run with some identities. Where one of the name is made here, it is meant, and what it runs as is known. */
function workloadsOf(identities: readonly IdentityElsewhere[], made: readonly Manifest[]): unknown[] {
  const taken = new Set(made.filter(({ kind }) => kind === 'Deployment').map(nameOf));
  return identities.flatMap(({ namespace, serviceAccount }) => {
    const name = `${namespace}/${serviceAccount}`;
    if (taken.has(name)) {
      return [];
    }
    taken.add(name);
    const pod = { serviceAccountName: serviceAccount, containers: [] };
    return listOf([
      mentionedNamespace(namespace, { inMesh: true }),
      workloadManifest(serviceAccount, namespace, {}, pod),
    ]);
  });
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
