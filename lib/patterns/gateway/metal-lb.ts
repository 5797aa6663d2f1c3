import { isIP } from 'node:net';
import { expectList, needObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { dnsLabelProblem } from '../../kubernetes/names';
import type { GatewayPort } from '../../networking/gateway-workload';
import type { LoadBalancerOptions } from './load-balancer-options';
import { writeAnnotations, writeLoadBalancer } from './load-balancer-options';
import type { LoadBalancerPreset, ServiceShape } from './load-balancer-preset';

/** An address of MetalLB. */
export interface MetalLbOptions extends LoadBalancerOptions {
  /**
   * The IP addresses: one, or one of IPv4 and one of IPv6. Annotation `metallb.io/loadBalancerIPs`.
   *
   * @default - any of the pool
   */
  readonly addresses?: string[];

  /**
   * Name of the IPAddressPool. Annotation `metallb.io/address-pool`.
   *
   * @default - any that gives addresses by itself
   */
  readonly pool?: string;
}

/** Mirrors the annotations of MetalLB. @see https://metallb.io/usage/ */
export class MetalLb implements LoadBalancerPreset {
  public readonly label = 'LoadBalancer.metalLb';

  constructor(private readonly given: MetalLbOptions) {}

  public write(_ports: readonly GatewayPort[], problems: Problems): ServiceShape {
    const options = needObject(this.given, 'MetalLbOptions', problems, '', "{ pool: 'public' }") ?? {};
    const addresses = expectList(options.addresses, problems, 'addresses', "['192.0.2.10']");
    addresses.forEach((address, i) => {
      const version = typeof address === 'string' ? isIP(address) : 0;
      if (version === 0) {
        problems.add(`addresses[${i}]`, `${show(address)} is not an IP address. Write '192.0.2.10'.`);
      } else if (addresses.slice(0, i).some((other) => isIP(String(other)) === version)) {
        problems.add(
          `addresses[${i}]`,
          `${show(address)} is a second address of IPv${version}, and MetalLB gives a Service one. Omit it.`,
        );
      }
    });
    const { pool } = options;
    const problem = pool === undefined ? undefined : dnsLabelProblem(pool, 'the name of an IPAddressPool');
    if (problem !== undefined) {
      problems.add('pool', problem);
    }
    const annotations = {
      'metallb.io/loadBalancerIPs': addresses.length === 0 ? undefined : addresses.join(','),
      'metallb.io/address-pool': pool,
    };
    return {
      type: 'LoadBalancer',
      annotations: writeAnnotations(options.annotations, annotations, problems),
      fields: writeLoadBalancer(options, problems),
      hasStatusPort: false,
    };
  }
}
