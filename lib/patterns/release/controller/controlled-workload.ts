import type { Duration } from 'cdk8s';
import { expectDuration } from '../../../core/expect';
import type { Problems } from '../../../core/problems';
import { show } from '../../../core/problems';
import {
  describeLabels,
  describeWorkload,
  matchLabelsOf,
  podLabelsOf,
  selects,
  serviceSelectorOf,
  workloadKind,
  workloadNamespace,
} from '../../../kubernetes/pod-labels';
import type { IServiceLike } from '../../../kubernetes/service-like';
import type { ResolvedService, ServiceInput } from '../../../kubernetes/service-ref';
import type { IWorkloadLike } from '../../../kubernetes/workload-like';
import type { ReleaseOptions } from '../release-options';

/** The workload of a controller's options: constructs are taken by their type, and have what a workload has. */
export interface ControlledWorkload {
  readonly workload: IWorkloadLike;
}

/** Reports what the controller decides and the app therefore can't. */
export function refuseWithController(
  props: ReleaseOptions,
  fields: (keyof ReleaseOptions)[],
  controller: string,
  problems: Problems,
): void {
  for (const field of fields) {
    if (props[field] !== undefined) {
      problems.add(field, `is decided by ${controller}. Omit it, or leave out controller.`);
    }
  }
}

/** Checks the workload whose pods the controller replaces. */
export function checkWorkload(
  workload: IWorkloadLike,
  kinds: string[],
  controller: string,
  service: ResolvedService | undefined,
  problems: Problems,
): boolean {
  if (typeof workload?.name !== 'string') {
    problems.add('workload', `${show(workload)} is not a workload. Write a Deployment.`);
    return false;
  }
  if (!kinds.includes(workloadKind(workload))) {
    problems.add(
      'workload',
      `${describeWorkload(workload)} is of a kind that ${controller} does not release. It takes: ${kinds.join(', ')}.`,
    );
    return false;
  }
  const namespace = workloadNamespace(workload);
  if (service !== undefined && namespace !== undefined && namespace !== service.namespace) {
    problems.add(
      'workload',
      `${describeWorkload(workload)} is in namespace "${namespace}", and Service "${service.name}" in "${service.namespace}". Put both into one.`,
    );
    return false;
  }
  return true;
}

/** The pods of every version must be behind the Service, so nothing that changes from version to version may select them. */
export function checkServiceSelector(
  service: ServiceInput,
  workload: IWorkloadLike,
  field: string,
  problems: Problems,
): void {
  const selector = serviceSelectorOf(service);
  const pods = podLabelsOf(workload);
  const name = typeof service === 'string' ? service : (service as IServiceLike).name;
  if (selector !== undefined && 'version' in selector) {
    problems.add(
      field,
      `Service "${name}" selects version=${selector.version}, so no request would ever reach the pods of another version. Select only what all versions carry, such as app.`,
    );
  } else if (selector !== undefined && pods !== undefined && !selects(selector, pods)) {
    problems.add(
      'controller.workload',
      `the pods of ${describeWorkload(workload)} carry ${describeLabels(pods) || 'no label'}, but Service "${name}" selects ${describeLabels(selector)}, so no request would ever reach them. Write the Deployment behind the Service.`,
    );
  }
}

/** Labels of all versions; Argo Rollouts adds the hash that tells them apart, and a label too many would leave no pod. */
export function commonLabels(service: ServiceInput, workload: IWorkloadLike): Record<string, string> {
  const { version: _version, ...labels } = serviceSelectorOf(service) ?? matchLabelsOf(workload) ?? {};
  return labels;
}

/** A duration as both controllers write it: "30s", "5m". */
export function shortDuration(duration: Duration | undefined, problems: Problems, field: string): string | undefined {
  const text = expectDuration(duration, problems, field);
  if (text?.endsWith('ms')) {
    problems.add(field, `${text} is not in whole seconds. Write Duration.seconds(...).`);
    return undefined;
  }
  const seconds = Number(text?.slice(0, -1));
  return text === undefined ? undefined : seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
