import { isReadMethod } from '../istio/http-methods';
import { normalizedPath } from '../istio/path-normalization';
import { meshConfig } from '../mesh/mesh-config';
import { sidecarScope } from '../mesh/sidecar-scope';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { once } from '../mesh/reading/once';
import type { RegistryService } from '../mesh/registry';
import type { Mirror } from './actions';
import { faultOf, mirrorsOf, preflightAnswer, retriesOf, timeoutOf } from './actions';
import type { Claims, Request } from './call';
import { clusterOf } from './cluster';
import type { ClusterSteps } from './cluster-steps';
import type { VirtualHosts } from './domains';
import { endpointName } from './endpoint-name';
import type { Failure } from './failure';
import { failure } from './failure';
import type { ClusterName, RouteCluster, RouteEntry } from './http-routes';
import { weightedClusters } from './http-routes';
import type { Journey } from './journey';
import { RouteIndex, RoutedRequest } from './match';
import type { Reception } from './received';
import { forwardedProto, received } from './received';
import { httpsLocation, locationOf, responseHeaders, rewritten } from './rewrite';
import { lackingRoutes } from './left-out-routes';
import { MOST_CONSIDERED, alsoOf, considered, placeOf, ruleText } from './rule-texts';
import { isTooLarge, tooLarge } from './too-large';
import type { Copied } from './trace';
import type { VirtualHost } from './virtual-host';
import type { WalkLog } from './walk-log';
import { sum, weighted } from './weighted-endpoints';

/** A proxy that reads requests. */
export interface HttpScope {
  readonly proxy: Proxy;
  readonly hop: number;
  readonly hosts: VirtualHosts;
  readonly reception: Reception;
  /** Of the server of a Gateway, or of the listener. */
  readonly port: number;
  /** Of tokens that it has accepted. */
  readonly claims?: Claims;
  readonly lookup: (host: string, beside: string) => RegistryService | undefined;
  /** The name of a cluster; without it an outbound one. */
  readonly clusterName?: ClusterName;
}

/** What a proxy that reads requests does with one: virtual host, route and action. */
export class RouteSteps {
  constructor(
    private readonly mesh: Mesh,
    private readonly log: WalkLog,
    private readonly clusters: ClusterSteps,
    /** Whether the values of headers that no file shows are taken for those that rules ask. */
    private readonly opensFit: boolean,
  ) {}

  /** A request as a proxy makes it of what comes in. Undefined where it answers itself that it does not take it. */
  public readable(
    request: Request,
    { journey, hop, reception }: { journey: Journey; hop: number; reception: Reception },
  ): Request | undefined {
    const { version, method, authority = '', path } = asOrigin(request);
    const refused: Failure | undefined = isTooLarge(request)
      ? tooLarge(request)
      : !isReadMethod(method, version)
        ? failure('BadRequest')
        : version === '1.0'
          ? failure('UpgradeRequired')
          : authority === ''
            ? failure('BadRequest', { flags: undefined, details: 'missing_host_header' })
            : undefined;
    if (refused !== undefined) {
      this.log.step(hop, 'virtualHost', `not a request that is routed: ${refused.details}`);
      this.log.fail(journey, hop, refused);
      return undefined;
    }
    const { pathNormalization } = meshConfig(this.mesh);
    return received({ ...asOrigin(request), path: normalizedPath(path, pathNormalization) }, reception);
  }

