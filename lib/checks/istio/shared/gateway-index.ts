import type { Server } from '../../../../imports/networking';
import type { ServerHost } from '../../../istio/server-host';
import { serverHosts } from '../../../istio/server-host';
import type { Gateway } from '../../../mesh/gateways';
import { groupBy } from '../../../mesh/reading/group-by';
import { analyzed } from './analyzed';
import type { Mesh } from '../../../mesh/reading/mesh';

/** A host of a Gateway's server, and the namespace whose VirtualServices may have it; `*` for all. */
/** Gateways by name, and what there is in a namespace: `mesh.derive(gatewayIndex)`. */
export interface GatewayIndex {
  readonly all: readonly Gateway[];
  /** `namespace/name`, or a name in the namespace of whoever writes it. */
  find(reference: string, namespace: string): Gateway | undefined;
  /** Gateways with this name, in all namespaces. */
  namesakes(name: string): readonly Gateway[];
  in(namespace: string): readonly Gateway[];
}

export function gatewayIndex(mesh: Mesh): GatewayIndex {
  const all = analyzed(mesh, 'networking.istio.io/Gateway');
  const byKey = new Map(all.map((gateway) => [gateway.key, gateway]));
  const byName = groupBy(all, ({ name }) => name);
  const byNamespace = groupBy(all, ({ namespace }) => namespace);
  return {
    all,
    find: (reference, namespace) => byKey.get(gatewayKey(reference, namespace)),
    namesakes: (name) => byName.get(name) ?? [],
    in: (namespace) => byNamespace.get(namespace) ?? [],
  };
}

/** `namespace/name` of a Gateway as a VirtualService of a namespace writes it, to the analyzers of Istio. */
export function gatewayKey(reference: string, namespace: string): string {
  return reference.includes('/') ? reference : `${namespace}/${reference}`;
}

/** The hosts of all servers, with the namespaces that they are for. */
export function gatewayHosts({ namespace, spec }: Gateway): ServerHost[] {
  return (spec.servers ?? []).flatMap(({ hosts = [] }) => serverHosts(hosts, namespace));
}

/** 0 where the server names no port. */
export function serverPort({ port }: Partial<Server>): number {
  return port?.number ?? 0;
}
