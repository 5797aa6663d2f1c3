import type * as api from '../../../imports/gateway-api';
import type { HttpRoute } from '../../../imports/networking';
import { findService } from '../../mesh/made-services';
import type { Mesh } from '../../mesh/reading/mesh';
import { referenceGrants } from '../../mesh/reference-grants';
import { registry } from '../../mesh/registry';
import type { ApiRoute } from '../../mesh/route-parents';
import { namespaceOfRef } from '../../mesh/route-parents';
import { Filters, KNOWN_FILTERS } from './filters';

type Reference = Pick<api.HttpBackendRef, 'group' | 'kind' | 'name' | 'namespace' | 'port'>;

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

  /** The destinations of a rule; undefined where istiod leaves out the whole route (conversion.go: buildHTTPDestination, buildTCPDestination). */
  public destinations(refs: readonly api.HttpBackendRef[]): HttpRoute['route'] {
    const weighed = refs.filter(hasWeight);
    const found = weighed.map((ref) => ({ ref, backend: this.find(ref), filters: new Filters(ref.filters) }));
    return found.some(({ backend, filters }) => backend === undefined || filters.areInvalid(KNOWN_FILTERS.backend))
      ? undefined
      : found.map(({ ref, backend, filters }) => ({
          destination: backend!.destination as { host: string },
          weight: weighed.length === 1 ? 0 : (ref.weight ?? 1),
          headers: filters.headers,
        }));
  }

  /** What gets a copy; undefined where it may not, or is not there (conversion.go: createMirrorFilter). */
  public mirror(filter: api.HttpRequestMirrorFilter): NonNullable<HttpRoute['mirrors']>[number] | undefined {
    const { backendRef, percent, fraction } = filter;
    const { destination, isThere } = this.find(backendRef) ?? { isThere: false };
    const value = fraction === undefined ? percent : (100 * fraction.numerator) / (fraction.denominator ?? 100);
    return destination?.host === undefined || !isThere
      ? undefined
      : {
          destination: { ...destination, host: destination.host },
          percentage: value === undefined ? undefined : { value },
        };
  }

  /** Undefined for a reference for which istiod leaves out the whole route (conversion.go: buildDestination). */
  private find(ref: Reference): Backend | undefined {
    const { group = '', kind = 'Service', name, port } = ref;
    const namespace = namespaceOfRef(ref, this.route);
    const isHostname = group === 'networking.istio.io' && kind === 'Hostname';
    const isService = group === '' && kind === 'Service';
    const isImport = group === 'multicluster.x-k8s.io' && kind === 'ServiceImport';
    const grants = this.mesh.derive(referenceGrants);
    const isAllowed = this.isMesh || grants.allows(this.route, { kind, namespace, name });
    if (!isAllowed || !(isHostname || isService || isImport)) {
      return { destination: {}, isThere: false };
    }
    if ((isService && name.includes('.')) || (isHostname && ref.namespace !== undefined) || port === undefined) {
      return undefined;
    }
    const host = isHostname ? name : `${name}.${namespace}.svc.${this.mesh.context.clusterDomain}`;
    const isThere = isHostname
      ? registry(this.mesh).withHost(host).length > 0
      : findService(this.mesh, namespace, name) !== undefined;
    return { destination: { host, port: { number: port } }, isThere };
  }
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
