import type { Source } from '../../imports/security';
import type { AuthorizationPolicies, AuthorizationPolicy } from '../mesh/authorization';
import { authorizationPoliciesFor, isEnforced } from '../mesh/authorization';
import { isInAmbient } from '../mesh/injection';
import { proxies } from '../mesh/proxies';
import { push } from '../mesh/reading/group-by';
import type { Mesh } from '../mesh/reading/mesh';
import { proxyIdentity, workloadIdentity } from '../routing/identity';
import type { Place } from '../routing/trace';
import type { GraphBuilder } from './graph-builder';
import type { MayCall } from './may-call';
import { mayCallProxy, mayCallZtunnel } from './may-call';
import { proxyNode, workloadNode } from './service-nodes';
import { servicesOfWaypoints } from './waypoint-edges';
import { waypointHostNode } from './waypoint-nodes';

/** Of one namespace as many callers are drawn one by one; more are one node. */
const MOST_CALLERS = 12;
/** Of as many namespaces callers are drawn apart; of more all of them are one node. */
const MOST_NAMESPACES = 24;

/** Pods that show the same certificate. */
interface Callers {
  /** `cluster.local/ns/shop/sa/web` */
  readonly identity: string;
  readonly namespace: string;
  /** Their nodes. */
  readonly ids: readonly string[];
}

/** What policies protect. */
interface Server {
  readonly policies: AuthorizationPolicies;
  readonly mayCall: MayCall;
  /** Its node. */
  readonly id: string;
}

/**
 * Who may call whom, where that is restricted: for pods with policies that allow, and for services whose waypoint has some, the pods, gateways and
 * waypoints that these may let in, as far as the certificate of the caller decides.
 *
 * @returns callers that are drawn as one node, and need none of their own
 */
export function addCallers(builder: GraphBuilder, mesh: Mesh): ReadonlySet<string> {
  const callers = new CallerIndex(callersOf(builder, mesh));
  const known = new Map<MayCall, Map<string, readonly CallerGroup[]>>();
  const folded = new Set<string>();
  for (const { policies, mayCall, id } of serversOf(builder, mesh)) {
    if (policies.allow.filter(isEnforced).length === 0) {
      continue;
    }
    // Many pods have the same policies: what these say is asked once.
    const key = [...policies.deny, ...policies.allow].map((each) => each.key).join();
    const groups = known.get(mayCall) ?? new Map<string, readonly CallerGroup[]>();
    known.set(mayCall, groups);
    let own = groups.get(key);
    if (own === undefined) {
      const allowed = callers.candidates(policies).flatMap((each): Allowed | readonly [] => {
        const place = mayCall(policies, each.identity);
        return place === undefined ? [] : { ...each, place };
      });
      own = groupsOf(allowed);
      groups.set(key, own);
    }
    for (const each of addAllowed(builder, id, own)) {
      folded.add(each);
    }
  }
  return folded;
}

function serversOf(builder: GraphBuilder, mesh: Mesh): readonly Server[] {
  return [
    ...proxies(mesh).sidecars.map((proxy) => ({
      policies: authorizationPoliciesFor(mesh, proxy),
      mayCall: mayCallProxy,
      id: workloadNode(builder, mesh, proxy.workload!),
    })),
    ...mesh.workloads
      .filter((workload) => isInAmbient(workload, mesh))
      .map((workload) => ({
        policies: authorizationPoliciesFor(mesh, { namespace: workload.namespace, labels: workload.labels }),
        mayCall: mayCallZtunnel,
        id: workloadNode(builder, mesh, workload),
      })),
    ...servicesOfWaypoints(mesh).map(({ service, waypoint }) => ({
      policies: authorizationPoliciesFor(mesh, { ...waypoint.proxy, service: service.object }),
      mayCall: mayCallProxy,
      id: waypointHostNode(builder, waypoint, service),
    })),
  ];
}

