import { MESH_GATEWAY } from '../istio/names';
import type { HttpMatchRequest } from '../../imports/networking';
import { MatchIndex } from '../istio/match-index';
import type { HttpRule, HttpRuleMatch } from '../mesh/delegates';
import { httpRules } from '../mesh/delegates';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import { isApiRoute, parentsOf } from '../mesh/route-parents';
import type { VirtualService } from '../mesh/virtual-services';
import { gatewayNames, isAskedAt, isMadeOfRoute } from '../mesh/virtual-services';
import { askedGateways } from './asked-gateways';
import { originOf } from './gateway-api/origins';
import { withGatewayApi } from './gateway-api/with-gateway-api';
import { gatewayRouteConfigs } from './gateway-routes';
import type { RouteEntry } from './http-routes';
import { neverReached, partsOf, takersOf } from './never-reached';

/** An http rule, where it is written: in a delegate, if it comes from one, or in a route of the Gateway API. */
export interface RulePlace {
  readonly object: MeshObject;
  /** `spec.http[0]`, or `spec.rules[0]` of a route. */
  readonly path: string;
}

/** The match that takes the requests of a rule. */
export interface Taker extends RulePlace {
  /** The VirtualService with the hosts of the taker, and that of the rule, or the routes: the same where both are in one list. */
  readonly source: MeshObject;
  readonly victim: MeshObject;
  /** What the taker and the rule ask for there. */
  readonly match: HttpMatchRequest;
  readonly wanted: HttpMatchRequest;
  /** The Gateway of the rule, as `namespace/name`, or `mesh`. */
  readonly gateway: string;
  /** The same as an object, of either API; undefined in the mesh, or where it is not known. */
  readonly at?: MeshObject;
}

/** An http rule that no proxy ever reaches. */
export interface DeadRule extends RulePlace {
  readonly takers: readonly Taker[];
}

/**
 * The http rules whose requests other rules take wherever they apply, each match within an earlier one: in the same VirtualService for
 * whoever asks, and at gateways in another one too. Those of routes of the Gateway API are among them, and rules that no gateway uses are not.
 */
export function deadRules(plain: Mesh): readonly DeadRule[] {
  const mesh = plain.derive(withGatewayApi);
  const atGateways = lossesAtGateways(mesh);
  const fates = new Map<MeshObject, Map<string, Fate>>();
  for (const source of mesh.all('networking.istio.io/VirtualService')) {
    const found = (source.spec.hosts ?? []).length === 0 ? [] : fatesOf(mesh, source, atGateways);
    // Nothing else applies rules that stand here: where all are reached, as nearly always, there is nothing to note.
    if (!isMadeOfRoute(source) && found.every(({ rule, fate }) => rule.delegate === undefined && isReached(fate))) {
      continue;
    }
    for (const { rule, fate } of found) {
      const { object, path } = placeOf(source, rule);
      const ofObject = fates.get(object) ?? new Map<string, Fate>();
      fates.set(object, ofObject);
      const whole = ofObject.get(path) ?? { reached: false, takers: [] };
      ofObject.set(path, whole);
      if (isReached(fate)) {
        whole.reached = true;
      } else {
        whole.takers.push(...fate.takers);
      }
    }
  }
  return [...fates].flatMap(([object, rules]) =>
    [...rules].flatMap(([path, { reached, takers }]) =>
      reached || isServedElsewhere(mesh, object) ? [] : { object, path, takers },
    ),
  );
}

/** Whether a route names a parent too of which nothing is known here. */
function isServedElsewhere(mesh: Mesh, object: MeshObject): boolean {
  return (
    isApiRoute(object) &&
    parentsOf(mesh, object).some(
      ({ kind, object: parent }) => kind !== 'Service' && kind !== 'ServiceEntry' && parent === undefined,
    )
  );
}

interface Fate {
  reached: boolean;
  readonly takers: Taker[];
}

function isReached(fate: Fate | undefined): fate is undefined {
  return fate === undefined || fate.reached;
}

/** What happens to the rules of a VirtualService at each of its gateways; undefined where nothing takes all requests of one. */
function fatesOf(
  mesh: Mesh,
  source: VirtualService,
  atGateways: ReturnType<typeof lossesAtGateways>,
): readonly { readonly rule: HttpRule; readonly fate: Fate | undefined }[] {
  return [...new Set(gatewayNames(source))].flatMap((gateway) =>
    [...lossesWithin(mesh, source, gateway)].map(([rule, taken]) => ({
      rule,
      fate: taken ?? atGateways.get(rule)?.get(gateway),
    })),
  );
}

interface Asked {
  readonly rule: HttpRule;
  readonly match: HttpMatchRequest;
  readonly bySegments: boolean;
}

