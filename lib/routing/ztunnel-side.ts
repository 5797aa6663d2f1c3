import type { Rule } from '../../imports/security';
import type { Answer } from '../istio/answer';
import type { ZtunnelConnection } from '../istio/ztunnel-match';
import { readsRequests, ztunnelMatches } from '../istio/ztunnel-match';
import type { AuthorizationPolicies, AuthorizationPolicy } from '../mesh/authorization';
import { authorizationPoliciesFor, isEnforced } from '../mesh/authorization';
import { mutualTlsMode, otherPeerAuthentications } from '../mesh/mutual-tls';
import type { Mesh } from '../mesh/reading/mesh';
import type { Workload } from '../mesh/workload';
import { closed } from './failure';
import type { ServerAnswer, ServerCall } from './server-call';
import type { Considered, Step, Unknown } from './trace';

/**
 * What the ztunnel in front of pods says to a connection: it wants mutual TLS where a PeerAuthentication does, and compares what policies say of
 * connections. What they say of requests it cannot (ztunnel's src/proxy/inbound.rs, src/state.rs: assert_rbac).
 */
export function ztunnelSide(mesh: Mesh, { connection, request, port }: ServerCall, workload: Workload): ServerAnswer {
  const { namespace, labels } = workload;
  const tls = mutualTlsMode(mesh, { namespace, labels }, port);
  const isTunnelled = connection.tls === 'mesh';
  const came = isTunnelled ? 'a tunnel (HBONE) comes' : 'plain text comes';
  const takes = tls.mode === 'STRICT' ? 'ztunnel takes tunnels only' : 'ztunnel takes tunnels and plain text';
  const steps: Step[] = [
    {
      layer: 'mutualTls',
      decision: `${tls.mode}, so ${takes}; ${came}`,
      object: tls.from,
      path: tls.path,
      considered: otherPeerAuthentications(mesh, { namespace, labels }, tls).map(({ object, why }) => ({
        object,
        what: `PeerAuthentication ${object.key}`,
        why,
      })),
    },
  ];
  if (tls.mode === 'STRICT' && !isTunnelled) {
    return { steps, outcome: closed('TlsMismatch', { flags: undefined }), unknown: [] };
  }
  const policies = authorizationPoliciesFor(mesh, { namespace, labels });
  const known: ZtunnelConnection = {
    identity: isTunnelled ? connection.identity : null,
    address: connection.address,
    port,
  };
  const { step, outcome, unknown } = authorized(policies, known);
  return { steps: [...steps, step], outcome, identity: connection.identity, request, unknown };
}

interface Asked {
  readonly policy: AuthorizationPolicy;
  /** `spec.rules[0]` */
  readonly path: string;
  /** `ns[shop]-policy[web]-rule[0]` */
  readonly name: string;
  readonly rule: Rule;
  readonly answer: Answer;
}

function authorized(
  policies: AuthorizationPolicies,
  connection: ZtunnelConnection,
): { readonly step: Step; readonly outcome: ServerAnswer['outcome']; readonly unknown: readonly Unknown[] } {
  const denying = ask(policies.deny, connection);
  const allowing = ask(policies.allow, connection);
  const notAsked = [...policies.custom, ...policies.audit].map(({ key, spec }) => ({
    what: key,
    why: `ztunnel does nothing of action ${spec.action}`,
  }));
  const others = [...[...denying, ...allowing].filter(({ answer }) => answer === 'no').map(whyNot), ...notAsked];
  const denied = denying.find(({ answer }) => answer === 'yes');
  if (denied !== undefined) {
    return { step: stepOf(`denied by ${denied.name}`, denied, others), outcome: closed('Denied'), unknown: [] };
  }
  const unknown = denying.filter(({ answer }) => answer === 'maybe').map(maybe);
  const enforced = policies.allow.filter(isEnforced);
  const allowed = allowing.find(({ answer }) => answer === 'yes') ?? allowing.find(({ answer }) => answer === 'maybe');
  if (enforced.length === 0) {
    const decision = policies.deny.length > 0 ? 'allowed: no policy denies it' : 'allowed: no policy';
    return { step: stepOf(decision, undefined, others), outcome: 'accepted', unknown };
  }
  if (allowed === undefined) {
    const [policy] = enforced;
    const step = { ...stepOf('denied: no rule allows it', undefined, others), object: policy, path: 'spec' };
    return { step, outcome: closed('Denied'), unknown: [] };
  }
  return {
    step: stepOf(`allowed by ${allowed.name}`, allowed, others),
    outcome: 'accepted',
    unknown: allowed.answer === 'maybe' ? [...unknown, maybe(allowed)] : unknown,
  };
}

function ask(list: readonly AuthorizationPolicy[], connection: ZtunnelConnection): readonly Asked[] {
  return list.filter(isEnforced).flatMap((policy) =>
    (policy.spec.rules ?? []).map((rule, i) => ({
      policy,
      path: `spec.rules[${i}]`,
      name: `ns[${policy.namespace}]-policy[${policy.name}]-rule[${i}]`,
      rule,
      answer: ztunnelMatches(rule, connection, {
        action: policy.spec.action ?? 'ALLOW',
        namespace: policy.namespace,
      }),
    })),
  );
}

function whyNot({ policy, path, name, rule }: Asked): Considered {
  return {
    object: policy,
    path,
    what: name,
    why: readsRequests(rule) ? 'it compares what only requests have, which ztunnel does not read' : 'it does not match',
  };
}

function stepOf(decision: string, asked: Asked | undefined, considered: readonly Considered[]): Step {
  return { layer: 'authorization', decision, object: asked?.policy, path: asked?.path, considered };
}

function maybe({ policy, name }: Asked): Unknown {
  return {
    what: 'policy',
    text: `Whether ${name} matches depends on what is not known of the call. The call is taken for one that gets through; otherwise it is denied.`,
    objects: [policy],
  };
}
