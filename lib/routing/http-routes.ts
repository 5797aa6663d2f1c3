import type { HttpMatchRequest, HttpRoute } from '../../imports/networking';
import { outboundCluster } from '../istio/cluster-name';
import { fullHost } from '../istio/host';
import { isCatchAll } from '../istio/http-match';
import type { HttpRule, HttpRuleMatch, PlacedDestination } from '../mesh/delegates';
import { httpRules } from '../mesh/delegates';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryService } from '../mesh/registry';
import type { VirtualService } from '../mesh/virtual-services';
import { isAskedAt, isMadeOfRoute } from '../mesh/virtual-services';
import { selects } from '../mesh/workload';

/** A share of the requests of a route. */
export interface RouteCluster {
  /** `outbound|80|v1|reviews.shop.svc.cluster.local` */
  readonly cluster: string;
  /** As written: it has no effect where the route has no other cluster. */
  readonly weight: number;
  /** Undefined for the default route of a Service. */
  readonly destination?: PlacedDestination;
}

export type RouteAction =
  | { readonly kind: 'clusters'; readonly clusters: readonly RouteCluster[] }
  /** `code` is undefined for one that Istio does not know; the route then does nothing. */
  | { readonly kind: 'redirect'; readonly code?: number }
  | { readonly kind: 'directResponse'; readonly status: number };

/** One route of a virtual host, as Envoy tries it. */
export interface RouteEntry {
  /** `name` of the rule, and of the match; `default` for the route of a Service without rules. */
  readonly name: string;
  /** The VirtualService that has the hosts; undefined for the default route of a Service and for what no host fits. */
  readonly source?: VirtualService;
  /** Undefined as {@link source} is. */
  readonly rule?: HttpRule;
  /** The Gateway by which a gateway has it, as `namespace/name`, or `mesh`. Undefined as {@link source} is. */
  readonly gateway?: string;
  /** Of the server of that Gateway, or of the listener. Undefined as {@link source} is. */
  readonly port?: number;
  /** The match of the rule; undefined for a rule without, which takes everything. */
  readonly ruleMatch?: HttpRuleMatch;
  /** As merged; what was decided when the route was made (gateways, port, source) is still in it. */
  readonly match: HttpMatchRequest;
  readonly action: RouteAction;
  /** Whether a prefix ends where a segment of the path ends, as in the Gateway API. */
  readonly bySegments?: boolean;
}

/** What routes are made for. */
export interface RouteScope {
  readonly mesh: Mesh;
  readonly proxy: Pick<Proxy, 'namespace' | 'labels'> & Partial<Pick<Proxy, 'kind'>>;
  /** `mesh`, or the Gateway as `namespace/name`. */
  readonly gateway: string;
  /** Of the listener of a sidecar, or the number of the server of a Gateway. */
  readonly port: number;
  /** The service that a destination names, as far as the routes are made with it. */
  readonly lookup: (host: string) => RegistryService | undefined;
  /** The name of a cluster; without it an outbound one. */
  readonly clusterName?: ClusterName;
}

/** What istiod calls a cluster. */
export type ClusterName = (port: number, subset: string, host: string, service?: RegistryService) => string;

/** A route that sends all requests to one cluster. */
export function toCluster(cluster: string): RouteAction {
  return { kind: 'clusters', clusters: [{ cluster, weight: 0 }] };
}

/**
 * The routes that a proxy has from the http rules of a VirtualService: those of its gateway, port and source, up to the first that
 * takes everything (pilot/pkg/networking/core/route/route.go: BuildHTTPRoutesForVirtualService).
 */
