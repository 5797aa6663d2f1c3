import type { Fields, Manifest } from '../real/manifest';
import { keyOf, ofKind } from '../real/manifest';
import { FRONT } from './random-gateway-routes';
import type { TrafficMesh } from './random-mesh';
import { ENDPOINT, EXTERNALS, GATEWAYS, labelsOf } from './world';

/** A port that a client can connect to. */
export interface Place {
  /** As a client with a sidecar calls it, by a name if it has one. */
  readonly name: string;
  /** The IP address behind it. */
  readonly address: string;
  readonly port: number;
  readonly speaks: 'http' | 'https' | 'tcp';
  /** Names that requests to it may carry as their host; of gateways also with wildcards. */
  readonly hosts: readonly string[];
}

/** The ports of Services that have an address, of servers outside, and of gateways: where clients of a mesh connect to. */
export class Places {
  public readonly services: readonly Place[];
  public readonly outside: readonly Place[];
  /** Servers of Gateways, each by each way to it. */
  public readonly gateways: readonly Place[];
  /** Those of them that are listeners of the Gateway API. */
  public readonly front: readonly Place[];
  /** Ports of pods themselves. */
  public readonly pods: readonly Place[];

  /** @param knowsPods whether the addresses of pods are known to the tracer */
  constructor(
    private readonly mesh: TrafficMesh,
    private readonly addressOf: (thing: string) => string,
    knowsPods: boolean,
  ) {
    const services = ofKind([...mesh.manifests], 'Service').filter(({ spec }) => hasAddress(spec!));
    this.services = services.filter((each) => !isOfGateway(each)).flatMap((each) => this.ofService(each));
    this.outside = this.ofExternals();
    this.front = this.ofFront();
    this.gateways = [...this.ofGateways(services.filter(isOfGateway), knowsPods), ...this.front];
    this.pods = knowsPods ? this.ofPods() : [];
  }

  private ofService({ metadata: { name, namespace }, spec }: Manifest): Place[] {
    const hosts = ['', '.svc', '.svc.cluster.local'].map((end) => `${name}.${namespace}${end}`);
    return (spec!.ports as Fields[]).map((port) => ({
      name: hosts[2],
      address: spec!.clusterIP,
      port: port.port,
      speaks: spoken(port.appProtocol ?? port.name),
      hosts,
    }));
  }

  private ofExternals(): Place[] {
    return EXTERNALS.filter(({ hosts: [host] }) => host !== ENDPOINT).flatMap(({ hosts: all, ports }) => {
      const hosts = all.map((host) => host.replace('*', 'x'));
      return Object.entries(ports).map(([port, protocol]) => ({
        name: hosts[hosts.length - 1],
        address: this.addressOf(hosts[0]),
        port: Number(port),
        speaks: protocol === 'tls' ? ('https' as const) : protocol,
        hosts,
      }));
    });
  }

  private ofGateways(services: readonly Manifest[], knowsPods: boolean): Place[] {
    const servers = ofKind([...this.mesh.manifests], 'Gateway').flatMap(({ spec }) =>
      ((spec!.servers ?? []) as Fields[]).map((server): Fields => ({ ...server, selector: spec!.selector ?? {} })),
    );
    return servers.flatMap(({ port: { number, protocol }, hosts: all, selector }: Fields): Place[] => {
      const selected = GATEWAYS.filter((key) => isSelected(selector, labelsOf(key)));
      const hosts = (all as string[]).map((host) => host.replace(/^.*\//, ''));
      const speaks = spoken(protocol === 'HTTP2' || protocol === 'GRPC' ? 'http' : protocol);
      const place = { port: number as number, speaks, hosts };
      const byService = services
        .filter(({ spec }) => (spec!.ports as Fields[]).some(({ port, name }) => port === number && name !== 'lost'))
        .filter(({ metadata: { namespace }, spec }) =>
          selected.some((key) => key.startsWith(`${namespace}/`) && isSelected(spec!.selector, labelsOf(key))),
        )
        .map(({ metadata: { name, namespace }, spec }) => ({
          ...place,
          name: `${name}.${namespace}.svc.cluster.local`,
          address: spec!.clusterIP as string,
        }));
      const byPod = (knowsPods ? selected : []).map((key) => this.addressOf(key));
      return [...byService, ...byPod.map((address) => ({ ...place, name: address, address }))];
    });
  }

  /** Listeners of the Gateway API. */
  private ofFront(): Place[] {
    const [front] = ofKind([...this.mesh.manifests], 'Service').filter(
      (each) => keyOf(each) === `${FRONT.namespace}/${FRONT.name}`,
    );
    return ofKind([...this.mesh.manifests], 'Gateway').flatMap(({ spec }) =>
      ((spec!.listeners ?? []) as Fields[]).map(({ port, protocol, hostname = '*' }) => ({
        name: `${FRONT.name}.${FRONT.namespace}.svc.cluster.local`,
        address: front.spec!.clusterIP as string,
        port: port as number,
        speaks: spoken(protocol),
        hosts: [hostname as string],
      })),
    );
  }

  private ofPods(): Place[] {
    return ofKind([...this.mesh.manifests], 'Deployment').flatMap((each) => {
      const address = this.addressOf(keyOf(each));
      const [{ ports }] = each.spec!.template.spec.containers as { ports: Fields[] }[];
      return ports.map(({ containerPort: port }) => ({
        name: address,
        address,
        port: port as number,
        speaks: 'http' as const,
        hosts: [address],
      }));
    });
  }
}

/** Whether requests for a host are meant for a place. */
export function isMeant({ hosts }: Place, host: string): boolean {
  return hosts.some((each) => each === host || (each.startsWith('*') && host.endsWith(each.slice(1))));
}

/** A host that a wildcard covers. */
export function inWildcard(host: string): string {
  return host === '*' ? 'any.thing' : host.replace(/^\*/, 'x');
}

function isSelected(selector: Fields, labels: Fields): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}

function isOfGateway({ spec }: Manifest): boolean {
  const { istio, app } = (spec!.selector ?? {}) as Fields;
  return istio !== undefined || app === 'gw';
}

function hasAddress({ clusterIP, type }: Fields): boolean {
  return type !== 'ExternalName' && clusterIP !== undefined && clusterIP !== 'None';
}

function spoken(protocol: string): Place['speaks'] {
  return /^(https|tls)/i.test(protocol) ? 'https' : /^(tcp|mysql)/i.test(protocol) ? 'tcp' : 'http';
}
