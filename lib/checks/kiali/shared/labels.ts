import type { Mesh } from '../../../mesh/reading/mesh';
import { workloadIndex } from './workloads';
import { nearestName } from './suggestion';

const SHOWN = 8;

type Labels = Readonly<Record<string, string>>;

/** `app=reviews, version=v1` */
export function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

/** What to write instead of labels that no pod of a namespace has. */
export function unmatchedLabels(mesh: Mesh, labels: Labels, namespace: string): string {
  const { pods } = mesh.derive(workloadIndex);
  const homes = [...new Set(pods.select(labels).map((each) => each.namespace))].filter((each) => each !== namespace);
  if (homes.length > 0) {
    return `Pods of ${homes.sort().slice(0, SHOWN).join(', ')} have these labels: apply it there, or select labels that pods of ${namespace} have.`;
  }
  if (pods.in(namespace).every((each) => each.workload === undefined)) {
    return `No workload of ${namespace} is among the manifests. List it in the externals if another team applies it.`;
  }
  const hints = Object.entries(labels).flatMap(([key, value]) =>
    hint(pods.valuesOf(key, namespace).sort(), key, value),
  );
  return hints.length === 0
    ? `Each label is on some pod in ${namespace}, but no pod has all of them. Remove those that the pods do not share.`
    : hints.join(' ');
}

/** What to write instead of labels that none of the pods has that a Service selects. */
export function unmatchedBehind(mesh: Mesh, labels: Labels, selector: Labels, namespace: string): string {
  const pods = mesh.derive(workloadIndex).select(selector, namespace);
  if (pods.length === 0) {
    return unmatchedLabels(mesh, labels, namespace);
  }
  const hints = Object.entries(labels).flatMap(([key, value]) =>
    hint([...new Set(pods.flatMap((each) => each.labels[key] ?? []))].sort(), key, value),
  );
  return hints.length === 0
    ? 'Each label is on some pod of the Service, but no pod has all of them. Remove those that the pods do not share.'
    : hints.join(' ');
}

/** What to write instead of labels that no pod of any namespace has. */
export function unmatchedAnywhere(mesh: Mesh, labels: Labels): string {
  const values = mesh.derive(valuesByKey);
  const hints = Object.entries(labels).flatMap(([key, value]) =>
    hint([...(values.get(key) ?? [])].sort(), key, value, ''),
  );
  return hints.length === 0
    ? 'Each label is on some pod, but no pod has all of them. Remove those that the pods do not share.'
    : hints.join(' ');
}

function valuesByKey(mesh: Mesh): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>();
  const pods = mesh.derive(workloadIndex).all.filter(({ name }) => name !== 'istiod');
  for (const [key, value] of pods.flatMap(({ labels }) => Object.entries(labels))) {
    values.set(key, (values.get(key) ?? new Set()).add(value));
  }
  return values;
}

function hint(values: readonly string[], key: string, value: string, where = ' there'): string[] {
  if (values.includes(value)) {
    return [];
  }
  const close = nearestName(value, [...values]);
  if (close !== undefined) {
    return [`Write ${key}: ${close}.`];
  }
  return values.length === 0
    ? [`No pod${where} has the label ${key}: write one that the pod template has, or add it there.`]
    : [`Pods${where} have ${key} with the values ${values.slice(0, SHOWN).join(', ')}.`];
}
