import { INJECT } from '../istio/data-plane-labels';
import { PROXY_CONTAINER } from '../istio/injection';
import { normalizedPath } from '../istio/path-normalization';
import { olderOf } from '../mesh/age';
import type { PlacedDestination } from '../mesh/delegates';
import type { Endpoint } from '../mesh/endpoints';
import { endpointsOf } from '../mesh/endpoints';
import { gatewayListeners } from '../mesh/gateway-listeners';
import { speaksTls } from '../mesh/gateway-servers';
import { isAmbientPod } from '../mesh/injection';
import { meshConfig } from '../mesh/mesh-config';
import type { Proxy } from '../mesh/proxies';
import { gatewayWorkloads, proxies } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { RegistryService } from '../mesh/registry';
import { sidecarScope } from '../mesh/sidecar-scope';
import { isMadeOfRoute } from '../mesh/virtual-services';
import type { Workload } from '../mesh/workload';
import { faultOf, mirrorsOf, preflightAnswer, retriesOf, timeoutOf } from './actions';
import type { Call, Claims, ClientHello, Request } from './call';
import { chosenChain } from './chain-choice';
import type { Cluster, NoCluster } from './cluster';
import { clusterOf, endpointTls } from './cluster';
import { domainsOf } from './domains';
import type { Failure, FailureName } from './failure';
import { closed, failure, seenThrough } from './failure';
import { originOf } from './gateway-api';
import type { GatewayChain } from './gateway-chains';
import { gatewayChains } from './gateway-chains';
import { gatewayRouteConfigs, serviceAtGateway } from './gateway-routes';
import type { RouteCluster, RouteEntry } from './http-routes';
import { weightedClusters } from './http-routes';
import { proxyIdentity } from './identity';
import { outboundListener } from './listeners';
import { matchText, misfit, RouteIndex, RoutedRequest } from './match';
import { httpsLocation, locationOf, responseHeaders, rewritten } from './rewrite';
import { routeConfig } from './route-table';
import type { Connection, PassedOn } from './server-call';
import { serverSide } from './server-side';
import type { Target } from './target';
import { addressOf, targetOf } from './target';
import type { Answered, Considered, Place, RetryPlan, Seen } from './trace';
import { TraceLog } from './trace-log';
import { gatewayAsked } from './gateway-asked';
import type { VirtualHost } from './virtual-host';
import { once } from '../mesh/reading/once';

/** A part of the calls, on its way. */
interface Journey {
  /** Of 1. */
  readonly share: number;
  /** The hop that it comes from. */
  readonly previous?: number;
  readonly target: Target;
  /** Of TLS that the client began and nobody has ended. */
  readonly hello?: ClientHello;
  /** How the last connection was opened. */
  readonly wire: Wire;
  readonly request?: Request;
  /** Whether a proxy before reads requests, and so answers instead of closing the connection. */
  readonly readsRequests: boolean;
  /** Where the gateway that it is at passes requests on. */
  readonly passedOn?: PassedOn;
  /** How many gateways it has passed. */
  readonly gateways: number;
  readonly mirrors: readonly string[];
  readonly delay?: string;
  readonly timeout?: string;
  readonly retries?: RetryPlan;
  readonly cluster?: string;
  readonly subset?: string;
}

interface Wire {
  readonly tls: Seen['tls'];
  readonly sni?: string;
  readonly alpn?: readonly string[];
  /** Of the mesh, as the other side sees it. */
  readonly identity?: string;
  readonly address?: string;
  readonly client?: PassedOn;
  /** Whether the client shows a certificate, if TLS is not of the mesh. */
  readonly hasCertificate?: boolean;
}

/** A proxy that reads requests. */
interface HttpScope {
  readonly proxy: Proxy;
  readonly hop: number;
  readonly hosts: readonly VirtualHost[];
  readonly isTls: boolean;
  /** Of the server of a Gateway, or of the listener. */
  readonly port: number;
  /** Of tokens that it has accepted. */
  readonly claims?: Claims;
  readonly lookup: (host: string, beside: string) => RegistryService | undefined;
}

/** Ports that iptables leaves alone (tools/istio-iptables). */
const EXCLUDED = 'traffic.sidecar.istio.io/excludeOutboundPorts';
/** Gateways that a call may pass: a rule may send it round in a circle. */
const MOST_GATEWAYS = 4;
/** As many rules are listed as did not fit. */
const MOST_CONSIDERED = 10;

/** Follows one call through a mesh. */
export class Walk extends TraceLog {
  constructor(
    private readonly mesh: Mesh,
    private readonly call: Call,
  ) {
    super();
  }

