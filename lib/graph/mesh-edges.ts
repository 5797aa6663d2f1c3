import { isWildcard } from '../istio/host';
import { MESH_GATEWAY } from '../istio/names';
import type { Proxy } from '../mesh/proxies';
import { sidecarOf } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { registry } from '../mesh/registry';
import { sidecarScope } from '../mesh/sidecar-scope';
import { visibilityOf } from '../mesh/visibility';
import type { VirtualService } from '../mesh/virtual-services';
import { gatewayNames, hostsOf, rulesOf } from '../mesh/virtual-services';
import { httpRules } from '../mesh/delegates';
import { outboundListeners } from '../routing/listeners';
import { virtualHostFor } from '../routing/route-table';
import type { GraphBuilder } from './graph-builder';
import type { RouteSource } from './route-edges';
import { addClusters, addRoute } from './route-edges';

/** Rules that apply to the sidecars, as those of the namespace of their VirtualService have them. */
export function addMeshRoutes(builder: GraphBuilder, mesh: Mesh): void {
  for (const object of mesh.all('networking.istio.io/VirtualService')) {
    if (gatewayNames(object).includes(MESH_GATEWAY)) {
      askers(mesh, object).forEach((proxy) => addRules(builder, mesh, object, proxy));
    }
  }
}

/** Any pod of a namespace that sees the VirtualService, and the pods that its matches name. */
function askers(mesh: Mesh, object: VirtualService): readonly Proxy[] {
  const visibility = visibilityOf(mesh, object);
  const home = visibility.includes(object.namespace) ? object.namespace : [...visibility.namespaces][0];
  const named = httpRules(mesh, object).rules.flatMap(({ matches }) =>
    matches.flatMap(({ match: { sourceLabels, sourceNamespace } }) =>
      sourceLabels === undefined && sourceNamespace === undefined
        ? []
        : sidecarOf(sourceNamespace ?? home ?? object.namespace, sourceLabels),
    ),
  );
  const all = home === undefined ? named : [sidecarOf(home), ...named];
  return [...new Map(all.map((proxy) => [JSON.stringify(proxy), proxy])).values()];
}

function addRules(builder: GraphBuilder, mesh: Mesh, object: VirtualService, proxy: Proxy): void {
  for (const host of hostsOf(object, mesh)) {
    for (const port of portsOf(mesh, object, host)) {
      const routes = virtualHostFor(mesh, proxy, port, host)?.routes ?? [];
      const own = routes.filter(({ source }) => source === object);
      const source = own.length === 0 ? undefined : hostNode(builder, mesh, proxy, host, port);
      own.forEach((route) => addRoute(source!, route));
      addConnections(builder, mesh, object, { proxy, host, port });
    }
  }
}

/** Connections whose requests nobody reads: the chains that tls and tcp rules make. */
function addConnections(
  builder: GraphBuilder,
  mesh: Mesh,
  object: VirtualService,
  { proxy, host, port }: { readonly proxy: Proxy; readonly host: string; readonly port: number },
): void {
  if (object.spec.tls === undefined && object.spec.tcp === undefined) {
    return;
  }
  const chains = [...outboundListeners(mesh, proxy, port).values()].flatMap((listener) => listener.chains);
  for (const { source, path, clusters, serverNames } of chains) {
    if (source === object && (serverNames.length === 0 || serverNames.includes(host))) {
      const label = serverNames.length === 0 ? 'connections' : 'TLS passed through';
      addClusters(hostNode(builder, mesh, proxy, host, port), clusters, label, { object, path });
    }
  }
}

function hostNode(builder: GraphBuilder, mesh: Mesh, proxy: Proxy, host: string, port: number): RouteSource {
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
  return { builder, mesh, proxy, from, scope: { port, lookup: (name) => sidecarScope(mesh, proxy).find(name, port) } };
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
