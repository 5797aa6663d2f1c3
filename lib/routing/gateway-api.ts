/*
 * Gateways and routes of the Gateway API, as istiod turns them into Gateways and VirtualServices of its own
 * (pilot/pkg/config/kube/gateway/conversion.go, route_collections.go, gateway_collection.go).
 */
import type * as api from '../../imports/gateway-api';
import type { HttpMatchRequest, HttpRoute } from '../../imports/networking';
import { hostCovers } from '../istio/host';
import { compareAge } from '../mesh/age';
import { GATEWAY_NAMESPACE, GATEWAY_SERVICE } from '../mesh/gateway-listeners';
import { managedGateway } from '../mesh/managed-gateways';
import type { GatewayApiGateway } from '../mesh/managed-gateways';
import { findService } from '../mesh/made-services';
import type { Mesh } from '../mesh/reading/mesh';
import { MeshObject } from '../mesh/reading/mesh-object';
import { referenceGrants } from '../mesh/reference-grants';
import type { ApiRoute, ListenerSet, RouteListener, RouteParent } from '../mesh/route-parents';
import {
  allRoutes,
  gatewayOf,
  isMeant,
  isolates,
  isWaypoint,
  namespaceOfRef,
  parentsOf,
  sharesHost,
  takesListenerSet,
  takesNamespace,
} from '../mesh/route-parents';
import { ROUTE_SEMANTICS } from '../mesh/virtual-services';
import type { Place } from './trace';

type HttpLikeRoute =
  MeshObject<'gateway.networking.k8s.io/HTTPRoute'> | MeshObject<'gateway.networking.k8s.io/GRPCRoute'>;

/** A mesh with what istiod makes of the Gateway API in it: `mesh.derive(withGatewayApi)`. */
export function withGatewayApi(mesh: Mesh): Mesh {
  const routes = allRoutes(mesh);
  const gateways = mesh.all('gateway.networking.k8s.io/Gateway');
  if (routes.length === 0 && gateways.length === 0) {
    return mesh;
  }
  const converter = new Converter(mesh);
  return mesh.with([
    ...gateways.flatMap((gateway) => converter.gateway(gateway)),
    ...mesh.all('gateway.networking.k8s.io/ListenerSet').flatMap((set) => converter.listenerSet(set)),
    ...converter.virtualServices(routes),
  ]);
}

/** Where something is written that istiod has made of an object of the Gateway API; itself for all else. */
export function originOf({ object, path }: Place): Place {
  const origin = object && ORIGINS.get(object);
  if (origin === undefined) {
    return { object, path };
  }
  const [, rule, match, backend] =
    /^spec\.(?:http|tls)\[(\d+)\](?:(\.match\[0\])|\.route\[(\d+)\])?/.exec(path ?? '') ?? [];
  const found = rule === undefined ? undefined : origin.rules?.[Number(rule)];
  if (found === undefined) {
    return { object: origin.object, path: origin.path ?? path };
  }
  const own = match !== undefined ? found.match : backend !== undefined ? found.backends[Number(backend)] : undefined;
  return { object: found.object, path: own ?? found.rule };
}

interface Origin {
  readonly object: MeshObject;
  /** For all of it. */
  readonly path?: string;
  readonly rules?: readonly OriginRule[];
}

/** A rule of a route, and the one of its matches that became a rule of its own. */
interface OriginRule {
  readonly object: MeshObject;
  readonly rule: string;
  readonly match: string;
  /** Of the destinations that became of it, in their order. */
  readonly backends: readonly string[];
}

const ORIGINS = new WeakMap<MeshObject, Origin>();

/** A rule with one match at most. */
interface Converted {
  readonly rule: HttpRoute;
  readonly origin: OriginRule;
}

const SEMANTICS = { [ROUTE_SEMANTICS]: 'gateway' };

class Converter {
  constructor(private readonly mesh: Mesh) {}

  public gateway(gateway: GatewayApiGateway): MeshObject[] {
    return isWaypoint(this.mesh, gateway) ? [] : this.listeners(gateway, gateway);
  }

  public listenerSet(set: ListenerSet): MeshObject[] {
    const gateway = gatewayOf(this.mesh, set);
    return gateway === undefined || takesListenerSet(this.mesh, gateway, set.namespace) !== true
      ? []
      : this.listeners(set, gateway);
  }

