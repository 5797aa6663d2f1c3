import { isIP } from 'node:net';
import type { Endpoint } from './endpoints';
import { endpointsOf } from './endpoints';
import type { DataMap } from './reading/data-map';
import { groupByData } from './reading/data-map';
import { at } from './reading/free-spec';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import { registry } from './registry';
import type { Workload } from './workload';

/** Where endpoints are counted. */
export interface CountedCluster {
  /** A full name without wildcard. */
  readonly host: string;
  /** @default - that of the ports which has the most endpoints */
  readonly port?: number;
  /** Labels of a subset. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** How many endpoints a cluster of Envoy has at most, by these manifests; undefined where they do not say it. */
export function mostEndpoints(mesh: Mesh, { host, port, labels }: CountedCluster): number | undefined {
  const counts = registry(mesh)
    .withHost(host)
    .flatMap((service) =>
      service.ports
        .filter(({ number }) => port === undefined || number === port)
        .map(({ number }) => sum(endpointsOf(mesh, service, number, labels).map((each) => mostAddresses(mesh, each)))),
    );
  return counts.length === 0 || counts.includes(undefined) ? undefined : Math.max(...(counts as number[]));
}

function sum(counts: readonly (number | undefined)[]): number | undefined {
  return counts.includes(undefined) ? undefined : (counts as number[]).reduce((total, count) => total + count, 0);
}

/** A DNS name may have any number of addresses. */
function mostAddresses(mesh: Mesh, { workload, address }: Endpoint): number | undefined {
  return workload !== undefined ? mostPods(mesh, workload) : isIP(address ?? '') > 0 ? 1 : undefined;
}

/** Kinds that run as many pods as `replicas` says. */
const COUNTED: ReadonlySet<string> = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/ReplicaSet',
  'core/ReplicationController',
]);

/** Without `replicas` their number is usually the affair of something else. */
function mostPods(mesh: Mesh, { object }: Workload): number | undefined {
  if (object.id === 'core/Pod') {
    return 1;
  }
  const scalers = mesh.derive(scalersByTarget).get([object.namespace, object.kind, object.name]);
  if (scalers !== undefined) {
    const [most] = scalers.map(({ spec }) => at(spec, 'maxReplicas') ?? at(spec, 'maxReplicaCount'));
    return scalers.length === 1 && typeof most === 'number' ? most : undefined;
  }
  return COUNTED.has(object.id) ? (object as MeshObject<'apps/Deployment'>).spec.replicas : undefined;
}

/** HorizontalPodAutoscalers, and the ScaledObjects of KEDA. */
function scalersByTarget(mesh: Mesh): DataMap<readonly unknown[], MeshObject[]> {
  const scalers = mesh.objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject');
  return groupByData(scalers, ({ namespace, spec }) => {
    const target = at(spec, 'scaleTargetRef');
    return [namespace, at(target, 'kind') ?? 'Deployment', at(target, 'name')];
  });
}
