import { familyOf, parseProtocol } from '../istio/protocol';
import type { Protocol } from '../istio/protocol';
import { containerPort } from './endpoints';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import { servicesOfPods } from './services-of-pods';
import { sidecarFor } from './sidecar-scope';
import type { Workload } from './workload';

/** What the sidecar of pods takes connections to a port for. */
export interface InboundPort {
  /** `detected`: requests or not, as the first bytes of each connection show. */
  readonly reads: 'requests' | 'bytes' | 'detected';
  /** What says so; undefined where nothing does. */
  readonly object?: MeshObject;
  /** `spec.ports[0]` */
  readonly path?: string;
  /** `shop/web:80`, or `shop/sidecar ingress`; what says it too, and comes too late. */
  readonly others: readonly {
    readonly object: MeshObject;
    readonly path: string;
    readonly reads: InboundPort['reads'];
  }[];
}

interface Pods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * What a sidecar reads on a port of its pods: as the Sidecar says that listens there; else, if that says nothing of any port, the oldest of the
 * Services that lead to it. Ports that nobody names are read as connections show (pilot/pkg/networking/core/listener_inbound.go:
 * buildInboundChainConfigs).
 */
export function inboundPort(mesh: Mesh, pods: Pods, number: number, workload?: Workload): InboundPort {
  const sidecar = sidecarFor(mesh, pods);
  const ingress = sidecar?.spec.ingress ?? [];
  if (sidecar !== undefined && ingress.length > 0) {
    const i = ingress.findIndex(({ port }) => port?.number === number);
    return i < 0
      ? { reads: 'detected', others: [] }
      : {
          reads: readsOf(parseProtocol(ingress[i].port?.protocol)),
          object: sidecar,
          path: `spec.ingress[${i}]`,
          others: [],
        };
  }
  const [first, ...others] = servicesOfPods(mesh, pods).flatMap((service) =>
    service.ports
      .filter((port) => targetOf(port, workload) === number)
      .map((port) => ({
        reads: readsOf(port.protocol),
        object: service.object,
        path: `spec.ports[${(service.object.spec.ports ?? []).findIndex(
          (each: { readonly port?: number; readonly number?: number }) => (each.port ?? each.number) === port.number,
        )}]`,
      })),
  );
  return first === undefined
    ? { reads: 'detected', others: [] }
    : { ...first, others: others.filter(({ reads }) => reads !== first.reads) };
}

/** Of pods that no manifest shows, only numbers are known. */
function targetOf(
  port: {
    readonly number: number;
    readonly name: string;
    readonly protocol: Protocol;
    readonly targetPort?: number | string;
  },
  workload: Workload | undefined,
): number | undefined {
  if (workload !== undefined) {
    return containerPort(port, workload);
  }
  const { targetPort = port.number } = port;
  return typeof targetPort === 'number' ? targetPort : undefined;
}

/** pilot/pkg/networking/model.go: ModelProtocolToListenerProtocol */
function readsOf(protocol: Protocol): InboundPort['reads'] {
  return familyOf(protocol) === 'http' ? 'requests' : protocol === 'Unsupported' ? 'detected' : 'bytes';
}
