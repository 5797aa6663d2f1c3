import type { EgressPlace } from './egress';

/**
 * Where requests leave the mesh, and TLS to the host begins.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway-tls-origination/
 */
export class EgressExit {
  /** The egress gateway: one exit, one access log, and the certificates of clients are in its namespace alone. */
  public static gateway(): EgressExit {
    return new EgressExit('gateway');
  }

  /**
   * The sidecar of each client, without a gateway.
   *
   * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/
   */
  public static sidecar(): EgressExit {
    return new EgressExit('sidecar');
  }

  private constructor(
    /** @internal */
    public readonly _place: EgressPlace,
  ) {}
}
