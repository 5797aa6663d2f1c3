import { compact, expectMap } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { writeCidrBlocks } from '../cidr-blocks';
import type { ServiceFields } from './load-balancer-preset';

/** To which nodes connections from outside go. Kubernetes field `externalTrafficPolicy`. */
export enum ExternalTrafficPolicy {
  /** To any node, which may pass them on to another; the pods see the address of a node. */
  CLUSTER = 'Cluster',
  /** Only to nodes with a pod of the gateway, which sees the address of the client. */
  LOCAL = 'Local',
}

/** What every Service with an address outside the cluster can be told. */
export interface ExposedServiceOptions {
  /**
   * To which nodes connections go. Kubernetes field `externalTrafficPolicy`.
   *
   * @default - as Kubernetes does it: to any
   */
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;

  /**
   * More annotations of the Service, for example those of external-dns.
   *
   * Rejects one that the other options write.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;
}

/** What every load balancer can be told. */
export interface LoadBalancerOptions extends ExposedServiceOptions {
  /**
   * The addresses from which clients may come, as CIDR blocks. Kubernetes field `loadBalancerSourceRanges`.
   *
   * @default - any
   */
  readonly sourceRanges?: string[];
}

/** The fields of a Service that every load balancer has. */
export function writeLoadBalancer(
  { externalTrafficPolicy, sourceRanges }: LoadBalancerOptions,
  problems: Problems,
): ServiceFields {
  return {
    externalTrafficPolicy: writePolicy(externalTrafficPolicy, problems),
    loadBalancerSourceRanges: writeRanges(sourceRanges, problems),
  };
}

export function writePolicy(
  policy: ExternalTrafficPolicy | undefined,
  problems: Problems,
): ExternalTrafficPolicy | undefined {
  if (policy !== undefined && !Object.values(ExternalTrafficPolicy).includes(policy)) {
    problems.add(
      'externalTrafficPolicy',
      `${show(policy)} is not a policy. Write ExternalTrafficPolicy.LOCAL or ExternalTrafficPolicy.CLUSTER.`,
    );
  }
  return policy;
}

/** The annotations of the Service: those of the preset that have a value, and those that were given besides. */
export function writeAnnotations(
  given: Record<string, string> | undefined,
  preset: Record<string, string | undefined>,
  problems: Problems,
): Record<string, string> {
  const own = compact(preset) as Record<string, string>;
  const example = "{ 'external-dns.alpha.kubernetes.io/hostname': 'shop.example.com' }";
  for (const [key, value] of Object.entries(expectMap(given, problems, 'annotations', example) ?? {})) {
    if (typeof value !== 'string') {
      problems.add(`annotations.${key}`, `${show(value)} is not a string. Write ${show(String(value))}.`);
    } else if (own[key] !== undefined) {
      problems.add(`annotations.${key}`, `is written already, as ${show(own[key])}, by the other options. Omit it.`);
    }
  }
  return { ...own, ...given };
}

function writeRanges(ranges: string[] | undefined, problems: Problems): string[] | undefined {
  return writeCidrBlocks(
    ranges,
    problems,
    'sourceRanges',
    "is empty, and Kubernetes takes that for any address. Omit it, or write ['203.0.113.0/24'].",
  );
}