  /** A Gateway for each listener. */
  private listeners(object: GatewayApiGateway | ListenerSet, gateway: GatewayApiGateway): MeshObject[] {
    const services = this.services(gateway);
    return (object.spec.listeners ?? []).flatMap((listener, i) => {
      const { name, port, protocol, hostname = '', tls } = listener;
      const hosts = this.namespacesFor(listener, object.namespace).map(
        (namespace) => `${namespace}/${hostname || '*'}`,
      );
      const server = {
        port: { number: port, name: 'default', protocol },
        hosts: hosts.length === 0 ? [`~/${hostname || '*'}`] : hosts,
        tls: tls && serverTls(tls, gateway),
      };
      const made = new MeshObject<'networking.istio.io/Gateway'>(
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'Gateway',
          metadata: {
            ...timeOf(object),
            name: internalName(object.name, name),
            namespace: object.namespace,
            annotations: { [GATEWAY_SERVICE]: services.join(','), [GATEWAY_NAMESPACE]: gateway.namespace },
          },
          spec: { servers: [server] },
        },
        false,
        object.place,
      );
      ORIGINS.set(made, { object, path: `spec.listeners[${i}]` });
      return [made];
    });
  }

  /** The Services whose pods a Gateway is for (conversion.go: extractGatewayServices). */
  private services(gateway: GatewayApiGateway): readonly string[] {
    const end = `${gateway.namespace}.svc.${this.mesh.context.clusterDomain}`;
    const managed = managedGateway(gateway, this.mesh);
    return managed === undefined
      ? (gateway.spec.addresses ?? [])
          .filter(({ type = 'IPAddress' }) => type === 'Hostname')
          .map(({ value = '' }) => (value.includes('.') ? value : `${value}.${end}`))
      : [`${managed.name}.${end}`];
  }

  private namespacesFor(listener: api.Listener, own: string): readonly string[] {
    const { from = 'Same' } = listener.allowedRoutes?.namespaces ?? {};
    if (from !== 'Selector') {
      return from === 'All' ? ['*'] : from === 'Same' ? [own] : [];
    }
    const known = [
      ...this.mesh.all('core/Namespace').map(({ name }) => name),
      ...allRoutes(this.mesh).map(({ namespace }) => namespace),
    ];
    return [...new Set(known)].filter((namespace) => takesNamespace(this.mesh, { listener }, own, namespace) === true);
  }

  public virtualServices(routes: readonly ApiRoute[]): MeshObject[] {
    const merged = new Map<
      string,
      { readonly base: HttpLikeRoute; readonly host: string; readonly gateway: string; readonly rules: Converted[] }
    >();
    const tls: MeshObject[] = [];
    const sorted = [...routes].sort((a, b) => compareAge(this.mesh, a, b));
    for (const route of sorted) {
      for (const { parent, listener, gateway } of this.attached(route)) {
        if (route.id === 'gateway.networking.k8s.io/TLSRoute') {
          tls.push(...this.tlsRoute(route, gateway, listener));
          continue;
        }
        const own = route;
        const rules = this.rulesOf(own, parent);
        const key = listener === undefined ? `${own.namespace}/${parent.ref.port ?? ''}` : gateway;
        for (const host of rules.length === 0 ? [] : this.hosts(own, parent, listener)) {
          const known = merged.get(`${key}/${host}`) ?? { base: own, host, gateway, rules: [] };
          merged.set(`${key}/${host}`, known);
          known.rules.push(...rules);
        }
      }
    }
    const http = [...merged].map(([key, { base, host, gateway, rules }]) => {
      const inOrder = [...rules].sort((a, b) => compareRules(a.rule, b.rule));
      const spec = { hosts: [host], gateways: [gateway], http: inOrder.map(({ rule }) => rule) };
      return made(
        base,
        key.replaceAll('/', '~'),
        spec,
        inOrder.map(({ origin }) => origin),
      );
    });
    return [...http, ...tls];
  }

  /** The listeners that a route is attached to; none of them for a Service (conversion.go: referenceAllowed). */
  private attached(
    route: ApiRoute,
  ): readonly { readonly parent: RouteParent; readonly listener?: RouteListener; readonly gateway: string }[] {
    return parentsOf(this.mesh, route).flatMap((parent) => {
      if (parent.kind === 'Service' || parent.kind === 'ServiceEntry') {
        return this.parentHosts(parent).length === 0 ? [] : [{ parent, gateway: 'mesh' }];
      }
      const { object } = parent;
      return object === undefined
        ? []
        : parent.listeners
            .filter(
              (listener) =>
                isMeant(parent.ref, listener) &&
                listener.kinds.includes(route.kind) &&
                takesNamespace(this.mesh, listener, object.namespace, route.namespace) === true &&
                hostnamesOf(route).some((host) => sharesHost(listener, host)),
            )
            .map((listener) => ({
              parent,
              listener,
              gateway: `${object.namespace}/${internalName(object.name, listener.listener.name)}`,
            }));
    });
  }

  private hosts(route: HttpLikeRoute, parent: RouteParent, listener: RouteListener | undefined): readonly string[] {
    if (listener === undefined) {
      return this.parentHosts(parent);
    }
    return hostnamesOf(route).filter(
      (host) => sharesHost(listener, host) && isolates(parent.listeners, listener, host) === undefined,
    );
  }

  /** The hosts of a Service or a ServiceEntry that a route is for. */
  private parentHosts({ kind, namespace, ref }: RouteParent): readonly string[] {
    if (kind === 'ServiceEntry') {
      return this.mesh.find('networking.istio.io/ServiceEntry', namespace, ref.name)?.spec.hosts ?? [];
    }
    return findService(this.mesh, namespace, ref.name) === undefined
      ? []
      : [`${ref.name}.${namespace}.svc.${this.mesh.context.clusterDomain}`];
  }

  private rulesOf(route: HttpLikeRoute, parent: RouteParent): readonly Converted[] {
    const isMesh = parent.kind === 'Service' || parent.kind === 'ServiceEntry';
    const { port } = parent.ref;
    const rules: readonly (api.HttpRouteRule | api.GrpcRouteRule)[] = route.spec.rules ?? [];
    return rules.flatMap((rule, i) => {
      const given: readonly (api.HttpRouteMatch | api.GrpcRouteMatch)[] = rule.matches ?? [];
      const matches = given.map((match) =>
        'path' in match || route.kind === 'HTTPRoute'
          ? httpMatch(match as api.HttpRouteMatch)
          : grpcMatch(match as api.GrpcRouteMatch),
      );
      const body = this.ruleBody(route, rule, i, isMesh);
      const backends = backendPaths(`spec.rules[${i}]`, rule.backendRefs);
      const asked: readonly (HttpMatchRequest | undefined)[] = matches.length === 0 ? [undefined] : matches;
      return asked.map((match, j): Converted => {
        const own = isMesh && port !== undefined ? { ...match, port } : match;
        return {
          rule: { ...body, match: own && [own] },
          origin: {
            object: route,
            rule: `spec.rules[${i}]`,
            match: match === undefined || given.length === 0 ? `spec.rules[${i}]` : `spec.rules[${i}].matches[${j}]`,
            backends,
          },
        };
      });
    });
  }

  /** A rule without its match (conversion.go: convertHTTPRoute, convertGRPCRoute). */
  private ruleBody(
    route: HttpLikeRoute,
    rule: api.HttpRouteRule | api.GrpcRouteRule,
    place: number,
    isMesh: boolean,
  ): HttpRoute {
    const filters = (rule.filters ?? []) as readonly api.HttpRouteFilter[];
    const backends = (rule.backendRefs ?? []) as readonly api.HttpBackendRef[];
    const { timeouts, retry } = rule as api.HttpRouteRule & { readonly retry?: Retry };
    const find = <K extends keyof api.HttpRouteFilter>(key: K): api.HttpRouteFilter[K] | undefined =>
      filters.filter((each) => each[key] !== undefined).at(-1)?.[key];
    const redirect = find('requestRedirect');
    const rewrite = find('urlRewrite');
    const weight = backends.reduce((total, each) => total + (each.weight ?? 1), 0);
    const retries = retry && retriesOf(retry, timeouts?.backendRequest);
    const headers = headersOf(find('requestHeaderModifier'), find('responseHeaderModifier'));
    const body = {
      name: rule.name ?? `${route.namespace}.${route.name}.${place}`,
      headers,
      redirect: redirect && redirectOf(redirect),
      rewrite: rewrite && rewriteOf(rewrite),
      corsPolicy: corsOf(find('cors')),
      mirrors: filters.flatMap(({ requestMirror }) =>
        requestMirror === undefined ? [] : this.mirror(route, requestMirror, isMesh),
      ),
      retries,
      timeout: given(retries === undefined ? timeouts?.backendRequest : undefined) ?? given(timeouts?.request),
      ...(weight === 0 && redirect === undefined
        ? { directResponse: { status: 500 } }
        : { route: this.destinations(route, backends, isMesh) }),
    };
    return body;
  }

  private destinations(route: ApiRoute, backends: readonly api.HttpBackendRef[], isMesh: boolean): HttpRoute['route'] {
    const weighed = backends.filter(hasWeight);
    return weighed.map((backend) => ({
      destination: this.destination(route, backend, isMesh) as { host: string },
      weight: weighed.length === 1 ? 0 : (backend.weight ?? 1),
      headers: headersOf(
        backend.filters?.find((each) => each.requestHeaderModifier !== undefined)?.requestHeaderModifier,
        backend.filters?.find((each) => each.responseHeaderModifier !== undefined)?.responseHeaderModifier,
      ),
    }));
  }

  /** Without a host where the backend may not be used, or is of a kind that istiod does not know (conversion.go: buildDestination). */
  private destination(
    route: ApiRoute,
    backend: Pick<api.HttpBackendRef, 'group' | 'kind' | 'name' | 'namespace' | 'port'>,
    isMesh: boolean,
  ): { readonly host?: string; readonly port?: { readonly number: number } } {
    const { group = '', kind = 'Service', name, port } = backend;
    const namespace = namespaceOfRef(backend, route);
    const isHostname = group === 'networking.istio.io' && kind === 'Hostname';
    const isService = (group === '' && kind === 'Service') || kind === 'ServiceImport';
    const allowed = isMesh || this.mesh.derive(referenceGrants).allows(route, { kind: 'Service', namespace, name });
    if ((!isHostname && !isService) || !allowed) {
      return {};
    }
    const host = isHostname ? name : `${name}.${namespace}.svc.${this.mesh.context.clusterDomain}`;
    return { host, port: port === undefined ? undefined : { number: port } };
  }

  private mirror(
    route: ApiRoute,
    { backendRef, percent, fraction }: api.HttpRequestMirrorFilter,
    isMesh: boolean,
  ): NonNullable<HttpRoute['mirrors']> {
    const destination = this.destination(route, backendRef, isMesh);
    const { host } = destination;
    const value = fraction === undefined ? percent : (100 * fraction.numerator) / (fraction.denominator ?? 100);
    return host === undefined
      ? []
      : [{ destination: { ...destination, host }, percentage: value === undefined ? undefined : { value } }];
  }

  /** One VirtualService for each host (route_collections.go: TLSRouteCollection). */
  private tlsRoute(
    route: MeshObject<'gateway.networking.k8s.io/TLSRoute'>,
    gateway: string,
    listener: RouteListener | undefined,
  ): MeshObject[] {
    if (listener === undefined) {
      return [];
    }
    const within = (host: string): string[] =>
      listener.hostname === '' || hostCovers(listener.hostname, host)
        ? [host]
        : sharesHost(listener, host)
          ? [listener.hostname]
          : [];
    const hosts = hostnamesOf(route).flatMap(within);
    const rules = (route.spec.rules ?? []).map(({ backendRefs = [] }) => ({
      match: [{ sniHosts: hosts }],
      route: this.destinations(route, backendRefs, false),
    }));
    const origins = (route.spec.rules ?? []).map(({ backendRefs }, i) => {
      const path = `spec.rules[${i}]`;
      return { object: route, rule: path, match: path, backends: backendPaths(path, backendRefs) };
    });
    return hosts.map((host, i) =>
      made(
        route,
        `${route.name}~tls~${i}~${gateway.replaceAll('/', '~')}`,
        { hosts: [host], gateways: [gateway], tls: rules },
        origins,
      ),
    );
  }
}