export function httpRoutes(object: VirtualService, scope: RouteScope): readonly RouteEntry[] {
  const routes: RouteEntry[] = [];
  const bySegments = isMadeOfRoute(object) ? true : undefined;
  for (const rule of httpRules(scope.mesh, object).rules) {
    let action: RouteAction | undefined;
    for (const ruleMatch of rule.matches.length === 0 ? [undefined] : rule.matches) {
      const { match = {} } = ruleMatch ?? {};
      if (ruleMatch === undefined || isFor(scope, ruleMatch)) {
        const { gateway, port } = scope;
        routes.push({
          name: nameOf(rule, match),
          source: object,
          rule,
          gateway,
          port,
          ruleMatch,
          match,
          bySegments,
          // Most routes of a proxy are never asked where they lead.
          get action() {
            return (action ??= actionOf(rule, scope));
          },
        });
        if (isCatchAll(match)) {
          return routes;
        }
      }
    }
  }
  return routes;
}

/** Whether there are any of {@link httpRoutes}, without making them. */
export function hasHttpRoutes(object: VirtualService, scope: RouteScope): boolean {
  return httpRules(scope.mesh, object).rules.some(
    ({ matches }) => matches.length === 0 || matches.some((match) => isFor(scope, match)),
  );
}

function nameOf({ rule: { name = '' } }: HttpRule, match: HttpMatchRequest): string {
  return match.name === undefined || match.name === '' ? name : `${name}.${match.name}`;
}

/**
 * Whether a match applies to a proxy and port. Its conditions on the source do not count where it names gateways
 * (pilot/pkg/networking/core/route/route.go: TranslateRoute, sourceMatchHTTP).
 */
function isFor({ proxy, gateway, port }: RouteScope, { match, gateways }: HttpRuleMatch): boolean {
  const { port: asked = 0, sourceLabels, sourceNamespace = '' } = match;
  if (asked !== 0 && asked !== port) {
    return false;
  }
  // Waypoints know nothing of the labels of callers (core/listener_waypoint.go: waypointInboundRoute).
  if (proxy.kind === 'waypoint' && Object.keys(sourceLabels ?? {}).length > 0) {
    return false;
  }
  return gateways === undefined
    ? selects(sourceLabels, proxy.labels) && (sourceNamespace === '' || sourceNamespace === proxy.namespace)
    : isAskedAt({ gateways }, gateway);
}

const REDIRECT_CODES: readonly number[] = [301, 302, 303, 307, 308];

/** pilot/pkg/networking/core/route/route.go: TranslateRoute, applyHTTPRouteDestination. */
function actionOf(rule: HttpRule, scope: RouteScope): RouteAction {
  const { redirect, directResponse }: HttpRoute = rule.rule;
  if (redirect !== undefined) {
    const { redirectCode: given = 0 } = redirect;
    const code = given === 0 ? 301 : given;
    return { kind: 'redirect', code: REDIRECT_CODES.includes(code) ? code : undefined };
  }
  if (directResponse !== undefined) {
    return { kind: 'directResponse', status: directResponse.status ?? 0 };
  }
  return { kind: 'clusters', clusters: weightedClusters(rule.destinations, scope) };
}

/** A single destination gets everything; of several, those without a weight get nothing. */
export function weightedClusters(
  destinations: readonly PlacedDestination[],
  scope: Pick<RouteScope, 'mesh' | 'port' | 'lookup' | 'clusterName'>,
): readonly RouteCluster[] {
  const alone = destinations.length === 1;
  return destinations
    .filter(({ weight }) => alone || weight !== 0)
    .map((destination) => ({ cluster: clusterOf(destination, scope), weight: destination.weight, destination }));
}

/**
 * The cluster of a destination. Without a port it means the only port of its service, else that of the listener
 * (pilot/pkg/networking/core/route/route.go: GetDestinationCluster).
 */
function clusterOf(
  { destination, object }: PlacedDestination,
  { mesh, port, lookup, clusterName = outboundCluster }: Pick<RouteScope, 'mesh' | 'port' | 'lookup' | 'clusterName'>,
): string {
  const { host = '', subset = '' } = destination;
  if (host === '') {
    return 'UnknownService';
  }
  const full = fullHost(host, object.namespace, mesh.context.clusterDomain);
  const service = lookup(full);
  const number = destination.port?.number ?? (service?.ports.length === 1 ? service.ports[0].number : port);
  return clusterName(number, subset, service?.aliasFor ?? full, service);
}
