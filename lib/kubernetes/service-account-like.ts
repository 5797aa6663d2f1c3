import type { IMetadataLike } from './service-like';

/**
 * A Kubernetes ServiceAccount, however it was made: the `ServiceAccount` of any cdk8s-plus release, an `ApiObject` of kind ServiceAccount,
 * or a `ServiceAccountRef` for one that lives elsewhere.
 */
export interface IServiceAccountLike {
  /** `metadata.name` of the ServiceAccount. */
  readonly name: string;
  /** Where the ServiceAccount lives. */
  readonly metadata?: IMetadataLike | undefined;
}
