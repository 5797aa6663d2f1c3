import { Chart, Testing } from 'cdk8s';
import type {
  AlbIngressProps,
  GatewayDeploymentProps,
  GatewayServer,
  GatewayWorkload,
  IngressedServiceProps,
} from 'cdk8s-istio';
import {
  AlbIngress,
  Gateway,
  GatewayDeployment,
  IngressedService,
  IngressTls,
  LoadBalancer,
  ServiceRef,
} from 'cdk8s-istio';

export const ALB = 'alb.ingress.kubernetes.io/';
export const service = ServiceRef.fromName('web', { ports: [{ port: 8080 }] });

/** Gateways, services behind them, and load balancers in front. */
export class Edge {
  public readonly app = Testing.app();
  public readonly edge = new Chart(this.app, 'edge', { namespace: 'edge' });
  public readonly shop = new Chart(this.app, 'shop', { namespace: 'shop' });

  /** Pods that an AlbIngress takes, unless other props say otherwise. */
  public door(props: GatewayDeploymentProps = {}, id = 'Door'): GatewayWorkload {
    const loadBalancer = LoadBalancer.clusterIp();
    return new GatewayDeployment(this.edge, id, { loadBalancer, trustedProxies: 1, ...props }).workload;
  }

  /** A service with the host of its id: `shop.example.com`. */
  public ingressed(props: Partial<IngressedServiceProps> = {}, id = 'Shop'): IngressedService {
    const hosts = [`${id.toLowerCase()}.example.com`];
    return new IngressedService(this.shop, id, { service, hosts, tls: IngressTls.elsewhere(), ...props });
  }

  public gateway(...servers: GatewayServer[]): Gateway {
    return new Gateway(this.edge, 'Gateway', { servers });
  }

  public alb(props: Partial<AlbIngressProps> = {}, id = 'Alb'): AlbIngress {
    return new AlbIngress(this.edge, id, { ...props, services: props.services ?? [this.ingressed()] });
  }
}
