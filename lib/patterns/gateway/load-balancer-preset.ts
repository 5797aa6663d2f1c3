import type { Problems } from '../../core/problems';
import type { GatewayPort } from '../../networking/gateway-workload';

/** Fields of a Service's spec. */
export type ServiceFields = Readonly<Record<string, unknown>>;

/** What a load balancer makes of the Service and the pods of a gateway. */
export interface ServiceShape {
  readonly type: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  readonly annotations?: Record<string, string>;
  /** Fields of the spec besides type, selector and ports. */
  readonly fields?: ServiceFields;
  /** Whether the Service has the port of the health check: what asks it comes by way of the Service. */
  readonly hasStatusPort: boolean;
  /** Node ports, by port of the Service. */
  readonly nodePorts?: ReadonlyMap<number, number>;
  /** Whether each connection begins with the PROXY protocol. */
  readonly proxyProtocol?: boolean;
  readonly tls?: EndedTls;
}

/** Where a load balancer ends TLS. */
export interface EndedTls {
  /** Ports of the Service. */
  readonly ports: readonly number[];
  /** Whether it speaks TLS to the gateway again. */
  readonly reencrypts: boolean;
}

/** One kind of load balancer, and how it was set. */
export interface LoadBalancerPreset {
  /** How the user writes it. */
  readonly label: string;
  write(ports: readonly GatewayPort[], problems: Problems): ServiceShape;
}