/** istiod makes no destination of a backend without weight (conversion.go: buildHTTPDestination, buildTCPDestination). */
function hasWeight({ weight = 1 }: { readonly weight?: number }): boolean {
  return weight !== 0;
}

/** Where the backends are written that become destinations of a rule. */
function backendPaths(rule: string, backends: readonly { readonly weight?: number }[] = []): readonly string[] {
  return backends.flatMap((backend, i) => (hasWeight(backend) ? `${rule}.backendRefs[${i}]` : []));
}

/** pkg/config/kube: InternalGatewayName. */
function internalName(gateway: string, listener: string): string {
  return `${gateway}~istio-autogenerated-k8s-gateway~${listener}`;
}

function made(route: ApiRoute, name: string, spec: object, rules: readonly OriginRule[]): MeshObject {
  const object = new MeshObject<'networking.istio.io/VirtualService'>(
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { ...timeOf(route), name, namespace: route.namespace, annotations: SEMANTICS },
      spec: JSON.parse(JSON.stringify(spec)) as object,
    },
    false,
    route.place,
  );
  ORIGINS.set(object, { object: route, path: 'spec', rules });
  return object;
}

function timeOf({ manifest }: MeshObject): { readonly creationTimestamp?: unknown } {
  const { metadata } = manifest as { metadata?: { creationTimestamp?: unknown } };
  return metadata?.creationTimestamp === undefined ? {} : { creationTimestamp: metadata.creationTimestamp };
}

