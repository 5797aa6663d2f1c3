/**
 * A Kubernetes Namespace, however it was made: a `MeshNamespace`, the `Namespace` of any cdk8s-plus release, or an `ApiObject` of kind
 * Namespace.
 */
export interface INamespaceLike {
  /** `metadata.name` of the Namespace. */
  readonly name: string;
}
