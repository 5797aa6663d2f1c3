import { hostCovers } from '../istio/host';
import type { Endpoint } from '../mesh/endpoints';
import { endpointsOf } from '../mesh/endpoints';
import type { Mesh } from '../mesh/reading/mesh';
import type { RegistryService } from '../mesh/registry';
import { registry } from '../mesh/registry';
import { takesTunnel } from '../mesh/tunnels';
import type { NamedWaypoint } from '../mesh/waypoints';
import { hasAddress, waypointOfPods, waypointOfService } from '../mesh/waypoints';
import type { Workload } from '../mesh/workload';
import { proxyIdentity, workloadIdentity } from './identity';
import type { Journey, Wire } from './journey';
import { podEndpoint } from './pod-endpoint';
import type { ServerSteps } from './server-steps';
import { addressOf } from './target';
import type { WalkLog } from './walk-log';
import type { WaypointSteps } from './waypoint-steps';
import { weighted } from './weighted-endpoints';

/** Where the ztunnel of pods in ambient mode sends what they open (ztunnel's src/proxy/outbound.rs: build_request). */
export class ZtunnelSteps {
  constructor(
    private readonly mesh: Mesh,
    private readonly log: WalkLog,
    private readonly servers: ServerSteps,
    private readonly waypoints: WaypointSteps,
  ) {}

  public send(journey: Journey, from: Workload): void {
    const { workload, gateway, port } = journey.target;
    const service = journey.target.service ?? this.wildcard(journey.target.host);
    const identity = workloadIdentity(this.mesh, from.namespace, from.serviceAccount);
    const wire: Wire = { ...journey.wire, tls: 'mesh', tunnelled: true, identity, address: addressOf(from) };
    const tunnelled = { ...journey, wire };
    if (gateway !== undefined) {
      this.servers.direct(journey);
    } else if (workload !== undefined) {
      this.toPods(journey, tunnelled, workload, port);
    } else if (service !== undefined && hasAddress(service)) {
      this.toService(journey, tunnelled, service, port);
    } else {
      this.toEndpoints(journey, tunnelled, service, port);
    }
  }

  /** ztunnel answers the names of a wildcard with the address of that one. */
  private wildcard(host: string): RegistryService | undefined {
    return registry(this.mesh)
      .overlapping(host)
      .filter((service) => hostCovers(service.host, host) && hasAddress(service))
      .sort((a, b) => b.host.length - a.host.length)[0];
  }

  private toService(plain: Journey, tunnelled: Journey, service: RegistryService, port: number): void {
    const waypoint = waypointOfService(this.mesh, service);
    if (waypoint?.proxy !== undefined) {
      this.waypoints.forService(tunnelled, waypoint, service, port);
      return;
    }
    this.knowMissing(waypoint);
    this.toEndpoints(plain, tunnelled, service, port);
  }

  private toPods(plain: Journey, tunnelled: Journey, workload: Workload, port: number): void {
    const endpoint = podEndpoint(this.mesh, workload, port);
    const waypoint = this.takesTunnel(endpoint) ? waypointOfPods(this.mesh, workload) : undefined;
    if (waypoint?.proxy !== undefined) {
      const { proxy } = waypoint;
      this.waypoints.forPods(tunnelled, waypoint, port, (journey) => {
        const identity = proxyIdentity(this.mesh, proxy);
        const address = proxy.workload && addressOf(proxy.workload);
        this.servers.toEndpoint({ ...journey, wire: { tls: 'mesh', tunnelled: true, identity, address } }, endpoint);
      });
      return;
    }
    this.knowMissing(waypoint);
    this.servers.toEndpoint(this.takesTunnel(endpoint) ? tunnelled : plain, endpoint);
  }

  private toEndpoints(plain: Journey, tunnelled: Journey, service: RegistryService | undefined, port: number): void {
    const isKnown = service?.ports.some(({ number }) => number === port) === true;
    const endpoints = isKnown ? weighted(endpointsOf(this.mesh, service, port)) : [];
    if (endpoints.length === 0 || service?.meshExternal === true) {
      this.servers.direct(plain);
      return;
    }
    this.log.spread(plain, endpoints, ({ share }, endpoint) => {
      const { workload } = endpoint;
      if (service?.headless === true && workload !== undefined) {
        // The name stands for the addresses of the pods.
        this.toPods({ ...plain, share }, { ...tunnelled, share }, workload, endpoint.port);
      } else {
        this.servers.toEndpoint({ ...(this.takesTunnel(endpoint) ? tunnelled : plain), share }, endpoint, service);
      }
    });
  }

  /** Pods with a sidecar take tunnels as well, where Istio is installed with ambient mode. */
  private takesTunnel(endpoint: Endpoint): boolean {
    return endpoint.hasProxy || takesTunnel(this.mesh, endpoint);
  }

  private knowMissing(waypoint: NamedWaypoint | undefined): void {
    if (waypoint !== undefined) {
      const { namedBy, key } = waypoint;
      this.log.know({
        what: 'ambient',
        text: `${namedBy.kind} ${namedBy.name} names the waypoint ${key}, which no file shows. This goes on as if it were not there, and nothing of it applied.`,
        objects: [namedBy],
      });
    }
  }
}
