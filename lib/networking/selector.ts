import type { IConstruct } from 'constructs';
import type { TypeWorkloadSelector, WorkloadSelector } from '../../imports/networking';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { checkStructure } from '../core/structure';

/**
 * Checks a selector of pods. Istio has two messages for it, which differ in the name of their one field.
 *
 * @param option the option that has the selector
 */
export function checkSelector(
  selector: WorkloadSelector & TypeWorkloadSelector,
  message: 'WorkloadSelector' | 'TypeWorkloadSelector',
  scope: IConstruct,
  problems: Problems,
  option = 'workloadSelector',
): void {
  const before = problems.count;
  checkStructure(scope, message, selector, problems);
  if (problems.count > before) {
    return;
  }
  const field = message === 'WorkloadSelector' ? 'labels' : 'matchLabels';
  const labels = Object.entries(selector[field] ?? {});
  if (labels.length === 0) {
    problems.add(
      field,
      `is empty. Write the labels of the pods, for example { app: 'reviews' }, or omit ${option} for all pods.`,
    );
  }
  for (const [key, value] of labels) {
    if (key === '' || `${key}${value}`.includes('*')) {
      problems.add(
        `${field}.${key}`,
        `${show(`${key}=${value}`)} selects nothing: labels are compared literally, without wildcards. Write the whole label.`,
      );
    }
  }
}
