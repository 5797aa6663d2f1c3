/**
 * One port of a Service that is made elsewhere.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec
 */
export interface ServicePort {
  /** The number of the port on the Service. */
  readonly port: number;

  /**
   * The name of the port. Routes can name it, and Istio reads the protocol from its prefix (`http`, `grpc-api`, `tcp-db`) where
   * `appProtocol` does not say it.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * The protocol of the application.
   *
   * @default - the one that the name says
   */
  readonly appProtocol?: string;

  /**
   * TCP, UDP or SCTP.
   *
   * @default "TCP"
   */
  readonly protocol?: string;

  /**
   * The number of the port on the pods, which policies compare.
   *
   * @default - the same as `port`
   */
  readonly targetPort?: number;
}
