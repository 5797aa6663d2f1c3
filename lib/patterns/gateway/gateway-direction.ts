/** From where the connections to a gateway come. */
export enum GatewayDirection {
  /** From outside the cluster: the Service is of type LoadBalancer. */
  INGRESS = 'ingress',
  /** From the mesh, on the way out: the Service is of type ClusterIP. */
  EGRESS = 'egress',
}
