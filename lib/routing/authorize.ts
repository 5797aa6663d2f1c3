import { isObject } from '../core/is-object';
import type { Rule } from '../../imports/security';
import type { KnownRequest, RuleOwner } from '../istio/authorization-match';
import { mismatchOf, ruleMatches } from '../istio/authorization-match';
import type { AuthorizationPolicies, AuthorizationPolicy } from '../mesh/authorization';
import { isEnforced, ownerOf } from '../mesh/authorization';
import type { Mesh } from '../mesh/reading/mesh';
import { once } from '../mesh/reading/once';
import { closed, failure } from './failure';
import type { ServerAnswer } from './server-call';
import type { Considered, Step, Unknown } from './trace';

/** What AuthorizationPolicies say to a call. */
export type Authorization = Pick<ServerAnswer, 'outcome' | 'steps' | 'unknown'>;

/** A rule of a policy. */
export interface PolicyRule {
  readonly policy: AuthorizationPolicy;
  readonly rule: Rule;
  readonly owner: RuleOwner;
  /** `spec.rules[0]` */
  readonly path: string;
  /** As Envoy logs it: `ns[shop]-policy[web]-rule[0]`. */
  readonly name: string;
}

/** Rules that were tried: up to the first that matches. */
interface Tried {
  readonly matching?: PolicyRule;
  /** Those that may match. */
  readonly possible: readonly PolicyRule[];
  readonly others: readonly PolicyRule[];
}

/** How many rules that do not match are named. */
const NAMED = 10;

const ACCEPTED: Authorization = { outcome: 'accepted', steps: [], unknown: [] };

/** What the policies with the action CUSTOM say, which are asked before any token is looked at. */
export function askAuthorizers(mesh: Mesh, policies: AuthorizationPolicies, request: KnownRequest): Authorization {
  const { custom } = policies;
  if (custom.length === 0) {
    return ACCEPTED;
  }
  const rules = rulesOf(policies).custom;
  const tried = tryRules(rules, request);
  const first = tried.matching ?? tried.possible.at(0);
  if (first === undefined) {
    return { ...ACCEPTED, steps: [step('no authorizer is asked', undefined, considered(tried.others, request))] };
  }
  const providers = new Set(custom.map(providerOf));
  const provider = providerOf(first.policy);
  const kind = providers.size > 1 ? undefined : authorizerKind(mesh, provider);
  if (kind === 'http' && request.isHttp === false) {
    return { ...ACCEPTED, steps: [step(`${provider} is not asked for connections without requests`, first)] };
  }
  if (kind !== undefined) {
    return {
      outcome: 'accepted',
      steps: [step(`${provider} is asked, by ${first.name}`, first)],
      unknown: [
        {
          what: 'policy',
          text: `${provider} decides, and what it says is in no file. This goes on as if it said yes; otherwise the answer is 403.`,
          objects: [first.policy],
          decisive: provider,
        },
      ],
    };
  }
  const enforced = tryRules(
    rules.filter(({ policy }) => isEnforced(policy)),
    request,
  );
  if (enforced.matching === undefined) {
    return {
      ...ACCEPTED,
      steps: [step('no authorizer is asked', undefined, custom.filter((each) => !isEnforced(each)).map(tryOnly))],
      unknown: enforced.possible.map(maybe),
    };
  }
  const { name, policy } = enforced.matching;
  const why =
    providers.size > 1
      ? `Istio asks one authorizer for a workload, and there are ${providers.size}`
      : `the mesh has no authorizer "${provider}"`;
  return {
    ...denied(request, `istio-ext-authz-${providerOf(policy)}-${name}-deny-due-to-bad-CUSTOM-action`),
    steps: [step(`denied by ${name}: ${why}`, enforced.matching)],
    unknown: knowsProviders(mesh) ? [] : [providersUnknown(policy, provider)],
  };
}

function providersUnknown(policy: AuthorizationPolicy, provider: string): Unknown {
  return {
    what: 'policy',
    text: `The settings name no extensionProviders of the mesh. If it has an authorizer "${provider}", that decides.`,
    objects: [policy],
    decisive: provider,
  };
}

