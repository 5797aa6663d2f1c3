import { expectString, needObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import type { GatewayPort } from '../../networking/gateway-workload';
import type { LoadBalancerOptions } from './load-balancer-options';
import { writeAnnotations, writeLoadBalancer } from './load-balancer-options';
import type { LoadBalancerPreset, ServiceShape } from './load-balancer-preset';

/** The load balancer that the cluster makes by itself, or one of a class. */
export interface PlainLoadBalancerOptions extends LoadBalancerOptions {
  /**
   * Who makes it. Kubernetes field `loadBalancerClass`.
   *
   * @default - the cluster
   */
  readonly loadBalancerClass?: string;
}

export class PlainLoadBalancer implements LoadBalancerPreset {
  public readonly label = 'LoadBalancer.plain';

  constructor(private readonly given: PlainLoadBalancerOptions) {}

  public write(_ports: readonly GatewayPort[], problems: Problems): ServiceShape {
    const options =
      needObject(this.given, 'PlainLoadBalancerOptions', problems, '', "{ sourceRanges: ['203.0.113.0/24'] }") ?? {};
    return {
      type: 'LoadBalancer',
      annotations: writeAnnotations(options.annotations, {}, problems),
      fields: {
        loadBalancerClass: expectString(
          options.loadBalancerClass,
          problems,
          'loadBalancerClass',
          "'example.com/public'",
        ),
        ...writeLoadBalancer(options, problems),
      },
      hasStatusPort: true,
    };
  }
}
