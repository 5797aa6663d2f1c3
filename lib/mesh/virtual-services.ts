import type {
  Destination,
  HttpMatchRequest,
  HttpRoute,
  L4MatchAttributes,
  TcpRoute,
  TlsMatchAttributes,
  TlsRoute,
} from '../../imports/networking';
import { fullHost } from '../istio/host';
import { MESH_GATEWAY, resolvedGatewayKey } from '../istio/names';
import type { RuleKind } from '../istio/server-rules';
import { oldestFirst } from './age';
import { HostTable } from './host-table';
import { push } from './reading/group-by';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import { once } from './reading/once';
import { visibilityOf } from './visibility';

export type VirtualService = MeshObject<'networking.istio.io/VirtualService'>;

interface Specs {
  readonly http: { readonly rule: HttpRoute; readonly match: HttpMatchRequest };
  readonly tls: { readonly rule: TlsRoute; readonly match: TlsMatchAttributes };
  readonly tcp: { readonly rule: TcpRoute; readonly match: L4MatchAttributes };
}

/** One of the matches of a rule. One that fits is enough. */
export interface RuleMatch<K extends RuleKind = RuleKind> {
  /** `spec.http[0].match[0]` */
  readonly path: string;
  readonly match: Specs[K]['match'];
  /** The gateways that it names, each `mesh` or `namespace/name`; undefined where it names none and applies to all of the VirtualService. */
  readonly gateways?: readonly string[];
}

/** A place in a VirtualService that names a host to send requests to. */
export interface RouteDestination {
  /** `spec.http[0].route[1].destination` */
  readonly path: string;
  readonly protocol: RuleKind;
  /** Whether it gets copies of requests, and not the requests themselves. */
  readonly mirror: boolean;
  /** As it is written; empty where a route names none. */
  readonly destination: Partial<Destination>;
  readonly weight: number;
}

/** One rule of a VirtualService, whatever its protocol. */
export interface RouteRule<K extends RuleKind = RuleKind> {
  readonly kind: K;
  /** `spec.http[0]` */
  readonly path: string;
  readonly rule: Specs[K]['rule'];
  /** None for a rule that takes everything. */
  readonly matches: readonly RuleMatch<K>[];
  /** Gateways that its matches name, each `mesh` or `namespace/name`; undefined where it applies to all of the VirtualService. */
  readonly gateways?: readonly string[];
  /** What all of its matches name, if they name one port. */
  readonly port?: number;
  readonly destinations: readonly RouteDestination[];
  readonly mirrors: readonly RouteDestination[];
}

/** The gateways that a VirtualService is bound to, each `mesh` or `namespace/name` (pilot/pkg/model/virtualservice.go: ResolveVirtualServiceShortnames). */
export const gatewayNames = once(
  ({ spec, namespace }: VirtualService): readonly string[] =>
    resolvedGateways(spec.gateways, namespace) ?? [MESH_GATEWAY],
);

/** All rules of a VirtualService as they are written, http before tls before tcp. */
export const rulesOf = once((object: VirtualService): readonly RouteRule[] => [
  ...httpRulesOf(object),
  ...tlsRulesOf(object),
  ...tcpRulesOf(object),
]);

export const httpRulesOf = once((object: VirtualService) => flatten('http', object, object.spec.http));
export const tlsRulesOf = once((object: VirtualService) => flatten('tls', object, object.spec.tls));
export const tcpRulesOf = once((object: VirtualService) => flatten('tcp', object, object.spec.tcp));

/** All destinations of a VirtualService, mirrors last. */
export const destinationsOf = once((object: VirtualService): readonly RouteDestination[] => [
  ...rulesOf(object).flatMap(({ destinations }) => destinations),
  ...rulesOf(object).flatMap(({ mirrors }) => mirrors),
]);

/** Whether something that names gateways, or none, applies to a gateway (or `mesh`). */
export function isAskedAt({ gateways }: { readonly gateways?: readonly string[] }, gateway: string): boolean {
  return gateways === undefined || gateways.includes(gateway);
}

/** The hosts of a VirtualService, short names completed. */
export function hostsOf({ spec, namespace }: VirtualService, { context }: Mesh): string[] {
  return (spec.hosts ?? []).map((host) => fullHost(host, namespace, context.clusterDomain));
}

