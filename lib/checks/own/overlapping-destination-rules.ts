import { fullHost } from '../../istio/host';
import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check, Reporter } from '../check';
import type { DestinationRule } from './destination-rules';
import { exportedTo } from './export-to';

/** Several DestinationRules for one host in one namespace, of which a part is dropped. */
export const overlappingDestinationRules: Check = {
  codes: ['CDI0109'],
  run(mesh, report) {
    reportAbsorbed(mesh, report);
    for (const [key, rules] of mesh.derive(rulesByHost)) {
      const { host } = JSON.parse(key) as { host: string };
      /** The first rule of each exportTo. */
      const first = new Map<string, DestinationRule>();
      /** The first rule that the proxies of each namespace see, and under `*` the first that all see. */
      const seen = new Map<string, DestinationRule>();
      for (const object of rules) {
        const same = first.get(exportKey(object));
        if (same !== undefined) {
          compareMerged(host, same, object, report);
          continue;
        }
        first.set(exportKey(object), object);
        const other = seenBefore(seen, readers(mesh, object), object);
        if (other !== undefined) {
          report({
            code: 'CDI0109',
            object,
            path: 'spec.exportTo',
            message: `DestinationRule ${other.key} is for ${host} as well, with another exportTo. istiod merges rules for a host only where exportTo is the same. Proxies that see both use one of them, usually the one that was created last, and nothing of the other: subsets that only the other one has are missing for them.`,
            fix: `Write one DestinationRule for ${host}, or the same exportTo into both.`,
          });
        }
      }
    }
  },
};

/**
 * Rules without a selector and with exportTo ["."], which to istiod is the exportTo of rules that select pods: it merges them into such a
 * rule, and has none left for the other pods.
 */
function reportAbsorbed(mesh: Mesh, report: Reporter): void {
  const selecting = new Map<string, DestinationRule>();
  const hostOf = ({ spec, namespace }: DestinationRule): string =>
    fullHost(spec.host ?? '', namespace, mesh.context.clusterDomain);
  const rules = mesh.all('networking.istio.io/DestinationRule');
  for (const object of rules.filter(({ spec }) => spec.workloadSelector !== undefined)) {
    const key = `${object.namespace} ${hostOf(object)}`;
    selecting.set(key, selecting.get(key) ?? object);
  }
  for (const object of rules.filter(({ spec }) => spec.workloadSelector === undefined)) {
    const other = selecting.get(`${object.namespace} ${hostOf(object)}`);
    if (other !== undefined && exportKey(object) === '["."]') {
      report({
        code: 'CDI0109',
        object,
        path: 'spec.exportTo',
        message: `DestinationRule ${other.key} is for ${hostOf(object)} as well, and selects pods. istiod merges a rule with exportTo ["."] into it, so pods that it does not select get nothing of either rule.`,
        fix: `Write exportTo: [${object.namespace}], which istiod does not take for the same.`,
      });
    }
  }
}

/** What istiod drops when it merges two rules. */
function compareMerged(host: string, other: DestinationRule, object: DestinationRule, report: Reporter): void {
  const { spec } = object;
  const subsets = new Set((other.spec.subsets ?? []).map(({ name }) => name));
  const first = object.name < other.name ? object.key : other.key;
  (spec.subsets ?? []).forEach(({ name }, i) => {
    if (subsets.has(name)) {
      report({
        code: 'CDI0109',
        object,
        path: `spec.subsets[${i}].name`,
        message: `DestinationRule ${other.key} has a subset "${name}" for ${host} as well. istiod merges the two rules and keeps the subset of the one that was created first, and of two created in one second that of ${first}; the other one is dropped.`,
        fix: 'Declare the subset in one of the two only, or write one DestinationRule for the host.',
      });
    }
  });
  if (spec.trafficPolicy !== undefined && other.spec.trafficPolicy !== undefined) {
    report({
      code: 'CDI0109',
      object,
      path: 'spec.trafficPolicy',
      message: `DestinationRule ${other.key} has a trafficPolicy for ${host} as well. istiod merges the subsets of the two rules, and keeps only the trafficPolicy of the one that was created first, and of two created in one second that of ${first}.`,
      fix: `Write one DestinationRule for ${host} with one trafficPolicy.`,
    });
  }
}

/** Rules of one namespace for one host and the same pods. */
function rulesByHost(mesh: Mesh): ReadonlyMap<string, readonly DestinationRule[]> {
  const index = new Map<string, DestinationRule[]>();
  for (const object of mesh.all('networking.istio.io/DestinationRule')) {
    const { spec, namespace } = object;
    const host = fullHost(spec.host ?? '', namespace, mesh.context.clusterDomain);
    const labels = Object.entries(spec.workloadSelector?.matchLabels ?? {}).sort();
    push(index, JSON.stringify({ namespace, host, labels }), object);
  }
  return index;
}

/** As istiod compares it: by its words, not by what they mean. A rule that selects pods is for its own namespace alone. */
function exportKey({ spec }: DestinationRule): string {
  return spec.workloadSelector === undefined ? JSON.stringify([...new Set(spec.exportTo)].sort()) : 'own';
}

/** A rule that some of the readers see as well, if there is one before this. */
function seenBefore(
  seen: Map<string, DestinationRule>,
  readersOfIt: readonly string[],
  object: DestinationRule,
): DestinationRule | undefined {
  const [any] = seen.values();
  const others = readersOfIt.map((each) => (each === '*' ? any : (seen.get(each) ?? seen.get('*'))));
  readersOfIt.filter((each) => !seen.has(each)).forEach((each) => seen.set(each, object));
  return others.find(Boolean);
}

function readers(mesh: Mesh, object: DestinationRule): string[] {
  return exportedTo(mesh, object).map((to) => (to === '.' ? object.namespace : to));
}
