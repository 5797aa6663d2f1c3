import { isIP } from 'node:net';
import type { Protocol } from '../istio/protocol';
import { parseProtocol, protocolOfPort } from '../istio/protocol';
import type { Visibility } from '../istio/export-to';
import { compareAge, compareNames, compareText } from './age';
import { HostTable } from './host-table';
import { push } from './reading/group-by';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import { visibilityOf } from './visibility';

type Labels = Readonly<Record<string, string>>;

export interface RegistryPort {
  readonly number: number;
  readonly name: string;
  readonly protocol: Protocol;
  /** Of the pods: a number, or the name of a container's port; undefined for the number itself. */
  readonly targetPort?: number | string;
}

/** How proxies find the addresses behind a host; `Alias` is a Service that is only another name for a host. */
export type Resolution = 'ClientSideLB' | 'DNSLB' | 'DNSRoundRobinLB' | 'Passthrough' | 'Alias' | 'DynamicDNS';

/** A Service, or one host of a ServiceEntry, as istiod has both (pilot/pkg/model/service.go: Service). */
export interface RegistryService {
  readonly object: MeshObject<'core/Service'> | MeshObject<'networking.istio.io/ServiceEntry'>;
  /** Full; that of a ServiceEntry may begin with `*`. */
  readonly host: string;
  readonly namespace: string;
  readonly ports: readonly RegistryPort[];
  readonly resolution: Resolution;
  /** Whether it is a Service without an address of its own. */
  readonly headless: boolean;
  /** Addresses, and ranges of them, as far as the manifests give any. */
  readonly addresses: readonly string[];
  /** Whether it comes from a ServiceEntry. */
  readonly external: boolean;
  /** Whether it is outside the mesh: pods there have no proxy. */
  readonly meshExternal: boolean;
  /** What selects its pods. */
  readonly selector?: Labels;
  readonly visibility: Visibility;
  /** The host that an `Alias` stands for. */
  readonly aliasFor?: string;
  /** Services of type ExternalName that stand for this host, by namespace and host. */
  readonly aliases: readonly Alias[];
}

export interface Alias {
  readonly host: string;
  readonly namespace: string;
}

export function registry(mesh: Mesh): Registry {
  return mesh.derive(makeRegistry);
}

/** What istiod knows of hosts (pilot/pkg/model/push_context.go: initServiceRegistry, SortServicesByCreationTime). */
export class Registry {
  private readonly byHost = new Map<string, RegistryService[]>();
  private readonly byNamespace = new Map<string, RegistryService[]>();
  private readonly exported = new Map<string, RegistryService[]>();
  private table?: HostTable<RegistryService>;
  /** Seen by all, oldest first. */
  public readonly public: readonly RegistryService[];

  /** @param all oldest first */
  constructor(public readonly all: readonly RegistryService[]) {
    for (const service of all) {
      push(this.byHost, service.host, service);
      push(this.byNamespace, service.namespace, service);
      service.visibility.namespaces.forEach((namespace) => push(this.exported, namespace, service));
    }
    this.public = all.filter(({ visibility }) => visibility.everybody);
  }

  /** Those of all namespaces with exactly this host, oldest first. */
  public withHost(host: string): readonly RegistryService[] {
    return this.byHost.get(host) ?? [];
  }

  /** Those that have a name in common with a host, which may begin with `*`. */
  public overlapping(host: string): readonly RegistryService[] {
    if (this.table === undefined) {
      this.table = new HostTable();
      this.all.forEach((service) => this.table!.add(service.host, service));
    }
    return this.table.overlapping(host);
  }

