import type { Delegate, HttpRoute } from '../../imports/networking';
import { conflictOf, given, unfitMatch } from '../istio/delegate-match';
import { push } from './reading/group-by';
import type { Mesh } from './reading/mesh';
import type { RouteDestination, RuleMatch, VirtualService } from './virtual-services';
import { httpRulesOf } from './virtual-services';
import { visibilityOf } from './visibility';

/** An http rule as istiod has it, after those that a rule delegates to have been put in its place. */
export interface HttpRule {
  /** Where the rule stands in the VirtualService that has the hosts: `spec.http[0]`. */
  readonly path: string;
  /** The VirtualService that the rule itself comes from, where it is another one. */
  readonly delegate?: { readonly object: VirtualService; readonly path: string };
  /** With what a delegate takes over from the rule that names it. Hosts in it are as they are written. */
  readonly rule: HttpRoute;
  /** None for a rule that takes everything. */
  readonly matches: readonly HttpRuleMatch[];
  readonly destinations: readonly PlacedDestination[];
  readonly mirrors: readonly PlacedDestination[];
}

export interface HttpRuleMatch extends RuleMatch<'http'> {
  /** The VirtualService in which {@link path} is: a delegate where the rule that delegates has no match of its own. */
  readonly object: VirtualService;
  /** Where the other half of the match stands in the delegate. */
  readonly delegatePath?: string;
}

export interface PlacedDestination extends RouteDestination {
  /** The VirtualService that it stands in, whose namespace completes its host. */
  readonly object: VirtualService;
}

/** A rule that istiod leaves out: one that delegates to nothing, or one of a delegate. */
export interface DroppedRule {
  /** Where the rule that delegates stands: `spec.http[0]`. */
  readonly path: string;
  /** `namespace/name` of the delegate. */
  readonly name: string;
  readonly why: 'missing' | 'hidden' | 'conflict';
  /** What stands in the way; undefined where there is no such VirtualService. */
  readonly delegate?: VirtualService;
  /** The rule of the delegate that is left out: `spec.http[1]`. */
  readonly delegatePath?: string;
  /** The match that fits none of the rule that delegates, and the first field that is in the way. */
  readonly conflict?: { readonly path: string; readonly field: string };
}

export interface HttpRules {
  readonly rules: readonly HttpRule[];
  readonly dropped: readonly DroppedRule[];
}

/**
 * The http rules of a VirtualService that has hosts. A delegate has none, is exported to the namespace of the root, and
 * delegates no further (pilot/pkg/model/virtualservice_controller.go: mergeVirtualServices).
 */
export function httpRules(mesh: Mesh, object: VirtualService): HttpRules {
  const known = mesh.derive(knownRules);
  let result = known.get(object);
  if (result === undefined) {
    result = merge(mesh, object);
    known.set(object, result);
  }
  return result;
}

/** Where a field of a rule is written: in the delegate that has it, or else in the rule that delegates. */
export function placeOfField(
  source: VirtualService,
  { path, delegate }: HttpRule,
  field: keyof HttpRoute,
): { readonly object: VirtualService; readonly path: string } {
  const own = delegate && httpRulesOf(delegate.object).find((rule) => rule.path === delegate.path);
  return own?.rule[field] === undefined
    ? { object: source, path: `${path}.${field}` }
    : { object: delegate!.object, path: `${delegate!.path}.${field}` };
}

/**
 * The http rules of all VirtualServices as istiod has them: those of a delegate once for each rule that names it, and as they are written
 * where none does, for that may be in another repository.
 */
export function allHttpRules(mesh: Mesh): readonly PlacedRules[] {
  return mesh.derive(placedRules);
}

function placedRules(mesh: Mesh): readonly PlacedRules[] {
  const roots = mesh.all('networking.istio.io/VirtualService').filter(({ spec }) => (spec.hosts ?? []).length > 0);
  const merged = roots.map((source): PlacedRules => ({ source, rules: httpRules(mesh, source).rules }));
  const named = mesh.derive(delegatesByName);
  const others = mesh
    .all('networking.istio.io/VirtualService')
    .filter((object) => (object.spec.hosts ?? []).length === 0 && !named.has(object.key));
  return [...merged, ...others.map((source): PlacedRules => ({ source, rules: own(source) }))];
}

/** Rules in the order in which they are tried. */
export interface PlacedRules {
  /** The VirtualService with the hosts, or a delegate that nobody names. */
  readonly source: VirtualService;
  readonly rules: readonly HttpRule[];
}

/** A rule that names a delegate. */
export interface Delegation {
  readonly root: VirtualService;
  /** `spec.http[0]` */
  readonly path: string;
}

/** The rules that name a delegate, by its `namespace/name`: `mesh.derive(delegatesByName)`. */
export function delegatesByName(mesh: Mesh): ReadonlyMap<string, readonly Delegation[]> {
  const index = new Map<string, Delegation[]>();
  for (const root of mesh.all('networking.istio.io/VirtualService')) {
    (root.spec.http ?? []).forEach(({ delegate }, i) => {
      if (delegate !== undefined && (root.spec.hosts ?? []).length > 0) {
        push(index, delegateKey(delegate, root), { root, path: `spec.http[${i}]` });
      }
    });
  }
  return index;
}

/** `namespace/name` of the VirtualService that a rule delegates to. */
function delegateKey({ name = '', namespace = '' }: Delegate, root: VirtualService): string {
  return `${namespace === '' ? root.namespace : namespace}/${name}`;
}

function knownRules(): Map<VirtualService, HttpRules> {
  return new Map();
}