  public routed(journey: Journey, scope: HttpScope): void {
    const { hop, claims, reception } = scope;
    const request = journey.request!;
    const passedOn = scope.proxy.kind === 'gateway' ? { address: journey.wire.address } : undefined;
    const here = { ...journey, readsRequests: true, isRead: true, passedOn };
    const found = scope.hosts.find(request.authority ?? '');
    if (found === undefined || found.host.name.startsWith('blackhole:')) {
      this.log.step(hop, 'virtualHost', `no host ${request.authority}`, {}, () => [
        ...lackingRoutes(this.mesh, scope.proxy, request.authority ?? ''),
        ...scope.hosts
          .all()
          .flatMap(({ domains, routes }) => domains.map((domain) => ({ domain, object: routes[0]?.source })))
          .filter(({ domain }) => domain !== '*')
          .slice(0, MOST_CONSIDERED)
          .map(({ domain, object }) => ({
            what: `host ${domain}`,
            object,
            path: object && 'spec.hosts',
            why: 'another host',
          })),
      ]);
      this.log.fail(here, hop, failure('NoVirtualHost'));
      return;
    }
    const { host, domain } = found;
    const facts = factsOf(host);
    this.log.tie(facts.sources);
    this.log.step(
      hop,
      'virtualHost',
      `host ${domain}`,
      { object: host.routes[0]?.source, path: host.routes[0]?.source && 'spec.hosts' },
      () => [
        ...lackingRoutes(this.mesh, scope.proxy, request.authority ?? '', host.domains),
        ...host.ignored.map(({ object, why }) => ({
          what: `VirtualService ${object.key}`,
          object,
          path: 'spec.hosts',
          why: IGNORED[why],
        })),
      ],
    );
    if (host.requireTls === true && forwardedProto(request) !== 'https') {
      this.log.step(hop, 'action', 'redirect to HTTPS (httpsRedirect)');
      this.log.answer(here, hop, { by: 'redirect', status: 301, location: httpsLocation(request) });
      return;
    }
    this.log.asked.push({ kind: 'routes', proxy: scope.proxy, host, reception, before: journey.taken });
    const asked = new RoutedRequest(request, claims, this.opensFit);
    const place = facts.index.find(asked);
    asked.open.forEach((route) => this.log.opens.add(route));
    if (place === undefined) {
      this.log.step(hop, 'route', 'no rule fits', {}, () => considered(host.routes, host.routes.length, asked));
      this.log.fail(here, hop, failure('NoRoute'));
      return;
    }
    const route = host.routes[place];
    const decides = { ...placeOf(route), also: alsoOf(route) };
    this.log.step(hop, 'route', ruleText(route), decides, () => considered(host.routes, place, asked));
    this.act(here, scope, route, asked);
  }

  /** pilot/pkg/networking/core/listener_builder.go: the filters for faults and preflights come before the router. */
  private act(journey: Journey, scope: HttpScope, route: RouteEntry, asked: RoutedRequest): void {
    const { hop, proxy } = scope;
    const { action, rule } = route;
    const request = journey.request!;
    let here = journey;
    const fault = action.kind === 'clusters' ? faultOf(rule?.rule.fault) : undefined;
    if (fault !== undefined) {
      const place = { object: route.source, path: `${rule!.path}.fault` };
      this.log.step(hop, 'action', faultText(fault), place);
      here = fault.delay === undefined ? here : { ...here, delay: { time: fault.delay, share: fault.delayShare } };
      if (fault.status !== undefined) {
        this.log.answer({ ...here, share: here.share * fault.abortShare }, hop, {
          by: 'fault',
          status: fault.status,
          flags: 'FI',
        });
      }
      if (fault.abortShare === 1) {
        return;
      }
      here = { ...here, share: here.share * (1 - fault.abortShare) };
    }
    const preflight = action.kind === 'clusters' ? preflightAnswer(rule?.rule.corsPolicy, asked) : undefined;
    if (preflight !== undefined) {
      this.log.step(hop, 'action', 'the preflight is answered', {
        object: route.source,
        path: `${rule!.path}.corsPolicy`,
      });
      this.log.answer(here, hop, { by: 'cors', status: 200, headers: preflight });
      return;
    }
    switch (action.kind) {
      case 'redirect': {
        if (action.code === undefined) {
          this.log.fail(here, hop, failure('NoRoute'));
          return;
        }
        const location = locationOf(route, request, scope);
        this.log.step(hop, 'action', `redirect ${action.code} to ${location}`, {
          object: route.source,
          path: `${rule?.path}.redirect`,
        });
        this.log.answer(here, hop, { by: 'redirect', status: action.code, location });
        return;
      }
      case 'directResponse': {
        const { status } = action;
        if (route.source === undefined) {
          const { place } = sidecarScope(this.mesh, scope.proxy).outboundTrafficPolicy;
          this.log.step(hop, 'action', `${status}: REGISTRY_ONLY lets no request out whose host is not known`, place);
          this.log.fail(here, hop, failure('UnknownHost', { status }));
          return;
        }
        this.log.step(hop, 'action', `response ${status}`, {
          object: route.source,
          path: `${rule?.path}.directResponse`,
        });
        const { body } = rule?.rule.directResponse ?? {};
        this.log.answer(here, hop, {
          by: 'directResponse',
          status,
          body: body?.string ?? (body?.bytes === undefined ? undefined : textOf(body.bytes)),
          headers: given(responseHeaders(route)),
        });
        return;
      }
      case 'clusters':
        this.toRoute(here, scope, route, action.clusters, proxy);
    }
  }

