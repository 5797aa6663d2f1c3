import { isHttp } from '../istio/protocol';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryPort, RegistryService } from '../mesh/registry';
import type { NamedWaypoint } from '../mesh/waypoints';
import type { ClusterSteps } from './cluster-steps';
import { virtualHostsByDomain } from './domains';
import { closed } from './failure';
import type { Journey } from './journey';
import { portMissing } from './missing-port';
import { patchedProxy } from './patched-proxy';
import { receptionOf } from './received';
import type { RouteSteps } from './route-steps';
import type { Connection, ServerCall } from './server-call';
import { serverSide } from './server-side';
import type { WalkLog } from './walk-log';
import { WaypointRoutes, isClosedWildcard } from './waypoint-routes';

/** What a waypoint does with what comes to it in a tunnel. */
export class WaypointSteps {
  constructor(
    private readonly mesh: Mesh,
    private readonly log: WalkLog,
    private readonly routes: RouteSteps,
    private readonly clusters: ClusterSteps,
  ) {}

  /** For the address of a service: its policies and rules apply. */
  public forService(journey: Journey, waypoint: NamedWaypoint, service: RegistryService, number: number): void {
    const hop = this.open(journey, waypoint);
    const here = { ...journey, previous: hop, passedOn: undefined };
    const port = service.ports.find((each) => each.number === number && each.protocol !== 'UDP');
    if (port === undefined) {
      const place = { object: service.object, path: 'spec.ports' };
      this.log.step(hop, 'filterChain', portMissing(service, number), place);
      this.log.fail(here, hop, closed('NoFilterChain'));
    } else if (isClosedWildcard(service, port)) {
      this.log.step(hop, 'filterChain', 'TLS for the hosts of a wildcard is not let through', {
        object: service.object,
      });
      this.log.fail(here, hop, closed('NoFilterChain'));
    } else {
      this.toPort(here, waypoint.proxy!, service, port, hop);
    }
  }

  /**
   * For the address of pods: only policies of the waypoint itself apply, and no rules.
   *
   * @param onward to the pods
   */
  public forPods(journey: Journey, waypoint: NamedWaypoint, port: number, onward: (journey: Journey) => void): void {
    const hop = this.open(journey, waypoint);
    const { request, hello } = journey;
    const here = { ...journey, previous: hop, passedOn: undefined };
    patchedProxy(this.mesh, waypoint.proxy!, {}).forEach((each) => this.log.know(each));
    const call = { server: waypoint.proxy!, port, request: hello === undefined ? request : undefined };
    if (this.log.admits(serverSide(this.mesh, { ...call, connection: connectionOf(journey) }), here, hop)) {
      onward(here);
    }
  }

  private open(journey: Journey, { proxy, namedBy, path, canary }: NamedWaypoint): number {
    if (canary !== undefined) {
      this.log.know({
        what: 'ambient',
        text: `${namedBy.kind} ${namedBy.name} gives a share of its calls to the waypoint ${canary}, which is not followed.`,
        objects: [namedBy],
      });
    }
    const hop = this.log.hop('waypoint', `${proxy!.namespace}/${proxy!.name}`, journey.share, journey.previous);
    this.log.step(hop, 'proxy', `the waypoint of ${namedBy.kind} ${namedBy.name}`, { object: namedBy, path });
    return hop;
  }

  private toPort(journey: Journey, proxy: Proxy, service: RegistryService, port: RegistryPort, hop: number): void {
    const { number, protocol } = port;
    const opened = journey.request !== undefined && journey.hello === undefined;
    const reads = isHttp(protocol) || (protocol === 'Unsupported' && opened);
    const place = {
      object: service.object,
      path: `spec.ports[${service.ports.indexOf(port)}]`,
    };
    this.log.step(hop, 'filterChain', reads ? `requests are read on port ${number}` : `bytes on port ${number}`, place);
    const { object } = service;
    patchedProxy(this.mesh, proxy, { service: object }).forEach((each) => this.log.know(each));
    const call = { server: proxy, service, port: number, connection: connectionOf(journey) };
    if (reads) {
      this.http(journey, call, port, hop);
    } else if (this.log.admits(serverSide(this.mesh, call), journey, hop)) {
      const { clusters, source, path } = new WaypointRoutes(this.mesh, proxy, service, port).connections();
      if (source !== undefined) {
        this.log.step(hop, 'route', 'a rule for connections', { object: source, path });
      }
      this.clusters.toClusters(journey, proxy, clusters, hop);
    }
  }

  private http(
    journey: Journey,
    call: ServerCall & { readonly server: Proxy; readonly service: RegistryService },
    port: RegistryPort,
    hop: number,
  ): void {
    if (journey.request === undefined || journey.hello !== undefined) {
      this.log.fail(journey, hop, closed('BadRequest'));
      return;
    }
    const reception = receptionOf(this.mesh, call.server, false);
    const request = this.routes.readable(journey.request, { journey, hop, reception });
    const answer = request && serverSide(this.mesh, { ...call, request, reception });
    if (answer === undefined || !this.log.admits(answer, journey, hop)) {
      return;
    }
    const { server: proxy, service } = call;
    const routes = new WaypointRoutes(this.mesh, proxy, service, port);
    const { lookup, clusterName } = routes;
    this.routes.routed(
      { ...journey, request: answer.request ?? request },
      {
        proxy,
        hop,
        hosts: virtualHostsByDomain([routes.virtualHost()]),
        reception,
        port: port.number,
        claims: answer.claims,
        lookup,
        clusterName,
      },
    );
  }
}

/** A waypoint knows the caller by the tunnel. */
function connectionOf({ wire, hello }: Journey): Connection {
  const { identity, address, client } = wire;
  return { tls: 'mesh', identity, address, client, sni: hello?.sni };
}