  public start(): void {
    const { from, to, tls: hello, request } = this.call;
    const address =
      from.kind === 'outside' ? from.address : from.kind === 'workload' ? addressOf(from.workload) : undefined;
    const begin = { share: 1, hello, request, readsRequests: false, gateways: 0, mirrors: [] };
    const wire: Wire = {
      tls: hello === undefined ? 'none' : 'origin',
      sni: hello?.sni,
      alpn: hello?.alpn,
      address,
      hasCertificate: hello?.certificate !== undefined,
    };
    if (to.kind !== 'address') {
      this.atKnownGateway(to, { ...begin, wire });
      return;
    }
    const namespace =
      from.kind === 'workload' ? from.workload.namespace : from.kind === 'proxy' ? from.proxy.namespace : '';
    const journey: Journey = { ...begin, wire, target: targetOf(this.mesh, to.host, to.port, namespace) };
    const proxy =
      from.kind === 'proxy' ? from.proxy : from.kind === 'workload' ? this.sidecarOf(from.workload) : undefined;
    if (from.kind === 'workload' && proxy !== undefined && !isInjectionKnown(this.mesh, from.workload)) {
      const { namespace: home, object } = from.workload;
      this.know({
        what: 'injection',
        text: `Whether the pods of ${keyOf(from.workload)} get a sidecar depends on the labels of Namespace ${home}, which no file shows; it is taken that they do.`,
        objects: [object],
      });
    }
    const excluded = proxy?.annotations?.[EXCLUDED]?.split(',').map((each) => each.trim());
    if (proxy?.kind === 'sidecar' && excluded?.includes(String(to.port)) === true) {
      const hop = this.hop('sidecar', `${proxy.namespace}/${proxy.name}`, 1, undefined);
      this.step(hop, 'proxy', `port ${to.port} goes past the sidecar (${EXCLUDED})`, {
        object: proxy.workload?.object,
      });
      this.direct({ ...journey, previous: hop });
      return;
    }
    if (proxy?.kind === 'sidecar') {
      this.fromSidecar(journey, proxy);
      return;
    }
    if (from.kind === 'workload' && isAmbient(this.mesh, from.workload)) {
      this.know({
        what: 'ambient',
        text: `The calls of ${keyOf(from.workload)} go through ztunnel, and through the waypoint of the service if it has one. What those decide is not followed.`,
        objects: [from.workload.object],
      });
    }
    this.direct(journey);
  }

  /** The gateway is named, or is the one that has a server for the host. */
  private atKnownGateway(to: Exclude<Call['to'], { kind: 'address' }>, begin: Omit<Journey, 'target'>): void {
    const host = begin.hello?.sni ?? begin.request?.authority ?? '';
    const journey = { ...begin, target: { host, port: to.port } };
    const found =
      to.kind === 'gateway'
        ? { proxy: to.gateway, port: podPort(this.mesh, to.gateway, to.port) }
        : gatewayAsked(this.mesh, host, to.port);
    if (found === undefined) {
      const hop = this.hop('outside', host, 1, undefined);
      this.step(hop, 'listener', `no gateway has a server for ${host === '' ? 'it' : host} on port ${to.port}`);
      this.fail(journey, hop, closed('NoListener', { connection: 'refused' }));
      return;
    }
    this.atGateway(journey, found.proxy, found.port);
  }

  /** Without a proxy of its own, or past it: to the address as it was dialled. */
  private direct(journey: Journey): void {
    const { target, share } = journey;
    const { workload, service, gateway, port } = target;
    if (gateway !== undefined) {
      this.atGateway(journey, gateway, podPort(this.mesh, gateway, port));
    } else if (workload !== undefined) {
      this.toEndpoint(journey, podEndpoint(this.mesh, workload, port));
    } else if (service !== undefined && !service.external) {
      const isKnown = service.ports.some(({ number }) => number === port);
      const endpoints = isKnown ? weighted(endpointsOf(this.mesh, service, port)) : [];
      if (endpoints.length === 0) {
        const hop = this.hop('server', `${service.object.key}`, share, journey.previous);
        this.step(
          hop,
          'endpoints',
          isKnown ? `Service ${service.object.key} has no pods` : portMissing(service, port),
          { object: service.object, path: isKnown ? 'spec.selector' : 'spec.ports' },
        );
        this.fail(journey, hop, closed(isKnown ? 'NoEndpoint' : 'NoListener', { connection: 'refused' }));
      }
      this.spread(journey, endpoints, (part, endpoint) => this.toEndpoint(part, endpoint));
    } else {
      this.outside(journey, target.host, port, target.address);
    }
  }

  private fromSidecar(journey: Journey, proxy: Proxy): void {
    const { target, hello, request } = journey;
    const hop = this.hop('sidecar', `${proxy.namespace}/${proxy.name}`, journey.share, journey.previous);
    const scope = sidecarScope(this.mesh, proxy);
    if (scope.sidecar !== undefined) {
      this.step(hop, 'scope', `Sidecar ${scope.sidecar.key}`, { object: scope.sidecar, path: 'spec' });
    }
    const here = { ...journey, previous: hop };
    const listener = outboundListener(this.mesh, proxy, target);
    if (listener === undefined) {
      const { service, host, port } = target;
      const hasPort = service?.ports.some(({ number }) => number === port) ?? true;
      this.step(
        hop,
        'listener',
        `nothing listens for ${host}:${port}${hasPort ? '' : `: ${portMissing(service!, port)}`}`,
        hasPort ? {} : { object: service!.object, path: 'spec.ports' },
      );
      this.unknownAddress(here, proxy, hop);
      return;
    }
    this.step(hop, 'listener', `${listener.bind}:${listener.port}`);
    const opening = {
      address: target.address,
      sni: hello?.sni,
      isHttp: hello === undefined && request !== undefined,
    };
    const chain = chosenChain(listener.chains, opening);
    if (chain === undefined) {
      this.step(hop, 'filterChain', 'none fits: as for an unknown address');
      this.unknownAddress(here, proxy, hop);
    } else if (chain.routeConfig !== undefined) {
      const hosts = this.routesOf(proxy, chain.routeConfig);
      this.http(here, {
        proxy,
        hop,
        hosts,
        isTls: false,
        port: listener.port,
        lookup: (host) => sidecarScope(this.mesh, proxy).find(host, listener.port),
      });
    } else {
      this.step(
        hop,
        'filterChain',
        chain.serverNames.length > 0 ? `server name ${chain.serverNames.join(', ')}` : (chain.service?.host ?? 'TCP'),
        { object: chain.source ?? chain.service?.object, path: chain.path },
        () =>
          listener.dropped.map(({ service, source, path }) => ({
            what: service?.host ?? 'a chain',
            object: source ?? service?.object,
            path,
            why: 'another one has the same conditions',
          })),
      );
      if (listener.dropped.length > 0) {
        this.tie([chain, ...listener.dropped].flatMap(({ service }) => service?.object ?? []));
      }
      this.toClusters(here, proxy, chain.clusters, hop);
    }
  }

