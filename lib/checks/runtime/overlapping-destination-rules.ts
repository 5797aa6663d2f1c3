import type { Visibility } from '../../istio/export-to';
import { oldestFirst } from '../../mesh/age';
import type { DestinationRule, DroppedSetting, EffectiveRule } from '../../mesh/destination-rules';
import { effectiveRules } from '../../mesh/destination-rules';
import type { Mesh } from '../../mesh/reading/mesh';
import { visibilityOf } from '../../mesh/visibility';
import type { Check, Reporter } from '../check';

/** Several DestinationRules for one host in one namespace, parts of which istiod drops. */
export const overlappingDestinationRules: Check = {
  name: 'overlapping-destination-rules',
  mirrors: ['pilot/pkg/model/destination_rule.go: mergeDestinationRule'],
  codes: {
    CDI0109: {
      name: 'OverlappingDestinationRules',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'Two DestinationRules for one host conflict.',
      explanation:
        'istiod merges several DestinationRules for one host in one namespace. It takes the subsets of all rules; if two declare the same subset, the older rule wins. It takes the whole `trafficPolicy` of the oldest rule that has one. Connection limits or TLS settings in the other rules are silently ignored. Rules with different `exportTo` are not merged: a proxy that sees several uses one of them, usually the newest, and requests to subsets that only another one has get 503 (flag NC). A rule with `exportTo: ["."]` is merged into one with a `workloadSelector`, and pods that this does not select get neither.',
      remedy: 'Write one DestinationRule for a host.',
      references: [
        'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
        'https://github.com/istio/istio/issues/51545',
      ],
      twin: 'KIA0201',
    },
  },
  run(mesh, report) {
    /** What was reported of the rules as their own namespace sees them, and is the same for other namespaces. */
    const told = new Map<DestinationRule, Set<string>>();
    const once = (object: DestinationRule, path: string): boolean => {
      const paths = told.get(object) ?? new Set();
      told.set(object, paths);
      return paths.size < paths.add(path).size;
    };
    const heads = new Map<string, Map<string, Map<DestinationRule, EffectiveRule>>>();
    for (const rule of effectiveRules(mesh)) {
      const { host, namespace, rules, dropped, selector } = rule;
      dropped
        .filter(({ rule: object, path }) => once(object, path))
        .forEach((each) => reportDropped(host, each, report));
      rules
        .slice(1)
        .filter((object) => !sameExport(rule, object) && once(object, 'spec.exportTo'))
        .forEach((object) => reportAbsorbed(rule, object, report));
      if (selector === undefined) {
        const hosts = heads.get(namespace) ?? new Map<string, Map<DestinationRule, EffectiveRule>>();
        heads.set(namespace, hosts);
        hosts.set(host, (hosts.get(host) ?? new Map<DestinationRule, EffectiveRule>()).set(rules[0], rule));
      }
    }
    heads.forEach((hosts) =>
      hosts.forEach((rules, host) => {
        if (rules.size > 1) {
          reportApart(mesh, host, oldestFirst(mesh, [...rules.keys()]), report);
        }
      }),
    );
  },
};

/** Whether a rule that was merged has the exportTo of the first one. */
function sameExport({ exportTo, selector }: EffectiveRule, { spec }: DestinationRule): boolean {
  return selector === undefined
    ? (spec.exportTo ?? []).every((to) => exportTo.has(to))
    : spec.workloadSelector !== undefined;
}

/** A rule that is merged into one with a narrower exportTo, so some namespaces that it is exported to do not get it. */
function reportAbsorbed(
  { host, rules, selector, exportTo }: EffectiveRule,
  object: DestinationRule,
  report: Reporter,
): void {
  const [other] = rules;
  const { namespace, spec } = object;
  if (selector !== undefined) {
    report({
      code: 'CDI0109',
      object,
      path: 'spec.exportTo',
      related: [{ object: other }],
      message: `DestinationRule ${other.key} also has the host ${host}, with a workloadSelector. istiod merges a rule with exportTo ["."] into it, so pods that it does not select get neither rule.`,
      fix: `Write exportTo: [${namespace}]. It means the same, but istiod then keeps the two rules separate.`,
    });
    return;
  }
  const lost = (spec.exportTo ?? []).filter((to) => !exportTo.has(to));
  report({
    code: 'CDI0109',
    object,
    path: 'spec.exportTo',
    related: [{ object: other }],
    message: `DestinationRule ${other.key} also has the host ${host}, and is exported to fewer namespaces than this rule. istiod merges this rule into that one and keeps the exportTo of that one, so ${lost.length === 1 ? `namespace ${lost[0]} gets` : `the namespaces ${lost.join(' and ')} get`} neither rule.`,
    fix: `Write one DestinationRule for ${host}, or give both rules the same exportTo.`,
  });
}

/** What istiod drops when it merges two rules. */
function reportDropped(host: string, { rule: object, path, why, instead }: DroppedSetting, report: Reporter): void {
  const first = object.name < instead.name ? object.key : instead.key;
  if (why === 'second-policy') {
    report({
      code: 'CDI0109',
      object,
      path,
      related: [{ object: instead }],
      message: `DestinationRule ${instead.key} has a trafficPolicy for ${host} as well. istiod merges the subsets of the two rules and keeps only one trafficPolicy: that of the older rule or, if both were created in the same second, that of ${first}.`,
      fix: `Write one DestinationRule for ${host} with one trafficPolicy.`,
    });
    return;
  }
  const name = object.spec.subsets?.find((_, i) => path === `spec.subsets[${i}]`)?.name;
  report({
    code: 'CDI0109',
    object,
    path: `${path}.name`,
    related: [{ object: instead }],
    message: `DestinationRule ${instead.key} has a subset "${name}" for ${host} as well. istiod merges the two rules and keeps only one of the subsets: that of the older rule or, if both were created in the same second, that of ${first}.`,
    fix: 'Declare the subset in one of the two only, or write one DestinationRule for the host.',
  });
}

/** Rules that are not merged, of which some proxies see more than one. */
function reportApart(mesh: Mesh, host: string, rules: readonly DestinationRule[], report: Reporter): void {
  /** The first rule that the proxies of each namespace see. */
  const seen = new Map<string, DestinationRule>();
  let seenByAll: DestinationRule | undefined;
  for (const object of rules) {
    const visibility: Visibility = visibilityOf(mesh, object);
    const readers = [...visibility.namespaces];
    const other = visibility.everybody
      ? (seenByAll ?? [...seen.values()].at(0))
      : readers.map((each) => seen.get(each) ?? seenByAll).find(Boolean);
    readers.filter((each) => !seen.has(each)).forEach((each) => seen.set(each, object));
    seenByAll ??= visibility.everybody ? object : undefined;
    if (other !== undefined) {
      report({
        code: 'CDI0109',
        object,
        path: 'spec.exportTo',
        related: [{ object: other }],
        message: `DestinationRule ${other.key} also has the host ${host}, with a different exportTo, so istiod does not merge the two. Proxies that see both use only one of them, usually the newer one, and lack the subsets of the other one.`,
        fix: `Write one DestinationRule for ${host}, or give both rules the same exportTo.`,
      });
    }
  }
}
