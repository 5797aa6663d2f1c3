import type { KnownRequest } from '../istio/authorization-match';
import { ruleMatches } from '../istio/authorization-match';
import type { AuthorizationPolicies } from '../mesh/authorization';
import { authorizationPoliciesFor, isEnforced, ownerOf, refusalOf } from '../mesh/authorization';
import type { Proxy } from '../mesh/proxies';
import { proxies } from '../mesh/proxies';
import { push } from '../mesh/reading/group-by';
import type { Mesh } from '../mesh/reading/mesh';
import { proxyIdentity } from '../routing/identity';
import type { Place } from '../routing/trace';
import type { GraphBuilder } from './graph-builder';
import { proxyNode, workloadNode } from './service-nodes';

/** Of one namespace as many callers are drawn one by one; more are one node. */
const MOST_CALLERS = 12;

/** Pods that show the same certificate. */
interface Callers {
  readonly identity: string;
  readonly namespace: string;
  readonly proxies: readonly Proxy[];
}

interface CallerIndex {
  readonly all: readonly Callers[];
  /** Without the trust domain. */
  readonly byName: ReadonlyMap<string, Callers>;
}

/**
 * Who may call whom, where that is restricted: for pods with policies that allow, the sidecars and gateways that these may let in, as far as the
 * certificate of the caller decides.
 *
 * @returns callers that are drawn as one node, and need none of their own
 */
export function addCallers(builder: GraphBuilder, mesh: Mesh): ReadonlySet<string> {
  const callers = callersOf(mesh);
  const groups = new Map<string, readonly CallerGroup[]>();
  const folded = new Set<string>();
  for (const server of proxies(mesh).sidecars) {
    const policies = authorizationPoliciesFor(mesh, server);
    if (policies.allow.filter(isEnforced).length === 0) {
      continue;
    }
    // Many pods have the same policies: what these say is asked once.
    const key = [...policies.deny, ...policies.allow].map((each) => each.key).join();
    let own = groups.get(key);
    if (own === undefined) {
      const allowed = candidates(policies, callers).flatMap((each) => mayCall(policies, each) ?? []);
      own = groupsOf(builder, mesh, allowed);
      groups.set(key, own);
    }
    const to = workloadNode(builder, mesh, server.workload!);
    for (const id of own.flatMap((group) => addAllowed(builder, to, group))) {
      folded.add(id);
    }
  }
  return folded;
}

/** Who may call some pods, of one namespace. */
interface CallerGroup {
  readonly namespace: string;
  readonly callers: readonly { readonly id: string; readonly place: Place }[];
}

interface Allowed extends Callers {
  readonly place: Place;
}

function callersOf(mesh: Mesh): CallerIndex {
  const byIdentity = new Map<string, Proxy[]>();
  const { sidecars, gateways } = proxies(mesh);
  for (const proxy of [...gateways, ...sidecars]) {
    const identity = proxyIdentity(mesh, proxy);
    if (identity !== undefined) {
      push(byIdentity, identity, proxy);
    }
  }
  const all = [...byIdentity].map(([identity, own]) => ({ identity, namespace: own[0].namespace, proxies: own }));
  return { all, byName: new Map(all.map((each) => [withoutTrustDomain(each.identity), each])) };
}

/**
 * Whoever policies may let in: where all their rules name certificates in full, only those, since a thousand services are not to be asked about a
 * thousand callers each. A trust domain may stand for another one, so it is not compared.
 */
function candidates({ allow }: AuthorizationPolicies, callers: CallerIndex): readonly Callers[] {
  const sources = allow.flatMap(({ spec: { rules = [] } }) =>
    rules.flatMap(({ from = [] }) => (from.length > 0 ? from : [{}])),
  );
  const names = sources.flatMap(({ source: { principals = [] } = {} }) => (principals.length > 0 ? principals : ['*']));
  if (names.some((name) => name === '' || name.includes('*'))) {
    return callers.all;
  }
  const wanted = new Set(names.map(withoutTrustDomain));
  return [...wanted].flatMap((name) => callers.byName.get(name) ?? []);
}

function withoutTrustDomain(identity: string): string {
  return identity.slice(identity.indexOf('/') + 1);
}

function mayCall(policies: AuthorizationPolicies, callers: Callers): Allowed | undefined {
  const request: KnownRequest = { identities: [`spiffe://${callers.identity}`] };
  return refusalOf(policies, request) === undefined ? { ...callers, place: allowedBy(policies, request) } : undefined;
}

/** The first rule that may let a request in. */
function allowedBy(policies: AuthorizationPolicies, request: KnownRequest): Place {
  for (const policy of policies.allow.filter(isEnforced)) {
    const i = (policy.spec.rules ?? []).findIndex(
      (rule) => ruleMatches(rule, request, ownerOf(policy, policies)) !== 'no',
    );
    if (i >= 0) {
      return { object: policy, path: `spec.rules[${i}]` };
    }
  }
  return {};
}

function addAllowed(builder: GraphBuilder, to: string, { namespace, callers }: CallerGroup): readonly string[] {
  if (callers.length <= MOST_CALLERS) {
    callers.forEach(({ id, place }) => builder.edge({ from: id, to, kind: 'calls', label: 'may call', ...place }));
    return [];
  }
  const from = builder.node({ kind: 'workload', name: '*', namespace });
  builder.edge({ from, to, kind: 'calls', label: `${callers.length} workloads may call`, ...callers[0].place });
  return callers.map(({ id }) => id);
}

/** Callers by their namespace. */
function groupsOf(builder: GraphBuilder, mesh: Mesh, allowed: readonly Allowed[]): readonly CallerGroup[] {
  const byNamespace = new Map<string, CallerGroup['callers'][number][]>();
  for (const { namespace, proxies: all, place } of allowed) {
    all.forEach((proxy) => push(byNamespace, namespace, { id: callerNode(builder, mesh, proxy), place }));
  }
  return [...byNamespace].map(([namespace, callers]) => ({ namespace, callers }));
}

function callerNode(builder: GraphBuilder, mesh: Mesh, proxy: Proxy): string {
  return proxy.workload === undefined ? proxyNode(builder, proxy) : workloadNode(builder, mesh, proxy.workload);
}