  /** What a sidecar does with connections that it knows nothing of. */
  private unknownAddress(journey: Journey, proxy: Proxy, hop: number): void {
    const { sidecar, outboundTrafficPolicy } = sidecarScope(this.mesh, proxy);
    const place: Place =
      sidecar?.spec.outboundTrafficPolicy === undefined ? {} : { object: sidecar, path: 'spec.outboundTrafficPolicy' };
    if (outboundTrafficPolicy.mode === 'REGISTRY_ONLY') {
      this.step(hop, 'cluster', 'BlackHoleCluster: REGISTRY_ONLY lets nothing out that is not known', place);
      this.fail(journey, hop, closed('UnknownAddress'));
      return;
    }
    const { egressProxy } = outboundTrafficPolicy;
    if (egressProxy !== undefined) {
      const cluster = `outbound|${egressProxy.port?.number ?? 0}|${egressProxy.subset ?? ''}|${egressProxy.host}`;
      this.toClusters(journey, proxy, [{ cluster, weight: 0 }], hop);
      return;
    }
    this.passThrough(journey, hop, place);
  }

  private passThrough(journey: Journey, hop: number, place: Place = {}): void {
    this.step(
      hop,
      'cluster',
      'PassthroughCluster: to the address as it was dialled, in plain text if the client began none',
      place,
    );
    this.direct({ ...journey, cluster: 'PassthroughCluster', subset: undefined });
  }

  private atGateway(journey: Journey, proxy: Proxy, port: number): void {
    const { wire } = journey;
    const hop = this.hop('gateway', `${proxy.namespace}/${proxy.name}`, journey.share, journey.previous);
    const here = { ...journey, previous: hop, passedOn: undefined, gateways: journey.gateways + 1 };
    if (journey.gateways >= MOST_GATEWAYS) {
      this.step(hop, 'proxy', `the call has passed ${MOST_GATEWAYS} gateways, and comes to one again`);
      this.fail(here, hop, failure('Loop'));
      return;
    }
    const chains = this.chainsOf(proxy, port);
    if (chains.length === 0) {
      this.step(hop, 'listener', `nothing listens on port ${port}`, {}, () => this.otherListeners(proxy, port));
      this.fail(here, hop, closed('NoListener', { connection: 'refused', flags: undefined }));
      return;
    }
    const isTls = wire.tls !== 'none';
    const chain = chosenChain(chains, { sni: wire.sni, alpn: wire.alpn, isHttp: false });
    const fits =
      chain !== undefined &&
      (isTls || !speaksTls(chain.server) || (chain.passthrough && chain.serverNames.length === 0));
    if (!fits) {
      const what = !isTls
        ? 'plain text'
        : wire.sni === undefined
          ? 'TLS without a server name'
          : `server name ${wire.sni}`;
      this.step(hop, 'filterChain', `no server takes ${what}`, {}, () =>
        chains.map(({ server, serverNames, source, path }) => ({
          what: `server ${serverNames.join(', ') || '*'}`,
          object: source ?? server.gateway,
          path: source === undefined ? server.path : path,
          why: isTls ? 'another server name' : 'it takes TLS',
        })),
      );
      this.fail(here, hop, closed('NoFilterChain'));
      return;
    }
    this.step(hop, 'listener', `port ${port}`);
    this.throughServer(here, proxy, chain, port, hop);
  }

  private throughServer(journey: Journey, proxy: Proxy, chain: GatewayChain, port: number, hop: number): void {
    const { wire } = journey;
    const { server, passthrough, source, path } = chain;
    const terminates = speaksTls(server) && !passthrough;
    const credential = server.server.tls?.credentialName;
    this.step(
      hop,
      'filterChain',
      terminates
        ? `TLS ends here${credential === undefined ? '' : `, certificate ${credential}`}`
        : passthrough
          ? `TLS passes through, server name ${wire.sni ?? 'none'}`
          : server.server.port.protocol,
      source === undefined ? { object: server.gateway, path: server.path } : { object: source, path },
    );
    const refused = terminates ? refusalOf(server.server.tls?.mode, wire) : undefined;
    if (refused !== undefined) {
      this.fail(journey, hop, closed(refused));
      return;
    }
    if (!terminates && wire.tls !== 'none' && chain.routeConfig !== undefined) {
      this.fail(journey, hop, closed('TlsMismatch'));
      return;
    }
    const isMesh = terminates && wire.tls === 'mesh';
    const connection: Connection = {
      tls: isMesh ? 'mesh' : wire.tls === 'none' ? 'none' : 'foreign',
      identity: isMesh ? wire.identity : undefined,
      clientCertificate: journey.hello?.certificate,
      sni: wire.sni,
      address: wire.address,
    };
    // Within mutual TLS of the mesh there may be the TLS of the client.
    const opened = !terminates ? journey : isMesh ? journey : { ...journey, hello: undefined };
    if (chain.routeConfig === undefined) {
      if (this.admit(opened, { proxy, port, connection, hop }, undefined) !== undefined) {
        this.tie(chain.source === undefined ? [] : this.droppedBeside(proxy, chain.source));
        this.toClusters(opened, proxy, chain.clusters, hop);
      }
      return;
    }
    if (opened.request === undefined || opened.hello !== undefined) {
      this.fail(opened, hop, failure('BadRequest'));
      return;
    }
    const isSecure = terminates;
    const request = this.readable({ ...opened.request, scheme: isSecure ? 'https' : 'http' }, opened, hop);
    const admitted = request && this.admit(opened, { proxy, port, connection, hop }, request);
    if (admitted === undefined) {
      return;
    }
    const hosts = gatewayRouteConfigs(this.mesh, proxy).get(chain.routeConfig) ?? [];
    this.routed(
      { ...opened, request: admitted.request ?? request },
      {
        proxy,
        hop,
        hosts,
        isTls: isSecure,
        port: server.number,
        claims: admitted.claims,
        lookup: (host, beside) => serviceAtGateway(this.mesh, proxy, host, beside),
      },
    );
  }

