import { nearest } from '../../core/unknown-field';
import type { PodIndex } from '../../mesh/pod-index';

/** How many names a message lists. */
export const SHOWN = 8;

/** What to write instead of a selector that finds no pod in its namespace. */
export function unmatchedSelector(
  pods: PodIndex,
  selector: Readonly<Record<string, string>>,
  namespace: string,
): string {
  const homes = [...new Set(pods.select(selector).map((each) => each.namespace))].filter((each) => each !== namespace);
  if (homes.length > 0) {
    return `Pods of ${listed(homes.sort())} have these labels: apply it there, or select labels that pods of ${namespace} have.`;
  }
  if (pods.in(namespace).every(({ workload }) => workload === undefined)) {
    return (
      `No workload of the namespace ${namespace} is among the manifests. Apply the policy in the namespace of its ` +
      'workload, or list the workload in the externals.'
    );
  }
  const wrong = Object.entries(selector).filter(([key, value]) => !pods.hasLabel(key, value, namespace));
  if (wrong.length === 0) {
    return `Each label is on some pod, and no pod has all of them. Remove labels until ${selectorText(selector)} is what one workload has.`;
  }
  return wrong.map(([key, value]) => hint(pods, key, value, namespace)).join(' ');
}

function hint(pods: PodIndex, key: string, value: string, namespace: string): string {
  const values = [...pods.valuesOf(key, namespace)].sort();
  if (values.length === 0) {
    return `No pod in ${namespace} has the label ${key}: write one that the pod template of the workload has, or add it there.`;
  }
  const close = nearest(value, values);
  return close === undefined
    ? `Pods in ${namespace} have ${key} with the values: ${listed(values)}.`
    : `Write ${key}: ${close}, which pods in ${namespace} have.`;
}

/** `app=reviews,version=v1` */
export function selectorText(selector: Readonly<Record<string, string>>): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** A list that stays readable. */
export function listed(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return rest <= 0 ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and ${rest} more`;
}
