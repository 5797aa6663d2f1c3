import type { Mesh } from '../../mesh/reading/mesh';
import type { Check, Reporter } from '../check';
import { VALIDATIONS } from './shared/validations-page';
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
  name: 'ambient-hosts',
  mirrors: ['business/checkers/ambient_policy'],
  codes: {
    KIA0210: {
      name: 'DestinationRuleInNamespaceWithoutWaypoint',
      severity: 'warning',
      source: 'kiali',
      summary: 'A DestinationRule for HTTP is in an ambient namespace that has no waypoint.',
      explanation:
        'Traffic of an ambient namespace goes through ztunnel, which handles connections and identities but not HTTP; only a waypoint processes HTTP requests. Here outlier detection, HTTP connection pools and hashing by header or cookie have no effect, because the namespace has no label istio.io/use-waypoint. The API server accepts the object without a warning.',
      remedy: 'Set the label istio.io/use-waypoint on the namespace.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/waypoint/',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
      ],
    },
    KIA0211: {
      name: 'DestinationRuleServiceWithoutWaypoint',
      severity: 'warning',
      source: 'kiali',
      summary: 'A DestinationRule for HTTP is for a Service in ambient mode that has no waypoint.',
      explanation:
        'Traffic of an ambient namespace goes through ztunnel, which handles connections and identities but not HTTP; only a waypoint processes HTTP requests. The Service is not enrolled: neither it nor its namespace ' +
        'has the label istio.io/use-waypoint, or the Service opts out with "none". So outlier detection, HTTP connection ' +
        'pools and hashing by header or cookie have no effect for it.',
      remedy: 'Set the label istio.io/use-waypoint on the Service or on its namespace.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/waypoint/',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
      ],
    },
    KIA0212: {
      name: 'DestinationRuleOutsideOfServiceNamespace',
      severity: 'warning',
      source: 'kiali',
      summary: 'A DestinationRule for HTTP is in another namespace than the ambient Service that it is for.',
      explanation:
        'With sidecars the proxies of clients apply a DestinationRule, and it can be in the namespace of the clients. In ' +
        'ambient mode the waypoint of the Service applies it, and it takes only those of the namespace of the Service. ' +
        'From anywhere else outlier detection, HTTP connection pools and hashing by header or cookie have no effect.',
      remedy: 'Move the DestinationRule into the namespace of the Service.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/l7-features/',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
      ],
    },
    KIA1109: {
      name: 'VirtualServiceInNamespaceWithoutWaypoint',
      severity: 'warning',
      source: 'kiali',
      summary: 'A VirtualService for HTTP is in an ambient namespace that has no waypoint.',
      explanation:
        'Traffic of an ambient namespace goes through ztunnel, which handles connections and identities but not HTTP; only a waypoint processes HTTP requests. Here matches, rewrites, retries, faults and weights have no effect, because the namespace has no label istio.io/use-waypoint. The API server accepts the object without a warning.',
      remedy: 'Set the label istio.io/use-waypoint on the namespace.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/waypoint/',
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
      ],
    },
    KIA1113: {
      name: 'VirtualServiceServiceWithoutWaypoint',
      severity: 'warning',
      source: 'kiali',
      summary: 'A VirtualService for HTTP is for a Service in ambient mode that has no waypoint.',
      explanation:
        'Traffic of an ambient namespace goes through ztunnel, which handles connections and identities but not HTTP; only a waypoint processes HTTP requests. The Service is not enrolled: neither it nor its namespace ' +
        'has the label istio.io/use-waypoint, or the Service opts out with "none". So matches, rewrites, retries, faults ' +
        'and weights have no effect for it.',
      remedy: 'Set the label istio.io/use-waypoint on the Service or on its namespace.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/waypoint/',
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
      ],
    },
    KIA1114: {
      name: 'VirtualServiceOutsideOfServiceNamespace',
      severity: 'warning',
      source: 'kiali',
      summary: 'A VirtualService for HTTP is in another namespace than the ambient Service that it is for.',
      explanation:
        'With sidecars the proxies of clients apply a VirtualService, and it can be in the namespace of the clients. In ' +
        'ambient mode the waypoint of the Service applies it, and it takes only those of the namespace of the Service. ' +
        'From anywhere else matches, rewrites, retries, faults and weights have no effect.',
      remedy: 'Move the VirtualService into the namespace of the Service.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/l7-features/',
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
      ],
    },
  },
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
        related: [{ object: service }],
        message: `The Service ${service.key} is in ambient mode, and its waypoint takes only rules of its own namespace. This ${object.kind} is in ${namespace}, so ${why} has no effect for it.`,
        fix: `Move the ${object.kind} into the namespace ${service.namespace}.`,
      });
    }
    if (!isEnrolled(mesh, service.labels, service.namespace)) {
      report({
        code: codes.unenrolledService,
        object,
        path,
        related: [{ object: service }],
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
