import type { Check } from '../check';
import { fullHost, isWildcard, serviceOfHost } from '../../istio/host';
import { effectiveRules, ruleFor } from '../../mesh/destination-rules';
import { HostTable } from '../../mesh/host-table';
import type { Proxy } from '../../mesh/proxies';
import { sidecarOf } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import { registry } from '../../mesh/registry';
import { visibilityOf } from '../../mesh/visibility';
import { destinationUses } from './destination-uses';

/**
 * DestinationRules that some clients do not find: a proxy looks in its own namespace, then in that of the Service, then in the root
 * namespace, and nowhere else.
 */
export const destinationRuleLookup: Check = {
  name: 'destination-rule-lookup',
  mirrors: ['pilot/pkg/model/push_context.go: destinationRule'],
  codes: {
    CDI0101: {
      name: 'DestinationRuleOffLookupPath',
      severity: 'info',
      source: 'cdk8s-istio',
      summary: 'A DestinationRule is in a namespace where not every client of its host finds it.',
      explanation:
        'A proxy looks for the DestinationRule of a host in three namespaces: its own, that of the Service, and the root namespace. It takes the rule from the first of these that has one, and merges nothing. A rule in any other namespace applies only to the proxies of that namespace. Clients elsewhere, including gateways, call the host without its policy. If a route names one of its subsets, they have no cluster for it and answer 503 (flag NC). The finding is an error if a route of another namespace uses a subset of the rule, a warning if a route calls the host, and a note otherwise.',
      remedy: 'Move the rule to the namespace of the Service.',
      references: [
        'https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration',
        'https://github.com/istio/istio/issues/15556',
        'https://github.com/istio/istio/issues/42570',
      ],
    },
  },
  run(mesh, report) {
    const { rootNamespace, clusterDomain } = mesh.context;
    for (const object of mesh.all('networking.istio.io/DestinationRule')) {
      const { spec, namespace } = object;
      const host = fullHost(spec.host ?? '', namespace, clusterDomain);
      const homes = homesOf(mesh, host);
      if (homes.length === 0 || homes.includes(namespace) || namespace === rootNamespace) {
        continue;
      }
      // Few meshes get here.
      const callers = mesh.derive(callersByHost);
      const others = (isWildcard(host) ? mesh.derive(callerTable).overlapping(host) : (callers.get(host) ?? [])).filter(
        ({ proxy }) => proxy.namespace !== namespace,
      );
      const found = others.map((caller) => ({ ...caller, rule: ruleOf(mesh, caller.proxy, caller.host) }));
      const without = found.filter(({ rule }) => rule === undefined);
      const subsets = new Set((spec.subsets ?? []).map(({ name }) => name));
      const broken = found.filter(({ rule, asked }) =>
        [...asked].some((subset) => subsets.has(subset) && !rule?.subsets.some(({ name }) => name === subset)),
      );
      const harmless = broken.length === 0 && without.length === 0;
      if (harmless && (visibilityOf(mesh, object).private || hidesOthers(mesh, host, namespace))) {
        // It is meant for its own namespace, or the others have another rule, which this one replaces for its own namespace.
        continue;
      }
      const home = homes.join(' or ');
      const places = [...new Set([...homes, rootNamespace])];
      const namesOf = (list: readonly Caller[]): string =>
        [...new Set(list.map(({ proxy }) => proxy.namespace))].join(', ');
      report({
        code: 'CDI0101',
        object,
        path: 'metadata.namespace',
        absence: !object.namesNamespace,
        severity: broken.length > 0 ? 'error' : without.length > 0 ? 'warning' : 'info',
        message:
          `${host} is in namespace ${home}, and this rule in ${namespace}${object.namesNamespace ? '' : ', because it names no namespace'}. Only proxies in ${namespace} find it; all others look in their own namespace${places.map((place, i) => `${i === places.length - 1 ? ' and' : ','} in ${place}`).join('')}. ` +
          (broken.length > 0
            ? `Proxies in ${namesOf(broken)} have routes to its subsets but no clusters for them: they answer 503.`
            : without.length > 0
              ? `Proxies in ${namesOf(without)} call the host without its policy.`
              : 'This is fine if no other client calls the host.'),
        fix: `Move the rule to namespace ${homes[0]}${visibilityOf(mesh, object).everybody ? '' : ', with exportTo: ["*"]'}, so that every client finds it.`,
      });
    }
  },
};

/** A proxy with routes to a host, and the subsets that these routes name. */
interface Caller {
  readonly proxy: Proxy;
  readonly host: string;
  readonly asked: Set<string>;
}

/** The namespaces of a host: that in its full name, or those of its ServiceEntries. */
function homesOf(mesh: Mesh, host: string): readonly string[] {
  const service = serviceOfHost(host, mesh.context.clusterDomain);
  return service === undefined
    ? [
        ...new Set(
          registry(mesh)
            .withHost(host)
            .map(({ namespace }) => namespace),
        ),
      ]
    : [service.namespace];
}

function ruleOf(mesh: Mesh, proxy: Proxy, host: string): ReturnType<typeof ruleFor>['rule'] {
  const service = registry(mesh).find(host, proxy.namespace);
  return ruleFor(mesh, proxy, service ?? { host, namespace: homesOf(mesh, host)[0] ?? '' }).rule;
}

/** Whether the rules of a namespace hide another rule for a host from its proxies. */
function hidesOthers(mesh: Mesh, host: string, namespace: string): boolean {
  const covered = isWildcard(host) ? mesh.derive(ruleTable).overlapping(host) : [];
  return [host, ...covered.filter((each) => !isWildcard(each))].some((each) =>
    ruleFor(mesh, sidecarOf(namespace), { host: each, namespace: homesOf(mesh, each)[0] ?? '' }).passedOver.some(
      (rule) => rule.namespace !== namespace,
    ),
  );
}

/** The callers of a host. In the mesh these are at least the proxies in the namespace of the VirtualService. */
function callersByHost(mesh: Mesh): ReadonlyMap<string, readonly Caller[]> {
  const index = new Map<string, Caller[]>();
  for (const [host, uses] of mesh.derive(destinationUses)) {
    const byProxy = new Map<Proxy | string, Caller>();
    for (const { source, subset, callers } of uses) {
      for (const proxy of callers ?? [sidecarOf(source.namespace)]) {
        // Unnamed clients of one namespace are the same.
        const key = proxy.name === '' ? proxy.namespace : proxy;
        const caller = byProxy.get(key) ?? { proxy, host, asked: new Set() };
        byProxy.set(key, caller);
        if (subset !== undefined) {
          caller.asked.add(subset);
        }
      }
    }
    index.set(host, [...byProxy.values()]);
  }
  return index;
}

function callerTable(mesh: Mesh): HostTable<Caller> {
  const table = new HostTable<Caller>();
  mesh.derive(callersByHost).forEach((callers, host) => callers.forEach((caller) => table.add(host, caller)));
  return table;
}

/** The hosts of all rules. */
function ruleTable(mesh: Mesh): HostTable<string> {
  const table = new HostTable<string>();
  new Set(effectiveRules(mesh).map(({ host }) => host)).forEach((host) => table.add(host, host));
  return table;
}