  /** What the policies of a gateway say. Undefined where they end the call. */
  private admit(
    journey: Journey,
    { proxy, port, connection, hop }: { proxy: Proxy; port: number; connection: Connection; hop: number },
    request: Request | undefined,
  ): { readonly request?: Request; readonly claims?: Claims } | undefined {
    const answer = serverSide(this.mesh, { server: proxy, port, connection, request });
    answer.steps.forEach((step) => this.hops[hop].steps.push(step));
    answer.unknown.forEach((each) => this.know(each));
    if (answer.outcome !== 'accepted') {
      this.fail(journey, hop, answer.outcome);
      return undefined;
    }
    return { request: answer.request, claims: answer.claims };
  }

  /** A request as far as a proxy takes it. Undefined where it answers itself that it does not. */
  private readable(request: Request, journey: Journey, hop: number): Request | undefined {
    const { version, authority = '', path } = asOrigin(request);
    const refused: Failure | undefined =
      version === '1.0'
        ? failure('UpgradeRequired')
        : authority === ''
          ? failure('BadRequest', { flags: undefined, details: 'missing_host_header' })
          : undefined;
    if (refused !== undefined) {
      this.step(hop, 'virtualHost', `not a request that is routed: ${refused.details}`);
      this.fail(journey, hop, refused);
      return undefined;
    }
    const { pathNormalization } = meshConfig(this.mesh);
    return { ...asOrigin(request), path: normalizedPath(path, pathNormalization) };
  }

  /** A sidecar reads a request. */
  private http(journey: Journey, scope: HttpScope): void {
    if (journey.request === undefined || journey.hello !== undefined) {
      this.fail(journey, scope.hop, closed('BadRequest'));
      return;
    }
    const request = this.readable({ ...journey.request, scheme: 'http' }, journey, scope.hop);
    if (request !== undefined) {
      this.routed({ ...journey, request }, scope);
    }
  }

