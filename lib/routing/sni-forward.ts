import { isObject } from '../core/is-object';
import { hostCovers } from '../istio/host';
import type { EnvoyPatch } from '../mesh/envoy-filters';
import { envoyPatches } from '../mesh/envoy-filters';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';

const TCP_PROXY = 'envoy.filters.network.tcp_proxy';
const FORWARD = 'envoy.filters.network.sni_dynamic_forward_proxy';

/** Where an EnvoyFilter sends the connections of a chain: to the host that the server name in them names. */
export interface SniForward {
  /** Name of the cluster that takes them. */
  readonly cluster: string;
  /** The patch that takes the connections over. */
  readonly by: EnvoyPatch;
  /** The server names that are let through. */
  readonly hosts: readonly string[];
  /** The port that is asked. */
  readonly port: number;
}

/** A chain of a gateway's listener that reads no requests. */
interface Chain {
  readonly port: number;
  readonly serverNames: readonly string[];
}

/**
 * What patches do with the connections of a chain that hands them to an inner listener, where the server name in them is looked up: the one
 * thing that only an EnvoyFilter can say of routes through an egress gateway. Other patches are not followed.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/listeners/network_filters/sni_dynamic_forward_proxy_filter
 */
export function sniForward(mesh: Mesh, proxy: Proxy, chain: Chain): SniForward | undefined {
  const patches = envoyPatches(mesh, proxy, 'GATEWAY');
  const by = patches.find((each) => takesOver(each, chain));
  const cluster = by && text(configOf(by.patch.patch?.value), 'cluster');
  const inner = cluster && innerListener(added(patches, 'CLUSTER', cluster));
  const filterChain = inner && items(added(patches, 'LISTENER', inner), 'filter_chains')[0];
  const forward = filterChain && items(filterChain, 'filters').find((each) => text(each, 'name') === FORWARD);
  if (by === undefined || cluster === undefined || !filterChain || !forward) {
    return undefined;
  }
  const { server_names: hosts = ['*'] } = member(filterChain, 'filter_chain_match') as { server_names?: string[] };
  const { port_value: port = 443 } = configOf(forward) as { port_value?: number };
  return { by, cluster, hosts, port };
}

/** Whether connections with a server name get through. */
export function letsThrough({ hosts }: SniForward, sni: string): boolean {
  return hosts.some((host) => hostCovers(host, sni.toLowerCase()));
}

/** Whether a patch gives the chain another cluster. */
function takesOver({ patch: { applyTo, match, patch } }: EnvoyPatch, { port, serverNames }: Chain): boolean {
  const { portNumber, filterChain } = match?.listener ?? {};
  return (
    applyTo === 'NETWORK_FILTER' &&
    patch?.operation === 'MERGE' &&
    (filterChain?.filter?.name ?? TCP_PROXY) === TCP_PROXY &&
    (portNumber === undefined || portNumber === port) &&
    (filterChain?.sni === undefined || serverNames.includes(filterChain.sni)) &&
    text(configOf(patch.value), 'cluster') !== undefined
  );
}

/** What patches add under a name. */
function added(patches: readonly EnvoyPatch[], kind: 'CLUSTER' | 'LISTENER', name: string): unknown {
  return patches.find(
    ({ patch: { applyTo, patch } }) =>
      applyTo === kind && patch?.operation === 'ADD' && text(patch.value, 'name') === name,
  )?.patch.patch?.value;
}

/** The listener within the same Envoy that a cluster leads to. */
function innerListener(cluster: unknown): string | undefined {
  const [locality] = items(member(cluster, 'load_assignment'), 'endpoints');
  const [endpoint] = items(locality, 'lb_endpoints');
  const address = member(member(endpoint, 'endpoint'), 'address');
  return text(member(address, 'envoy_internal_address'), 'server_listener_name');
}

function configOf(filter: unknown): Readonly<Record<string, unknown>> {
  return member(filter, 'typed_config');
}

function member(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const found = isObject(value) ? value[name] : undefined;
  return isObject(found) ? found : {};
}

function items(value: unknown, name: string): readonly unknown[] {
  const found = isObject(value) ? value[name] : undefined;
  return Array.isArray(found) ? found : [];
}

function text(value: unknown, name: string): string | undefined {
  const found = isObject(value) ? value[name] : undefined;
  return typeof found === 'string' ? found : undefined;
}
