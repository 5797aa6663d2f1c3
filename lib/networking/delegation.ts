import type { HttpRoute } from '../../imports/networking';
import { show } from '../core/problems';
import { delegateConflictWords } from '../istio/delegate-conflict-words';
import type { DelegatedMatch } from '../istio/delegate-match';
import { unfitMatch } from '../istio/delegate-match';
import { Visibility } from '../istio/export-to';

/** A VirtualService of the app, as far as it delegates or is delegated to. */
export interface DelegationSide {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly hosts: readonly string[];
  /** The rules, as they are written. */
  readonly _http: readonly HttpRoute[];
  readonly _exportTo: readonly string[] | undefined;
}

/** A rule that delegates to a VirtualService of the app. */
export interface Delegation {
  readonly root: DelegationSide;
  readonly rule: HttpRoute;
}

const OUTCOME = 'so istiod drops the rule, and its requests take a later rule or get 404.';

/** Why istiod drops a rule that delegates, apart from what {@link droppedRules} says of the delegate. */
export function lostDelegation(
  { root, rule }: Delegation,
  delegate: DelegationSide,
  delegations: readonly Delegation[],
): string | undefined {
  const at = `VirtualService http[${root._http.indexOf(rule)}].delegate:`;
  const name = nameOf(delegate);
  if (delegate.hosts.length > 0) {
    return `${at} VirtualService ${name} has hosts, so it is no delegate, ${OUTCOME} Omit its hosts and gateways, or send the requests on with route.`;
  }
  if (!isVisible(delegate, root)) {
    const { _exportTo: exportTo = [] } = delegate;
    return `${at} VirtualService ${name} is exported to ${show(exportTo)} and not to namespace ${root.namespace}, ${OUTCOME} Write exportTo: [${[...exportTo, root.namespace!].map((each) => `'${each}'`).join(', ')}] there, or omit it.`;
  }
  const { _http: http } = delegate;
  const isLost = http.length > 0 && http.every((each) => unfit(rule, each) !== undefined);
  return !isLost || http.every((each) => isDroppedEverywhere(each, seeing(delegate, delegations)))
    ? undefined
    : `${at} no rule of VirtualService ${name} is within the match of this rule, ${OUTCOME} Match the paths of the delegate here, or name another delegate.`;
}

/** The rules of a delegate that istiod drops under every rule of the app that delegates to it. */
export function droppedRules(delegate: DelegationSide, delegations: readonly Delegation[]): string[] {
  const seen = seeing(delegate, delegations);
  return delegate._http.flatMap((own, i) => {
    if (!isDroppedEverywhere(own, seen)) {
      return [];
    }
    const [{ root, rule }] = seen;
    const { branch, field } = unfit(rule, own)!;
    const { message, fix } = delegateConflictWords(field, rule.match![0], branch.match, ({ way, text }) =>
      field === 'uri' ? `HttpMatch.${way}('${text}')` : `StringMatch.${way}('${text}')`,
    );
    const at = `http[${i}].match[${own.match!.indexOf(branch.match)}].${field}`;
    return `VirtualService ${at}: istiod drops the rule, because its match is not within the match of http[${root._http.indexOf(rule)}] of VirtualService ${nameOf(root)}, which delegates to it. ${message} ${fix}`;
  });
}

/** Those for which the VirtualService is a delegate at all. */
function seeing(delegate: DelegationSide, delegations: readonly Delegation[]): readonly Delegation[] {
  return delegate.hosts.length > 0 ? [] : delegations.filter(({ root }) => isVisible(delegate, root));
}

function isDroppedEverywhere(own: HttpRoute, delegations: readonly Delegation[]): boolean {
  return delegations.length > 0 && delegations.every(({ rule }) => unfit(rule, own) !== undefined);
}

function unfit(root: HttpRoute, own: HttpRoute): ReturnType<typeof unfitMatch> {
  return unfitMatch(matchesOf(root), matchesOf(own));
}

function matchesOf({ match = [] }: HttpRoute): DelegatedMatch[] {
  return match.map((each) => ({ match: each, gateways: (each.gateways ?? []).length > 0 ? each.gateways : undefined }));
}

/** Whether the delegate is exported to the root; without exportTo the settings of the mesh say so, and usually do. */
function isVisible({ _exportTo: exportTo = [], namespace }: DelegationSide, root: DelegationSide): boolean {
  const isUnknown = (namespace === undefined) !== (root.namespace === undefined);
  return exportTo.length === 0 || isUnknown || Visibility.of(exportTo, namespace ?? '').includes(root.namespace ?? '');
}

function nameOf({ namespace, name }: DelegationSide): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
