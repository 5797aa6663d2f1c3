import { fullHost, isWildcard, serviceOfHost } from '../../istio/host';
import type { EffectiveRule } from '../../mesh/destination-rules';
import { ruleFor } from '../../mesh/destination-rules';
import { HostTable } from '../../mesh/host-table';
import type { Proxy } from '../../mesh/proxies';
import { sidecarOf } from '../../mesh/proxies';
import { pods } from '../../mesh/pods';
import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import { registry } from '../../mesh/registry';
import { selects } from '../../mesh/workload';
import type { Check, Reporter } from '../check';
import type { DestinationUse } from './destination-uses';
import { destinationUses } from './destination-uses';

/** DestinationRules that hide another one whose subsets are destinations of routes. */
export const hiddenSubsets: Check = {
  name: 'hidden-subsets',
  mirrors: ['pilot/pkg/model/push_context.go: destinationRule'],
  codes: {
    CDI0115: {
      name: 'DestinationRuleHidesSubset',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A DestinationRule hides another one that has the subset of a destination.',
      explanation:
        "A proxy takes the DestinationRules for a host from one namespace: its own, else that of the Service, else the root namespace. The first one replaces the others entirely: subsets and policies are not merged across namespaces. A rule that should only add a setting for one team, such as a connection pool or TLS, hides the owner's subsets from that team's proxies. If a route sends their requests to such a subset, they have no cluster for it and answer 503 with the response flag NC; other clients are not affected.",
      remedy:
        'Repeat the subsets in the rule that is found first, or keep a single rule for the host, in the namespace of the Service.',
      references: [
        'https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
      ],
    },
  },
  run(mesh, report) {
    const { exact, wildcards } = mesh.derive(namespacesOfRules);
    const isShared = (host: string): boolean => wildcards.size > 0 || (exact.get(host) ?? []).length > 1;
    // Few meshes have two rules for one host.
    if (wildcards.size === 0 && ![...exact.keys()].some(isShared)) {
      return;
    }
    const table = new HostTable<Use>();
    for (const [host, uses] of mesh.derive(destinationUses)) {
      for (const use of isShared(host) ? uses.filter(({ subset }) => subset !== undefined) : []) {
        const clients =
          use.callers ?? [...new Set([...(exact.get(host) ?? []), ANYWHERE])].map((namespace) => sidecarOf(namespace));
        clients.forEach((client) => reportHidden(mesh, report, client, { ...use, host }));
        table.add(host, { ...use, host });
      }
    }
    for (const [wildcard, namespaces] of wildcards) {
      const uses = table.overlapping(wildcard).filter(({ callers }) => callers === undefined);
      for (const namespace of namespaces) {
        // One use is enough.
        uses.find(
          (use) =>
            !(exact.get(use.host) ?? []).includes(namespace) && reportHidden(mesh, report, sidecarOf(namespace), use),
        );
      }
    }
  },
};

/** A namespace without rules of its own. */
const ANYWHERE = '';

interface Use extends DestinationUse {
  readonly host: string;
}

/** @returns whether there was something to report */
function reportHidden(mesh: Mesh, report: Reporter, client: Proxy, use: Use): boolean {
  const { host, virtualService, path } = use;
  const subset = use.subset!;
  const namespace =
    registry(mesh).find(host, client.namespace)?.namespace ??
    serviceOfHost(host, mesh.context.clusterDomain)?.namespace ??
    '';
  const lookup = ruleFor(mesh, client, { host, namespace });
  const { rule, blockedBy } = lookup;
  const found = rule ?? blockedBy.find((each) => stops(mesh, each));
  if (found === undefined || hasSubset(rule, subset)) {
    return false;
  }
  const hidden = lookup.passedOver.find(
    (each) => hasSubset(each, subset) && !(each.host === found.host && each.namespace === found.namespace),
  );
  const owner = hidden?.subsets.find(({ name }) => name === subset)?.from;
  if (owner === undefined) {
    return false;
  }
  const who = client.namespace === ANYWHERE ? 'Other namespaces' : `Proxies in ${client.namespace}`;
  const why =
    rule !== undefined
      ? `use this rule for ${host} and look for no other`
      : found.selector === undefined
        ? `stop at this rule for ${host} in namespace ${found.namespace} although it is not exported to them`
        : `stop at this rule for ${host} although its workloadSelector does not select them`;
  report({
    code: 'CDI0115',
    object: found.rules[0],
    path: 'spec.subsets',
    related: [{ object: owner }, { object: virtualService }],
    message:
      `${who} ${why}, so DestinationRule ${owner.key} with the subset ${subset} is hidden from them. ` +
      `VirtualService ${virtualService.key} sends their requests to that subset (${path}): they get 503 with the response flag NC.`,
    fix: `Add the subset ${subset} to this rule too, or move its settings to ${owner.key} and remove this rule.`,
  });
  return true;
}

/** Whether a rule hides others from proxies that it does not apply to; one with a selector does so only if there are such pods. */
function stops(mesh: Mesh, { selector, namespace }: EffectiveRule): boolean {
  return (
    selector === undefined ||
    pods(mesh)
      .in(namespace)
      .some(({ labels }) => !selects(selector, labels))
  );
}

function hasSubset(rule: EffectiveRule | undefined, subset: string): boolean {
  return rule?.subsets.some(({ name }) => name === subset) === true;
}

/** The namespaces with rules for a host, by the host, one for each rule; and those with rules for wildcards, by the wildcard. */
function namespacesOfRules(mesh: Mesh): {
  readonly exact: ReadonlyMap<string, readonly string[]>;
  readonly wildcards: ReadonlyMap<string, ReadonlySet<string>>;
} {
  const exact = new Map<string, string[]>();
  const wildcards = new Map<string, Set<string>>();
  for (const { spec, namespace } of mesh.all('networking.istio.io/DestinationRule')) {
    const host = fullHost(spec.host ?? '', namespace, mesh.context.clusterDomain);
    if (isWildcard(host)) {
      wildcards.set(host, (wildcards.get(host) ?? new Set()).add(namespace));
    } else {
      push(exact, host, namespace);
    }
  }
  return { exact, wildcards };
}
