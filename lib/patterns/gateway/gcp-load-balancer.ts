import { expectBoolean, expectString, needObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import type { GatewayPort } from '../../networking/gateway-workload';
import type { LoadBalancerOptions } from './load-balancer-options';
import { writeAnnotations, writeLoadBalancer } from './load-balancer-options';
import type { LoadBalancerPreset, ServiceShape } from './load-balancer-preset';

/** A passthrough network load balancer of Google Cloud. Its health check asks the nodes, and needs no setting. */
export interface GcpLoadBalancerOptions extends LoadBalancerOptions {
  /**
   * Whether it can be reached from the VPC network alone. Annotation `networking.gke.io/load-balancer-type`.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * Whether clients of all regions reach an internal one. Annotation `networking.gke.io/internal-load-balancer-allow-global-access`.
   *
   * @default false
   */
  readonly globalAccess?: boolean;

  /**
   * Name of the subnet that the address of an internal one is of. Annotation `networking.gke.io/internal-load-balancer-subnet`.
   *
   * @default - that of the nodes
   */
  readonly subnet?: string;

  /**
   * Whether an external one is based on a backend service, which drains connections and has more of what Google Cloud offers, and not on a
   * target pool. Annotation `cloud.google.com/l4-rbs`.
   *
   * @default true for an external one
   */
  readonly backendService?: boolean;
}

/** Mirrors the annotations of GKE. @see https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters */
export class GcpLoadBalancer implements LoadBalancerPreset {
  public readonly label = 'LoadBalancer.gcp';

  constructor(private readonly given: GcpLoadBalancerOptions) {}

  public write(_ports: readonly GatewayPort[], problems: Problems): ServiceShape {
    const options = needObject(this.given, 'GcpLoadBalancerOptions', problems, '', '{ internalOnly: true }') ?? {};
    const internal = expectBoolean(options.internalOnly, problems, 'internalOnly') === true;
    const globalAccess = expectBoolean(options.globalAccess, problems, 'globalAccess');
    const subnet = expectString(options.subnet, problems, 'subnet', "'gateways'");
    const backendService = expectBoolean(options.backendService, problems, 'backendService');
    for (const [field, given] of Object.entries({ globalAccess, subnet })) {
      if (given !== undefined && !internal) {
        problems.add(field, 'is for an internal load balancer. Omit it, or write internalOnly: true.');
      }
    }
    if (backendService !== undefined && internal) {
      problems.add('backendService', 'is for an external load balancer; an internal one always has one. Omit it.');
    }
    const annotations = {
      'networking.gke.io/load-balancer-type': internal ? 'Internal' : undefined,
      'networking.gke.io/internal-load-balancer-allow-global-access': globalAccess === true ? 'true' : undefined,
      'networking.gke.io/internal-load-balancer-subnet': subnet,
      'cloud.google.com/l4-rbs': internal || backendService === false ? undefined : 'enabled',
    };
    return {
      type: 'LoadBalancer',
      annotations: writeAnnotations(options.annotations, annotations, problems),
      fields: writeLoadBalancer(options, problems),
      hasStatusPort: false,
    };
  }
}
