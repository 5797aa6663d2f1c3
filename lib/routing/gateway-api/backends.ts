import type * as api from '../../../imports/gateway-api';
import type { HttpRoute } from '../../../imports/networking';
import { findService } from '../../mesh/made-services';
import type { Mesh } from '../../mesh/reading/mesh';
import { referenceGrants } from '../../mesh/reference-grants';
import { registry } from '../../mesh/registry';
import type { ApiRoute } from '../../mesh/route-parents';
import { namespaceOfRef } from '../../mesh/route-parents';
import { Filters, KNOWN_FILTERS } from './filters';
import { LeftOut } from './left-out';

/** Also as the API server would not take it: one without a name. */
type Reference = Partial<Pick<api.HttpBackendRef, 'group' | 'kind' | 'name' | 'namespace' | 'port'>>;

/** A place to send requests to; without a host where the backend may not be used, or is of a kind that istiod does not know. */
interface Destination {
  readonly host?: string;
  readonly port?: { readonly number: number };
}

interface Backend {
  readonly destination: Destination;
  /** Whether there is such a thing; requests for one that is not there are answered 500. */
  readonly isThere: boolean;
}

/** Whom a route refers to. */
export class Backends {
  /** @param isMesh whether it is for the clients of a Service, who need no ReferenceGrant */
  constructor(
    private readonly mesh: Mesh,
    private readonly route: ApiRoute,
    private readonly isMesh: boolean,
  ) {}

  /**
   * The destinations of a rule, or why istiod leaves out the whole route (conversion.go: buildHTTPDestination, buildTCPDestination).
   *
   * @param rule its path
   */
  public destinations(refs: readonly api.HttpBackendRef[], rule: string): NonNullable<HttpRoute['route']> | LeftOut {
    const single = refs.filter(hasWeight).length === 1;
    const found: NonNullable<HttpRoute['route']>[number][] = [];
    for (const [i, ref] of refs.entries()) {
      if (hasWeight(ref)) {
        const path = `${rule}.backendRefs[${i}]`;
        const filters = new Filters(ref.filters);
        const backend = this.find(ref, path);
        const fault = backend instanceof LeftOut ? backend : filters.fault(KNOWN_FILTERS.backend, path);
        if (backend instanceof LeftOut || fault !== undefined) {
          return fault as LeftOut;
        }
        const destination = backend.destination as { host: string };
        found.push({ destination, weight: single ? 0 : (ref.weight ?? 1), headers: filters.headers });
      }
    }
    return found;
  }

  /** What gets a copy; undefined where it may not, or is not there (conversion.go: createMirrorFilter). */
  public mirror(filter: api.HttpRequestMirrorFilter): NonNullable<HttpRoute['mirrors']>[number] | undefined {
    const { backendRef, percent, fraction } = filter;
    const found = this.find(backendRef, '');
    const { destination, isThere } = found instanceof LeftOut ? { destination: undefined, isThere: false } : found;
    const value = fraction === undefined ? percent : (100 * fraction.numerator) / (fraction.denominator ?? 100);
    return destination?.host === undefined || !isThere
      ? undefined
      : {
          destination: { ...destination, host: destination.host },
          percentage: value === undefined ? undefined : { value },
        };
  }

  /** What is referred to, or why istiod leaves out the whole route for it (conversion.go: buildDestination). */
  private find(ref: Reference, path: string): Backend | LeftOut {
    const { group = '', kind = 'Service', name = '', port } = ref;
    const namespace = namespaceOfRef(ref, this.route);
    const isHostname = group === 'networking.istio.io' && kind === 'Hostname';
    const isService = group === '' && kind === 'Service';
    const isImport = group === 'multicluster.x-k8s.io' && kind === 'ServiceImport';
    const grants = this.mesh.derive(referenceGrants);
    const isAllowed = this.isMesh || grants.allows(this.route, { kind, namespace, name });
    if (!isAllowed || !(isHostname || isService || isImport)) {
      return { destination: {}, isThere: false };
    }
    if (isService && name.includes('.')) {
      return new LeftOut(`${path}.name`, `${name} is a host, and the name of the Service is expected`, fixOfName(name));
    }
    if (isHostname && ref.namespace !== undefined) {
      return new LeftOut(`${path}.namespace`, 'a Hostname is in no namespace', 'Remove it.');
    }
    if (port === undefined) {
      return new LeftOut(path, 'the backend has no port', 'Write a port of the Service.');
    }
    const host = isHostname ? name : `${name}.${namespace}.svc.${this.mesh.context.clusterDomain}`;
    const isThere = isHostname
      ? registry(this.mesh).withHost(host).length > 0
      : findService(this.mesh, namespace, name) !== undefined;
    return { destination: { host, port: { number: port } }, isThere };
  }
}

function fixOfName(host: string): string {
  const [name, namespace] = host.split('.');
  return `Write name: ${name}${namespace === undefined || namespace === '' ? '' : ` and namespace: ${namespace}`}.`;
}

/** istiod makes no destination of a backend without weight (conversion.go: buildHTTPDestination, buildTCPDestination). */
function hasWeight({ weight = 1 }: { readonly weight?: number }): boolean {
  return weight !== 0;
}

/** Where the backends are written that become destinations of a rule. */
export function backendPaths(rule: string, refs: readonly { readonly weight?: number }[] = []): readonly string[] {
  return refs.flatMap((ref, i) => (hasWeight(ref) ? `${rule}.backendRefs[${i}]` : []));
}

/** The weight of all backends; those without one have 1. */
export function wholeWeight(refs: readonly { readonly weight?: number }[]): number {
  return refs.reduce((total, { weight = 1 }) => total + weight, 0);
}