function hostnamesOf({ spec }: ApiRoute): readonly string[] {
  const { hostnames = [] } = spec;
  return hostnames.length === 0 ? ['*'] : hostnames;
}

/** conversion.go: buildTLS. */
function serverTls(
  { mode, options = {}, certificateRefs = [] }: api.ListenerTlsConfig,
  gateway: GatewayApiGateway,
): object {
  if (mode === 'Passthrough') {
    return {
      mode: options['gateway.istio.io/listener-protocol'] === 'auto-passthrough' ? 'AUTO_PASSTHROUGH' : 'PASSTHROUGH',
    };
  }
  const wanted = options['gateway.istio.io/tls-terminate-mode'] ?? '';
  const known = ['MUTUAL', 'OPTIONAL_MUTUAL', 'ISTIO_MUTUAL'].includes(wanted) ? wanted : undefined;
  const asks = gateway.spec.tls?.frontend?.default?.validation !== undefined;
  return { mode: known ?? (asks ? 'MUTUAL' : 'SIMPLE'), credentialName: certificateRefs[0]?.name };
}

/** Exact paths before prefixes before expressions, longer ones first (conversion.go: sortHTTPRoutes). */
function compareRules({ match: [a] = [] }: HttpRoute, { match: [b] = [] }: HttpRoute): number {
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  const size = (map: object | undefined): number => Object.keys(map ?? {}).length;
  return (
    rankOf(b) - rankOf(a) ||
    lengthOf(b) - lengthOf(a) ||
    Number(b.method !== undefined) - Number(a.method !== undefined) ||
    size(b.headers) - size(a.headers) ||
    size(b.queryParams) - size(a.queryParams)
  );
}

