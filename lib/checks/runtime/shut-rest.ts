import type { HttpMatchRequest } from '../../../imports/networking';
import { fullHost } from '../../istio/host';
import { isHttp } from '../../istio/protocol';
import { effectiveMatch } from '../../istio/string-match';
import { httpRules } from '../../mesh/delegates';
import { push } from '../../mesh/reading/group-by';
import type { VirtualService } from '../../mesh/virtual-services';
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
      summary: 'An ALLOW policy closes a port of its pods, or paths that nobody thought of, for everybody.',
      explanation:
        'As soon as one ALLOW policy is for pods, everything that no ALLOW policy allows is refused there: other ports of the same pods, other paths and other methods too. A policy that should only protect `/admin` with ALLOW closes the rest of the application. It is a note, because that may be meant; nothing is said where a policy without rules shows that it is (deny by default). It is reported where no rule names ports and none can ever match on one port of a Service while others are open, where a VirtualService sends requests there for a path that no rule can match, and where all rules of the pods are for callers of paths such as `/admin`.',
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
      const words =
        closedPort(mesh, proxy.workload, policies) ??
        refusedRoute(mesh, proxy.workload, policies) ??
        otherPaths(proxy, allow);
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

/** A route that sends requests to the pods which no rule allows, by a path that it surely has. */
function refusedRoute(mesh: Mesh, workload: Workload, policies: AuthorizationPolicies): Wording | undefined {
  for (const { service, port, target } of podPorts(mesh, workload).leading) {
    const routes =
      target === undefined || !isHttp(port.protocol) ? [] : (mesh.derive(routedPaths).get(service.host) ?? []);
    for (const { object, place, path } of routes) {
      if (refusalOf(policies, { port: target, isHttp: true, path: { exact: path } })?.action === 'ALLOW') {
        return {
          related: [{ object, path: place }, { object: workload.object }],
          message: `VirtualService ${object.key} (${place}) sends requests for ${path} to the pods of ${workload.namespace}/${workload.name}, and no ALLOW policy lets them in, whoever calls: they get 403.`,
          fix: `If they may come in, add a rule that allows ${path}; otherwise narrow the match of the route.`,
        };
      }
    }
  }
  return undefined;
}

interface RoutedPath {
  readonly object: VirtualService;
  /** `spec.http[0]` */
  readonly place: string;
  readonly path: string;
}

/** A path that each route surely has, by the host of the Service that it sends requests to. What is rewritten is left out. */
function routedPaths(mesh: Mesh): ReadonlyMap<string, readonly RoutedPath[]> {
  const paths = new Map<string, RoutedPath[]>();
  for (const object of mesh.all('networking.istio.io/VirtualService')) {
    const { rules } = (object.spec.hosts ?? []).length === 0 ? { rules: [] } : httpRules(mesh, object);
    for (const { rule, matches, destinations, path: place } of rules.filter(
      (each) => each.rule.rewrite === undefined,
    )) {
      const sent = matches.length === 0 ? ['/'] : matches.flatMap(({ match }) => pathOf(match) ?? []);
      for (const { object: home, destination } of rule.redirect === undefined ? destinations : []) {
        const host = fullHost(destination.host ?? '', home.namespace, mesh.context.clusterDomain);
        sent.forEach((path) => push(paths, host, { object, place, path }));
      }
    }
  }
  return paths;
}

/** Undefined where it is not known, or where something else than the path decides too. */
function pathOf({ uri, ignoreUriCase, name, gateways, ...others }: HttpMatchRequest): string | undefined {
  const condition = uri === undefined ? { way: 'prefix' as const, text: '/' } : effectiveMatch(uri);
  if (
    Object.keys(others).length > 0 ||
    ignoreUriCase === true ||
    condition === undefined ||
    condition.way === 'regex'
  ) {
    return undefined;
  }
  return condition.way === 'exact' || condition.text.endsWith('/') ? condition.text : `${condition.text}/`;
}

/** Parts of an application that are to be protected from most callers, and are not all of it. */
const PROTECTED =
  /^\/(?:admin\w*|internal|private|debug|manage(?:ment)?|actuator|ops|console|config\w*|dashboard|secrets?|restricted|protected)(?:\/|\*|$)/i;

/** Whether all rules of the pods name callers, or conditions, and paths of a part of the application that is to be protected. */
function otherPaths({ namespace, name, workload }: Proxy, allow: readonly AuthorizationPolicy[]): Wording | undefined {
  const rules = allow.flatMap(({ spec }) => spec.rules ?? []);
  const isNarrow = rules.every(
    ({ from = [], to = [], when = [] }) =>
      from.length + when.length > 0 &&
      to.length > 0 &&
      to.every(({ operation: { paths = [] } = {} }) => paths.length > 0 && paths.every((path) => PROTECTED.test(path))),
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
