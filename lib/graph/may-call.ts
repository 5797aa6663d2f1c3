import type { Rule } from '../../imports/security';
import type { Answer } from '../istio/answer';
import type { KnownRequest } from '../istio/authorization-match';
import { ruleMatches } from '../istio/authorization-match';
import { ztunnelMatches } from '../istio/ztunnel-match';
import type { AuthorizationPolicies, AuthorizationPolicy } from '../mesh/authorization';
import { isEnforced, ownerOf, refusalOf } from '../mesh/authorization';
import type { Place } from '../routing/trace';

/** Whether policies may let somebody in, by the certificate: the first rule that may, or undefined. */
export type MayCall = (policies: AuthorizationPolicies, identity: string) => Place | undefined;

/** A proxy reads requests, so what a rule asks of them is not known. */
export const mayCallProxy: MayCall = (policies, identity) => {
  const request: KnownRequest = { identities: [`spiffe://${identity}`] };
  return refusalOf(policies, request) === undefined
    ? firstRule(policies, (rule, policy) => ruleMatches(rule, request, ownerOf(policy, policies)) !== 'no')
    : undefined;
};

/** ztunnel knows connections alone; any port of the pods may be asked. */
export const mayCallZtunnel: MayCall = (policies, identity) => {
  for (const port of portsOf(policies)) {
    const answer = (rule: Rule, { namespace, spec: { action } }: AuthorizationPolicy): Answer =>
      ztunnelMatches(rule, { identity, address: undefined, port }, { action: action ?? 'ALLOW', namespace });
    const isDenied = policies.deny
      .filter(isEnforced)
      .some((policy) => (policy.spec.rules ?? []).some((rule) => answer(rule, policy) === 'yes'));
    const allowed = isDenied ? undefined : firstRule(policies, (rule, policy) => answer(rule, policy) !== 'no');
    if (allowed !== undefined) {
      return allowed;
    }
  }
  return undefined;
};

function firstRule(
  policies: AuthorizationPolicies,
  isMet: (rule: Rule, policy: AuthorizationPolicy) => boolean,
): Place | undefined {
  for (const policy of policies.allow.filter(isEnforced)) {
    const i = (policy.spec.rules ?? []).findIndex((rule) => isMet(rule, policy));
    if (i >= 0) {
      return { object: policy, path: `spec.rules[${i}]` };
    }
  }
  return undefined;
}

/** One of each sort: those that rules name, and another one. */
function portsOf({ allow, deny }: AuthorizationPolicies): readonly number[] {
  const named = [...allow, ...deny].flatMap(({ spec: { rules = [] } }) =>
    rules.flatMap(({ to = [], when = [] }) => [
      ...to.flatMap(({ operation: { ports = [], notPorts = [] } = {} }) => [...ports, ...notPorts]),
      ...when.flatMap(({ key, values = [], notValues = [] }) =>
        key === 'destination.port' ? [...values, ...notValues] : [],
      ),
    ]),
  );
  return [0, ...new Set(named.map(Number).filter((port) => port > 0))];
}