function rankOf({ uri }: HttpMatchRequest): number {
  return uri === undefined ? -1 : uri.exact !== undefined ? 3 : uri.prefix !== undefined ? 2 : 1;
}

function lengthOf({ uri: { exact, prefix, regex } = {} }: HttpMatchRequest): number {
  return (exact ?? prefix ?? regex ?? '').length;
}

function httpMatch({ path, headers, queryParams, method }: api.HttpRouteMatch): HttpMatchRequest {
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  const uri =
    type === 'Exact'
      ? { exact: value }
      : type === 'RegularExpression'
        ? { regex: value }
        : { prefix: value === '/' ? value : value.replace(/\/$/, '') };
  return {
    uri,
    headers: texts(headers),
    queryParams: texts(queryParams),
    method: method === undefined ? undefined : { exact: method },
  };
}

function texts(
  matches: readonly { readonly name: string; readonly value: string; readonly type?: string }[] | undefined,
): HttpMatchRequest['headers'] {
  return matches === undefined || matches.length === 0
    ? undefined
    : Object.fromEntries(
        matches.map(({ name, value, type }) => [
          name,
          type === 'RegularExpression' ? { regex: value } : { exact: value },
        ]),
      );
}

/** conversion.go: createGRPCURIMatch. */
function grpcMatch({ method, headers }: api.GrpcRouteMatch): HttpMatchRequest {
  const { type = 'Exact', service, method: name } = method ?? {};
  const isRegex = type === 'RegularExpression';
  const uri =
    method === undefined
      ? undefined
      : service === undefined
        ? { regex: `/[^/]+/${name}` }
        : name === undefined
          ? isRegex
            ? { regex: `/${service}/.+` }
            : { prefix: `/${service}/` }
          : isRegex
            ? { regex: `/${service}/${name}` }
            : { exact: `/${service}/${name}` };
  return { uri, headers: texts(headers) };
}