  private toRoute(
    journey: Journey,
    scope: HttpScope,
    route: RouteEntry,
    clusters: readonly RouteCluster[],
    proxy: Proxy,
  ): void {
    const { hop, reception } = scope;
    const copies = mirrorsOf(route);
    const mirrors = [...journey.mirrors, ...this.mirrored(copies, scope, route)];
    const timeout = timeoutOf(route);
    const retries = retriesOf(this.mesh, route);
    if (timeout !== undefined) {
      this.log.step(hop, 'action', `timeout ${timeout}`, { object: route.source, path: `${route.rule?.path}.timeout` });
    }
    const whole = sum(clusters.map(({ weight }) => weight));
    if (clusters.length === 0 || (clusters.length > 1 && whole === 0)) {
      this.log.step(hop, 'action', 'no destination has a weight', placeOf(route));
      this.log.fail(journey, hop, failure('NoCluster'));
      return;
    }
    for (const { cluster, weight, destination } of clusters) {
      const share = clusters.length === 1 ? journey.share : (journey.share * weight) / whole;
      const request = rewritten(route, journey.request!, destination);
      this.clusters.toCluster(
        {
          ...journey,
          share,
          request,
          taken: [...journey.taken, { route, destination, reception }],
          mirrors,
          timeout,
          retries,
        },
        proxy,
        cluster,
        hop,
        destination,
      );
    }
  }

  private mirrored(copies: readonly Mirror[], scope: HttpScope, route: RouteEntry): readonly Copied[] {
    const { proxy, clusterName } = scope;
    const { port = scope.port } = route;
    const lookup = (host: string): RegistryService | undefined => scope.lookup(host, route.source?.namespace ?? '');
    return copies.flatMap(({ destination: copy, percent }) => {
      const [{ cluster }] = weightedClusters([copy], { mesh: this.mesh, port, lookup, clusterName });
      const found = clusterOf(this.mesh, proxy, cluster);
      const names =
        'missing' in found
          ? []
          : weighted(found.endpoints).map(({ endpoint }) => endpointName(endpoint, found.service));
      const share = percent >= 100 ? '' : ` of ${Number(percent.toFixed(2))} %`;
      this.log.step(scope.hop, 'action', `a copy${share} to ${names.join(', ') || 'nobody'}`, {
        object: copy.object,
        path: copy.path,
      });
      return [...new Set(names)].map((name) => ({ name, share: Math.min(1, percent / 100) }));
    });
  }
}

/** What is asked of a virtual host again and again. */
const factsOf = once(({ routes, ignored }: VirtualHost) => ({
  index: new RouteIndex(routes),
  /** Those that compete for it. */
  sources: [
    ...new Set([
      ...routes.flatMap(({ source }) => source ?? []),
      ...ignored.filter(({ why }) => why !== 'wildcard').map(({ object }) => object),
    ]),
  ],
}));

const IGNORED: Readonly<Record<VirtualHost['ignored'][number]['why'], string>> = {
  other: 'of several VirtualServices for a host a sidecar uses the first alone',
  wildcard: 'another one has the host itself, or a longer wildcard',
  empty: 'none of its rules is for this proxy',
};

/** A request with a whole address in the place of the path has its host there. */
function asOrigin(request: Request): Request {
  const [, authority, path = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/i.exec(request.path) ?? [];
  return authority === undefined ? request : { ...request, authority, path: path.startsWith('/') ? path : `/${path}` };
}

/** Of bytes in base64, as the API has them. */
function textOf(bytes: string): string {
  return Buffer.from(bytes, 'base64').toString();
}

function faultText({ delay, delayShare, status, abortShare }: NonNullable<ReturnType<typeof faultOf>>): string {
  return [
    ...(delay === undefined ? [] : [`${delayShare * 100} % wait ${delay}`]),
    ...(status === undefined ? [] : [`${abortShare * 100} % get ${status}`]),
  ].join(', ');
}

function given<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
