/**
 * What is around the client's own TLS between its sidecar and the egress gateway.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
 */
export class HopSecurity {
  /** Nothing: the client's TLS as it is. The gateway does not know the identity of the client. */
  public static none(): HopSecurity {
    return new HopSecurity(false);
  }

  /** Istio's mutual TLS: the gateway knows the client's identity, and an AuthorizationPolicy there can match it. */
  public static istioMutual(): HopSecurity {
    return new HopSecurity(true);
  }

  private constructor(
    /** @internal */
    public readonly _mutual: boolean,
  ) {}
}
