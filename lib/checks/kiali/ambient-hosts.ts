import type { Mesh } from '../../mesh/reading/mesh';
import type { Check, Reporter } from '../check';
import { readHost } from './shared/hosts';
import { destinationRuleLayer7, virtualServiceLayer7 } from './shared/layer7';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import type { Service } from './shared/services';
import { serviceIndex } from './shared/services';
import type { Exported } from './shared/visibility';
import { isVisible } from './shared/visibility';
import { isEnrolled } from './shared/waypoints';

/** The codes of a kind. */
interface Codes {
  readonly unenrolledNamespace: string;
  readonly unenrolledService: string;
  readonly elsewhere: string;
}

/** A host of an object, and where it stands. */
interface Target {
  readonly host: string;
  readonly path: string;
}

/** Rules for HTTP of Services in ambient namespaces that no waypoint applies. */
export const ambientHosts: Check = {
  codes: ['KIA0210', 'KIA0211', 'KIA0212', 'KIA1109', 'KIA1113', 'KIA1114'],
  run(mesh, report) {
    if (!mesh.derive(meshNamespaces).hasAmbient) {
      return;
    }
    for (const object of checkedObjects(mesh, 'networking.istio.io/DestinationRule')) {
      const why = destinationRuleLayer7(object.spec);
      const targets = [{ host: object.spec.host ?? '', path: 'spec.host' }];
      const codes = { unenrolledNamespace: 'KIA0210', unenrolledService: 'KIA0211', elsewhere: 'KIA0212' };
      if (why !== undefined && isVisible(mesh, object)) {
        inspect(mesh, object, why, targets, codes, report);
      }
    }
    for (const object of checkedObjects(mesh, 'networking.istio.io/VirtualService')) {
      const why = virtualServiceLayer7(object.spec);
      const targets = (object.spec.hosts ?? []).map((host, i) => ({ host, path: `spec.hosts[${i}]` }));
      const codes = { unenrolledNamespace: 'KIA1109', unenrolledService: 'KIA1113', elsewhere: 'KIA1114' };
      if (why !== undefined && isVisible(mesh, object)) {
        inspect(mesh, object, why, targets, codes, report);
      }
    }
  },
};

function inspect(
  mesh: Mesh,
  object: Exported,
  why: string,
  targets: readonly Target[],
  codes: Codes,
  report: Reporter,
): void {
  const { namespace } = object;
  const services = ambientServices(mesh, targets, namespace);
  for (const [service, { path }] of services) {
    if (service.namespace !== namespace) {
      report({
        code: codes.elsewhere,
        object,
        path,
        message: `The Service ${service.key} is in ambient mode, and its waypoint takes only rules of its own namespace. This ${object.kind} is in ${namespace}, so ${why} has no effect for it.`,
        fix: `Move the ${object.kind} into the namespace ${service.namespace}.`,
      });
    }
    if (!isEnrolled(mesh, service.labels, service.namespace)) {
      report({
        code: codes.unenrolledService,
        object,
        path,
        message: `The Service ${service.key} is in ambient mode without a waypoint: neither it nor its namespace has the label istio.io/use-waypoint. ztunnel does not look into HTTP, so nothing applies ${why}.`,
        fix: `Set the label istio.io/use-waypoint on the Service ${service.name} or on the namespace ${service.namespace}, to the name of a waypoint.`,
      });
    }
  }
  if (services.size === 0 && mesh.derive(meshNamespaces).isAmbient(namespace) && !isEnrolled(mesh, {}, namespace)) {
    report({
      code: codes.unenrolledNamespace,
      object,
      path: targets[0]?.path ?? 'spec.hosts',
      message: `${namespace} is in ambient mode without a waypoint: it has no label istio.io/use-waypoint. ztunnel does not look into HTTP, so nothing applies ${why}.`,
      fix: `Set the label istio.io/use-waypoint on the namespace ${namespace}, to the name of a waypoint.`,
    });
  }
}

function ambientServices(mesh: Mesh, targets: readonly Target[], namespace: string): Map<Service, Target> {
  const namespaces = mesh.derive(meshNamespaces);
  const services = new Map<Service, Target>();
  for (const target of targets) {
    const host = readHost(target.host, namespace, mesh.context, namespaces);
    const service = namespaces.isAmbient(host.namespace)
      ? mesh.derive(serviceIndex).find(host.namespace, host.service)
      : undefined;
    if (service !== undefined && !services.has(service)) {
      services.set(service, target);
    }
  }
  return services;
}
