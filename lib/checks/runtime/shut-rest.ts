import { looksAtRequests } from '../../istio/authorization-match';
import type { AuthorizationPolicies, AuthorizationPolicy } from '../../mesh/authorization';
import { authorizationPoliciesFor, isEnforced, refusalOf } from '../../mesh/authorization';
import type { LeadingPort } from '../../mesh/pod-ports';
import { podPorts, readsRequests } from '../../mesh/pod-ports';
import type { Proxy } from '../../mesh/proxies';
import { proxies } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Workload } from '../../mesh/workload';
import { list } from '../../schema/words';
import type { Check, Wording } from '../check';

/** ALLOW policies that close what nobody thought of: other ports of the pods, or all other paths. */
export const shutRest: Check = {
  name: 'shut-rest',
  mirrors: ['pilot/pkg/security/authz/builder/builder.go: build'],
  codes: {
    CDI0418: {
      name: 'AllowShutsTheRest',
      severity: 'info',
      source: 'cdk8s-istio',
      summary: 'An ALLOW policy closes a port of its pods, or all paths but a few, for everybody.',
      explanation:
        'As soon as one ALLOW policy is for pods, everything that no ALLOW policy allows is refused there: other ports of the same pods, other paths and other methods too. A policy that should only protect `/admin` with ALLOW closes the rest of the application. It is a note, because that may be meant; nothing is said where a policy without rules shows that it is (deny by default). It is reported where no rule names ports and none can ever match on one port of a Service while others are open, and where every rule of the pods names callers as well as paths.',
      remedy:
        'Keep the policy if nothing else may come in. Otherwise allow the rest as well, or protect the paths with a DENY policy (`notPrincipals` with `paths`).',
      references: [
        'https://istio.io/latest/docs/concepts/security/#implicit-enablement',
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
      ],
    },
  },
  run(mesh, report) {
    const told = new Set<AuthorizationPolicy>();
    for (const proxy of proxies(mesh).sidecars) {
      const policies = authorizationPoliciesFor(mesh, proxy);
      const allow = policies.allow.filter(isEnforced);
      const [policy] = allow;
      const isMeant = allow.some(({ spec: { rules = [] } }) => rules.length === 0);
      if (policy === undefined || isMeant || proxy.workload === undefined || told.has(policy)) {
        continue;
      }
      const words = closedPort(mesh, proxy.workload, policies) ?? otherPaths(proxy, allow);
      if (words !== undefined) {
        told.add(policy);
        report({ code: 'CDI0418', object: policy, path: 'spec.rules', ...words });
      }
    }
  },
};

/** A port of a Service at which no rule lets anything in, while another one is open. */
function closedPort(mesh: Mesh, workload: Workload, policies: AuthorizationPolicies): Wording | undefined {
  const { leading } = podPorts(mesh, workload);
  const rules = policies.allow.flatMap(({ spec }) => spec.rules ?? []);
  // Who names ports has thought of them.
  if (rules.some(({ to = [] }) => to.some(({ operation }) => (operation?.ports ?? []).length > 0))) {
    return undefined;
  }
  const isClosed = ({ target, port }: LeadingPort): boolean =>
    port.protocol !== 'UDP' &&
    target !== undefined &&
    refusalOf(policies, { port: target, isHttp: readsRequests(mesh, workload, target) })?.action === 'ALLOW';
  const closed = leading.filter(isClosed);
  const [first] = closed;
  if (first === undefined || closed.length === leading.length) {
    return undefined;
  }
  const isTcp = readsRequests(mesh, workload, first.target!) === false;
  const byRequests = rules.some(looksAtRequests);
  return {
    related: [{ object: first.service.object }, { object: workload.object }],
    message: `No ALLOW policy lets anything in at port ${first.port.number} of Service ${first.service.object.key} (port ${first.target} of the pods)${isTcp && byRequests ? ', which is not HTTP, where rules about requests match nothing' : ''}: with one ALLOW policy for the pods everything else is refused.`,
    fix: `If the port should stay open, add a rule: to: [{operation: {ports: ["${first.target}"]}}].`,
  };
}

const EVERY_PATH = ['*', '/*', '/{**}'];

/** Whether all rules of the pods name callers, or conditions, and paths. */
function otherPaths({ namespace, name, workload }: Proxy, allow: readonly AuthorizationPolicy[]): Wording | undefined {
  const rules = allow.flatMap(({ spec }) => spec.rules ?? []);
  const isNarrow = rules.every(
    ({ from = [], to = [], when = [] }) =>
      from.length + when.length > 0 &&
      to.length > 0 &&
      to.every(
        ({ operation: { paths = [] } = {} }) => paths.length > 0 && !paths.some((path) => EVERY_PATH.includes(path)),
      ),
  );
  if (!isNarrow) {
    return undefined;
  }
  const paths = [...new Set(rules.flatMap(({ to = [] }) => to.flatMap(({ operation }) => operation?.paths ?? [])))];
  const shown = paths.length > SHOWN ? [...paths.slice(0, SHOWN), 'more'] : paths;
  return {
    related: workload && [{ object: workload.object }],
    message: `These are all rules that allow something to the pods of ${namespace}/${name}, so every request for another path than ${list(shown)} is refused with 403, whoever calls.`,
    fix: 'If only these paths should be protected, write action: DENY with the callers in notPrincipals, or add a rule that allows the other paths (notPaths).',
  };
}

/** How many paths a message names. */
const SHOWN = 3;
