import { isIP } from 'node:net';
import type { Proxy } from '../mesh/proxies';
import { proxies } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import type { Workload } from '../mesh/workload';
import { selects } from '../mesh/workload';

/** What a client connects to, as far as the manifests show what is there. */
export interface Target {
  /** As the client says it. */
  readonly host: string;
  readonly port: number;
  /** The IP address, where it is known. */
  readonly address?: string;
  /** The service that has the name or the address. */
  readonly service?: RegistryService;
  /** The pods that have it. */
  readonly workload?: Workload;
  /** The gateway behind it, where no manifest shows its pods. */
  readonly gateway?: Proxy;
}

/**
 * What has a name or an address in the DNS of the cluster. A name of pods is `namespace/name` of what makes them.
 *
 * @param areEntriesInDns whether DNS gives the addresses that ServiceEntries say of their hosts
 */
export function targetOf(mesh: Mesh, host: string, port: number, namespace: string, areEntriesInDns = true): Target {
  const name = host.replace(/\.$/, '').toLowerCase();
  const workload = mesh.derive(podsByName).get(host);
  if (workload !== undefined) {
    return { host, port, address: addressOf(workload), workload };
  }
  if (isIP(name.replace(/^\[|\]$/g, '')) > 0) {
    return withAddress(mesh, name.replace(/^\[|\]$/g, ''), host, port);
  }
  const service = namesOf(name, namespace, mesh.context.clusterDomain).flatMap((each) => {
    // The DNS of the cluster knows a Service by its name, whatever ServiceEntries say.
    const known = registry(mesh).withHost(each);
    const inside = known.filter(({ external }) => !external);
    const all = inside.length > 0 ? inside : known;
    return all.find((one) => one.ports.some(({ number }) => number === port)) ?? all;
  })[0];
  const real = service && behindAliases(mesh, service);
  const isInDns = real?.external !== true || areEntriesInDns;
  const address = isInDns ? real?.addresses.find((each) => !each.includes('/')) : undefined;
  return { host, port, address, service: real, gateway: gatewayBehind(mesh, name, namespace, real) };
}

/** What the names of Services of type ExternalName lead to in the end: another service, or the last of them where no other one has its name. */
function behindAliases(mesh: Mesh, service: RegistryService): RegistryService {
  const seen = new Set([service]);
  for (let last = service; ;) {
    const next = last.aliasFor === undefined ? undefined : registry(mesh).withHost(last.aliasFor.toLowerCase())[0];
    if (next === undefined || seen.has(next)) {
      return last;
    }
    seen.add(next);
    last = next;
  }
}

/** A gateway whose Service, or whose pods, are not among the manifests. */
function gatewayBehind(
  mesh: Mesh,
  name: string,
  namespace: string,
  service: RegistryService | undefined,
): Proxy | undefined {
  const unseen = proxies(mesh).gateways.filter(({ workload }) => workload === undefined);
  if (service !== undefined) {
    const { selector = {} } = service;
    const isAny = Object.keys(selector).length === 0;
    return isAny
      ? undefined
      : unseen.find((each) => each.namespace === service.namespace && selects(selector, each.labels));
  }
  const { clusterDomain } = mesh.context;
  const names = namesOf(name, namespace, clusterDomain);
  return proxies(mesh).gateways.find((each) => names.includes(`${each.name}.${each.namespace}.svc.${clusterDomain}`));
}

/** The addresses that a Service may be called by in the DNS of a namespace, in full. */
function namesOf(name: string, namespace: string, domain: string): readonly string[] {
  const end = `svc.${domain}`;
  const dots = name.split('.').length - 1;
  return [
    name,
    ...(dots === 0 ? [`${name}.${namespace}.${end}`] : []),
    ...(dots === 1 ? [`${name}.${end}`] : []),
    ...(name.endsWith('.svc') ? [`${name}.${domain}`] : []),
  ];
}

function withAddress(mesh: Mesh, address: string, host: string, port: number): Target {
  const services = mesh.derive(servicesByAddress).get(address) ?? [];
  const service = services.find(({ ports }) => ports.some(({ number }) => number === port)) ?? services[0];
  return { host, port, address, service, workload: mesh.derive(podsByAddress).get(address) };
}

function servicesByAddress(mesh: Mesh): ReadonlyMap<string, readonly RegistryService[]> {
  const known = new Map<string, RegistryService[]>();
  for (const service of registry(mesh).all) {
    for (const address of service.addresses) {
      known.set(address, [...(known.get(address) ?? []), service]);
    }
  }
  return known;
}

function podsByName(mesh: Mesh): ReadonlyMap<string, Workload> {
  return new Map(mesh.workloads.map((each) => [`${each.namespace}/${each.name}`, each]));
}

function podsByAddress(mesh: Mesh): ReadonlyMap<string, Workload> {
  return new Map(
    mesh.workloads.flatMap((each): [string, Workload][] => {
      const address = addressOf(each);
      return address === undefined ? [] : [[address, each]];
    }),
  );
}

/** Of a Pod that runs. */
export function addressOf({ object }: Workload): string | undefined {
  const { status } = object.manifest as { status?: { podIP?: unknown } };
  return typeof status?.podIP === 'string' ? status.podIP : undefined;
}