/** The rules that apply to a gateway, each with what takes all its requests; undefined where nothing in the VirtualService does. */
function lossesWithin(mesh: Mesh, source: VirtualService, gateway: string): Map<HttpRule, Fate | undefined> {
  const losses = new Map<HttpRule, Fate | undefined>();
  const asked = httpRules(mesh, source).rules.map((rule) => ({
    rule,
    matches: (rule.matches.length === 0 ? [NO_MATCH] : rule.matches).filter((match) => isAskedAt(match, gateway)),
  }));
  const [first, second] = asked;
  if (second === undefined && first?.matches.length === 1) {
    return losses.set(first.rule, undefined);
  }
  const index = new MatchIndex<Asked>();
  const last = asked.at(-1);
  const bySegments = isMadeOfRoute(source);
  for (const each of asked) {
    const { rule, matches } = each;
    const found = matches.map(decided).map((match) => {
      const parts = partsOf(match, bySegments);
      return { match, parts, takers: parts.map((part) => index.covering(part)) };
    });
    const reached = found.filter(({ takers }) => takers.includes(undefined));
    if (each !== last) {
      reached.forEach(({ match, parts }) => parts.forEach((part) => index.add(part, { rule, match, bySegments })));
    }
    if (found.length > 0) {
      losses.set(
        rule,
        reached.length > 0
          ? undefined
          : {
              reached: false,
              takers: found.flatMap(({ match, parts, takers }) =>
                takersOf(parts, takers as Asked[]).map((taker) =>
                  takerOf(mesh, { ...taker, source }, { rule, source, match }, gateway),
                ),
              ),
            },
      );
    }
  }
  return losses;
}

interface AskedBy {
  readonly rule: HttpRule;
  readonly source: VirtualService;
  readonly match: HttpMatchRequest;
}

function takerOf(mesh: Mesh, taker: AskedBy, lost: AskedBy, gateway: string): Taker {
  const place = placeOf(taker.source, taker.rule);
  const [namespace, name] = gateway.split('/');
  const object = gateway === MESH_GATEWAY ? undefined : mesh.find('networking.istio.io/Gateway', namespace, name);
  return {
    ...place,
    source: isMadeOfRoute(taker.source) ? place.object : taker.source,
    victim: isMadeOfRoute(lost.source) ? placeOf(lost.source, lost.rule).object : lost.source,
    match: taker.match,
    wanted: lost.match,
    gateway,
    at: object && originOf({ object }).object,
  };
}

const NO_MATCH: Pick<HttpRuleMatch, 'match' | 'gateways'> = { match: {} };

/** A match without its gateways, one of which is the place; with gateways the source does not count. */
function decided({ match, gateways }: Pick<HttpRuleMatch, 'match' | 'gateways'>): HttpMatchRequest {
  return gateways === undefined
    ? match
    : { ...match, gateways: undefined, sourceLabels: undefined, sourceNamespace: undefined };
}

/** What happens to rules in the virtual hosts of all known gateways, by rule and Gateway. */
function lossesAtGateways(mesh: Mesh): ReadonlyMap<HttpRule, ReadonlyMap<string, Fate>> {
  const fates = new Map<HttpRule, Map<string, Fate>>();
  for (const host of askedGateways(mesh).flatMap((proxy) => [...gatewayRouteConfigs(mesh, proxy).values()].flat())) {
    const lost = new Map(neverReached(host).map(({ entry, takenBy }) => [entry, takenBy]));
    for (const entry of host.routes) {
      const { rule, source, gateway = MESH_GATEWAY, match } = entry;
      if (rule === undefined || source === undefined) {
        continue;
      }
      const ofRule = fates.get(rule) ?? new Map<string, Fate>();
      fates.set(rule, ofRule);
      const fate = ofRule.get(gateway) ?? { reached: false, takers: [] };
      ofRule.set(gateway, fate);
      const takers = lost.get(entry) ?? [];
      if (takers.length > 0 && takers.every(isOfRule)) {
        fate.takers.push(...takers.map((taker) => takerOf(mesh, taker, { rule, source, match }, gateway)));
      } else {
        fate.reached = true;
      }
    }
  }
  return fates;
}

/** What no rule makes, such as the route of an unknown host, takes nothing from one. */
function isOfRule(entry: RouteEntry): entry is RouteEntry & AskedBy {
  return entry.rule !== undefined && entry.source !== undefined;
}

function placeOf(source: VirtualService, { path, delegate }: HttpRule): RulePlace {
  const place = originOf(delegate ?? { object: source, path });
  return { object: place.object!, path: place.path! };
}
