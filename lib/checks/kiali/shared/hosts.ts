import type { MeshContext } from '../../../mesh/reading/mesh-context';
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
  const domain = serviceDomain(context);
  const dot = host.indexOf('.');
  if (dot < 0) {
    return hostOfService(host, namespace, domain);
  }
  const second = host.indexOf('.', dot + 1);
  const within = second < 0 ? host.slice(dot + 1) : host.slice(dot + 1, second);
  const rest = second < 0 ? undefined : host.slice(second + 1);
  const short =
    namespaces !== undefined &&
    (rest === 'svc' || (rest === undefined && (within === namespace || namespaces.names.has(within))));
  return short || rest === domain
    ? hostOfService(host.slice(0, dot), within, domain)
    : { service: host, namespace: '', inCluster: false, full: host };
}

function hostOfService(service: string, namespace: string, domain: string): HostName {
  return { service, namespace, inCluster: true, full: `${service}.${namespace}.${domain}` };
}

export function isWildcard({ service }: HostName): boolean {
  return service.startsWith('*');
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
