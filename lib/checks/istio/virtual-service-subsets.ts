import { NameIndex } from '../../core/name-index';
import { destinationsOf } from '../../mesh/virtual-services';
import { groupBy, push } from '../../mesh/reading/group-by';
import { fullHost, isWildcard, serviceOfHost } from '../../istio/host';
import { analyzed } from './shared/analyzed';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { once } from '../../mesh/reading/once';
import { knownHosts } from './shared/known-hosts';
import type { Check, Wording } from '../check';
import { referencedResourceNotFound } from './codes/referenced-resource-not-found';
import { listed, SHOWN } from './unmatched-selector';
import { unknownOutcome } from './virtual-service-destinations';

type DestinationRule = MeshObject<'networking.istio.io/DestinationRule'>;
type VirtualService = MeshObject<'networking.istio.io/VirtualService'>;

/** Destinations of VirtualServices with a subset that no DestinationRule has. */
export const virtualServiceSubsets: Check = {
  name: 'virtual-service-subsets',
  mirrors: ['virtualservice.DestinationRuleAnalyzer'],
  codes: {
    ...referencedResourceNotFound,
  },
  run(mesh, report) {
    const rules = mesh.derive(rulesByHost);
    for (const object of analyzed(mesh, 'networking.istio.io/VirtualService')) {
      const strayFor = strayRuleFinder(object, mesh);
      for (const route of destinationsOf(object)) {
        const { host = '', subset = '' } = route.destination;
        const own = rules.own.get(hostKey(host, object.namespace, mesh)) ?? [];
        if (subset !== '' && !own.some((rule) => hasSubset(rule, subset))) {
          const others = rules.other.get(fullHost(host, object.namespace, mesh.context.clusterDomain)) ?? [];
          const stray = own.length + others.length > 0 ? undefined : strayFor(host);
          report({
            code: 'IST0101',
            object,
            path: `${route.path}.subset`,
            ...(own.length > 0
              ? otherSubsets(host, subset, own, unknownOutcome(route))
              : noRule(host, subset, object.namespace, others, unknownOutcome(route), stray)),
          });
        }
      }
    }
  },
};

interface RulesByHost {
  /** As Istio's analyzers look for them: hosts outside the cluster count in the namespace of the rule only. */
  readonly own: ReadonlyMap<string, readonly DestinationRule[]>;
  /** By the host in full, whatever the namespace. */
  readonly other: ReadonlyMap<string, readonly DestinationRule[]>;
}

function rulesByHost(mesh: Mesh): RulesByHost {
  const [own, other] = [new Map<string, DestinationRule[]>(), new Map<string, DestinationRule[]>()];
  for (const rule of analyzed(mesh, 'networking.istio.io/DestinationRule')) {
    const host = rule.spec.host ?? '';
    push(own, hostKey(host, rule.namespace, mesh), rule);
    push(other, fullHost(host, rule.namespace, mesh.context.clusterDomain), rule);
  }
  return { own, other };
}

function hostKey(host: string, namespace: string, { context: { clusterDomain } }: Mesh): string {
  const { name, namespace: of } = serviceOfHost(host, clusterDomain) ?? { name: host, namespace };
  return `${of}/${name}`;
}

/** Finds the rule with exactly the subsets that a VirtualService sends to, for a host that nothing has and nobody calls. */
function strayRuleFinder(object: VirtualService, mesh: Mesh): (host: string) => DestinationRule | undefined {
  const full = (each = ''): string => fullHost(each, object.namespace, mesh.context.clusterDomain);
  let keys: ReadonlyMap<string, string> | undefined;
  return (host) => {
    keys ??= new Map(
      [...groupBy(destinationsOf(object), ({ destination }) => full(destination.host))].map(([each, routes]) => {
        const subsets = routes.flatMap(({ destination: { subset = '' } }) => (subset === '' ? [] : subset));
        return [each, strayKey(object.namespace, subsets)];
      }),
    );
    return mesh.derive(strayRules).get(keys.get(full(host))!);
  };
}

