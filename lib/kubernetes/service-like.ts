/** The part of an object's metadata that a reference to it needs. */
export interface IMetadataLike {
  /** The namespace of the object; absent where it is that of its chart. */
  readonly namespace?: string | undefined;
}

/** One port of a Service. */
export interface IServicePortLike {
  /** The number of the port on the Service. */
  readonly port: number;
  /** The name of the port; Istio reads the protocol from its prefix (`http`, `grpc-api`). */
  readonly name?: string | undefined;
  /** TCP, UDP or SCTP; TCP where it is absent. */
  readonly protocol?: string | undefined;
  /** What is spoken on the port; Istio reads it before the name. */
  readonly appProtocol?: string | undefined;
  /** The port of the pods, by number or by the name that a container gives it; the same number where it is absent. */
  readonly targetPort?: number | string | undefined;
}

/**
 * A Kubernetes Service, however it was made: the `Service` of any cdk8s-plus release, an `ApiObject` of kind Service, or a
 * `ServiceRef` for one that lives elsewhere.
 */
export interface IServiceLike {
  /** `metadata.name` of the Service. */
  readonly name: string;
  /** Where the Service lives. */
  readonly metadata?: IMetadataLike | undefined;
  /** The ports of the Service; absent where they are not known. */
  readonly ports?: IServicePortLike[] | undefined;
}
