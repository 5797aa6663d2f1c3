import { isIP } from 'node:net';
import { expectBoolean, expectString, needObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { READY_PATH, STATUS_PORT } from '../../istio/load-balancer';
import type { GatewayPort } from '../../networking/gateway-workload';
import type { LoadBalancerOptions } from './load-balancer-options';
import { ExternalTrafficPolicy, writeAnnotations, writeLoadBalancer } from './load-balancer-options';
import type { LoadBalancerPreset, ServiceShape } from './load-balancer-preset';

/** What a load balancer of Azure asks to see whether a node serves. */
export enum AzureProbe {
  /** The readiness of the gateway, by HTTP on its status port. */
  READINESS = 'readiness',
  /** Whether each port takes connections. */
  CONNECTION = 'connection',
}

/** A load balancer of Azure. */
export interface AzureLoadBalancerOptions extends LoadBalancerOptions {
  /**
   * Whether it can be reached from the virtual network alone. Annotation `azure-load-balancer-internal`.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * Name of the subnet that its address is of. Annotation `azure-load-balancer-internal-subnet`.
   *
   * Rejects one of a load balancer that is not internal.
   *
   * @default - that of the nodes
   */
  readonly subnet?: string;

  /**
   * Its IP address. Annotation `azure-load-balancer-ipv4` or `azure-load-balancer-ipv6`.
   *
   * @default - a new one
   */
  readonly address?: string;

  /**
   * The resource group in which its public address is. Annotation `azure-load-balancer-resource-group`.
   *
   * @default - that of the nodes
   */
  readonly resourceGroup?: string;

  /**
   * What it asks to see whether a node serves. Annotations `port_N_health-probe_…`.
   *
   * Without it Azure asks ports 80 and 443 for "/", and a gateway answers 404. Rejects one with `ExternalTrafficPolicy.LOCAL`, where
   * kube-proxy answers.
   *
   * @default AzureProbe.READINESS; as kube-proxy knows it with ExternalTrafficPolicy.LOCAL
   */
  readonly probe?: AzureProbe;
}

const PREFIX = 'service.beta.kubernetes.io/';

/** Mirrors the annotations of cloud-provider-azure. @see https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/ */
export class AzureLoadBalancer implements LoadBalancerPreset {
  public readonly label = 'LoadBalancer.azure';

  constructor(private readonly given: AzureLoadBalancerOptions) {}

  public write(ports: readonly GatewayPort[], problems: Problems): ServiceShape {
    const options = needObject(this.given, 'AzureLoadBalancerOptions', problems, '', '{ internalOnly: true }') ?? {};
    const internal = expectBoolean(options.internalOnly, problems, 'internalOnly') === true;
    const subnet = expectString(options.subnet, problems, 'subnet', "'gateways'");
    if (subnet !== undefined && !internal) {
      problems.add('subnet', 'is that of an internal load balancer. Omit it, or write internalOnly: true.');
    }
    const { address } = options;
    const version = typeof address === 'string' ? isIP(address) : 0;
    if (address !== undefined && version === 0) {
      problems.add('address', `${show(address)} is not an IP address. Write '10.0.0.10'.`);
    }
    const isLocal = options.externalTrafficPolicy === ExternalTrafficPolicy.LOCAL;
    const annotations = {
      [`${PREFIX}azure-load-balancer-internal`]: internal ? 'true' : undefined,
      [`${PREFIX}azure-load-balancer-internal-subnet`]: subnet,
      [`${PREFIX}azure-load-balancer-ipv${version === 6 ? 6 : 4}`]: version === 0 ? undefined : address,
      [`${PREFIX}azure-load-balancer-resource-group`]: expectString(
        options.resourceGroup,
        problems,
        'resourceGroup',
        "'shop-addresses'",
      ),
      ...this.probes(options.probe, isLocal, ports, problems),
    };
    return {
      type: 'LoadBalancer',
      annotations: writeAnnotations(options.annotations, annotations, problems),
      fields: writeLoadBalancer(options, problems),
      hasStatusPort: true,
    };
  }

  private probes(
    probe: AzureProbe | undefined,
    isLocal: boolean,
    ports: readonly GatewayPort[],
    problems: Problems,
  ): Record<string, string> {
    if (probe !== undefined && !Object.values(AzureProbe).includes(probe)) {
      problems.add('probe', `${show(probe)} is not a probe. Write AzureProbe.READINESS or AzureProbe.CONNECTION.`);
    } else if (probe !== undefined && isLocal) {
      problems.add(
        'probe',
        'has no place with ExternalTrafficPolicy.LOCAL, where kube-proxy says which nodes have a pod. Omit one of them.',
      );
    }
    const asked: Record<string, string> =
      probe === AzureProbe.CONNECTION
        ? { protocol: 'tcp' }
        : { protocol: 'http', port: `${STATUS_PORT}`, 'request-path': READY_PATH };
    return Object.fromEntries(
      (isLocal ? [] : ports).flatMap(({ port }) =>
        Object.entries(asked).map(([key, value]) => [`${PREFIX}port_${port}_health-probe_${key}`, value] as const),
      ),
    );
  }
}
