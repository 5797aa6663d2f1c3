import { CommonServer } from './common-server';
import { DynamicDns } from './dynamic-dns';
import { FixedHosts } from './fixed-hosts';
import type { SniForwardOptions } from './sni-forward';
import { SniForward } from './sni-forward';
import type { Strategy } from './strategy';

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

  private constructor(
    /** @internal */
    public readonly _strategy: Strategy,
  ) {}
}
