import type { Refusal } from '../../mesh/authorization';
import { authorizationPoliciesFor, isForAllPods, refusalOf } from '../../mesh/authorization';
import type { ServerRequests } from '../../mesh/gateway-requests';
import { gatewayRequests, hasNoIdentity } from '../../mesh/gateway-requests';
import { GATEWAY_NAME } from '../../mesh/managed-gateways';
import { proxies } from '../../mesh/proxies';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check, Wording } from '../check';

/** Policies for all pods that gateways enforce as well, so that nothing from outside gets in. */
export const shutGateways: Check = {
  name: 'shut-gateways',
  mirrors: [
    'pilot/pkg/model/authorization.go: ListAuthorizationPolicies',
    'pilot/pkg/security/authz/builder/builder.go: build',
  ],
  codes: {
    CDI0416: {
      name: 'PolicyShutsGateway',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A policy for all pods also refuses everything that comes to a gateway.',
      explanation:
        'A policy without selector and targetRefs in the root namespace is for every proxy of the mesh, and in another namespace for every proxy there: gateways included. Clients outside the mesh have no identity, so a policy that allows only known callers, or denies all others, or allows nothing, refuses all of their requests at the gateway with 403, before any route is looked at. An ALLOW policy for the gateway opens what ALLOW policies closed; nothing opens what a DENY policy denies.',
      remedy:
        'Add an ALLOW policy with a selector for the pods of the gateway; make a DENY policy one of each namespace, or leave the ports of the gateway out.',
      references: [
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
        'https://istio.io/latest/docs/concepts/security/#policy-target',
        'https://github.com/istio/istio/issues/24217',
      ],
    },
  },
  run(mesh, report) {
    const told = new Set<MeshObject>();
    for (const proxy of proxies(mesh).gateways) {
      const policies = authorizationPoliciesFor(mesh, proxy);
      const servers = [...policies.deny, ...policies.allow].some(isForAllPods) ? gatewayRequests(mesh, proxy) : [];
      for (const server of servers) {
        const refusal = refusalOf(policies, server.request);
        // Where a policy that selects the gateway has a part in it, its author thought of the gateway.
        const [policy] = refusal?.by.every(isForAllPods) === true ? refusal.by : [];
        if (policy !== undefined && !told.has(policy)) {
          told.add(policy);
          report({ code: 'CDI0416', object: policy, path: 'spec', ...wording(refusal!, server, proxy.labels) });
        }
      }
    }
  },
};

function wording(
  { action, by }: Refusal,
  { gateway, path, request }: ServerRequests,
  labels: Readonly<Record<string, string>>,
): Wording {
  const [{ spec }] = by;
  const key = ['istio', GATEWAY_NAME].find((name) => Object.hasOwn(labels, name)) ?? Object.keys(labels)[0];
  const selector = key === undefined ? '' : `${key}: ${labels[key]}`;
  const why =
    action === 'DENY'
      ? 'denies it'
      : (spec.rules ?? []).length === 0
        ? 'allows nothing, and no other policy allows it'
        : 'does not allow it, and neither does another one';
  const without =
    (spec.rules ?? []).length > 0 && hasNoIdentity(request)
      ? ' Callers have no identity there, because the server asks for no client certificate.'
      : '';
  return {
    related: [{ object: gateway, path }],
    // A policy for the gateway may be elsewhere; it does not help against one that denies.
    absence: action === 'ALLOW',
    message: `The policy is for the gateway of ${gateway.kind} ${gateway.key} too, and whatever comes to its server ${path} is refused with ${request.isHttp === false ? 'a closed connection' : '403'}: the policy ${why}.${without}`,
    fix:
      action === 'ALLOW'
        ? `Add an ALLOW policy for the gateway in the namespace of its pods: selector: {matchLabels: {${selector}}}, rules: [{}], or rules for what may come in.`
        : 'Write the policy into each namespace with applications instead, or restrict it to pods by a selector, or leave out the ports of the gateway with notPorts.',
  };
}
