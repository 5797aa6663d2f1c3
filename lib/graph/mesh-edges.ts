import { isWildcard } from '../istio/host';
import { MESH_GATEWAY } from '../istio/names';
import { httpRules } from '../mesh/delegates';
import { isInAmbient } from '../mesh/injection';
import type { Proxy } from '../mesh/proxies';
import { proxies, sidecarOf } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { registry } from '../mesh/registry';
import { sidecarScope } from '../mesh/sidecar-scope';
import type { VirtualService } from '../mesh/virtual-services';
import { gatewayNames, hostsOf, rulesOf } from '../mesh/virtual-services';
import { visibilityOf } from '../mesh/visibility';
import { waypointOfService } from '../mesh/waypoints';
import { outboundListeners } from '../routing/listeners';
import type { RouteEntry } from '../routing/route-table';
import { virtualHostFor } from '../routing/route-table';
import type { GraphBuilder } from './graph-builder';
import type { RouteSource } from './route-edges';
import { addClusters, addRoute } from './route-edges';

/** Rules that apply to the sidecars, as those of the namespace of their VirtualService have them. */
export function addMeshRoutes(builder: GraphBuilder, mesh: Mesh): void {
  const rules = new MeshRules(builder, mesh);
  for (const object of mesh.all('networking.istio.io/VirtualService')) {
    if (gatewayNames(object).includes(MESH_GATEWAY)) {
      rules.add(object);
    }
  }
}

/** A host on a port, as a sidecar has it. */
interface Asked {
  readonly proxy: Proxy;
  readonly host: string;
  readonly port: number;
}

class MeshRules {
  /** By namespace and labels: what is known of one sidecar is known of all that are alike. */
  private readonly sidecars = new Map<string, Proxy>();
  private readonly routes = new Map<Proxy, Map<string, readonly RouteEntry[]>>();
  private readonly isWithoutSidecars: boolean;

  constructor(
    private readonly builder: GraphBuilder,
    private readonly mesh: Mesh,
  ) {
    this.isWithoutSidecars =
      proxies(mesh).sidecars.length === 0 && mesh.workloads.some((workload) => isInAmbient(workload, mesh));
  }

  public add(object: VirtualService): void {
    const { mesh } = this;
    const hosts = hostsOf(object, mesh).filter((host) => !this.isForWaypoints(host));
    for (const proxy of hosts.length === 0 ? [] : this.askers(object)) {
      for (const host of hosts) {
        for (const port of portsOf(mesh, object, host)) {
          this.addRules(object, { proxy, host, port });
        }
      }
    }
  }

  /** Where no pods have sidecars, the waypoint of a service has its rules, and nobody else. */
  private isForWaypoints(host: string): boolean {
    const services = this.isWithoutSidecars ? registry(this.mesh).withHost(host.toLowerCase()) : [];
    return (
      services.length > 0 && services.every((service) => waypointOfService(this.mesh, service)?.proxy !== undefined)
    );
  }

  /** Any pod of a namespace that sees the VirtualService, and the pods that its matches name. */
  private askers(object: VirtualService): readonly Proxy[] {
    const { mesh } = this;
    const visibility = visibilityOf(mesh, object);
    const home = visibility.includes(object.namespace) ? object.namespace : [...visibility.namespaces][0];
    const named = httpRules(mesh, object).rules.flatMap(({ matches }) =>
      matches.flatMap(({ match: { sourceLabels, sourceNamespace } }) =>
        sourceLabels === undefined && sourceNamespace === undefined
          ? []
          : this.sidecar(sourceNamespace ?? home ?? object.namespace, sourceLabels),
      ),
    );
    return [...new Set(home === undefined ? named : [this.sidecar(home), ...named])];
  }

  private sidecar(namespace: string, labels: Proxy['labels'] = {}): Proxy {
    const key = JSON.stringify([namespace, labels]);
    const known = this.sidecars.get(key) ?? sidecarOf(namespace, labels);
    this.sidecars.set(key, known);
    return known;
  }

  private addRules(object: VirtualService, asked: Asked): void {
    const own = this.routesOf(asked).filter(({ source }) => source === object);
    const source = own.length === 0 ? undefined : this.host(asked);
    own.forEach((route) => addRoute(source!, route));
    this.addConnections(object, asked);
  }

  /** Of a host that many VirtualServices have, asked once. */
  private routesOf({ proxy, host, port }: Asked): readonly RouteEntry[] {
    const ofProxy = this.routes.get(proxy) ?? new Map<string, readonly RouteEntry[]>();
    this.routes.set(proxy, ofProxy);
    const key = `${port} ${host}`;
    const routes = ofProxy.get(key) ?? virtualHostFor(this.mesh, proxy, port, host)?.routes ?? [];
    ofProxy.set(key, routes);
    return routes;
  }

  /** Connections whose requests nobody reads: the chains that tls and tcp rules make. */
  private addConnections(object: VirtualService, asked: Asked): void {
    if (object.spec.tls === undefined && object.spec.tcp === undefined) {
      return;
    }
    const { proxy, host, port } = asked;
    const chains = [...outboundListeners(this.mesh, proxy, port).values()].flatMap((listener) => listener.chains);
    for (const { source, path, clusters, serverNames } of chains) {
      if (source === object && (serverNames.length === 0 || serverNames.includes(host))) {
        const label = serverNames.length === 0 ? 'connections' : 'TLS passed through';
        addClusters(this.host(asked), clusters, label, { object, path });
      }
    }
  }

  private host({ proxy, host, port }: Asked): RouteSource {
    const { builder, mesh } = this;
    const [service] = registry(mesh).withHost(host.toLowerCase());
    const from = builder.node(
      {
        kind: 'host',
        name: service === undefined || service.external ? host : service.object.name,
        namespace: service?.namespace ?? proxy.namespace,
        host,
      },
      MESH_GATEWAY,
    );
    return {
      builder,
      mesh,
      proxy,
      from,
      scope: { port, lookup: (name) => sidecarScope(mesh, proxy).find(name, port) },
    };
  }
}

/** Ports of the services of a host, those that rules name, and the one on which hosts count that are of no service. */
function portsOf(mesh: Mesh, object: VirtualService, host: string): readonly number[] {
  const known = registry(mesh);
  const name = host.toLowerCase();
  const services = isWildcard(name) ? known.overlapping(name) : known.withHost(name);
  const named = rulesOf(object).flatMap(({ matches }) => matches.flatMap(({ match }) => match.port ?? []));
  const all = [...services.flatMap(({ ports }) => ports.map(({ number }) => number)), ...named];
  return services.length === 0 ? [80, ...new Set(named.filter((port) => port !== 80))] : [...new Set(all)];
}