function strayRules(mesh: Mesh): ReadonlyMap<string, DestinationRule> {
  const hosts = mesh.derive(knownHosts);
  const full = (host: string, namespace: string): string => fullHost(host, namespace, mesh.context.clusterDomain);
  const called = new Set(
    analyzed(mesh, 'networking.istio.io/VirtualService').flatMap((object) =>
      destinationsOf(object).map(({ destination: { host = '' } }) => full(host, object.namespace)),
    ),
  );
  const stray = analyzed(mesh, 'networking.istio.io/DestinationRule').filter(
    ({ namespace, spec: { host = '', exportTo } }) =>
      host !== '' &&
      !isWildcard(host) &&
      !called.has(full(host, namespace)) &&
      hosts.find(host, namespace, exportTo).length === 0,
  );
  return new Map(stray.map((rule) => [strayKey(rule.namespace, subsetsOf(rule)), rule]));
}

function strayKey(namespace: string, subsets: readonly string[]): string {
  return `${namespace} ${[...new Set(subsets)].sort().join()}`;
}

function subsetsOf({ spec }: DestinationRule): string[] {
  return spec.subsets?.map(({ name }) => name ?? '') ?? [];
}

const subsetNames = once((rule: DestinationRule) => new Set(subsetsOf(rule)));

function hasSubset(rule: DestinationRule, subset: string): boolean {
  return subsetNames(rule).has(subset);
}

/** The subsets of the rules for one host. */
const namesOfAll = once((rules: readonly DestinationRule[]) => new NameIndex([...new Set(rules.flatMap(subsetsOf))]));

function otherSubsets(host: string, subset: string, rules: readonly DestinationRule[], outcome: string): Wording {
  const known = namesOfAll(rules);
  const subsets = known.names;
  const keys = listed(rules.map(({ key }) => key));
  const close = known.nearest(subset);
  return {
    related: rules.slice(0, SHOWN).map((object) => ({ object })),
    message: `"${host}" has no subset "${subset}": DestinationRule ${keys} has ${subsets.length === 0 ? 'none' : listed(subsets)}. ${outcome}`,
    fix:
      close === undefined
        ? `Add the subset ${subset} to DestinationRule ${rules[0].key}${subsets.length === 0 ? '' : `, or write one of ${listed(subsets)}`}.`
        : `Write subset: ${close}, or add ${subset} to DestinationRule ${rules[0].key}.`,
  };
}

function noRule(
  host: string,
  subset: string,
  namespace: string,
  others: readonly DestinationRule[],
  outcome: string,
  stray: DestinationRule | undefined,
): Wording {
  const having = others.find((rule) => hasSubset(rule, subset));
  if (having !== undefined) {
    return {
      severity: 'info',
      related: [{ object: having }],
      message:
        `DestinationRule ${having.key} has the subset "${subset}" of "${host}". istioctl analyze looks for hosts outside the cluster ` +
        `in the namespace of the VirtualService only, ${namespace}, and calls this an error. Proxies use the rule if it is in their own ` +
        'namespace, in that of the ServiceEntry or in the root namespace.',
      fix: 'Put the DestinationRule next to the ServiceEntry, or next to the VirtualService, where istioctl analyze finds it too.',
    };
  }
  if (stray !== undefined) {
    return {
      related: [{ object: stray }],
      message: `"${host}" has no subset "${subset}": DestinationRule ${stray.key} has ${listed(subsetsOf(stray).sort())}, but for the host ${stray.spec.host}. ${outcome}`,
      fix: `Write host: ${host} in DestinationRule ${stray.key}, if it is meant for this host.`,
      absence: true,
    };
  }
  return {
    message: `"${host}" has no subset "${subset}", as no DestinationRule is for this host. ${outcome}`,
    fix: `Add a DestinationRule for ${host} with the subset ${subset} and the labels of its pods, or remove the subset.`,
    absence: true,
  };
}
