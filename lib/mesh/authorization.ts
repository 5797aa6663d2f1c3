import type { PolicyTargetReference } from '../../imports/security';
import type { Answer } from '../istio/answer';
import type { KnownRequest, RuleOwner } from '../istio/authorization-match';
import { rulesMatch } from '../istio/authorization-match';
import { WAYPOINT_CLASS } from '../istio/waypoint';
import { oldestFirst } from './age';
import { LabelIndex } from './label-index';
import { GATEWAY_NAME } from './managed-gateways';
import { OrderedSelectors } from './ordered-selectors';
import { pods } from './pods';
import type { Proxy } from './proxies';
import { proxies } from './proxies';
import { groupBy } from './reading/group-by';
import type { Mesh } from './reading/mesh';
import type { MeshObject } from './reading/mesh-object';
import { unseenPods } from './unseen-pods';
import type { Workload } from './workload';
import { selects } from './workload';

export type AuthorizationPolicy = MeshObject<'security.istio.io/AuthorizationPolicy'>;
export type RequestAuthentication = MeshObject<'security.istio.io/RequestAuthentication'>;

/** Pods that policies are attached to. */
interface Pods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether they are a waypoint, which selectors do not reach. */
  readonly kind?: 'sidecar' | 'gateway' | 'waypoint';
  /** The Service or ServiceEntry that a waypoint is asked for. */
  readonly service?: MeshObject;
}

/** By what they do, those of the root namespace first, and the oldest first in each namespace. */
export interface AuthorizationPolicies {
  readonly custom: readonly AuthorizationPolicy[];
  readonly deny: readonly AuthorizationPolicy[];
  readonly allow: readonly AuthorizationPolicy[];
  readonly audit: readonly AuthorizationPolicy[];
  /** That of the mesh, then those that stand for it. */
  readonly trustDomains: readonly string[];
}

/** pilot/pkg/model/authorization.go: ListAuthorizationPolicies */
export function authorizationPoliciesFor(mesh: Mesh, pods: Pods): AuthorizationPolicies {
  const attached = attachedTo(mesh, mesh.derive(authorizationPolicies), pods, [
    mesh.context.rootNamespace,
    ...namespacesOf(pods),
  ]);
  const of = (action: string): AuthorizationPolicy[] =>
    attached.filter(({ spec }) => (spec.action ?? 'ALLOW') === action);
  const { trustDomain, trustDomainAliases } = mesh.context;
  return {
    custom: of('CUSTOM'),
    deny: of('DENY'),
    allow: of('ALLOW'),
    audit: of('AUDIT'),
    trustDomains: [trustDomain, ...trustDomainAliases],
  };
}

/** All of them count together (pilot/pkg/model/authentication.go: getConfigsForWorkload). */
export function requestAuthenticationsFor(mesh: Mesh, pods: Pods): readonly RequestAuthentication[] {
  return attachedTo(mesh, mesh.derive(requestAuthentications), pods, [
    ...namespacesOf(pods),
    mesh.context.rootNamespace,
  ]);
}

/** Policies for a service stand beside it, wherever its waypoint is. */
function namespacesOf({ namespace, service }: Pods): readonly string[] {
  return service === undefined ? [namespace] : [namespace, service.namespace];
}

/**
 * The proxies that a policy is attached to, as far as they are known. What is attached to single services of a waypoint is not among them.
 */
export function proxiesOfPolicy(mesh: Mesh, policy: AuthorizationPolicy | RequestAuthentication): readonly Proxy[] {
  const { rootNamespace } = mesh.context;
  const place = policy.namespace === rootNamespace ? undefined : policy.namespace;
  return mesh
    .derive(proxyIndex)
    .select(policy.spec.selector?.matchLabels, place)
    .filter((proxy) => isAttached(policy, proxy, rootNamespace));
}

/** The pods that a policy finds by their labels, whether they have a proxy or not. */
export function podsOfPolicy(mesh: Mesh, policy: AuthorizationPolicy | RequestAuthentication): readonly Workload[] {
  const { spec, namespace } = policy;
  return hasTargets(policy)
    ? []
    : pods(mesh).select(spec.selector?.matchLabels, namespace === mesh.context.rootNamespace ? undefined : namespace);
}

/** Whether a policy names what it is for, and so is for nothing that is found by labels. */
export function hasTargets({
  spec: { targetRef, targetRefs = [] },
}: AuthorizationPolicy | RequestAuthentication): boolean {
  return targetRef !== undefined || targetRefs.length > 0;
}

/** Whether a policy is for all pods of its namespace or, in the root namespace, of the mesh. */
export function isForAllPods(policy: AuthorizationPolicy | RequestAuthentication): boolean {
  return !hasTargets(policy) && Object.keys(policy.spec.selector?.matchLabels ?? {}).length === 0;
}

/** Whether a policy selects the pods of a gateway that Istio's installation made, and that the manifests do not show. */
export function isOfInstalledGateway(mesh: Mesh, policy: AuthorizationPolicy | RequestAuthentication): boolean {
  const labels = policy.spec.selector?.matchLabels ?? {};
  const place = policy.namespace === mesh.context.rootNamespace ? undefined : policy.namespace;
  return podsOfPolicy(mesh, policy).length === 0 && unseenPods(mesh, labels, place)?.madeBy === 'installation';
}

const DRY_RUN = 'istio.io/dry-run';

