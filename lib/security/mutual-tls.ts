/**
 * Whether a pod takes connections with mutual TLS, without, or both.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode
 */
export enum MutualTls {
  /** Only connections with mutual TLS. Plaintext is closed. */
  STRICT = 'STRICT',
  /** Both. Callers without mutual TLS have no identity. */
  PERMISSIVE = 'PERMISSIVE',
  /** Only connections without mutual TLS. */
  DISABLE = 'DISABLE',
  /** As the next wider policy says: that of the pods, the namespace, the mesh; PERMISSIVE where none says it. */
  UNSET = 'UNSET',
}