  public in(namespace: string): readonly RegistryService[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** Those that a namespace sees and not everyone, oldest first. */
  public exportedTo(namespace: string): readonly RegistryService[] {
    return this.exported.get(namespace) ?? [];
  }

  /** What a namespace sees of one host, in istiod's order (servicesExportedToNamespace): what not everyone sees comes first. */
  public seenWithHost(host: string, namespace: string): readonly RegistryService[] {
    const all = this.withHost(host).filter(({ visibility }) => visibility.includes(namespace));
    return all.length < 2
      ? all
      : [
          ...all.filter(({ visibility }) => !visibility.everybody),
          ...all.filter(({ visibility }) => visibility.everybody),
        ];
  }

  /**
   * The service that a host means to the sidecars of a namespace without a Sidecar, with the ports of all ServiceEntries of
   * one namespace that agree.
   */
  public find(host: string, namespace: string): RegistryService | undefined {
    return merged(inOneNamespace(this.seenWithHost(host, namespace), namespace));
  }

  /** The service that a host means to the gateways of a namespace, whose own namespace has no precedence. */
  public findAtGateway(host: string, namespace: string): RegistryService | undefined {
    return merged(this.seenWithHost(host, namespace));
  }

  /** The one of a host and namespace that istiod uses where it looks up both (HostnameAndNamespace): a Service, or the oldest. */
  public at(host: string, namespace: string): RegistryService | undefined {
    const all = this.withHost(host).filter((service) => service.namespace === namespace);
    return all.find(({ external }) => !external) ?? all[0];
  }
}

/**
 * Of services with one host those of one namespace: that of the proxy, or else that of a Service, or of the oldest
 * (pilot/pkg/model/sidecar.go: selectServices).
 */
export function inOneNamespace(services: readonly RegistryService[], namespace: string): readonly RegistryService[] {
  if (services.length < 2) {
    return services;
  }
  const chosen =
    services.find((service) => service.namespace === namespace) ??
    services.find(({ external }) => !external) ??
    services[0];
  return services.filter((service) => service.namespace === chosen.namespace);
}

/**
 * Services of one host as one (pilot/pkg/model/sidecar.go: appendSidecarServices): a Service before ServiceEntries, and else the first one with
 * the ports of the others that agree with it in all but the ports.
 */
export function merged(services: readonly RegistryService[]): RegistryService | undefined {
  return services.length < 2 ? services[0] : services.reduce(mergeInto);
}

export function mergeInto(known: RegistryService, next: RegistryService): RegistryService {
  if (known.external && !next.external) {
    return next;
  }
  if (known === next || (next.external && !known.external) || !agree(known, next)) {
    return known;
  }
  const ports = new Set(known.ports.map(({ number }) => number));
  const more = next.ports.filter(({ number }) => !ports.has(number));
  return more.length === 0 ? known : { ...known, ports: [...known.ports, ...more] };
}

/** pilot/pkg/model/sidecar.go: canMergeServices */
function agree(a: RegistryService, b: RegistryService): boolean {
  const { exportTo: exportA = [] } = a.object.spec as { exportTo?: readonly string[] };
  const { exportTo: exportB = [] } = b.object.spec as { exportTo?: readonly string[] };
  return (
    a.namespace === b.namespace &&
    a.resolution === b.resolution &&
    sameLabels(a.object.labels, b.object.labels) &&
    sameLabels(a.selector, b.selector) &&
    new Set(exportA).size === new Set(exportB).size &&
    exportA.every((to) => exportB.includes(to))
  );
}

function sameLabels(a: Labels = {}, b: Labels = {}): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function makeRegistry(mesh: Mesh): Registry {
  const services = mesh.all('core/Service').map((object) => ofService(mesh, object));
  const entries = mesh.all('networking.istio.io/ServiceEntry').flatMap((object) => ofEntry(mesh, object));
  const nameOf = ({ external, host, object, namespace }: RegistryService): { name: string; namespace: string } => ({
    name: external ? host : object.name,
    namespace,
  });
  const all = [...services, ...entries].sort((a, b) =>
    a.object === b.object
      ? compareText(a.host, b.host)
      : compareAge(mesh, a.object, b.object, compareNames(nameOf(a), nameOf(b))),
  );
  return new Registry(withAliases(all));
}

/** pilot/pkg/serviceregistry/kube/conversion.go: ConvertService */
function ofService(mesh: Mesh, object: MeshObject<'core/Service'>): RegistryService {
  const { spec, name, namespace } = object;
  const headless = spec.clusterIP === 'None';
  const externalName = spec.type === 'ExternalName' && spec.externalName ? spec.externalName : undefined;
  return {
    object,
    host: `${name}.${namespace}.svc.${mesh.context.clusterDomain}`,
    namespace,
    ports: (spec.ports ?? []).flatMap(({ port, name: portName = '', protocol, appProtocol, targetPort }) =>
      port === undefined
        ? []
        : {
            number: port,
            name: portName,
            protocol: protocolOfPort({ appProtocol, name: portName, port, protocol }),
            targetPort: targetPort === 0 || targetPort === '' ? undefined : targetPort,
          },
    ),
    resolution: headless ? 'Passthrough' : externalName === undefined ? 'ClientSideLB' : 'Alias',
    headless,
    addresses: headless || !spec.clusterIP ? [] : [spec.clusterIP],
    external: false,
    meshExternal: externalName !== undefined,
    selector: spec.selector,
    visibility: visibilityOf(mesh, object),
    aliasFor: headless ? undefined : externalName,
    aliases: [],
  };
}

const RESOLUTIONS: ReadonlyMap<string, Resolution> = new Map<string, Resolution>([
  ['NONE', 'Passthrough'],
  ['STATIC', 'ClientSideLB'],
  ['DNS', 'DNSLB'],
  ['DNS_ROUND_ROBIN', 'DNSRoundRobinLB'],
  ['DYNAMIC_DNS', 'DynamicDNS'],
]);

/** pilot/pkg/serviceregistry/serviceentry/conversion.go: convertServices */
function ofEntry(mesh: Mesh, object: MeshObject<'networking.istio.io/ServiceEntry'>): RegistryService[] {
  const { spec, namespace } = object;
  const ports = (spec.ports ?? []).map(({ number, name, protocol = '', targetPort }) => ({
    number,
    name,
    protocol: parseProtocol(protocol),
    targetPort: targetPort === 0 ? undefined : targetPort,
  }));
  const visibility = visibilityOf(mesh, object);
  // A range of one address is that address.
  const addresses = (spec.addresses ?? []).map((each) =>
    each.replace(isIP(each.split('/')[0]) === 6 ? /\/128$/ : /\/32$/, ''),
  );
  return [...new Set(spec.hosts)].map((host) => ({
    object,
    host,
    namespace,
    ports,
    resolution: RESOLUTIONS.get(spec.resolution ?? 'NONE') ?? 'Passthrough',
    headless: false,
    addresses,
    external: true,
    meshExternal: spec.location !== 'MESH_INTERNAL',
    selector: spec.workloadSelector?.labels,
    visibility,
    aliases: [],
  }));
}

/** pilot/pkg/model/push_context.go: resolveServiceAliases */
function withAliases(services: readonly RegistryService[]): readonly RegistryService[] {
  const targets = new Map<string, string>();
  const named = services.filter(({ aliasFor }) => aliasFor !== undefined);
  named.forEach(({ host, aliasFor }) => targets.set(host, aliasFor!));
  const aliases = new Map<string, Alias[]>();
  for (const { host, namespace, aliasFor } of named) {
    const target = endOf(aliasFor!, host, targets);
    if (target !== undefined) {
      push(aliases, target, { host, namespace });
    }
  }
  aliases.forEach((each) => each.sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.host, b.host)));
  return aliases.size === 0
    ? services
    : services.map((service) => {
        const known = aliases.get(service.host);
        return known === undefined ? service : { ...service, aliases: known };
      });
}

/** What a name resolves to in the end; nothing for a circle of names. */
function endOf(name: string, start: string, targets: ReadonlyMap<string, string>): string | undefined {
  const seen = new Set([start, name]);
  for (let next = targets.get(name); next !== undefined; next = targets.get(name)) {
    if (seen.has(next)) {
      return undefined;
    }
    seen.add(next);
    name = next;
  }
  return name;
}
