import { MESH_GATEWAY } from '../../istio/names';
import { isSameData } from '../../mesh/reading/data-map';
import { olderOf } from '../../mesh/age';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { VirtualService } from '../../mesh/virtual-services';
import { gatewayNames, hostsOf, httpRulesOf } from '../../mesh/virtual-services';
import { visibilityOf } from '../../mesh/visibility';
import type { DeadRule, RulePlace, Taker } from '../../routing/dead-rules';
import { deadRules } from '../../routing/dead-rules';
import type { Check, RelatedPlace, Wording } from '../check';
import { checkUnreachable } from '../webhook/virtual-service/unreachable';
import { WebhookVerdict } from '../webhook/webhook-check';
import { requestsOf } from './wanted-requests';

/** HTTP rules that no request reaches, because other rules take all of their requests. */
export const deadHttpRules: Check = {
  name: 'dead-rules',
  mirrors: ['pilot/pkg/networking/core/route/route.go: BuildHTTPRoutesForVirtualService'],
  codes: {
    CDI0117: {
      name: 'RuleNeverReached',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary:
        'No request reaches an http rule of a VirtualService, or a rule of an HTTPRoute or GRPCRoute, because others take all of them.',
      explanation:
        'Envoy tries the routes of a host in order and uses the first that matches. A rule for `/api` after one for the prefix `/`, or for `GET` after one for all methods of the same path, is never reached. Nothing fails: requests go where the first rule sends them. istiod drops all rules of a VirtualService after one that matches every request. At a gateway it merges the rules of all VirtualServices for a host, the oldest first, and moves rules that match every request to the end, so `/a` in an older VirtualService takes the requests for `/a/b` in a younger one. The rules of routes of the Gateway API are tried by how much they ask for, and those that ask for the same by the age of their routes: of two routes with the same host and match the younger one is never reached there. IST0130 and IST0131 already report a match that is repeated, a rule after one without matches, and two prefixes in one VirtualService; these are not reported again. Nothing is reported if a request from any client may reach the rule at any gateway of the VirtualService, or if it is uncertain whether other rules take all of its requests.',
      remedy: 'Put narrower rules before wider ones.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
        'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
        'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/http_routing',
        'https://gateway-api.sigs.k8s.io/api-types/httproute/#matches',
      ],
      follows: 'CDI0127',
    },
  },
  run(mesh, report) {
    const told = new Map<VirtualService, ReadonlySet<string>>();
    for (const rule of mesh.derive(deadRules)) {
      const { object, path, takers } = rule;
      if (!isWarnedOf(rule, told) && !takers.every((taker) => isRivalry(mesh, taker))) {
        report({ code: 'CDI0117', object, path, ...textsFor(mesh, rule) });
      }
    }
  },
};

function isVirtualService(object: MeshObject): object is VirtualService {
  return object.id === 'networking.istio.io/VirtualService';
}

/** The places that Istio's own webhook warns of: rules (IST0130) and matches (IST0131) behind others. */
function warningsOf(object: VirtualService): ReadonlySet<string> {
  const paths = new Set<string>();
  checkUnreachable(object.spec, new WebhookVerdict(object, ({ path }) => paths.add(path)));
  return paths;
}

function isWarnedOf({ object, path }: RulePlace, told: Map<VirtualService, ReadonlySet<string>>): boolean {
  if (!isVirtualService(object)) {
    return false;
  }
  const warnings = told.get(object) ?? warningsOf(object);
  told.set(object, warnings);
  const { matches = [] } = httpRulesOf(object).find((rule) => rule.path === path) ?? {};
  return warnings.has(path) || (matches.length > 0 && matches.every((match) => warnings.has(match.path)));
}

/** Whether two VirtualServices want the same requests for one host, which CDI0108 reports. */
function isRivalry(mesh: Mesh, { source, victim, match, wanted, gateway }: Taker): boolean {
  return (
    source !== victim &&
    isVirtualService(source) &&
    isVirtualService(victim) &&
    isSameData(requestsOf(match), requestsOf(wanted)) &&
    gatewayNames(source).includes(gateway) &&
    hostsOf(source, mesh).some((host) => hostsOf(victim, mesh).includes(host))
  );
}

function textsFor(mesh: Mesh, { object, takers }: DeadRule): Wording {
  const names = [...new Set(takers.map((taker) => nameOf(taker, object)))];
  const one = names.length === 1;
  const [first] = takers;
  const within = takers.every(({ source, victim }) => source === victim);
  const where = within || first.gateway === MESH_GATEWAY ? '' : ` at Gateway ${first.at?.key ?? first.gateway}`;
  const undecided = takers.find((taker) => dependsOnAge(mesh, taker));
  return {
    severity: undecided === undefined ? undefined : 'info',
    related: [...distinct(takers), ...(within || first.at === undefined ? [] : [{ object: first.at }])],
    message:
      `No request reaches this rule: ${names.join(' and ')} ${one ? 'comes' : 'come'} before it${where} and ${one ? 'takes' : 'take'} all of its requests.` +
      (undecided === undefined
        ? ''
        : ` This is so as long as ${undecided.source.kind} ${undecided.source.key} is the older one, as it is if you apply the files in this order.`),
    fix: fixFor(object, first, within, one),
  };
}

function fixFor(object: MeshObject, first: Taker, within: boolean, one: boolean): string {
  if (!isVirtualService(object)) {
    return 'Give this rule a host or a match of its own, or remove it.';
  }
  return within
    ? `Move this rule before ${nameOf(first, object)}, narrow the ${one ? 'match of that rule' : 'matches of those rules'}, or remove this one.`
    : 'Put the rules of both into one VirtualService, the narrower ones first, or remove this rule.';
}

/** `spec.http[0] ("all")`, with the VirtualService where it is another one. */
function nameOf({ object, path }: RulePlace, seenFrom: MeshObject): string {
  const rules = isVirtualService(object) ? httpRulesOf(object) : [];
  const { name = '' } = rules.find((rule) => rule.path === path)?.rule ?? {};
  const label = name === '' ? path : `${path} ("${name}")`;
  return object === seenFrom ? label : `${label} of ${object.kind} ${object.key}`;
}

/** The rules that take the requests, each once. */
function distinct(takers: readonly RulePlace[]): RelatedPlace[] {
  const isFirst = ({ object, path }: RulePlace, i: number): boolean =>
    takers.findIndex((other) => other.object === object && other.path === path) === i;
  return takers.filter(isFirst).map(({ object, path }) => ({ object, path }));
}

/** Whether only the age of two objects decides which rules come first, and no file says which is older. */
function dependsOnAge(mesh: Mesh, { source, victim, match, wanted }: Taker): boolean {
  if (source === victim || olderOf(source, victim) !== undefined) {
    return false;
  }
  if (!isVirtualService(source) || !isVirtualService(victim)) {
    // Of two routes, the one that asks for more comes first, whatever its age.
    return isSameData(requestsOf(match), requestsOf(wanted));
  }
  const [a, b] = [visibilityOf(mesh, source), visibilityOf(mesh, victim)];
  return a.everybody === b.everybody && (a.everybody || source.namespace === victim.namespace);
}