  private routed(journey: Journey, scope: HttpScope): void {
    const { hop, isTls, claims } = scope;
    const request = journey.request!;
    const passedOn = scope.proxy.kind === 'gateway' ? { address: journey.wire.address } : undefined;
    const here = { ...journey, readsRequests: true, passedOn };
    const found = domainsOf(scope.hosts).find(request.authority ?? '');
    if (found === undefined || found.host.name.startsWith('blackhole:')) {
      this.step(hop, 'virtualHost', `no host ${request.authority}`, {}, () =>
        scope.hosts
          .flatMap(({ domains, routes }) => domains.map((domain) => ({ domain, object: routes[0]?.source })))
          .filter(({ domain }) => domain !== '*')
          .slice(0, MOST_CONSIDERED)
          .map(({ domain, object }) => ({
            what: `host ${domain}`,
            object,
            path: object && 'spec.hosts',
            why: 'another host',
          })),
      );
      this.fail(here, hop, failure('NoVirtualHost'));
      return;
    }
    const { host, domain } = found;
    const facts = factsOf(host);
    this.tie(facts.sources);
    this.step(
      hop,
      'virtualHost',
      `host ${domain}`,
      { object: host.routes[0]?.source, path: host.routes[0]?.source && 'spec.hosts' },
      () =>
        host.ignored.map(({ object, why }) => ({
          what: `VirtualService ${object.key}`,
          object,
          path: 'spec.hosts',
          why: IGNORED[why],
        })),
    );
    if (host.requireTls === true && !isTls) {
      this.step(hop, 'action', 'redirect to HTTPS (httpsRedirect)');
      this.answer(here, hop, { by: 'redirect', status: 301, location: httpsLocation(request) });
      return;
    }
    const asked = new RoutedRequest(request, claims);
    const place = facts.index.find(asked);
    if (place === undefined) {
      this.step(hop, 'route', 'no rule fits', {}, () => considered(host.routes, host.routes.length, asked));
      this.fail(here, hop, failure('NoRoute'));
      return;
    }
    const route = host.routes[place];
    this.step(hop, 'route', ruleText(route), placeOf(route), () => considered(host.routes, place, asked));
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
      this.step(hop, 'action', faultText(fault), place);
      here = fault.delayShare === 1 ? { ...here, delay: fault.delay } : here;
      if (fault.status !== undefined) {
        this.answer({ ...here, share: here.share * fault.abortShare }, hop, {
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
    const preflight = preflightAnswer(rule?.rule.corsPolicy, asked);
    if (preflight !== undefined) {
      this.step(hop, 'action', 'the preflight is answered', { object: route.source, path: `${rule!.path}.corsPolicy` });
      this.answer(here, hop, { by: 'cors', status: 200, headers: preflight });
      return;
    }
    switch (action.kind) {
      case 'redirect': {
        if (action.code === undefined) {
          this.fail(here, hop, failure('NoRoute'));
          return;
        }
        const location = locationOf(route, request, scope);
        this.step(hop, 'action', `redirect ${action.code} to ${location}`, {
          object: route.source,
          path: `${rule?.path}.redirect`,
        });
        this.answer(here, hop, { by: 'redirect', status: action.code, location });
        return;
      }
      case 'directResponse': {
        const { status } = action;
        if (route.source === undefined) {
          this.step(hop, 'action', `${status}: REGISTRY_ONLY lets no request out whose host is not known`);
          this.fail(here, hop, failure('UnknownHost', { status }));
          return;
        }
        this.step(hop, 'action', `response ${status}`, { object: route.source, path: `${rule?.path}.directResponse` });
        const { body } = rule?.rule.directResponse ?? {};
        this.answer(here, hop, {
          by: 'directResponse',
          status,
          body: body?.string,
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
    const { hop } = scope;
    const copies = mirrorsOf(route);
    const mirrors = [...journey.mirrors, ...this.mirrored(copies, scope, route)];
    const timeout = timeoutOf(route);
    const retries = retriesOf(this.mesh, route);
    if (timeout !== undefined) {
      this.step(hop, 'action', `timeout ${timeout}`, { object: route.source, path: `${route.rule?.path}.timeout` });
    }
    const whole = sum(clusters.map(({ weight }) => weight));
    if (clusters.length === 0 || (clusters.length > 1 && whole === 0)) {
      this.step(hop, 'action', 'no destination has a weight', placeOf(route));
      this.fail(journey, hop, failure('NoCluster'));
      return;
    }
    for (const { cluster, weight, destination } of clusters) {
      const share = clusters.length === 1 ? journey.share : (journey.share * weight) / whole;
      const request = rewritten(route, journey.request!, destination);
      this.toCluster({ ...journey, share, request, mirrors, timeout, retries }, proxy, cluster, hop, destination);
    }
  }

  private mirrored(copies: readonly PlacedDestination[], scope: HttpScope, route: RouteEntry): readonly string[] {
    const { proxy, port } = scope;
    const lookup = (host: string): RegistryService | undefined => scope.lookup(host, route.source?.namespace ?? '');
    return copies.flatMap((copy) => {
      const [{ cluster }] = weightedClusters([copy], { mesh: this.mesh, port, lookup });
      const found = clusterOf(this.mesh, proxy, cluster);
      const names =
        'missing' in found ? [] : weighted(found.endpoints).map(({ endpoint }) => nameOf(endpoint, found.service));
      this.step(scope.hop, 'action', `a copy to ${names.join(', ') || 'nobody'}`, {
        object: copy.object,
        path: copy.path,
      });
      return [...new Set(names)];
    });
  }

  /** Connections whose requests nobody reads. */
  private toClusters(journey: Journey, proxy: Proxy, clusters: readonly RouteCluster[], hop: number): void {
    const whole = sum(clusters.map(({ weight }) => weight));
    if (clusters.length === 0) {
      this.fail(journey, hop, closed('NoCluster'));
    }
    for (const { cluster, weight, destination } of clusters) {
      const share =
        clusters.length === 1 || whole === 0 ? journey.share / clusters.length : (journey.share * weight) / whole;
      this.toCluster({ ...journey, share }, proxy, cluster, hop, destination);
    }
  }

  private toCluster(journey: Journey, proxy: Proxy, name: string, hop: number, destination?: PlacedDestination): void {
    const fail = (kind: FailureName): void =>
      this.fail(journey, hop, journey.readsRequests ? failure(kind) : closed(kind));
    if (name === 'PassthroughCluster') {
      this.passThrough(journey, hop);
      return;
    }
    if (name === 'AllowAnyDynamicDNSCluster') {
      this.step(hop, 'cluster', `${name}: to the host of the request`);
      const { authority = '' } = journey.request ?? {};
      this.outside({ ...journey, cluster: name }, authority.replace(/:\d+$/, ''), journey.target.port);
      return;
    }
    const place = { object: destination?.object, path: destination?.path };
    const isMade = destination !== undefined && isMadeOfRoute(destination.object);
    const found = clusterOf(this.mesh, proxy, name);
    if ('missing' in found) {
      this.step(hop, 'cluster', missingText(found), place, () => hiddenBy(found));
      this.tieOfRule(found);
      fail(isMade ? 'InvalidBackend' : 'NoCluster');
      return;
    }
    this.step(hop, 'cluster', name, place);
    this.tieOfRule(found);
    const { subset, lookup } = found;
    if (subset !== undefined) {
      this.step(
        hop,
        'subset',
        `${subset.name}: ${labelsText(subset.labels)}`,
        { object: subset.from, path: subset.path },
        () =>
          lookup.passedOver.map((rule) => ({
            what: `DestinationRule ${rule.rules[0].key}`,
            object: rule.rules[0],
            path: 'spec.host',
            why: 'the search ends before it',
          })),
      );
    }
    const onward = { ...journey, cluster: name, subset: subset?.name };
    if (found.originalDestination) {
      this.toOriginal(onward, proxy, found, hop);
      return;
    }
    const endpoints = weighted(found.endpoints);
    if (endpoints.length === 0) {
      this.step(hop, 'endpoints', 'none', {
        object: subset?.from ?? found.service.object,
        path: subset?.path ?? 'spec.selector',
      });
      fail('NoEndpoint');
      return;
    }
    this.spread(onward, endpoints, (part, endpoint) => this.open(part, proxy, found, endpoint, hop));
  }

  /** To the address that the client has dialled, whatever endpoints there are. */
  private toOriginal(journey: Journey, proxy: Proxy, cluster: Cluster, hop: number): void {
    const { target } = journey;
    const dialled = target.service;
    if (target.workload !== undefined) {
      this.open(journey, proxy, cluster, podEndpoint(this.mesh, target.workload, target.port), hop);
      return;
    }
    if (dialled === undefined || dialled.external) {
      const endpoint: Endpoint = {
        object: cluster.service.object,
        path: '',
        namespace: cluster.service.namespace,
        labels: {},
        address: target.address ?? target.host,
        port: target.port,
        hasProxy: false,
      };
      this.open(journey, proxy, cluster, endpoint, hop);
      return;
    }
    const endpoints = weighted(endpointsOf(this.mesh, dialled, target.port));
    if (endpoints.length === 0) {
      this.step(hop, 'endpoints', 'none', { object: dialled.object, path: 'spec.selector' });
      this.fail(journey, hop, journey.readsRequests ? failure('NoEndpoint') : closed('NoEndpoint'));
    }
    this.spread(journey, endpoints, (part, endpoint) => this.open(part, proxy, cluster, endpoint, hop));
  }

  /** Opens the connection to an endpoint of a cluster. */
  private open(journey: Journey, proxy: Proxy, cluster: Cluster, endpoint: Endpoint, hop: number): void {
    const tls = endpointTls(this.mesh, cluster, endpoint);
    this.step(hop, 'mutualTls', tls.why, { object: tls.object, path: tls.path });
    const { settings, sni } = cluster.tls;
    const address = proxy.workload && addressOf(proxy.workload);
    const identity = tls.mode === 'mesh' ? proxyIdentity(this.mesh, proxy) : undefined;
    const { passedOn: client } = journey;
    const wire: Wire =
      tls.mode === 'mesh'
        ? { tls: 'mesh', sni, identity, address, client }
        : tls.mode === 'none'
          ? {
              ...journey.wire,
              tls: journey.hello === undefined ? 'none' : 'origin',
              identity: undefined,
              address,
              client,
            }
          : {
              tls: 'made',
              sni: settings?.sni ?? journey.request?.authority?.replace(/:\d+$/, ''),
              hasCertificate: tls.mode === 'MUTUAL',
              address,
              client,
            };
    this.toEndpoint({ ...journey, wire }, endpoint, cluster.service);
  }

  private toEndpoint(journey: Journey, endpoint: Endpoint, service?: RegistryService): void {
    const { workload, port } = endpoint;
    const gateway = workload && this.gatewayOf(workload);
    if (gateway !== undefined) {
      this.atGateway(journey, gateway, port);
      return;
    }
    const name = nameOf(endpoint, service);
    const hop = this.hop(isKnownServer(endpoint) ? 'server' : 'outside', name, journey.share, journey.previous);
    const { wire } = journey;
    const seenAs = { ...journey, previous: hop };
    if (workload === undefined && !endpoint.hasProxy) {
      if (wire.tls === 'mesh') {
        this.step(hop, 'mutualTls', 'the server is not in the mesh, so there is nobody to speak mutual TLS with');
        this.fail(seenAs, hop, closed('TlsMismatch'));
        return;
      }
      this.reached(seenAs, hop, endpoint, name);
      return;
    }
    const { namespace, labels } = endpoint;
    const answer = serverSide(this.mesh, {
      server: workload ?? { kind: 'sidecar', namespace, labels, name: endpoint.object.name },
      port,
      connection: {
        tls: wire.tls === 'mesh' || wire.tls === 'none' ? wire.tls : 'foreign',
        identity: wire.identity,
        clientCertificate: journey.hello?.certificate,
        sni: wire.sni,
        address: wire.address,
        client: wire.client,
      },
      request: journey.hello === undefined && wire.tls !== 'made' ? journey.request : undefined,
    });
    answer.steps.forEach((step) => this.hops[hop].steps.push(step));
    answer.unknown.forEach((each) => this.know(each));
    if (answer.outcome !== 'accepted') {
      this.fail(seenAs, hop, answer.outcome);
      return;
    }
    this.reached({ ...seenAs, request: answer.request ?? journey.request }, hop, endpoint, name, answer.identity);
  }

  /** To something that no manifest shows. */
  private outside(journey: Journey, host: string, port: number, address?: string): void {
    const hop = this.hop('outside', host, journey.share, journey.previous);
    this.outcomes.push({ ...this.arrival(journey, hop), workload: host, address, port });
  }

  private reached(journey: Journey, hop: number, endpoint: Endpoint, workload: string, identity?: string): void {
    const { object, address, port, workload: pods } = endpoint;
    this.outcomes.push({ ...this.arrival(journey, hop, identity), workload, pods, object, address, port });
  }

  private arrival(
    { share, mirrors, delay, cluster, subset, request, wire, hello, timeout, retries }: Journey,
    hop: number,
    identity?: string,
  ): {
    readonly kind: 'workload';
    readonly share: number;
    readonly hop: number;
    readonly mirrors: readonly string[];
    readonly delay?: string;
    readonly cluster?: string;
    readonly subset?: string;
    readonly status?: number;
    readonly seen: Seen;
    readonly timeout?: string;
    readonly retries?: RetryPlan;
  } {
    const { authority, path, method, headers } = request ?? {};
    const sni = wire.tls === 'mesh' ? hello?.sni : wire.tls === 'none' ? undefined : wire.sni;
    const seen: Seen = { host: authority, path, method, headers, sni, tls: wire.tls, identity };
    return {
      kind: 'workload',
      share,
      hop,
      mirrors,
      delay,
      cluster,
      subset,
      status: request && 200,
      seen,
      timeout,
      retries,
    };
  }

  private answer(
    { share, mirrors, delay }: Journey,
    hop: number,
    what: Pick<Answered, 'by' | 'status'> & Partial<Answered>,
  ): void {
    this.outcomes.push({ ...what, kind: 'response', share, hop, mirrors, delay });
  }

  /** As the client sees it. */
  private fail({ share, mirrors, delay, readsRequests, wire }: Journey, hop: number, found: Failure): void {
    const seen = seenThrough(found, readsRequests, wire.tls !== 'none');
    this.outcomes.push({ kind: 'failure', failure: seen, share, hop, mirrors, delay });
  }

  private spread(
    journey: Journey,
    endpoints: readonly Weighted[],
    go: (part: Journey, endpoint: Endpoint) => void,
  ): void {
    const whole = sum(endpoints.map(({ weight }) => weight));
    const objects = [...new Set(endpoints.map(({ endpoint }) => endpoint.object))];
    if (objects.length > 1) {
      this.know({
        what: 'endpoints',
        text: `How many pods of ${objects.map(({ key }) => key).join(', ')} are ready is in no file; shares are taken from spec.replicas.`,
        objects,
      });
    }
    endpoints.forEach(({ endpoint, weight }) => go({ ...journey, share: (journey.share * weight) / whole }, endpoint));
  }

  private sidecarOf(workload: Workload): Proxy | undefined {
    return this.mesh.derive(sidecarsByObject).get(workload.object);
  }

  private gatewayOf(workload: Workload): Proxy | undefined {
    return this.mesh.derive(gatewaysByObject).get(workload.object);
  }

  private chainsOf(proxy: Proxy, port: number): readonly GatewayChain[] {
    const known = this.mesh.derive(knownChains);
    let chains = known.get(proxy);
    if (chains === undefined) {
      chains = new Map();
      for (const { listener, chains: own } of gatewayChains(this.mesh, proxy).listeners) {
        chains.set(listener.port, [...(chains.get(listener.port) ?? []), ...own]);
      }
      known.set(proxy, chains);
    }
    return chains.get(port) ?? [];
  }

  private otherListeners(proxy: Proxy, port: number): readonly Considered[] {
    const { listeners, dropped } = gatewayListeners(this.mesh, proxy);
    return [
      ...dropped
        .filter((each) => each.port === port)
        .map(({ server, why }) => ({ what: 'server', object: server.gateway, path: server.path, why: DROPPED[why] })),
      ...listeners.flatMap(({ port: other, groups }) =>
        groups.flatMap(({ servers }) =>
          servers.map(({ gateway, path }) => ({
            what: `server on port ${other}`,
            object: gateway,
            path,
            why: other === port ? 'no rule is for it' : 'another port',
          })),
        ),
      ),
    ];
  }

  private droppedBeside(proxy: Proxy, source: MeshObject): readonly MeshObject[] {
    const others = gatewayChains(this.mesh, proxy).dropped.map((each) => each.source);
    return others.length === 0 ? [] : [...new Set([source, ...others])];
  }

  private routesOf(proxy: Proxy, name: string): readonly VirtualHost[] {
    const known = this.mesh.derive(knownRoutes);
    let ofProxy = known.get(proxy);
    if (ofProxy === undefined) {
      ofProxy = new Map();
      known.set(proxy, ofProxy);
    }
    let hosts = ofProxy.get(name);
    if (hosts === undefined) {
      hosts = routeConfig(this.mesh, proxy, name) ?? [];
      ofProxy.set(name, hosts);
    }
    return hosts;
  }

  /** Remembers objects of which the older one counts, where no file shows which it is. */
  private tie(objects: readonly MeshObject[]): void {
    if (
      objects.length > 1 &&
      objects.some((one, i) => objects.slice(i + 1).some((other) => olderOf(one, other) === undefined))
    ) {
      this.ties.push(objects);
    }
  }

  private tieOfRule({ lookup }: Cluster | NoCluster): void {
    this.tie(lookup?.rule?.rules ?? []);
  }
}

function sidecarsByObject(mesh: Mesh): ReadonlyMap<MeshObject, Proxy> {
  return new Map(
    proxies(mesh).sidecars.flatMap((proxy) => (proxy.workload === undefined ? [] : [[proxy.workload.object, proxy]])),
  );
}

function gatewaysByObject(mesh: Mesh): ReadonlyMap<MeshObject, Proxy> {
  return new Map(
    proxies(mesh).gateways.flatMap((proxy) => (proxy.workload === undefined ? [] : [[proxy.workload.object, proxy]])),
  );
}

function knownChains(): Map<Proxy, Map<number, readonly GatewayChain[]>> {
  return new Map();
}

function knownRoutes(): Map<Proxy, Map<string, readonly VirtualHost[]>> {
  return new Map();
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

const DROPPED = {
  hosts: 'another server has one of its hosts',
  protocol: 'another server has the port with another protocol',
  name: 'its port has the name of another',
};

/** The port of its pods that a port of a gateway's Service leads to. */
function podPort(mesh: Mesh, proxy: Proxy, port: number): number {
  const { listeners } = gatewayListeners(mesh, proxy);
  const ofServer = listeners.find(({ groups }) =>
    groups.some(({ servers }) => servers.some(({ number }) => number === port)),
  );
  return ofServer?.port ?? port;
}

interface Weighted {
  readonly endpoint: Endpoint;
  readonly weight: number;
}

/** Endpoints by the number of their pods, as far as it is written. */
function weighted(endpoints: readonly Endpoint[]): readonly Weighted[] {
  return endpoints
    .map((endpoint) => ({ endpoint, weight: endpoint.workload === undefined ? 1 : replicasOf(endpoint.workload) }))
    .filter(({ weight }) => weight > 0);
}

function replicasOf({ object }: Workload): number {
  const { spec } = object.manifest as { spec?: { replicas?: unknown } };
  return typeof spec?.replicas === 'number' ? spec.replicas : 1;
}

function podEndpoint(mesh: Mesh, workload: Workload, port: number): Endpoint {
  const { object, namespace, labels, serviceAccount } = workload;
  const hasProxy = mesh.derive(sidecarsByObject).has(object) && !gatewayWorkloads(mesh).has(workload);
  return { object, path: '', workload, namespace, labels, port, hasProxy, serviceAccount };
}

function isKnownServer({ workload, object }: Endpoint): boolean {
  return workload !== undefined || object.kind === 'WorkloadEntry';
}

function nameOf({ workload, object, address }: Endpoint, service?: RegistryService): string {
  return workload !== undefined
    ? keyOf(workload)
    : object.kind === 'WorkloadEntry'
      ? object.key
      : ((service === undefined || service.host.startsWith('*') ? address : service.host) ?? object.key);
}

function keyOf({ namespace, name }: Workload): string {
  return `${namespace}/${name}`;
}

function isAmbient(mesh: Mesh, workload: Workload): boolean {
  const mode = 'istio.io/dataplane-mode';
  const home = mesh.find('core/Namespace', '', workload.namespace);
  return isAmbientPod(workload) || (workload.labels[mode] ?? home?.labels[mode]) === 'ambient';
}

/** Whether the files show that pods get a sidecar: by the labels of their namespace, or since they have one. */
function isInjectionKnown(mesh: Mesh, { namespace, labels, containers, path }: Workload): boolean {
  return (
    path === '' ||
    labels[INJECT] !== undefined ||
    containers.some(({ name }) => name === PROXY_CONTAINER) ||
    mesh.find('core/Namespace', '', namespace) !== undefined
  );
}

/** Why a server ends the TLS of a client before any request; undefined where it does not. */
function refusalOf(mode: string | undefined, { tls, hasCertificate }: Wire): FailureName | undefined {
  if (mode === 'ISTIO_MUTUAL') {
    return tls === 'mesh' ? undefined : 'CertificateRejected';
  }
  if (tls === 'mesh') {
    return 'TlsMismatch';
  }
  return mode === 'MUTUAL' && hasCertificate !== true ? 'CertificateRejected' : undefined;
}

/** A request with a whole address in the place of the path has its host there. */
function asOrigin(request: Request): Request {
  const [, authority, path = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/i.exec(request.path) ?? [];
  return authority === undefined ? request : { ...request, authority, path: path.startsWith('/') ? path : `/${path}` };
}

/** `rule http[1] "= /productpage"` */
function ruleText(route: RouteEntry): string {
  const { rule, source, name } = route;
  if (rule === undefined) {
    return source === undefined && name === 'default' ? 'no rule: the Service itself' : name;
  }
  const match = matchText(route);
  const own = (originOf({ object: source, path: rule.path }).path ?? rule.path).replace(/^spec\./, '');
  const delegate =
    rule.delegate === undefined ? '' : ` by ${rule.delegate.object.key} ${rule.delegate.path.replace(/^spec\./, '')}`;
  return `rule ${own}${delegate}${match === '' ? '' : ` "${match}"`}`;
}

function placeOf({ ruleMatch, rule, source }: RouteEntry): Place {
  return ruleMatch === undefined
    ? { object: source, path: rule?.path }
    : { object: ruleMatch.object, path: ruleMatch.path };
}

/** The rules before the one that decides, the nearest of them, with what did not fit; and the next one. */
function considered(routes: readonly RouteEntry[], place: number, request: RoutedRequest): Considered[] {
  const before = routes.slice(Math.max(0, place - MOST_CONSIDERED), place).map((route): Considered => {
    const { field = '', wanted = '' } = misfit(route, request) ?? {};
    const { object, path } = placeOf(route);
    return { what: ruleText(route), object, path: field === '' ? path : `${path}.${field}`, why: wanted };
  });
  const next = routes[place + 1];
  return next === undefined
    ? before
    : [...before, { what: ruleText(next), ...placeOf(next), why: 'an earlier rule fits' }];
}

function faultText({ delay, delayShare, status, abortShare }: NonNullable<ReturnType<typeof faultOf>>): string {
  return [
    ...(delay === undefined ? [] : [`${delayShare * 100} % wait ${delay}`]),
    ...(status === undefined ? [] : [`${abortShare * 100} % get ${status}`]),
  ].join(', ');
}

function missingText({ name, missing, service, hidden }: NoCluster): string {
  const [, port, subset, host] = name.split('|');
  switch (missing) {
    case 'host':
      return hidden.length > 0 ? `${host} is not visible here` : `no host ${host ?? name}`;
    case 'port':
      return `${host} has no port ${port}, but ${portsText(service?.ports ?? [])}`;
    case 'subset':
      return `no subset ${subset} of ${host} in the DestinationRule that applies`;
    case 'endpoints':
      return `${host} has no endpoints${subset === '' ? '' : ` in subset ${subset}`}`;
  }
}

function portMissing({ object, ports }: RegistryService, port: number): string {
  return `${object.kind} ${object.key} has no port ${port}, but ${portsText(ports)}`;
}

function portsText(ports: RegistryService['ports']): string {
  return ports.map(({ number }) => number).join(', ');
}

function hiddenBy({ missing, hidden, lookup }: NoCluster): Considered[] {
  const rules = [...(lookup?.rule === undefined ? [] : [lookup.rule]), ...(lookup?.blockedBy ?? [])];
  return missing === 'subset'
    ? [
        ...rules.map((rule) => ({
          what: `DestinationRule ${rule.rules[0].key}`,
          object: rule.rules[0],
          path: 'spec.subsets',
          why: rule === lookup?.rule ? 'it applies, and lacks the subset' : 'it ends the search, and is for others',
        })),
        ...(lookup?.passedOver ?? []).map((rule) => ({
          what: `DestinationRule ${rule.rules[0].key}`,
          object: rule.rules[0],
          path: 'spec.host',
          why: 'the search ends before it',
        })),
      ]
    : hidden.map(({ object }) => ({
        what: `${object.kind} ${object.key}`,
        object,
        path: 'spec.exportTo',
        why: 'not exported to here',
      }));
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels);
  return entries.length === 0 ? 'all pods' : entries.map(([name, value]) => `${name}=${value}`).join(', ');
}

function given<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