function resolvedGateways(gateways: readonly string[] | undefined, namespace: string): readonly string[] | undefined {
  return gateways === undefined || gateways.length === 0
    ? undefined
    : gateways.map((name) => (name === MESH_GATEWAY ? name : resolvedGatewayKey(name, namespace)));
}

function flatten<K extends RuleKind>(
  kind: K,
  { namespace }: VirtualService,
  rules: readonly Specs[K]['rule'][] = [],
): readonly RouteRule<K>[] {
  return rules.map((rule, i) => {
    const path = `spec.${kind}[${i}]`;
    const given: readonly Specs[K]['match'][] = rule.match ?? [];
    const matches = given.map((match, j) => ({
      path: `${path}.match[${j}]`,
      match,
      gateways: resolvedGateways(match.gateways, namespace),
    }));
    const [port, ...otherPorts] = new Set(given.map((match) => match.port));
    const everywhere = matches.length === 0 || matches.some(({ gateways }) => gateways === undefined);
    return {
      kind,
      path,
      rule,
      matches,
      gateways: everywhere ? undefined : matches.flatMap(({ gateways }) => gateways ?? []),
      port: otherPorts.length === 0 ? port : undefined,
      destinations: (rule.route ?? []).map(({ destination, weight = 0 }, at) => ({
        path: `${path}.route[${at}].destination`,
        protocol: kind,
        mirror: false,
        destination: destination ?? {},
        weight,
      })),
      mirrors: kind === 'http' ? mirrorsOf(rule, path) : [],
    };
  });
}

function mirrorsOf({ mirror, mirrors = [] }: HttpRoute, path: string): RouteDestination[] {
  const copy = (at: string, destination: Partial<Destination> = {}): RouteDestination => ({
    path: `${path}.${at}`,
    protocol: 'http',
    mirror: true,
    destination,
    weight: 0,
  });
  return [
    ...(mirror === undefined ? [] : [copy('mirror', mirror)]),
    ...mirrors.map(({ destination }, j) => copy(`mirrors[${j}].destination`, destination)),
  ];
}

const NONE: readonly VirtualService[] = [];

/** The VirtualServices of one gateway, oldest first in each list. */
interface Bound {
  readonly everybody: VirtualService[];
  /** By namespace: its own ones that no other namespace sees. */
  readonly own: Map<string, VirtualService[]>;
  /** By namespace: those of others that are exported to it by name. */
  readonly exported: Map<string, VirtualService[]>;
  /** By namespace: its own ones that everybody sees and that istiod has made of routes of the Gateway API; they come before the others. */
  readonly routes: Map<string, VirtualService[]>;
  /** All of these in one list, computed when first asked for. */
  readonly lists: Map<string, readonly VirtualService[]>;
}

/**
 * The VirtualServices that the proxies of a namespace are given for a gateway, or `mesh`, in the order in which istiod takes them:
 * those of the namespace that no other one sees, those that others export to it by name, those that everyone sees. A VirtualService without
 * hosts is a delegate and not among them (pilot/pkg/model/push_context.go: initVirtualServices, VirtualServicesForGateway).
 */
export function virtualServicesFor(mesh: Mesh, namespace: string, gateway: string): readonly VirtualService[] {
  const bound = mesh.derive(boundByGateway).get(gateway);
  if (bound === undefined) {
    return NONE;
  }
  const { everybody, own, exported, routes, lists } = bound;
  // Nearly always there is one list for all namespaces, which may be long.
  if (!own.has(namespace) && !exported.has(namespace) && !routes.has(namespace)) {
    return everybody;
  }
  const near = new Set(routes.get(namespace));
  const list = lists.get(namespace) ?? [
    ...(own.get(namespace) ?? []),
    ...(exported.get(namespace) ?? []),
    ...near,
    ...(near.size === 0 ? everybody : everybody.filter((object) => !near.has(object))),
  ];
  lists.set(namespace, list);
  return list;
}

/** On VirtualServices that istiod makes of routes of the Gateway API, which have rules of their own. */
export const ROUTE_SEMANTICS = 'internal.istio.io/route-semantics';

/** pilot/pkg/model/virtualservice.go: UseGatewaySemantics. */
export function isMadeOfRoute({ annotations }: VirtualService): boolean {
  return annotations[ROUTE_SEMANTICS] === 'gateway';
}

