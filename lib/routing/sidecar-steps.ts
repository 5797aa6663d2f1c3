import { isReadMethod } from '../istio/http-methods';
import { alikeSidecar } from '../mesh/alike-sidecars';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { sidecarScope } from '../mesh/sidecar-scope';
import { chosenChain } from './chain-choice';
import type { ClusterSteps } from './cluster-steps';
import { closed } from './failure';
import type { Journey } from './journey';
import { outboundListener } from './listeners';
import { portMissing } from './missing-port';
import { patchedProxy } from './patched-proxy';
import { receptionOf } from './received';
import type { HttpScope, RouteSteps } from './route-steps';
import { lookedUpHosts } from './route-table';
import type { Target } from './target';
import type { WalkLog } from './walk-log';

/** How the sidecar of a client sends what the client opens. */
export class SidecarSteps {
  constructor(
    private readonly mesh: Mesh,
    private readonly log: WalkLog,
    private readonly routes: RouteSteps,
    private readonly clusters: ClusterSteps,
  ) {}

  public send(journey: Journey, proxy: Proxy): void {
    const { target, hello, request } = journey;
    const hop = this.log.hop('sidecar', `${proxy.namespace}/${proxy.name || '*'}`, journey.share, journey.previous);
    const part = { context: 'SIDECAR_OUTBOUND', port: target.port } as const;
    patchedProxy(this.mesh, proxy, part).forEach((each) => this.log.know(each));
    const scope = sidecarScope(this.mesh, proxy);
    if (scope.sidecar !== undefined) {
      this.log.step(hop, 'scope', `Sidecar ${scope.sidecar.key}`, { object: scope.sidecar, path: 'spec' });
    }
    const here = { ...journey, previous: hop };
    const alike = alikeSidecar(this.mesh, proxy);
    const listener = outboundListener(
      this.mesh,
      alike,
      isOwn(target, proxy) ? { ...target, workload: undefined } : target,
    );
    if (listener === undefined) {
      const { service, host, port } = target;
      const hasPort = service?.ports.some(({ number }) => number === port) ?? true;
      this.log.step(
        hop,
        'listener',
        `nothing listens for ${host}:${port}${hasPort ? '' : `: ${portMissing(service!, port)}`}`,
        hasPort ? {} : { object: service!.object, path: 'spec.ports' },
      );
      this.unknownAddress(here, proxy, hop);
      return;
    }
    this.log.step(hop, 'listener', `${listener.bind}:${listener.port}`);
    const opening = {
      address: target.address,
      sni: hello?.sni,
      isHttp: hello === undefined && request !== undefined && isReadMethod(request.method, request.version),
    };
    const chain = chosenChain(listener.chains, opening);
    if (chain === undefined) {
      this.log.step(hop, 'filterChain', 'none fits: as for an unknown address');
      this.unknownAddress(here, proxy, hop);
    } else if (chain.routeConfig !== undefined) {
      const hosts = lookedUpHosts(this.mesh, alike, chain.routeConfig);
      this.http(here, {
        proxy,
        hop,
        hosts,
        reception: receptionOf(this.mesh, proxy, false),
        port: listener.port,
        lookup: (host) => sidecarScope(this.mesh, proxy).find(host, listener.port),
      });
    } else {
      this.log.step(
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
        this.log.tie([chain, ...listener.dropped].flatMap(({ service }) => service?.object ?? []));
      }
      this.clusters.toClusters(here, proxy, chain.clusters, hop);
    }
  }

  /** What a sidecar does with connections that it knows nothing of. */
  private unknownAddress(journey: Journey, proxy: Proxy, hop: number): void {
    const { mode, egressProxy, place } = sidecarScope(this.mesh, proxy).outboundTrafficPolicy;
    if (mode === 'REGISTRY_ONLY') {
      this.log.step(hop, 'cluster', 'BlackHoleCluster: REGISTRY_ONLY lets nothing out that is not known', place);
      this.log.fail(journey, hop, closed('UnknownAddress'));
      return;
    }
    if (egressProxy !== undefined) {
      const cluster = `outbound|${egressProxy.port?.number ?? 0}|${egressProxy.subset ?? ''}|${egressProxy.host}`;
      this.clusters.toClusters(journey, proxy, [{ cluster, weight: 0 }], hop);
      return;
    }
    this.clusters.passThrough(journey, hop, place);
  }

  /** A sidecar reads a request. */
  private http(journey: Journey, scope: HttpScope): void {
    if (journey.request === undefined || journey.hello !== undefined) {
      this.log.fail(journey, scope.hop, closed('BadRequest'));
      return;
    }
    const { hop, reception } = scope;
    const request = this.routes.readable(journey.request, { journey, hop, reception });
    if (request !== undefined) {
      this.routes.routed({ ...journey, request }, scope);
    }
  }
}

/** Whether a client calls its own pod: its sidecar has no listener for that address (pilot/pkg/networking/core/listener.go: buildSidecarOutboundListeners). */
function isOwn({ address, workload }: Target, proxy: Proxy): boolean {
  return address !== undefined && workload !== undefined && workload === proxy.workload;
}
