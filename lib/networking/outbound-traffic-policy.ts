import type { IConstruct } from 'constructs';
import type { OutboundTrafficPolicy as OutboundTrafficPolicyJson } from '../../imports/networking';
import { OutboundTrafficPolicyMode } from '../../imports/networking';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { Destination } from './destination';

/**
 * What a sidecar does with calls to hosts that it doesn't know.
 *
 * It finds mistakes and is no firewall: an application can go around its sidecar. Only a NetworkPolicy forbids.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy
 */
export class OutboundTrafficPolicy {
  /** Rejects them: only hosts of the registry, ServiceEntries included, can be called (mode REGISTRY_ONLY). */
  public static registryOnly(): OutboundTrafficPolicy {
    return new OutboundTrafficPolicy(OutboundTrafficPolicyMode.REGISTRY_ONLY);
  }

  /** Lets them through to the address that the application called (mode ALLOW_ANY). */
  public static allowAny(): OutboundTrafficPolicy {
    return new OutboundTrafficPolicy(OutboundTrafficPolicyMode.ALLOW_ANY);
  }

  /**
   * Sends them to a proxy (mode ALLOW_ANY with field `egressProxy`).
   *
   * The sidecar must know the proxy's host: name it in `egress`. `istioctl analyze` calls the field deprecated.
   *
   * @param destination Service and port of the proxy
   */
  public static egressProxy(destination: Destination): OutboundTrafficPolicy {
    return new OutboundTrafficPolicy(OutboundTrafficPolicyMode.ALLOW_ANY, { destination });
  }

  private constructor(
    private readonly mode: OutboundTrafficPolicyMode,
    private readonly proxy?: { destination: Destination },
  ) {}

  /** @internal */
  public _toJson(problems: Problems, scope: IConstruct): OutboundTrafficPolicyJson {
    if (this.proxy === undefined) {
      return { mode: this.mode };
    }
    const { destination } = this.proxy;
    if (!(destination instanceof Destination)) {
      problems.add(
        'egressProxy',
        `${show(destination)} does not fit here. Write Destination.service(proxy, { port: 3128 }).`,
      );
      return { mode: this.mode };
    }
    if (destination._weight !== undefined) {
      problems.add('egressProxy.weight', 'everything goes to the one proxy. Omit the weight.');
    }
    const written = destination._toL4Json(problems.in('egressProxy'), scope).destination;
    if (problems.count === 0 && written?.port === undefined) {
      problems.add('egressProxy.port', 'is needed. Write Destination.service(proxy, { port: 3128 }).');
    }
    return { mode: this.mode, egressProxy: written };
  }
}
