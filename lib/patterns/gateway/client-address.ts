import { NLB } from '../../istio/load-balancer';
import type { ServiceShape } from './load-balancer-preset';

/** Which address a gateway takes for that of the client. */
export enum ClientAddress {
  /** The one from which the connection comes: nothing before the gateway opens connections of its own. */
  CONNECTION = 'CONNECTION',
  /** The one that a load balancer tells by `X-Forwarded-For` or the PROXY protocol, where `gatewayTopology` of the gateway says so. */
  FORWARDED = 'FORWARDED',
}

/** The address that the pods of a gateway see. */
export interface SeenAddress {
  readonly address: ClientAddress;
  /** What to write where it is never that of a client. */
  readonly hidden?: string;
}

/** What the pods of a GatewayDeployment see: nodes and load balancers may put an address of their own into the place of the client's. */
export function seenAddress(
  proxyConfig: Readonly<Record<string, unknown>>,
  { type, fields, annotations }: ServiceShape,
): SeenAddress {
  if (proxyConfig.gatewayTopology !== undefined) {
    return { address: ClientAddress.FORWARDED };
  }
  const address = ClientAddress.CONNECTION;
  const preserved = annotations?.[`${NLB}target-group-attributes`]?.includes('preserve_client_ip.enabled=true');
  if (type === 'ClusterIP' || fields?.externalTrafficPolicy === 'Local' || preserved === true) {
    return { address };
  }
  return annotations?.[`${NLB}nlb-target-type`] === 'ip'
    ? { address, hidden: 'loadBalancer: LoadBalancer.awsNlb({ proxyProtocol: true })' }
    : { address, hidden: 'externalTrafficPolicy: ExternalTrafficPolicy.LOCAL in its loadBalancer' };
}
