import { INJECT } from '../istio/data-plane-labels';
import { PROXY_CONTAINER } from '../istio/injection';
import { isInAmbient } from '../mesh/injection';
import type { Mesh } from '../mesh/reading/mesh';
import type { Workload } from '../mesh/workload';
import type { Call } from './call';
import { ClusterSteps } from './cluster-steps';
import { closed } from './failure';
import { gatewayForHost } from './gateway-for-host';
import { GatewaySteps } from './gateway-steps';
import type { Journey, Wire } from './journey';
import { podPort } from './pod-port';
import { sidecarOfPods } from './proxy-of-pods';
import { RouteSteps } from './route-steps';
import { ServerSteps } from './server-steps';
import { SidecarSteps } from './sidecar-steps';
import { addressOf, targetOf } from './target';
import { WalkLog } from './walk-log';
import { WaypointSteps } from './waypoint-steps';
import { ZtunnelSteps } from './ztunnel-steps';

/** Ports that iptables leaves alone (tools/istio-iptables). */
export const EXCLUDED = 'traffic.sidecar.istio.io/excludeOutboundPorts';

/** How is taken what no file shows. */
export interface Assumptions {
  /** Whether DNS gives the addresses that ServiceEntries say of their hosts. */
  readonly areEntriesInDns: boolean;
  /** Whether the values of headers that proxies write are those that rules ask. */
  readonly opensFit: boolean;
}

/** Follows one call through a mesh. */
export class Walk {
  public readonly log = new WalkLog();
  private readonly servers: ServerSteps;
  private readonly sidecars: SidecarSteps;
  private readonly gateways: GatewaySteps;
  private readonly waypoints: WaypointSteps;
  private readonly ztunnels: ZtunnelSteps;

  constructor(
    private readonly mesh: Mesh,
    private readonly call: Call,
    private readonly assumptions: Assumptions,
  ) {
    const { log } = this;
    this.servers = new ServerSteps(mesh, log, (journey, gateway, port) => this.gateways.take(journey, gateway, port));
    const clusters = new ClusterSteps(mesh, log, this.servers, (journey, waypoint, service, port) =>
      this.waypoints.forService(journey, waypoint, service, port),
    );
    const routes = new RouteSteps(mesh, log, clusters, assumptions.opensFit);
    this.sidecars = new SidecarSteps(mesh, log, routes, clusters);
    this.gateways = new GatewaySteps(mesh, log, routes, clusters);
    this.waypoints = new WaypointSteps(mesh, log, routes, clusters);
    this.ztunnels = new ZtunnelSteps(mesh, log, this.servers, this.waypoints);
  }

  public start(): void {
    const { from, to, tls: hello, request } = this.call;
    const address =
      from.kind === 'outside' ? from.address : from.kind === 'workload' ? addressOf(from.workload) : undefined;
    const begin = { share: 1, hello, request, readsRequests: false, gateways: 0, taken: [], mirrors: [] };
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
    const target = targetOf(this.mesh, to.host, to.port, namespace, this.assumptions.areEntriesInDns);
    const journey: Journey = { ...begin, wire, target };
    const proxy =
      from.kind === 'proxy'
        ? from.proxy
        : from.kind === 'workload'
          ? sidecarOfPods(this.mesh, from.workload)
          : undefined;
    if (from.kind === 'workload' && proxy !== undefined && !isInjectionKnown(this.mesh, from.workload)) {
      const { namespace: home, object } = from.workload;
      this.log.know({
        what: 'injection',
        text: `Whether the pods of ${keyOf(from.workload)} get a sidecar depends on the labels of Namespace ${home}, which no file shows; it is taken that they do.`,
        objects: [object],
      });
    }
    const excluded = proxy?.annotations?.[EXCLUDED]?.split(',').map((each) => each.trim());
    if (proxy?.kind === 'sidecar' && excluded?.includes(String(to.port)) === true) {
      const hop = this.log.hop('sidecar', `${proxy.namespace}/${proxy.name}`, 1, undefined);
      this.log.step(hop, 'proxy', `port ${to.port} goes past the sidecar (${EXCLUDED})`, {
        object: proxy.workload?.object,
      });
      this.servers.direct({ ...journey, previous: hop });
      return;
    }
    if (proxy?.kind === 'sidecar') {
      this.sidecars.send(journey, proxy);
      return;
    }
    if (from.kind === 'workload' && isInAmbient(from.workload, this.mesh)) {
      this.ztunnels.send(journey, from.workload);
      return;
    }
    this.servers.direct(journey);
  }

  /** The gateway is named, or is the one that has a server for the host. */
  private atKnownGateway(to: Exclude<Call['to'], { kind: 'address' }>, begin: Omit<Journey, 'target'>): void {
    const host = begin.hello?.sni ?? begin.request?.authority ?? '';
    const journey = { ...begin, target: { host, port: to.port } };
    const found =
      to.kind === 'gateway'
        ? { proxy: to.gateway, port: podPort(this.mesh, to.gateway, to.port) }
        : gatewayForHost(this.mesh, host, to.port);
    if (found === undefined) {
      const hop = this.log.hop('outside', host, 1, undefined);
      this.log.step(hop, 'listener', `no gateway has a server for ${host === '' ? 'it' : host} on port ${to.port}`);
      this.log.fail(journey, hop, closed('NoListener', { connection: 'refused' }));
      return;
    }
    this.gateways.take(journey, found.proxy, found.port);
  }
}

function keyOf({ namespace, name }: Workload): string {
  return `${namespace}/${name}`;
}

/** Whether the files show that pods get a sidecar: by the labels of their namespace, or since they have one. */
export function isInjectionKnown(mesh: Mesh, { namespace, labels, containers, path }: Workload): boolean {
  return (
    path === '' ||
    labels[INJECT] !== undefined ||
    containers.some(({ name }) => name === PROXY_CONTAINER) ||
    mesh.find('core/Namespace', '', namespace) !== undefined
  );
}
