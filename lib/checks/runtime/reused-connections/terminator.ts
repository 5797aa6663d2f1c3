import type { CertificateNames } from '../../../mesh/certificate-names';
import type { MeshObject } from '../../../mesh/reading/mesh-object';

/** A server of a Gateway, or a listener of one of the Gateway API, that ends TLS and reads requests. */
export interface Terminator {
  readonly object: MeshObject;
  readonly noun: 'server' | 'listener';
  /** Where the certificate stands in it. */
  readonly path: string;
  /** `servers[0] of Gateway shop/shop` */
  readonly name: string;
  /** The hosts by whose server names connections come to it; each may begin with `*`. */
  readonly hosts: readonly string[];
  /** The hosts that it has rules for, as far as they are known. */
  readonly ruled: readonly string[];
  readonly certificates: readonly TerminatorCertificate[];
  /** The objects with the rules for a host; undefined where there are none. */
  rulesFor(host: string): ReadonlySet<MeshObject> | undefined;
}

export interface TerminatorCertificate {
  /** The same for each server that has the same certificate. */
  readonly key: string;
  /** `Secret shop-cert` */
  readonly name: string;
  readonly known?: CertificateNames;
  /** The Secret, if it is among the manifests. */
  readonly secret?: MeshObject;
}
