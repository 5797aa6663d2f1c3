import { delegateConflictWords } from '../../istio/delegate-conflict-words';
import type { Delegation, DroppedRule } from '../../mesh/delegates';
import { delegatesByName, httpRules } from '../../mesh/delegates';
import { ofFlagger } from '../../mesh/flagger';
import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RuleMatch, VirtualService } from '../../mesh/virtual-services';
import { httpRulesOf } from '../../mesh/virtual-services';
import type { Check, Reporter, Wording } from '../check';

/** Rules that istiod leaves out because root and delegate do not go together. */
export const lostDelegates: Check = {
  name: 'lost-delegates',
  mirrors: [
    'pilot/pkg/model/virtualservice_controller.go: mergeVirtualServices',
    'pilot/pkg/model/virtualservice.go: mergeHTTPMatchRequests',
  ],
  codes: {
    CDI0122: {
      name: 'DelegateNotUsed',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A rule delegates to a VirtualService that istiod cannot use.',
      explanation:
        'istiod puts the rules of the delegate in the place of the rule that names it. It drops this rule without an error if there is no VirtualService of the name, if the VirtualService has hosts and so is no delegate, if it is not exported to the namespace of the root, or if none of its rules goes together with the match of the rule. The requests then take a later rule, or get 404.',
      remedy: 'Name a VirtualService without hosts, as name and namespace, and export it to the namespace of the root.',
      references: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate'],
    },
    CDI0123: {
      name: 'DelegateRuleDropped',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'istiod drops a rule of a delegate, because one of its matches is not within the match of the root.',
      explanation:
        'A request reaches a rule of a delegate if it fits a match of the root and a match of the delegate. istiod joins the two matches itself, and drops the rule of the delegate if one of its matches goes together with no match of the root. Paths in a delegate are whole paths: under the prefix `/reviews`, the delegate matches `/reviews/v1`, not `/v1`. A path or header by `regex` goes together only with a match that says nothing about it, not even with the same expression. An exact value must be repeated or omitted, a prefix can only become longer, and `ignoreUriCase`, `port`, `sourceNamespace` and `sourceLabels` must not differ. A rule that is used under another root is not reported.',
      remedy:
        'Match the prefix of the root, or a longer one, in the delegate; or remove the match from one of the two.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate',
        'https://github.com/istio/istio/issues/38692',
        'https://github.com/istio/api/issues/2526',
      ],
    },
  },
  run(mesh, report) {
    const named = mesh.derive(delegatesByName);
    if (named.size === 0) {
      return;
    }
    const uses = usesOf(mesh, named);
    const told = new Set<string>();
    for (const [key, delegations] of named) {
      reportDroppedRules(mesh, key, uses, told, report);
      for (const delegation of delegations) {
        const { dropped, used } = uses.get(idOf(delegation))!;
        const [first] = isMadeByFlagger(mesh, key) ? [] : dropped;
        // A delegate whose rules are all reported needs no second report.
        if (
          !used &&
          first !== undefined &&
          (first.why !== 'conflict' || !dropped.every((each) => told.has(ruleId(each))))
        ) {
          report({
            code: 'CDI0122',
            object: delegation.root,
            path: `${delegation.path}.delegate`,
            ...unused(mesh, delegation, first),
          });
        }
      }
    }
  },
};

/** Whether Flagger makes the VirtualService, under the name of the Service that it makes too. */
function isMadeByFlagger(mesh: Mesh, key: string): boolean {
  return mesh.derive(ofFlagger).services.some((service) => service.key === key);
}

/** What becomes of a rule that delegates. */
interface Use {
  readonly dropped: readonly DroppedRule[];
  /** Whether any rule of the delegate is used there. */
  readonly used: boolean;
}

function idOf({ root, path }: Delegation): string {
  return `${root.key} ${path}`;
}

function ruleId({ name, delegatePath = '' }: DroppedRule): string {
  return `${name} ${delegatePath}`;
}

function usesOf(mesh: Mesh, named: ReadonlyMap<string, readonly Delegation[]>): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  for (const root of new Set([...named.values()].flat().map((delegation) => delegation.root))) {
    const { rules, dropped } = httpRules(mesh, root);
    const used = new Set(rules.filter(({ delegate }) => delegate !== undefined).map(({ path }) => path));
    const lost = new Map<string, DroppedRule[]>();
    dropped.forEach((each) => push(lost, each.path, each));
    (root.spec.http ?? []).forEach((_, i) => {
      const path = `spec.http[${i}]`;
      uses.set(idOf({ root, path }), { dropped: lost.get(path) ?? [], used: used.has(path) });
    });
  }
  return uses;
}

