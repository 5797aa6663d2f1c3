import { isIP } from 'node:net';
import type { WorkloadEntrySpec } from '../../imports/networking';
import { isInMesh } from './injection';
import { LabelIndex } from './label-index';
import { podsOf } from './pods';
import { gatewayWorkloads } from './proxies';
import { oldestFirst } from './age';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import type { RegistryPort, RegistryService } from './registry';
import { registry } from './registry';
import type { Workload } from './workload';
import { selects } from './workload';

type Labels = Readonly<Record<string, string>>;

/** Where the connections to a port of a service end. */
export interface Endpoint {
  /** What makes it: a Deployment, a WorkloadEntry, a ServiceEntry. */
  readonly object: MeshObject;
  /** Where it stands in there: `spec.endpoints[0]`; empty for the whole object. */
  readonly path: string;
  /** Its pods, if it is pods. */
  readonly workload?: Workload;
  readonly namespace: string;
  /** What subsets ask for. */
  readonly labels: Labels;
  /** Of pods none is known before they run. A path for a Unix socket. */
  readonly address?: string;
  /** 0 for a Unix socket. */
  readonly port: number;
  /** Whether there is a proxy that mutual TLS can be spoken to (pilot/pkg/model/endpointshards.go: TLSMode). */
  readonly hasProxy: boolean;
  readonly serviceAccount?: string;
  /** Beside others; undefined for pods, and for the usual one. */
  readonly weight?: number;
  /** `region/zone/subzone`, as far as it is written; undefined for pods, whose nodes say it. */
  readonly locality?: string;
}

/**
 * The endpoints of a port of a service, as far as they have the labels of a subset.
 *
 * Those of a Service are pods and WorkloadEntries that its selector takes, those of a ServiceEntry the ones that it lists, or that its
 * workloadSelector takes, or the host itself; ServiceEntries of one host and namespace share theirs
 * (pilot/pkg/serviceregistry/serviceentry/conversion.go: convertServiceEntryToInstances, mergeServicesInstancesByNamespaceHost;
 * kube/controller/controller.go: serviceInstanceFromWorkloadInstance).
 */
export function endpointsOf(
  mesh: Mesh,
  service: Pick<RegistryService, 'host' | 'namespace'>,
  port: number,
  subset: Labels = {},
): readonly Endpoint[] {
  const known = mesh.derive(knownEndpoints);
  const key = `${service.namespace} ${service.host} ${port}`;
  let index = known.get(key);
  if (index === undefined) {
    index = new LabelIndex(endpointsAt(mesh, service, ({ number }) => number === port));
    known.set(key, index);
  }
  return index.select(subset);
}

/** A service may have as many subsets as it has endpoints: none is compared with all. */
function knownEndpoints(): Map<string, LabelIndex<Endpoint>> {
  return new Map();
}

/**
 * Those that a proxy is told of apart from the cluster: of the ports with the same name, and without names that it would have to look up
 * (pilot/pkg/xds/endpoints/endpoint_builder.go: BuildClusterLoadAssignment).
 */
export function toldEndpointsOf(
  mesh: Mesh,
  service: Pick<RegistryService, 'host' | 'namespace' | 'ports'>,
  port: number,
  subset: Labels = {},
): readonly Endpoint[] {
  const wanted = service.ports.find(({ number }) => number === port);
  return endpointsAt(mesh, service, ({ name }) => name === wanted?.name).filter(
    ({ address = '', port: target, labels }) =>
      selects(subset, labels) && (address === '' || target === 0 || isIP(address) > 0),
  );
}

function endpointsAt(
  mesh: Mesh,
  { host, namespace }: Pick<RegistryService, 'host' | 'namespace'>,
  isWanted: (port: RegistryPort) => boolean,
): readonly Endpoint[] {
  return registry(mesh)
    .withHost(host)
    .filter((each) => each.namespace === namespace)
    .flatMap((each) =>
      each.ports
        .filter(isWanted)
        .flatMap((known) => (each.external ? ofEntry(mesh, each, known) : ofService(mesh, each, known))),
    );
}

/** Where a node sends connections to the address of a Service: to pods alone. It knows no entries of Istio. */
export function podsBehind(
  mesh: Mesh,
  { host, namespace }: Pick<RegistryService, 'host' | 'namespace'>,
  port: number,
): readonly Endpoint[] {
  return registry(mesh)
    .withHost(host)
    .filter((each) => each.namespace === namespace && !each.external)
    .flatMap((each) =>
      each.ports.filter(({ number }) => number === port).flatMap((known) => podsAt(mesh, each, known)),
    );
}

/** The port of the pods' containers that a port of a Service leads to; undefined where none of them has its name. */
export function containerPort({ number, targetPort = number }: RegistryPort, { pod }: Workload): number | undefined {
  return typeof targetPort === 'number'
    ? targetPort
    : [...(pod.containers ?? []), ...(pod.initContainers ?? [])]
        .flatMap(({ ports = [] }) => ports)
        .find(({ name }) => name === targetPort)?.containerPort;
}

function podsAt(mesh: Mesh, service: RegistryService, port: RegistryPort): Endpoint[] {
  return podsOf(mesh, service).flatMap((workload) => {
    const target = containerPort(port, workload);
    return target === undefined ? [] : ofPods(mesh, workload, target);
  });
}

