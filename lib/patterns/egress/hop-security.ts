/**
 * What is around the client's own TLS between its sidecar and the egress gateway.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
 */
export class HopSecurity {
  /** Nothing: the client's TLS as it is. The gateway can't know who the client is. */
  public static none(): HopSecurity {
    return new HopSecurity(false);
  }

  /** Istio's mutual TLS: the gateway knows the client's identity, and an AuthorizationPolicy there can ask for it. */
  public static istioMutual(): HopSecurity {
    return new HopSecurity(true);
  }

  private constructor(
    /** @internal */
    public readonly _mutual: boolean,
  ) {}
}