/** The rules of a delegate that are dropped wherever it is named. */
function reportDroppedRules(
  mesh: Mesh,
  key: string,
  uses: ReadonlyMap<string, Use>,
  told: Set<string>,
  report: Reporter,
): void {
  const delegations = mesh.derive(delegatesByName).get(key) ?? [];
  const losses = delegations.map((delegation) => ({ delegation, ...uses.get(idOf(delegation))! }));
  const conflicts = losses.map(({ dropped }) => dropped.filter(({ why }) => why === 'conflict'));
  for (const lost of conflicts.find((each) => each.length > 0) ?? []) {
    const { delegate, delegatePath, conflict } = lost;
    const everywhere = losses.every(({ dropped }) =>
      dropped.some((each) => each.why !== 'conflict' || each.delegatePath === delegatePath),
    );
    if (everywhere && delegate !== undefined && delegatePath !== undefined && conflict !== undefined) {
      told.add(ruleId(lost));
      const { delegation } = losses.find(({ dropped }) => dropped.includes(lost))!;
      report({
        code: 'CDI0123',
        object: delegate,
        path: `${conflict.path}.${conflict.field}`,
        ...droppedWords(delegation, delegate, lost),
      });
    }
  }
}

function droppedWords(
  { root, path }: Delegation,
  delegate: VirtualService,
  { delegatePath, conflict }: DroppedRule,
): Wording {
  const { path: matchPath, field } = conflict!;
  const [first] = matchesOf(root, path);
  const own = matchesOf(delegate, delegatePath!).find((each) => each.path === matchPath);
  return {
    related: [{ object: root, path }],
    message:
      `istiod drops this rule (${delegatePath}), because its match is not within the match of ${path} of VirtualService ${root.key}, which delegates to it. ` +
      delegateConflictWords(field, first.match, own!.match).message,
    fix: delegateConflictWords(field, first.match, own!.match).fix,
  };
}

function matchesOf(object: VirtualService, path: string): readonly RuleMatch<'http'>[] {
  return httpRulesOf(object).find((rule) => rule.path === path)?.matches ?? [];
}

function unused(mesh: Mesh, { root }: Delegation, { name, why, delegate }: DroppedRule): Wording {
  const outcome = 'istiod drops the rule, and its requests take a later rule or get 404.';
  const related = delegate && [{ object: delegate }];
  if (why === 'hidden') {
    return {
      related,
      message: `VirtualService ${name} is not exported to namespace ${root.namespace}. ${outcome}`,
      fix: `Add ${root.namespace} to exportTo of VirtualService ${name}, or remove exportTo there.`,
    };
  }
  if (why === 'conflict') {
    return {
      related,
      message: `No rule of VirtualService ${name} is within the match of this rule. ${outcome}`,
      fix: 'Match the paths of the delegate here, or name another delegate.',
    };
  }
  if (delegate !== undefined) {
    return {
      related,
      message: `VirtualService ${name} has hosts, so it is not a delegate. ${outcome}`,
      fix: `Remove hosts and gateways of VirtualService ${name}, or send the requests on with route.`,
    };
  }
  const namesake = mesh.derive(delegatesOfName).get(name.slice(name.indexOf('/') + 1));
  return {
    related: namesake && [{ object: namesake }],
    absence: namesake === undefined,
    message: `There is no VirtualService ${name}. ${outcome}`,
    fix:
      namesake === undefined
        ? 'Write name and namespace of a VirtualService without hosts, or list it in the externals of the settings if it is created elsewhere.'
        : `Write namespace: ${namesake.namespace} beside name: a delegate without a namespace is one of the namespace of the root.`,
  };
}

/** VirtualServices without hosts by their name, whatever their namespace. */
function delegatesOfName(mesh: Mesh): ReadonlyMap<string, VirtualService> {
  return new Map(
    mesh
      .all('networking.istio.io/VirtualService')
      .filter(({ spec }) => (spec.hosts ?? []).length === 0)
      .map((object) => [object.name, object]),
  );
}
