import type { MeshNamespace } from '../mesh-namespace';
import type { Waypoint } from '../mesh-namespace/waypoint';
import { CommonServer } from './common-server';
import { DynamicDns } from './dynamic-dns';
import { FixedHosts } from './fixed-hosts';
import type { SniForwardOptions } from './sni-forward';
import { SniForward } from './sni-forward';
import type { Strategy } from './strategy';
import type { WaypointEgressOptions } from './through-waypoint';
import { ThroughWaypoint } from './through-waypoint';

/**
 * How the servers of a host are found.
 *
 * DNS resolves a single host, but not a wildcard, so for wildcards the strategy decides where the connections go.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/wildcard-egress-hosts/
 */
export class EgressStrategy {
  /** Each host by its own name in DNS. For hosts without a wildcard. */
  public static fixedHosts(): EgressStrategy {
    return new EgressStrategy(new FixedHosts());
  }

  /**
   * All hosts at the servers of one of them: `*.wikipedia.org` at `www.wikipedia.org`, because every server of Wikipedia serves every
   * language.
   *
   * Rejects a wildcard, and a server that is not one of the hosts.
   *
   * @param host the host whose servers serve all others
   */
  public static commonServer(host: string): EgressStrategy {
    return new EgressStrategy(new CommonServer(host));
  }

  /**
   * Each connection at the address that DNS has for the server name (SNI) in it. For any hosts.
   *
   * It needs an EnvoyFilter at the gateway, whose filter Envoy calls alpha, and Istio's mutual TLS between sidecar and gateway.
   */
  public static sniForward(options: SniForwardOptions = {}): EgressStrategy {
    return new EgressStrategy(new SniForward(options));
  }

  /**
   * As `sniForward`, but by the sidecars themselves: without a gateway and without an EnvoyFilter. For wildcards, since Istio 1.30.
   */
  public static dynamicDns(): EgressStrategy {
    return new EgressStrategy(new DynamicDns());
  }

  /**
   * Each host by its own name in DNS, through a waypoint: for clients in ambient mode, whose ztunnel sends the connections there. The waypoint
   * knows the identity of the client. Label `istio.io/use-waypoint` of the ServiceEntry, which is in the namespace of the waypoint.
   *
   * Wildcards need Istio 1.30, and istiod with ENABLE_WILDCARD_HOST_SERVICE_ENTRIES_FOR_TLS=true. The waypoint then connects to the host that the
   * SNI names, also to one that no wildcard covers: give `allowedCallers` that you trust.
   *
   * Rejects wildcards and single names in one list, a MeshNamespace without a waypoint, and `Waypoint.own()`, which belongs to a MeshNamespace.
   *
   * @param waypoint the MeshNamespace that has the waypoint, or `Waypoint.named(...)` for one that is there
   * @param options who may use it
   * @see https://istio.io/latest/docs/ambient/usage/egress-gateway/
   */
  public static waypoint(waypoint: MeshNamespace | Waypoint, options: WaypointEgressOptions = {}): EgressStrategy {
    return new EgressStrategy(new ThroughWaypoint(waypoint, options));
  }

  private constructor(
    /** @internal */
    public readonly _strategy: Strategy,
  ) {}
}