/** What the policies say that deny and allow; those that audit change nothing. */
export function authorize(policies: AuthorizationPolicies, request: KnownRequest): Authorization {
  const { deny, allow, allowing } = rulesOf(policies);
  const denying = tryRules(deny, request);
  if (denying.matching !== undefined) {
    const { matching, others } = denying;
    return {
      ...denied(request, matching.name),
      steps: [step(`denied by ${matching.name}`, matching, considered(others, request))],
      unknown: [],
    };
  }
  const unknown = denying.possible.map(maybe);
  if (allowing.length === 0) {
    const notAllowing = [...considered(denying.others, request), ...policies.allow.map(tryOnly)];
    const decision =
      policies.deny.length > 0 ? 'allowed: no policy denies it, and none asks for permission' : 'allowed: no policy';
    return { outcome: 'accepted', steps: [step(decision, undefined, notAllowing)], unknown };
  }
  const tried = tryRules(allow, request);
  const allows = tried.matching ?? tried.possible.at(0);
  const others = considered([...tried.others, ...denying.others], request);
  if (allows !== undefined) {
    return {
      outcome: 'accepted',
      steps: [step(`allowed by ${allows.name}`, allows, others)],
      unknown: tried.matching === undefined ? [...unknown, maybe(allows)] : unknown,
    };
  }
  // A policy without rules is there to deny what the others do not allow.
  const policy = allowing.find(({ spec: { rules = [] } }) => rules.length === 0) ?? allowing[0];
  return {
    ...denied(request, 'none'),
    steps: [
      {
        layer: 'authorization',
        decision: 'denied: no rule allows it',
        object: policy,
        path: (policy.spec.rules ?? []).length > 0 ? 'spec.rules' : 'spec',
        considered: others,
      },
    ],
    unknown: [],
  };
}

/** The rules of all policies of an action, in the order in which Envoy tries them: by their names. */
export const rulesOf = once((policies: AuthorizationPolicies) => {
  const inOrder = (list: readonly AuthorizationPolicy[]): readonly PolicyRule[] =>
    list
      .flatMap((policy) =>
        (policy.spec.rules ?? []).map((rule, i) => ({
          policy,
          rule,
          owner: ownerOf(policy, policies),
          path: `spec.rules[${i}]`,
          name: `ns[${policy.namespace}]-policy[${policy.name}]-rule[${i}]`,
        })),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  const allow = policies.allow.filter(isEnforced);
  return {
    custom: inOrder(policies.custom),
    deny: inOrder(policies.deny.filter(isEnforced)),
    allow: inOrder(allow),
    allowing: allow,
  };
});

function tryRules(rules: readonly PolicyRule[], request: KnownRequest): Tried {
  const possible: PolicyRule[] = [];
  const others: PolicyRule[] = [];
  for (const each of rules) {
    const answer = ruleMatches(each.rule, request, each.owner);
    if (answer === 'yes') {
      return { matching: each, possible, others };
    }
    (answer === 'maybe' ? possible : others).push(each);
  }
  return { possible, others };
}

function considered(rules: readonly PolicyRule[], request: KnownRequest): readonly Considered[] {
  return rules.slice(0, NAMED).map(({ policy, path, name, rule, owner }) => {
    const field = mismatchOf(rule, request, owner) ?? '';
    return {
      object: policy,
      path: field === '' ? path : `${path}.${field}`,
      what: name,
      why: field === '' ? 'it compares what only requests have, or what Istio cannot read' : `${field} does not match`,
    };
  });
}

function tryOnly(policy: AuthorizationPolicy): Considered {
  return {
    object: policy,
    path: 'metadata.annotations["istio.io/dry-run"]',
    what: `${policy.namespace}/${policy.name}`,
    why: 'it is only tried (dry-run)',
  };
}

function step(decision: string, rule?: PolicyRule, others: readonly Considered[] = []): Step {
  return { layer: 'authorization', decision, object: rule?.policy, path: rule?.path, considered: others };
}

function denied(request: KnownRequest, name: string): Pick<Authorization, 'outcome'> {
  const details = `rbac_access_denied_matched_policy[${name}]`;
  return { outcome: request.isHttp === false ? closed('Denied') : failure('Denied', { details }) };
}

function maybe({ policy, name, rule, owner }: PolicyRule): Unknown {
  return {
    what: 'policy',
    text: `Whether ${name} matches depends on what is not known of the call. The call is taken for one that gets through; otherwise it is denied.`,
    objects: [policy],
    decisive: [owner.action, rule],
  };
}

function providerOf({ spec: { provider } }: AuthorizationPolicy): string {
  return provider?.name ?? '';
}

/** Whether the settings of the mesh say anything of authorizers. */
function knowsProviders({ context: { meshConfig } }: Mesh): boolean {
  return Array.isArray(meshConfig.extensionProviders);
}

/** What a provider of the mesh reads; undefined where it is no authorizer (builder/extauthz.go: processExtensionProvider). */
function authorizerKind({ context: { meshConfig } }: Mesh, name: string): 'http' | 'grpc' | undefined {
  const all = Array.isArray(meshConfig.extensionProviders) ? (meshConfig.extensionProviders as unknown[]) : [];
  const found = all.filter(isObject).find((each) => each.name === name);
  return found?.envoyExtAuthzHttp !== undefined ? 'http' : found?.envoyExtAuthzGrpc !== undefined ? 'grpc' : undefined;
}
