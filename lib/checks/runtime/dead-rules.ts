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
import { ruleNeverReached } from './codes/rule-never-reached';
import { RepeatedWarnings } from './repeated-warnings';
import { requestsOf } from './wanted-requests';

/** HTTP rules that no request reaches, because other rules take all of their requests. */
export const deadHttpRules: Check = {
  name: 'dead-rules',
  mirrors: ['pilot/pkg/networking/core/route/route.go: BuildHTTPRoutesForVirtualService'],
  codes: ruleNeverReached,
  run(mesh, report) {
    const warnings = new RepeatedWarnings();
    for (const rule of mesh.derive(deadRules)) {
      const { object, path, takers } = rule;
      if (
        !(isVirtualService(object) && warnings.include(object, path)) &&
        !takers.every((taker) => isRivalry(mesh, taker))
      ) {
        report({ code: 'CDI0117', object, path, ...textsFor(mesh, rule) });
      }
    }
  },
};

function isVirtualService(object: MeshObject): object is VirtualService {
  return object.id === 'networking.istio.io/VirtualService';
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