/** The VirtualServices of each gateway, by `namespace/name`, and those of the mesh under `mesh`, in the order of the manifests. */
export function virtualServicesByGateway(mesh: Mesh): ReadonlyMap<string, readonly VirtualService[]> {
  const index = new Map<string, VirtualService[]>();
  for (const object of mesh.all('networking.istio.io/VirtualService')) {
    new Set(gatewayNames(object)).forEach((gateway) => push(index, gateway, object));
  }
  return index;
}

function boundByGateway(mesh: Mesh): ReadonlyMap<string, Bound> {
  const index = new Map<string, Bound>();
  for (const object of oldestFirst(mesh, mesh.all('networking.istio.io/VirtualService'))) {
    if ((object.spec.hosts ?? []).length === 0) {
      continue;
    }
    const visibility = visibilityOf(mesh, object);
    for (const gateway of gatewayNames(object)) {
      let bound = index.get(gateway);
      if (bound === undefined) {
        bound = { everybody: [], own: new Map(), exported: new Map(), routes: new Map(), lists: new Map() };
        index.set(gateway, bound);
      }
      if (visibility.everybody) {
        bound.everybody.push(object);
        if (isMadeOfRoute(object)) {
          push(bound.routes, object.namespace, object);
        }
        continue;
      }
      for (const namespace of visibility.namespaces) {
        push(namespace === object.namespace ? bound.own : bound.exported, namespace, object);
      }
    }
  }
  return index;
}

/** VirtualServices of one list, found by their hosts. */
export class VirtualServiceTable {
  /** In lower case, as sidecars look hosts up. */
  private readonly lower = new HostTable<VirtualService>();
  /** As they are written, in which istiod looks for the closest; the same where nobody writes capitals. */
  private readonly written: HostTable<VirtualService>;
  private readonly hosts = new Map<VirtualService, readonly string[]>();
  private readonly places = new Map<VirtualService, number>();

  constructor(
    mesh: Mesh,
    private readonly list: readonly VirtualService[],
  ) {
    const hosts = list.map((object) => hostsOf(object, mesh));
    const capitals = hosts.some((each) => each.some((host) => host !== host.toLowerCase()));
    this.written = capitals ? new HostTable() : this.lower;
    list.forEach((object, i) => {
      const lower = hosts[i].map((host) => host.toLowerCase());
      this.hosts.set(object, lower);
      this.places.set(object, this.places.get(object) ?? i);
      new Set(lower).forEach((host) => this.lower.add(host, object));
      new Set(capitals ? hosts[i] : []).forEach((host) => this.written.add(host, object));
    });
  }

  /** Full, and in lower case. */
  public hostsOf(object: VirtualService): readonly string[] {
    return this.hosts.get(object) ?? [];
  }

  /** Some of the list, each once, in its order. */
  public inOrder(objects: Iterable<VirtualService>): readonly VirtualService[] {
    const some = [...new Set(objects)];
    return some.length < 2 ? some : some.sort((a, b) => this.places.get(a)! - this.places.get(b)!);
  }

  /** Some of the list, in its order, as often as they are there: one that names a gateway twice is listed twice. */
  public listed(objects: Iterable<VirtualService>): readonly VirtualService[] {
    if (this.places.size === this.list.length) {
      return this.inOrder(objects);
    }
    const some = new Set(objects);
    return this.list.filter((object) => some.has(object));
  }

  /** Those with exactly this host, in the order of the list. */
  public withHost(host: string): readonly VirtualService[] {
    return this.lower.exact(host);
  }

  /** Those with a wildcard that covers a host, the closest first. */
  public covering(host: string): readonly VirtualService[] {
    return this.lower.covering(host);
  }

  /** Those with a host that has a name in common with this one, once for each of their hosts. */
  public overlapping(host: string): readonly VirtualService[] {
    return this.lower.overlapping(host.toLowerCase());
  }

  /**
   * The one whose host is the closest to that of a service, and of several the first (pilot/pkg/model/sidecar.go:
   * computeWildcardHostVirtualServiceIndex).
   */
  public closest(host: string): VirtualService | undefined {
    return this.written.exact(host)[0] ?? this.written.covering(host)[0];
  }
}

/** @param list as {@link virtualServicesFor} gives it: one list has one table */
export function virtualServicesByHost(mesh: Mesh, list: readonly VirtualService[]): VirtualServiceTable {
  const tables = mesh.derive(tablesByList);
  const table = tables.get(list) ?? new VirtualServiceTable(mesh, list);
  tables.set(list, table);
  return table;
}

function tablesByList(): Map<readonly VirtualService[], VirtualServiceTable> {
  return new Map();
}
