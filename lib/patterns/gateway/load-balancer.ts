import type { NlbOptions } from './aws-nlb';
import { AwsNlb } from './aws-nlb';
import type { AzureLoadBalancerOptions } from './azure-load-balancer';
import { AzureLoadBalancer } from './azure-load-balancer';
import type { GcpLoadBalancerOptions } from './gcp-load-balancer';
import { GcpLoadBalancer } from './gcp-load-balancer';
import type { LoadBalancerPreset } from './load-balancer-preset';
import type { MetalLbOptions } from './metal-lb';
import { MetalLb } from './metal-lb';
import type { NodePortOptions } from './node-port';
import { NodePort } from './node-port';
import type { PlainLoadBalancerOptions } from './plain-load-balancer';
import { PlainLoadBalancer } from './plain-load-balancer';

/**
 * What is in front of a gateway's pods: the type of its Service, and what the maker of the load balancer must be told.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
 */
export class LoadBalancer {
  /**
   * A network load balancer (NLB) that the AWS Load Balancer Controller makes.
   *
   * Rejects what contradicts each other: `externalTrafficPolicy` for IP targets, the PROXY protocol where the health check can't read it,
   * TLS on a port that the Service lacks.
   *
   * @param options scheme, targets, PROXY protocol and TLS
   * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/
   */
  public static awsNlb(options: NlbOptions = {}): LoadBalancer {
    return new LoadBalancer(new AwsNlb(options));
  }

  /**
   * A load balancer of Azure, with health probes that the gateway answers.
   *
   * @param options internal or public, address and probe
   * @see https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/
   */
  public static azure(options: AzureLoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer(new AzureLoadBalancer(options));
  }

  /**
   * A passthrough network load balancer of Google Cloud.
   *
   * @param options internal or external
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer
   */
  public static gcp(options: GcpLoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer(new GcpLoadBalancer(options));
  }

  /**
   * An address of MetalLB.
   *
   * @param options address and pool
   * @see https://metallb.io/usage/
   */
  public static metalLb(options: MetalLbOptions = {}): LoadBalancer {
    return new LoadBalancer(new MetalLb(options));
  }

  /**
   * The load balancer that the cluster makes by itself, or one of a class.
   *
   * @param options class and source ranges
   */
  public static plain(options: PlainLoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer(new PlainLoadBalancer(options));
  }

  /**
   * None that the cluster makes: ports of the nodes, for one that somebody else sets up.
   *
   * @param options which ports
   */
  public static nodePort(options: NodePortOptions = {}): LoadBalancer {
    return new LoadBalancer(new NodePort(options));
  }

  /** None: an address in the cluster alone, for an Ingress in front of it or for clients of the mesh. */
  public static clusterIp(): LoadBalancer {
    return new LoadBalancer({
      label: 'LoadBalancer.clusterIp',
      write: () => ({ type: 'ClusterIP', hasStatusPort: false }),
    });
  }

  private constructor(
    /** @internal */
    public readonly _preset: LoadBalancerPreset,
  ) {}
}
