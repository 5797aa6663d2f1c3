import { WITHOUT_IDENTITY } from '../istio/authorization-match';
import type { AuthorizationPolicy } from './authorization';
import { authorizationPoliciesFor, refusalOf } from './authorization';
import type { Endpoint } from './endpoints';
import { endpointsOf } from './endpoints';
import type { PeerAuthentication } from './mutual-tls';
import { isPastProxy, strictOn } from './mutual-tls';
import { readsRequests } from './pod-ports';
import type { Mesh } from './reading/mesh';
import type { RegistryService } from './registry';
import { registry } from './registry';

/** Why pods take nothing from callers without mutual TLS. */
export type Closing =
  | { readonly kind: 'strict'; readonly policy: PeerAuthentication }
  /** They ask who calls. */
  | { readonly kind: 'identity'; readonly policy: AuthorizationPolicy };

/** A port of a Service all of whose pods are closed to callers without mutual TLS. */
export interface ClosedPort {
  readonly number: number;
  readonly name: string;
  /** Of the pods. */
  readonly target: number;
  readonly closing: Closing;
}

/** Without any of these all ports are open. */
const POLICIES = ['security.istio.io/PeerAuthentication', 'security.istio.io/AuthorizationPolicy'] as const;

/** By the Service; those without such ports are left out. `mesh.derive(closedPorts)` */
export function closedPorts(mesh: Mesh): ReadonlyMap<RegistryService, readonly ClosedPort[]> {
  const found = new Map<RegistryService, readonly ClosedPort[]>();
  if (POLICIES.every((kind) => mesh.all(kind).length === 0)) {
    return found;
  }
  for (const service of registry(mesh).all.filter(({ external }) => !external)) {
    const closed = service.ports
      .filter(({ protocol }) => protocol !== 'UDP')
      .flatMap(({ number, name }): ClosedPort | [] => {
        const endpoints = endpointsOf(mesh, service, number);
        const closings = endpoints.map((endpoint) => closingOf(mesh, endpoint));
        const [closing] = closings;
        return closing === undefined || closings.includes(undefined)
          ? []
          : { number, name, target: endpoints[0].port, closing };
      });
    if (closed.length > 0) {
      found.set(service, closed);
    }
  }
  return found;
}

function closingOf(mesh: Mesh, endpoint: Endpoint): Closing | undefined {
  const { hasProxy, workload, port } = endpoint;
  const strict = strictOn(mesh, endpoint)?.from;
  if (strict !== undefined) {
    return { kind: 'strict', policy: strict };
  }
  if (!hasProxy || workload === undefined || isPastProxy(workload, port)) {
    return undefined;
  }
  const policies = authorizationPoliciesFor(mesh, endpoint);
  const request = { port, isHttp: readsRequests(mesh, workload, port) };
  const [policy] = refusalOf(policies, { ...request, ...WITHOUT_IDENTITY })?.by ?? [];
  // What refuses everybody does not do so because it asks who calls.
  return policy === undefined || refusalOf(policies, request) !== undefined ? undefined : { kind: 'identity', policy };
}
