import { WAYPOINT_CLASS } from '../istio/waypoint';
import { oldestFirst } from './age';
import { GATEWAY_NAME } from './managed-gateways';
import { groupBy } from './reading/group-by';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import { selects } from './workload';

export type AuthorizationPolicy = MeshObject<'security.istio.io/AuthorizationPolicy'>;
export type RequestAuthentication = MeshObject<'security.istio.io/RequestAuthentication'>;

/** Pods that policies are attached to. */
interface Pods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether they are a waypoint, which selectors do not reach. */
  readonly kind?: 'sidecar' | 'gateway' | 'waypoint';
}

/** By what they do, those of the root namespace first, and the oldest first in each namespace. */
export interface AuthorizationPolicies {
  readonly custom: readonly AuthorizationPolicy[];
  readonly deny: readonly AuthorizationPolicy[];
  readonly allow: readonly AuthorizationPolicy[];
  readonly audit: readonly AuthorizationPolicy[];
}

/** pilot/pkg/model/authorization.go: ListAuthorizationPolicies */
export function authorizationPoliciesFor(mesh: Mesh, pods: Pods): AuthorizationPolicies {
  const attached = attachedTo(mesh, mesh.derive(authorizationPolicies), pods, [
    mesh.context.rootNamespace,
    pods.namespace,
  ]);
  const of = (action: string): AuthorizationPolicy[] =>
    attached.filter(({ spec }) => (spec.action ?? 'ALLOW') === action);
  return { custom: of('CUSTOM'), deny: of('DENY'), allow: of('ALLOW'), audit: of('AUDIT') };
}

/** All of them count together (pilot/pkg/model/authentication.go: getConfigsForWorkload). */
export function requestAuthenticationsFor(mesh: Mesh, pods: Pods): readonly RequestAuthentication[] {
  return attachedTo(mesh, mesh.derive(requestAuthentications), pods, [pods.namespace, mesh.context.rootNamespace]);
}

const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/**
 * Whether a policy is attached to pods, of a namespace in which it is looked for: by its selector, or, for those of a Gateway of the
 * Gateway API, by its targetRefs; policies with targetRefs are for no others (pilot/pkg/model/policyattachment.go: ShouldAttachPolicy).
 * What is attached to single services of a waypoint is not asked here.
 */
export function isAttached(
  { spec, namespace }: AuthorizationPolicy | RequestAuthentication,
  { labels, namespace: home, kind }: Pods,
  rootNamespace: string,
): boolean {
  const targets = spec.targetRefs?.length ? spec.targetRefs : spec.targetRef === undefined ? [] : [spec.targetRef];
  const gateway = Object.hasOwn(labels, GATEWAY_NAME) ? labels[GATEWAY_NAME] : undefined;
  if (targets.length === 0) {
    return !(gateway !== undefined && kind === 'waypoint') && selects(spec.selector?.matchLabels, labels);
  }
  const isTarget = (target: (typeof targets)[number]): boolean =>
    target.kind === 'GatewayClass'
      ? namespace === rootNamespace && kind === 'waypoint' && target.name === WAYPOINT_CLASS
      : target.kind === 'Gateway' &&
        target.name === gateway &&
        namespace === home &&
        (!target.namespace || target.namespace === home);
  return gateway !== undefined && targets.some((target) => target.group === GATEWAY_GROUP && isTarget(target));
}

function attachedTo<P extends AuthorizationPolicy | RequestAuthentication>(
  { context }: Mesh,
  byNamespace: ReadonlyMap<string, readonly P[]>,
  pods: Pods,
  places: readonly string[],
): readonly P[] {
  return [...new Set(places)].flatMap((place) =>
    (byNamespace.get(place) ?? []).filter((policy) => isAttached(policy, pods, context.rootNamespace)),
  );
}

function authorizationPolicies(mesh: Mesh): ReadonlyMap<string, readonly AuthorizationPolicy[]> {
  return groupBy(oldestFirst(mesh, mesh.all('security.istio.io/AuthorizationPolicy')), ({ namespace }) => namespace);
}

function requestAuthentications(mesh: Mesh): ReadonlyMap<string, readonly RequestAuthentication[]> {
  return groupBy(oldestFirst(mesh, mesh.all('security.istio.io/RequestAuthentication')), ({ namespace }) => namespace);
}
