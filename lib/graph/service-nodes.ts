import type { EffectiveSubset } from '../mesh/destination-rules';
import { ruleFor } from '../mesh/destination-rules';
import { endpointsOf } from '../mesh/endpoints';
import { proxies, sidecarOf } from '../mesh/proxies';
import type { Proxy } from '../mesh/proxies';
import { groupBy } from '../mesh/reading/group-by';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import { once } from '../mesh/reading/once';
import type { RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import { SelectorIndex } from '../mesh/selector-index';
import type { Workload } from '../mesh/workload';
import type { GraphBuilder, NodeInput } from './graph-builder';

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
  return builder.node(mesh.derive(serviceInputs)(service));
}

function serviceInputs(mesh: Mesh): (service: RegistryService) => NodeInput {
  return once((service: RegistryService) => {
    const { object, host, namespace, meshExternal, external } = service;
    const versions = [...new Set(subsetsOf(mesh, service).map(({ name }) => name))];
    return {
      kind: meshExternal ? 'external' : 'service',
      name: meshExternal || external ? host : object.name,
      namespace,
      host,
      ...(versions.length > 0 && { versions }),
      object,
    };
  });
}

/** Those that the pods beside a service find. */
function subsetsOf(mesh: Mesh, service: RegistryService): readonly EffectiveSubset[] {
  return ruleFor(mesh, sidecarOf(service.namespace), service).rule?.subsets ?? [];
}

export function proxyNode(builder: GraphBuilder, { kind, namespace, name, workload }: Proxy): string {
  return builder.node({
    kind: kind === 'waypoint' ? 'waypoint' : 'gateway',
    name,
    namespace,
    object: workload?.object,
  });
}

/** Pods that run a gateway or a waypoint are that one. */
export function workloadNode(builder: GraphBuilder, mesh: Mesh, workload: Workload): string {
  const proxy = mesh.derive(proxiesByWorkload).get(workload);
  return proxy === undefined
    ? builder.node({ kind: 'workload', name: workload.name, namespace: workload.namespace, object: workload.object })
    : proxyNode(builder, proxy);
}

function proxiesByWorkload(mesh: Mesh): ReadonlyMap<Workload | undefined, Proxy> {
  const { gateways, waypoints } = proxies(mesh);
  return new Map([...gateways, ...waypoints].map((proxy) => [proxy.workload, proxy]));
}

/** The gateways whose Service has a host: the Services of an installation, which no manifest shows. */
export function gatewaysOfHost(mesh: Mesh, host: string): readonly Proxy[] {
  return mesh.derive(gatewaysByHost).get(host) ?? [];
}

function gatewaysByHost(mesh: Mesh): ReadonlyMap<string, readonly Proxy[]> {
  const { clusterDomain } = mesh.context;
  return groupBy(proxies(mesh).gateways, ({ name, namespace }) => `${name}.${namespace}.svc.${clusterDomain}`);
}

interface Behind {
  readonly object: MeshObject;
  readonly workload?: Workload;
  readonly labels: Readonly<Record<string, string>>;
}

function addService(builder: GraphBuilder, mesh: Mesh, service: RegistryService): void {
  const from = serviceNode(builder, mesh, service);
  const { object, external, host } = service;
  const path = external ? 'spec.workloadSelector' : 'spec.selector';
  const labelOf = subsetNames(subsetsOf(mesh, service));
  for (const { workload, object: of, labels } of podsBehind(mesh, service)) {
    const to =
      workload === undefined
        ? builder.node({ kind: 'workload', name: of.name, namespace: of.namespace, object: of })
        : workloadNode(builder, mesh, workload);
    builder.edge({ from, to, kind: 'selects', label: labelOf(labels), object, path });
  }
  for (const proxy of external ? [] : gatewaysOfHost(mesh, host)) {
    // Pods that no manifest shows are behind the Service of their name.
    if (proxy.workload === undefined) {
      builder.edge({ from, to: proxyNode(builder, proxy), kind: 'selects', label: '', object, path });
    }
  }
}

/** The names of the subsets that pods are in, in the order in which the rule has them. */
function subsetNames(subsets: readonly EffectiveSubset[]): (labels: Behind['labels']) => string {
  const index = new SelectorIndex([...subsets.entries()], ([, { labels }]) => ({ namespace: '', selector: labels }));
  return (labels) => {
    const found = [...index.selecting(labels, '')].sort(([a], [b]) => a - b);
    return [...new Set(found.map(([, { name }]) => name))].join(', ');
  };
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
