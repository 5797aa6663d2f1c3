import type { MeshContext } from '../../../mesh/mesh-context';
import type { MeshNamespaces } from './namespaces';

/** A host of an object, completed with the namespace of the object where it is short. */
export interface HostName {
  /** `reviews`; the whole host where it is none of a Service. */
  readonly service: string;
  /** Empty where the host is none of a Service. */
  readonly namespace: string;
  /** Whether it means a Service of the cluster. */
  readonly inCluster: boolean;
  /** `reviews.shop.svc.cluster.local`, or the host as it was given. */
  readonly full: string;
}

export function serviceDomain({ clusterDomain }: MeshContext): string {
  return `svc.${clusterDomain}`;
}

/** Reads `reviews`, `reviews.shop.svc.cluster.local` and, where `namespaces` are given, `reviews.shop` and `reviews.shop.svc`. */
export function readHost(host: string, namespace: string, context: MeshContext, namespaces?: MeshNamespaces): HostName {
  const parts = host.split('.');
  const domain = serviceDomain(context);
  const inCluster = (within: string): HostName => ({
    service: parts[0],
    namespace: within,
    inCluster: true,
    full: `${parts[0]}.${within}.${domain}`,
  });
  if (parts.length === 1) {
    return inCluster(namespace);
  }
  const rest = parts.slice(2).join('.');
  const short =
    namespaces !== undefined &&
    (rest === 'svc' || (parts.length === 2 && (parts[1] === namespace || namespaces.names.has(parts[1]))));
  return short || rest === domain
    ? inCluster(parts[1])
    : { service: host, namespace: '', inCluster: false, full: host };
}

export function isWildcard({ service }: HostName): boolean {
  return service.startsWith('*');
}

/** Whether a host is one of those that `*.example.com` stands for. */
export function isWithin(host: string, wildcard: string): boolean {
  return wildcard === '*' || (wildcard.startsWith('*.') && host.endsWith(wildcard.slice(1)));
}

/** The wildcards that a host is within, itself left out: `*.b.c` and `*.c` for `a.b.c`, then `*`. */
export function wildcardsAbove(host: string): string[] {
  const above: string[] = [];
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    const wildcard = `*${host.slice(dot)}`;
    if (wildcard !== host) {
      above.push(wildcard);
    }
  }
  return host === '*' ? above : [...above, '*'];
}