/** Whoever shows a certificate: gateways, waypoints, and pods with a sidecar or with ztunnel. */
function callersOf(builder: GraphBuilder, mesh: Mesh): readonly Callers[] {
  const byIdentity = new Map<string, { namespace: string; ids: string[] }>();
  const add = (identity: string | undefined, namespace: string, id: string): void => {
    if (identity !== undefined) {
      const known = byIdentity.get(identity) ?? { namespace, ids: [] };
      byIdentity.set(identity, known);
      known.ids.push(id);
    }
  };
  const { sidecars, gateways, waypoints } = proxies(mesh);
  for (const proxy of [...gateways, ...waypoints]) {
    add(proxyIdentity(mesh, proxy), proxy.namespace, proxyNode(builder, proxy));
  }
  for (const proxy of sidecars) {
    add(proxyIdentity(mesh, proxy), proxy.namespace, workloadNode(builder, mesh, proxy.workload!));
  }
  for (const workload of mesh.workloads.filter((each) => isInAmbient(each, mesh))) {
    const { namespace, serviceAccount } = workload;
    add(workloadIdentity(mesh, namespace, serviceAccount), namespace, workloadNode(builder, mesh, workload));
  }
  return [...byIdentity].map(([identity, each]) => ({ identity, ...each }));
}

/** A thousand services are not to be asked about a thousand callers each. A trust domain may stand for another one, so it is not compared. */
class CallerIndex {
  /** Without the trust domain. */
  private readonly byName: ReadonlyMap<string, Callers>;
  private readonly byNamespace = new Map<string, Callers[]>();

  constructor(private readonly all: readonly Callers[]) {
    this.byName = new Map(all.map((each) => [withoutTrustDomain(each.identity), each]));
    all.forEach((each) => push(this.byNamespace, each.namespace, each));
  }

  /** Whoever policies may let in: where all their rules name callers or namespaces in full, only those. */
  public candidates({ allow }: AuthorizationPolicies): readonly Callers[] {
    const found = new Set<Callers>();
    for (const source of allow.flatMap(sourcesOf)) {
      const named = this.named(source);
      if (named === undefined) {
        return this.all;
      }
      named.forEach((each) => found.add(each));
    }
    return [...found];
  }

  /** Undefined where they are not named in full. */
  private named({ principals = [], namespaces = [] }: Source): readonly Callers[] | undefined {
    if (isInFull(principals)) {
      return principals.flatMap((name) => this.byName.get(withoutTrustDomain(name)) ?? []);
    }
    return isInFull(namespaces) ? namespaces.flatMap((name) => this.byNamespace.get(name) ?? []) : undefined;
  }
}

function sourcesOf({ spec: { rules = [] } }: AuthorizationPolicy): readonly Source[] {
  return rules.flatMap(({ from = [] }) => (from.length > 0 ? from.map(({ source = {} }) => source) : [{}]));
}

function isInFull(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => name !== '' && !name.includes('*'));
}

function withoutTrustDomain(identity: string): string {
  return identity.slice(identity.indexOf('/') + 1);
}

interface Allowed extends Callers {
  readonly place: Place;
}

/** Who may call some pods, of one namespace. */
interface CallerGroup {
  readonly namespace: string;
  readonly callers: readonly { readonly id: string; readonly place: Place }[];
}

/** Callers by their namespace. */
function groupsOf(allowed: readonly Allowed[]): readonly CallerGroup[] {
  const byNamespace = new Map<string, CallerGroup['callers'][number][]>();
  for (const { namespace, ids, place } of allowed) {
    ids.forEach((id) => push(byNamespace, namespace, { id, place }));
  }
  return [...byNamespace].map(([namespace, callers]) => ({ namespace, callers }));
}

/** @returns callers that are drawn as one node */
function addAllowed(builder: GraphBuilder, to: string, groups: readonly CallerGroup[]): readonly string[] {
  if (groups.length > MOST_NAMESPACES) {
    const callers = groups.flatMap((group) => group.callers);
    return addFolded(
      builder,
      to,
      { namespace: '', callers },
      `${callers.length} workloads of ${groups.length} namespaces`,
    );
  }
  return groups.flatMap((group) => {
    if (group.callers.length > MOST_CALLERS) {
      return addFolded(builder, to, group, `${group.callers.length} workloads`);
    }
    group.callers.forEach(({ id, place }) =>
      builder.edge({ from: id, to, kind: 'calls', label: 'may call', ...place }),
    );
    return [];
  });
}

function addFolded(
  builder: GraphBuilder,
  to: string,
  { namespace, callers }: CallerGroup,
  who: string,
): readonly string[] {
  const from = builder.node({ kind: 'workload', name: '*', namespace });
  builder.edge({ from, to, kind: 'calls', label: `${who} may call`, ...callers[0].place });
  return callers.map(({ id }) => id);
}
