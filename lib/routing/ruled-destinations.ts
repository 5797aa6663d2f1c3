import type { PlacedDestination } from '../mesh/delegates';
import { allHttpRules } from '../mesh/delegates';
import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { VirtualService } from '../mesh/virtual-services';
import { gatewayNames, isAskedAt, tcpRulesOf, tlsRulesOf } from '../mesh/virtual-services';
import type { DeadRule } from './dead-rules';
import { deadRules } from './dead-rules';

/** A destination of a rule of a VirtualService, as istiod has the rule. */
export interface RuledDestination {
  /** The VirtualService with the hosts, or a delegate that nobody names. */
  readonly source: VirtualService;
  readonly destination: PlacedDestination;
  /** The gateways that ask the rule, each `mesh` or `namespace/name`. */
  readonly gateways: readonly string[];
  /** The rule, where others take all of its requests. */
  readonly dead?: DeadRule;
}

/** All destinations of VirtualServices, mirrors among them: `mesh.derive(ruledDestinations)`. */
export function ruledDestinations(mesh: Mesh): readonly RuledDestination[] {
  const dead = mesh.derive(deadByObject);
  const http = allHttpRules(mesh).flatMap(({ source, rules }) =>
    rules.flatMap((rule) => {
      const place = rule.delegate ?? { object: source, path: rule.path };
      const lost = dead.get(place.object)?.get(place.path);
      const gateways = askedAt(source, rule);
      return [...rule.destinations, ...rule.mirrors].map((destination): RuledDestination => ({
        source,
        destination,
        gateways,
        dead: lost,
      }));
    }),
  );
  const others = mesh.all('networking.istio.io/VirtualService').flatMap((source) =>
    [...tlsRulesOf(source), ...tcpRulesOf(source)].flatMap((rule) =>
      rule.destinations.map((each): RuledDestination => ({
        source,
        destination: { ...each, object: source },
        gateways: askedAt(source, rule),
      })),
    ),
  );
  return [...http, ...others];
}

interface Asked {
  readonly matches: readonly { readonly gateways?: readonly string[] }[];
}

function askedAt(source: VirtualService, { matches }: Asked): readonly string[] {
  return gatewayNames(source).filter(
    (gateway) => matches.length === 0 || matches.some((match) => isAskedAt(match, gateway)),
  );
}

/** Rules by the object that they stand in, and the place in it. */
function deadByObject(mesh: Mesh): ReadonlyMap<MeshObject, ReadonlyMap<string, DeadRule>> {
  const found = new Map<MeshObject, Map<string, DeadRule>>();
  for (const rule of mesh.derive(deadRules)) {
    const ofObject = found.get(rule.object) ?? new Map<string, DeadRule>();
    found.set(rule.object, ofObject.set(rule.path, rule));
  }
  return found;
}