function merge(mesh: Mesh, object: VirtualService): HttpRules {
  const rules: HttpRule[] = [];
  const dropped: DroppedRule[] = [];
  for (const root of own(object)) {
    const { delegate } = root.rule;
    if (delegate === undefined) {
      rules.push(root);
      continue;
    }
    const key = delegateKey(delegate, object);
    const slash = key.indexOf('/');
    const found = mesh.find('networking.istio.io/VirtualService', key.slice(0, slash), key.slice(slash + 1));
    const lost = { path: root.path, name: key, delegate: found };
    if (found === undefined || (found.spec.hosts ?? []).length > 0) {
      dropped.push({ ...lost, why: 'missing' });
    } else if (!visibilityOf(mesh, found).includes(object.namespace)) {
      dropped.push({ ...lost, why: 'hidden' });
    } else {
      for (const branch of own(found)) {
        const merged = mergeRule(root, branch, found);
        if ('rule' in merged) {
          rules.push(merged);
        } else {
          dropped.push({ ...lost, why: 'conflict', delegatePath: branch.path, conflict: merged });
        }
      }
    }
  }
  return { rules, dropped };
}

/** The rules that stand in a VirtualService itself. */
function own(object: VirtualService): HttpRule[] {
  const placed = (destination: RouteDestination): PlacedDestination => ({ ...destination, object });
  return httpRulesOf(object).map(({ path, rule, matches, destinations, mirrors }) => ({
    path,
    rule,
    matches: matches.map((match) => ({ ...match, object })),
    destinations: destinations.map(placed),
    mirrors: mirrors.map(placed),
  }));
}

/** pilot/pkg/model/virtualservice.go: mergeHTTPRoute. */
function mergeRule(root: HttpRule, branch: HttpRule, object: VirtualService): HttpRule | Conflict {
  const matches = mergeMatches(root.matches, branch.matches);
  if ('field' in matches) {
    return matches;
  }
  const [theirs, own] = [root.rule, branch.rule];
  return {
    path: root.path,
    delegate: { object, path: branch.path },
    rule: {
      ...own,
      name: joined(theirs.name, own.name),
      match: matches.map(({ match }) => match),
      rewrite: own.rewrite ?? theirs.rewrite,
      directResponse: own.directResponse ?? theirs.directResponse,
      timeout: own.timeout ?? theirs.timeout,
      retries: own.retries ?? theirs.retries,
      fault: own.fault ?? theirs.fault,
      mirror: own.mirror ?? theirs.mirror,
      mirrors: own.mirrors ?? theirs.mirrors,
      mirrorPercent: own.mirrorPercent ?? theirs.mirrorPercent,
      mirrorPercentage: own.mirrorPercentage ?? theirs.mirrorPercentage,
      corsPolicy: own.corsPolicy ?? theirs.corsPolicy,
      headers: own.headers ?? theirs.headers,
      delegate: undefined,
    },
    matches,
    destinations: branch.destinations,
    mirrors: [
      ...(own.mirror === undefined ? root : branch).mirrors.filter(({ path }) => path.endsWith('.mirror')),
      ...(own.mirrors === undefined ? root : branch).mirrors.filter(({ path }) => !path.endsWith('.mirror')),
    ],
  };
}

interface Conflict {
  readonly path: string;
  readonly field: string;
}

/** Each match of a delegate with each of the root that it fits; a conflict where one fits none. */
function mergeMatches(
  roots: readonly HttpRuleMatch[],
  branches: readonly HttpRuleMatch[],
): readonly HttpRuleMatch[] | Conflict {
  if (roots.length === 0) {
    return branches.map((branch) => ({ ...branch, delegatePath: branch.path }));
  }
  if (branches.length === 0) {
    return roots;
  }
  const unfit = unfitMatch(roots, branches);
  return unfit === undefined
    ? branches.flatMap((branch) =>
        roots.filter((root) => conflictOf(root, branch) === undefined).map((root) => mergeMatch(root, branch)),
      )
    : { path: unfit.branch.path, field: unfit.field };
}

/** pilot/pkg/model/virtualservice.go: mergeHTTPMatchRequest. */
function mergeMatch(root: HttpRuleMatch, branch: HttpRuleMatch): HttpRuleMatch {
  const [theirs, own] = [root.match, branch.match];
  return {
    object: root.object,
    path: root.path,
    delegatePath: branch.path,
    gateways: branch.gateways ?? root.gateways,
    match: {
      ...own,
      name: joined(theirs.name, own.name),
      uri: own.uri ?? theirs.uri,
      scheme: own.scheme ?? theirs.scheme,
      method: own.method ?? theirs.method,
      authority: own.authority ?? theirs.authority,
      headers: both(theirs.headers, own.headers),
      withoutHeaders: both(theirs.withoutHeaders, own.withoutHeaders),
      queryParams: both(theirs.queryParams, own.queryParams),
      port: given(own.port) ?? theirs.port,
      sourceLabels: both(theirs.sourceLabels, own.sourceLabels),
      sourceNamespace: given(own.sourceNamespace) ?? theirs.sourceNamespace,
      gateways: (own.gateways ?? []).length > 0 ? own.gateways : theirs.gateways,
      statPrefix: given(own.statPrefix) ?? theirs.statPrefix,
    },
  };
}

function both<T>(
  root: Readonly<Record<string, T>> | undefined,
  own: Readonly<Record<string, T>> | undefined,
): Record<string, T> | undefined {
  return root === undefined && own === undefined ? undefined : { ...root, ...own };
}

function joined(root: string = '', own: string = ''): string | undefined {
  return root !== '' && own !== '' ? `${root}-${own}` : given(root + own);
}
