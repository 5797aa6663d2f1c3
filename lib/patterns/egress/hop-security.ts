/**
 * What is around a client's connection between its sidecar and the egress gateway.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
 */
export class HopSecurity {
  /**
   * Nothing: what the client sends, as it is. That is the client's own TLS with EgressSniPassthrough, and plain HTTP with
   * EgressTlsOrigination. The gateway does not know the identity of the client.
   */
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