/** Whether a policy is enforced, and not only tried (pilot/pkg/security/authz/builder/builder.go: isDryRun). */
export function isEnforced({ annotations }: AuthorizationPolicy): boolean {
  return !/^(?:1|t|T|TRUE|true|True)$/.test(annotations[DRY_RUN] ?? '');
}

/** Whether any rule of a policy looks at the token of a request, whatever else it looks at. */
export function looksAtToken({ spec: { rules = [] } }: AuthorizationPolicy): boolean {
  return rules.some(
    ({ from = [], when = [] }) =>
      from.some(({ source: { requestPrincipals = [], notRequestPrincipals = [] } = {} }) =>
        [...requestPrincipals, ...notRequestPrincipals].some((each) => each !== ''),
      ) ||
      when.some(({ key }: { readonly key?: string }) =>
        /^request\.(auth\.|headers\[authorization\]$)/i.test(key ?? ''),
      ),
  );
}

/** How the rules of a policy are read. */
export function ownerOf(
  { spec, namespace }: AuthorizationPolicy,
  { trustDomains }: Pick<AuthorizationPolicies, 'trustDomains'>,
): RuleOwner {
  return { action: spec.action ?? 'ALLOW', namespace, trustDomains };
}

/** Why requests are refused, whatever is not known of them. */
export interface Refusal {
  /** One that denies them, or those of which none allows them. */
  readonly by: readonly AuthorizationPolicy[];
  readonly action: 'DENY' | 'ALLOW';
}

/**
 * Whether pods refuse requests of which only a part is known, whatever the rest is: one policy denies them, or there are policies that allow
 * something and none of them allows these (pilot/pkg/security/authz/builder/builder.go: build). What an authorizer decides is not asked.
 */
export function refusalOf(policies: AuthorizationPolicies, request: KnownRequest): Refusal | undefined {
  const matches = (policy: AuthorizationPolicy): Answer =>
    rulesMatch(policy.spec.rules, request, ownerOf(policy, policies));
  const denying = policies.deny.filter(isEnforced).find((policy) => matches(policy) === 'yes');
  if (denying !== undefined) {
    return { by: [denying], action: 'DENY' };
  }
  const allowing = policies.allow.filter(isEnforced);
  return allowing.length > 0 && allowing.every((policy) => matches(policy) === 'no')
    ? { by: allowing, action: 'ALLOW' }
    : undefined;
}

function proxyIndex(mesh: Mesh): LabelIndex<Proxy> {
  const { sidecars, gateways, waypoints } = proxies(mesh);
  return new LabelIndex([...sidecars, ...gateways, ...waypoints]);
}

/** What names pods, or what it is for. */
type Attaching = Pick<MeshObject, 'namespace'> & {
  readonly spec: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly targetRef?: PolicyTargetReference;
    readonly targetRefs?: readonly PolicyTargetReference[];
  };
};

const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/**
 * Whether a policy is attached to pods, of a namespace in which it is looked for: by its selector, or, for those of a Gateway of the
 * Gateway API, by its targetRefs; policies with targetRefs are for no others (pilot/pkg/model/policyattachment.go: ShouldAttachPolicy).
 * What is attached to a service counts where a waypoint is asked for it.
 */
export function isAttached(
  { spec, namespace }: Attaching,
  { labels, namespace: home, kind, service }: Pods,
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
  const isService = ({ kind: wanted, group = '', name }: (typeof targets)[number]): boolean =>
    kind === 'waypoint' &&
    service?.id === `${group === '' ? 'core' : group}/${wanted}` &&
    service.name === name &&
    service.namespace === namespace;
  return (
    gateway !== undefined &&
    targets.some((target) => isService(target) || (target.group === GATEWAY_GROUP && isTarget(target)))
  );
}

/** Policies of one kind, the oldest first. */
interface Attachable<P> {
  readonly bySelector: OrderedSelectors<P>;
  /** Those that name what they are for, by namespace. */
  readonly byTarget: ReadonlyMap<string, readonly P[]>;
  readonly places: ReadonlyMap<P, number>;
}

function attachable<P extends AuthorizationPolicy | RequestAuthentication>(all: readonly P[]): Attachable<P> {
  return {
    bySelector: new OrderedSelectors(
      all.filter((policy) => !hasTargets(policy)),
      ({ namespace, spec }) => ({ namespace, selector: spec.selector?.matchLabels }),
    ),
    byTarget: groupBy(
      all.filter((policy) => hasTargets(policy)),
      ({ namespace }) => namespace,
    ),
    places: new Map(all.map((policy, place) => [policy, place])),
  };
}

function attachedTo<P extends AuthorizationPolicy | RequestAuthentication>(
  { context }: Mesh,
  { bySelector, byTarget, places }: Attachable<P>,
  pods: Pods,
  namespaces: readonly string[],
): readonly P[] {
  return [...new Set(namespaces)].flatMap((namespace) => {
    const selecting = bySelector.selecting(pods.labels, namespace);
    const targeting = byTarget.get(namespace) ?? [];
    const all =
      targeting.length === 0 ? selecting : [...selecting, ...targeting].sort((a, b) => places.get(a)! - places.get(b)!);
    return all.filter((policy) => isAttached(policy, pods, context.rootNamespace));
  });
}

function authorizationPolicies(mesh: Mesh): Attachable<AuthorizationPolicy> {
  return attachable(oldestFirst(mesh, mesh.all('security.istio.io/AuthorizationPolicy')));
}

function requestAuthentications(mesh: Mesh): Attachable<RequestAuthentication> {
  return attachable(oldestFirst(mesh, mesh.all('security.istio.io/RequestAuthentication')));
}
