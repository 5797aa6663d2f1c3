import { isPlainObject } from '../core/value';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';

/** Checks the labels by which pods are selected: Istio compares them as they are, and takes none for all pods. */
export function checkSelector(labels: unknown, problems: Problems): void {
  if (labels !== undefined && !isPlainObject(labels)) {
    return;
  }
  const entries = Object.entries(labels ?? {});
  if (entries.length === 0) {
    problems.add(
      '',
      "is empty. Write the labels of the pods, for example { app: 'reviews' }, or leave workloadSelector out for all pods.",
    );
  }
  for (const [key, value] of entries) {
    if (key === '' || `${key}${String(value)}`.includes('*')) {
      problems.add(
        key,
        `${show(`${key}=${String(value)}`)} selects nothing: labels are compared as they are, without wildcards. Write the whole label.`,
      );
    }
  }
}