interface Retry {
  readonly codes?: readonly number[];
  readonly attempts?: number;
}

function retriesOf({ codes = [], attempts = 2 }: Retry, perTryTimeout: string | undefined): HttpRoute['retries'] {
  const retryOn = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled', ...codes].join(',');
  return { attempts, retryOn: attempts === 0 ? undefined : retryOn, perTryTimeout: given(perTryTimeout) };
}

function given(duration: string | undefined): string | undefined {
  return duration === undefined || /^0+(ms|s|m|h)$/.test(duration) ? undefined : duration;
}

function headersOf(
  request: api.HttpHeaderFilter | undefined,
  response: api.HttpHeaderFilter | undefined,
): HttpRoute['headers'] {
  return request === undefined && response === undefined
    ? undefined
    : { request: request && operations(request), response: response && operations(response) };
}

function operations({
  set = [],
  add = [],
  remove,
}: api.HttpHeaderFilter): NonNullable<NonNullable<HttpRoute['headers']>['request']> {
  const byName = (headers: readonly { readonly name: string; readonly value: string }[]): Record<string, string> =>
    Object.fromEntries(headers.map(({ name, value }) => [name, value]));
  return { set: byName(set), add: byName(add), remove };
}

/** conversion.go: createRedirectFilter. */
function redirectOf({ scheme, hostname, path, port, statusCode }: api.HttpRequestRedirectFilter): object {
  return {
    // What the API server writes where nothing is written.
    redirectCode: statusCode ?? 302,
    authority: hostname,
    scheme,
    ...(port === undefined
      ? { derivePort: scheme === undefined ? 'FROM_REQUEST_PORT' : 'FROM_PROTOCOL_DEFAULT' }
      : { port }),
    uri: path?.replaceFullPath,
    prefixRewrite: path?.replacePrefixMatch,
  };
}

/** conversion.go: createRewriteFilter. */
function rewriteOf({ hostname, path }: api.HttpUrlRewriteFilter): HttpRoute['rewrite'] {
  const { type, replaceFullPath, replacePrefixMatch } = path ?? {};
  const prefix = replacePrefixMatch?.replace(/\/$/, '');
  return {
    authority: hostname,
    uri: type !== 'ReplacePrefixMatch' ? undefined : prefix === '' ? '/' : prefix,
    uriRegexRewrite: type === 'ReplaceFullPath' ? { match: '/.*', rewrite: replaceFullPath } : undefined,
  };
}

/** conversion.go: createCorsFilter. */
function corsOf(cors: api.HttpCorsFilter | undefined): HttpRoute['corsPolicy'] {
  if (cors === undefined) {
    return undefined;
  }
  const { allowOrigins = [], allowCredentials, allowMethods, allowHeaders, exposeHeaders, maxAge } = cors;
  const literally = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return {
    allowOrigins: allowOrigins.map((origin) =>
      origin.includes('*') && origin !== '*'
        ? { regex: literally(origin).replaceAll('*', '.*') }
        : origin === '*'
          ? { regex: '.*' }
          : { exact: origin },
    ),
    allowCredentials,
    allowMethods: allowMethods as string[] | undefined,
    allowHeaders,
    exposeHeaders,
    maxAge: maxAge === undefined ? undefined : `${maxAge}s`,
  };
}