function ofService(mesh: Mesh, service: RegistryService, port: RegistryPort): Endpoint[] {
  const { selector = {}, namespace, resolution } = service;
  const entries =
    resolution !== 'ClientSideLB' || Object.keys(selector).length === 0
      ? []
      : entriesOf(mesh, selector, namespace).filter(
          ({ spec: { address } }) => address === undefined || isIP(address) > 0,
        );
  const { targetPort } = port;
  return [
    ...podsAt(mesh, service, port),
    ...entries.flatMap(({ object, spec }) => {
      const named: number | undefined = spec.ports?.[typeof targetPort === 'string' ? targetPort : port.name];
      const target = isPort(named) ? named : typeof targetPort === 'string' ? undefined : (targetPort ?? port.number);
      return target === undefined ? [] : ofAddress(object, '', spec, target);
    }),
  ];
}

function ofEntry(mesh: Mesh, service: RegistryService, port: RegistryPort): Endpoint[] {
  const { selector, namespace, resolution, host } = service;
  const object = service.object as MeshObject<'networking.istio.io/ServiceEntry'>;
  const target = typeof port.targetPort === 'number' ? port.targetPort : port.number;
  const byDns = resolution === 'DNSLB' || resolution === 'DNSRoundRobinLB';
  if (selector !== undefined) {
    return [
      ...entriesOf(mesh, selector, namespace)
        .filter(({ spec: { address } }) => byDns || address === undefined || isIP(address) > 0)
        .flatMap(({ object: entry, spec }) => ofAddress(entry, '', spec, portOf(spec, port) ?? target)),
      ...podsOf(mesh, service).map((workload) => ofPods(mesh, workload, target)),
    ];
  }
  const { endpoints = [] } = object.spec;
  return endpoints.length === 0 && byDns
    ? [{ object, path: '', namespace, labels: {}, address: host, port: target, hasProxy: false }]
    : endpoints.map((spec, i) => ofAddress(object, `spec.endpoints[${i}]`, spec, portOf(spec, port) ?? target));
}

/** The port that an entry names for a port of a ServiceEntry. */
function portOf({ ports = {} }: WorkloadEntrySpec, { name }: RegistryPort): number | undefined {
  const port: number | undefined = ports[name];
  return isPort(port) ? port : undefined;
}

/** 0 is none. */
function isPort(port: number | undefined): port is number {
  return port !== undefined && port !== 0;
}

const TLS_MODE = 'security.istio.io/tlsMode';
const UNIX = 'unix://';
/** In place of the field. */
const LOCALITY = 'istio-locality';

function ofPods(mesh: Mesh, workload: Workload, port: number): Endpoint {
  const { object, namespace, labels, serviceAccount } = workload;
  // The injector writes the label into pods with a sidecar; those of gateways have none.
  const hasProxy = labels[TLS_MODE] === undefined ? isSidecar(mesh, workload) : labels[TLS_MODE] === 'istio';
  return { object, path: '', workload, namespace, labels, port, hasProxy, serviceAccount };
}

function ofAddress(
  object: MeshObject,
  path: string,
  { labels = {}, address, serviceAccount, weight = 0, locality }: WorkloadEntrySpec,
  port: number,
): Endpoint {
  const socket = address?.startsWith(UNIX) === true;
  return {
    object,
    path,
    namespace: object.namespace,
    labels,
    address: socket ? address.slice(UNIX.length) : address,
    port: socket ? 0 : port,
    hasProxy: labels[TLS_MODE] === undefined ? Boolean(serviceAccount) : labels[TLS_MODE] === 'istio',
    serviceAccount,
    weight: weight > 0 ? weight : undefined,
    locality: (locality ?? '') === '' ? localityIn(labels[LOCALITY] ?? '') : locality,
  };
}

/** With dots where it has no slash, which values of labels cannot have (pkg/model/proxy.go: SanitizeLocalityLabel). */
function localityIn(label: string): string | undefined {
  return label === '' ? undefined : label.includes('/') ? label : label.replaceAll('.', '/');
}

function isSidecar(mesh: Mesh, workload: Workload): boolean {
  return !gatewayWorkloads(mesh).has(workload) && isInMesh(workload, mesh);
}

/** A WorkloadEntry with the labels of both its metadata and its spec; of one key those of the metadata count. */
interface Entry {
  readonly object: MeshObject<'networking.istio.io/WorkloadEntry'>;
  readonly namespace: string;
  readonly labels: Labels;
  readonly spec: WorkloadEntrySpec;
}

/** The WorkloadEntries of a namespace that a selector takes, the oldest first. */
export function entriesOf(mesh: Mesh, selector: Labels, namespace: string): readonly Entry[] {
  return mesh.derive(entryIndex).select(selector, namespace);
}

/** serviceentry/conversion.go: ConvertWorkloadEntry */
function entryIndex(mesh: Mesh): LabelIndex<Entry> {
  const all = oldestFirst(mesh, mesh.all('networking.istio.io/WorkloadEntry'));
  return new LabelIndex(
    all.map((object) => {
      const labels = { ...object.spec.labels, ...object.labels };
      return { object, namespace: object.namespace, labels, spec: { ...object.spec, labels } };
    }),
  );
}
