import { groupBy, push } from '../../mesh/reading/group-by';
import { fullHost, serviceOfHost } from '../../istio/host';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import type { DestinationRule } from './destination-rules';
import { sees } from './destination-rules';
import type { VirtualService } from './virtual-services';
import { gatewayNames, gatewayNamespaces, gatewayOf, holdsAt, rulesOf } from './virtual-services';

/** DestinationRules that hide another one, whose subsets routes send requests to. */
export const hiddenSubsets: Check = {
  codes: ['CDI0115'],
  run(mesh, report) {
    const uses = mesh.derive(subsetUses);
    for (const [host, rules] of mesh.derive(rulesOfSharedHosts)) {
      const places = groupBy(rules, ({ namespace }) => namespace);
      for (const { virtualService, path, subset, readers } of uses.get(host) ?? []) {
        for (const reader of readers ?? [...places.keys(), ANYWHERE]) {
          const [found, hidden] = lookup(reader, host, places, mesh);
          const owner = hidden?.find((rule) => hasSubset(rule, subset));
          if (found === undefined || owner === undefined || found.some((rule) => hasSubset(rule, subset))) {
            continue;
          }
          const who = reader === ANYWHERE ? 'Other namespaces' : `Proxies in ${reader}`;
          report({
            code: 'CDI0115',
            object: found[0],
            path: 'spec.subsets',
            message:
              `${who} find this rule for ${host} and look no further, so DestinationRule ${owner.key} with the subset ${subset} is hidden from them. ` +
              `VirtualService ${virtualService.key} sends their requests to that subset (${path}): they get 503 with the response flag NC.`,
            fix: `Write the subset ${subset} here too, or put the settings of both rules into ${owner.key} and remove this one.`,
          });
        }
      }
    }
  },
};

/** A namespace without rules of its own. */
const ANYWHERE = '';

/** What the proxies of a namespace find first, and what they would find after it. */
function lookup(
  reader: string,
  host: string,
  places: ReadonlyMap<string, readonly DestinationRule[]>,
  { context }: Mesh,
): [found?: readonly DestinationRule[], hidden?: readonly DestinationRule[]] {
  const home = serviceOfHost(host, context.clusterDomain)?.namespace;
  const order = reader === context.rootNamespace ? [home, reader] : [reader, home, context.rootNamespace];
  const [found, ...hidden] = [...new Set(order)]
    .map((place) => (places.get(place ?? reader) ?? []).filter((rule) => sees(reader, rule)))
    .filter(({ length }) => length > 0);
  return [found, hidden.flat()];
}

function hasSubset({ spec: { subsets = [] } }: DestinationRule, subset: string): boolean {
  return subsets.some(({ name }) => name === subset);
}

/** Rules by their host, where rules of several namespaces are for one. Those for some of the pods hide nothing from the others. */
function rulesOfSharedHosts(mesh: Mesh): Map<string, DestinationRule[]> {
  const rulesForAll = mesh
    .all('networking.istio.io/DestinationRule')
    .filter(({ spec }) => spec.workloadSelector === undefined);
  const byHost = groupBy(rulesForAll, ({ spec, namespace }) =>
    fullHost(spec.host ?? '', namespace, mesh.context.clusterDomain),
  );
  return new Map([...byHost].filter(([, rules]) => rules.some(({ namespace }) => namespace !== rules[0].namespace)));
}

/** A subset that a route sends requests to. */
interface Use {
  readonly virtualService: VirtualService;
  readonly path: string;
  readonly subset: string;
  /** The namespaces whose proxies ask the route; undefined for all. */
  readonly readers?: readonly string[];
}

/** By the host of the subset, as far as several rules are for it. */
function subsetUses(mesh: Mesh): Map<string, Use[]> {
  const hosts = mesh.derive(rulesOfSharedHosts);
  const uses = new Map<string, Use[]>();
  for (const virtualService of hosts.size === 0 ? [] : mesh.all('networking.istio.io/VirtualService')) {
    for (const gateway of gatewayNames(virtualService)) {
      const readers = readersAt(gateway, virtualService, mesh);
      for (const rule of rulesOf(virtualService).filter((each) => holdsAt(each, gateway))) {
        for (const { path, destination } of rule.destinations) {
          const host = fullHost(destination.host ?? '', virtualService.namespace, mesh.context.clusterDomain);
          if (destination.subset && hosts.has(host)) {
            push(uses, host, { virtualService, path, subset: destination.subset, readers });
          }
        }
      }
    }
  }
  return uses;
}

function readersAt(gateway: string, { namespace, spec }: VirtualService, mesh: Mesh): readonly string[] | undefined {
  const { exportTo = [] } = spec;
  if (gateway !== 'mesh') {
    return gatewayNamespaces(mesh, gatewayOf(mesh, gateway));
  }
  return exportTo.length === 0 || exportTo.includes('*')
    ? undefined
    : exportTo.map((to) => (to === '.' ? namespace : to));
}
