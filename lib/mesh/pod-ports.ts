import { isHttp, isTcp } from '../istio/protocol';
import { containerPort } from './endpoints';
import type { Mesh } from './reading/mesh';
import type { RegistryPort, RegistryService } from './registry';
import { servicesOfPods } from './services-of-pods';
import { sidecarFor } from './sidecar-scope';
import type { Workload } from './workload';

/** A port of a Service, and the port of the pods that it leads to. */
export interface LeadingPort {
  readonly service: RegistryService;
  readonly port: RegistryPort;
  /** Undefined where no container has a port of its name. */
  readonly target?: number;
}

/** What is known of the ports of pods. Containers may listen on others, too. */
export interface PodPorts {
  /** In the order of the Services, the oldest first. */
  readonly leading: readonly LeadingPort[];
  /** Those that a Service leads to, that a container declares, or that a Sidecar listens on. */
  readonly known: ReadonlySet<number>;
  /** The Sidecar says itself what listens where. */
  readonly bySidecar: boolean;
}

/** The ports on which pods are asked; policies and proxies of pods compare these, and not the ports of Services. */
export function podPorts(mesh: Mesh, workload: Workload): PodPorts {
  const known = mesh.derive(knownPorts);
  let ports = known.get(workload);
  if (ports === undefined) {
    ports = portsOf(mesh, workload);
    known.set(workload, ports);
  }
  return ports;
}

function knownPorts(): Map<Workload, PodPorts> {
  return new Map();
}

function portsOf(mesh: Mesh, workload: Workload): PodPorts {
  const leading = servicesOfPods(mesh, workload).flatMap((service) =>
    service.ports.map((port) => ({ service, port, target: containerPort(port, workload) })),
  );
  const ingress = sidecarFor(mesh, workload)?.spec.ingress ?? [];
  const { pod } = workload;
  return {
    leading,
    known: new Set([
      ...leading.flatMap(({ target }) => target ?? []),
      ...[...(pod.containers ?? []), ...(pod.initContainers ?? [])]
        .flatMap(({ ports = [] }) => ports)
        .flatMap(({ containerPort: number }) => number ?? []),
      ...ingress.flatMap(({ port }) => port?.number ?? []),
    ]),
    bySidecar: ingress.length > 0,
  };
}

/**
 * The ports of Services with a number that is no port of the pods; none where the number may be one of theirs, or where it is not known what the
 * Services lead to.
 */
export function serviceOnlyPorts(mesh: Mesh, workloads: readonly Workload[], number: number): readonly LeadingPort[] {
  const all = workloads.map((workload) => podPorts(mesh, workload));
  if (all.some(({ known }) => known.has(number))) {
    return [];
  }
  const named = all.flatMap(({ leading }) => leading.filter(({ port }) => port.number === number));
  return named.some(({ target }) => target === undefined) ? [] : named;
}

/**
 * Whether a proxy reads requests on a port of pods, as the protocols of all Services say that lead to it; undefined where it finds out itself, or
 * where nothing is known (pilot/pkg/networking/core/listener_inbound.go: buildInboundChainConfigs).
 */
export function readsRequests(mesh: Mesh, workload: Workload, number: number): boolean | undefined {
  const { leading, bySidecar } = podPorts(mesh, workload);
  const protocols = leading.filter(({ target }) => target === number).map(({ port }) => port.protocol);
  if (bySidecar || protocols.length === 0) {
    return undefined;
  }
  return protocols.every(isTcp) ? false : protocols.every(isHttp) ? true : undefined;
}
