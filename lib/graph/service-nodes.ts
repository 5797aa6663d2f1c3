import { ruleFor } from '../mesh/destination-rules';
import { endpointsOf } from '../mesh/endpoints';
import { proxies, sidecarOf } from '../mesh/proxies';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import type { Workload } from '../mesh/workload';
import { selects } from '../mesh/workload';
import type { GraphBuilder } from './graph-builder';

/** All services and external hosts, the pods behind them, and the gateways and waypoints. */
export function addServices(builder: GraphBuilder, mesh: Mesh): void {
  const { gateways, waypoints } = proxies(mesh);
  [...gateways, ...waypoints].forEach((proxy) => proxyNode(builder, proxy));
  for (const workload of mesh.workloads) {
    workloadNode(builder, mesh, workload);
  }
  for (const service of registry(mesh).all) {
    addService(builder, mesh, service);
  }
}

/** The node of a service; of an external one, the host itself. */
export function serviceNode(builder: GraphBuilder, mesh: Mesh, service: RegistryService): string {
  const { object, host, namespace, meshExternal, external } = service;
  const rule = ruleFor(mesh, sidecarOf(namespace), service).rule;
  const versions = [...new Set((rule?.subsets ?? []).map(({ name }) => name))];
  return builder.node({
    kind: meshExternal ? 'external' : 'service',
    name: meshExternal || external ? host : object.name,
    namespace,
    host,
    ...(versions.length > 0 && { versions }),
    object,
  });
}

export function proxyNode(builder: GraphBuilder, { kind, namespace, name, workload }: Proxy): string {
  return builder.node({
    kind: kind === 'waypoint' ? 'waypoint' : 'gateway',
    name,
    namespace,
    object: workload?.object,
  });
}

/** Pods that run a gateway are that gateway. */
export function workloadNode(builder: GraphBuilder, mesh: Mesh, workload: Workload): string {
  const gateway = mesh.derive(gatewaysByWorkload).get(workload);
  return gateway === undefined
    ? builder.node({ kind: 'workload', name: workload.name, namespace: workload.namespace, object: workload.object })
    : proxyNode(builder, gateway);
}

function gatewaysByWorkload(mesh: Mesh): ReadonlyMap<Workload | undefined, Proxy> {
  return new Map(proxies(mesh).gateways.map((proxy) => [proxy.workload, proxy]));
}

interface Behind {
  readonly object: MeshObject;
  readonly workload?: Workload;
  readonly labels: Readonly<Record<string, string>>;
}

function addService(builder: GraphBuilder, mesh: Mesh, service: RegistryService): void {
  const from = serviceNode(builder, mesh, service);
  const { object, external, host, namespace } = service;
  const path = external ? 'spec.workloadSelector' : 'spec.selector';
  const subsets = ruleFor(mesh, sidecarOf(namespace), service).rule?.subsets ?? [];
  for (const { workload, object: of, labels } of podsBehind(mesh, service)) {
    const to =
      workload === undefined
        ? builder.node({ kind: 'workload', name: of.name, namespace: of.namespace, object: of })
        : workloadNode(builder, mesh, workload);
    const own = subsets.filter((each) => selects(each.labels, labels)).map(({ name }) => name);
    builder.edge({ from, to, kind: 'selects', label: [...new Set(own)].join(', '), object, path });
  }
  for (const proxy of external ? [] : proxies(mesh).gateways) {
    // Pods that no manifest shows are behind the Service of their name.
    if (proxy.workload === undefined && host === hostOfGateway(mesh, proxy)) {
      builder.edge({ from, to: proxyNode(builder, proxy), kind: 'selects', label: '', object, path });
    }
  }
}

/** The host of the Service that an installation makes for a gateway. */
export function hostOfGateway({ context }: Mesh, { namespace, name }: Proxy): string {
  return `${name}.${namespace}.svc.${context.clusterDomain}`;
}

/** Whatever makes pods or stands for a machine; addresses that a ServiceEntry lists are the host itself. */
function podsBehind(mesh: Mesh, service: RegistryService): readonly Behind[] {
  const found = new Map<MeshObject, Behind>();
  for (const { number } of service.ports) {
    for (const { object, workload, labels } of endpointsOf(mesh, service, number)) {
      if (workload !== undefined || object.id === 'networking.istio.io/WorkloadEntry') {
        found.set(object, { object, workload, labels });
      }
    }
  }
  return [...found.values()];
}
