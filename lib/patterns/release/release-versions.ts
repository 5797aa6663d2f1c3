import type { Problems } from '../../core/problems';
import { manifestOf } from '../../kubernetes/manifest';
import {
  describeLabels,
  describeWorkload,
  selects,
  serviceSelectorOf,
  workloadNamespace,
} from '../../kubernetes/pod-labels';
import type { ResolvedService } from '../../kubernetes/service-ref';
import type { IWorkloadLike } from '../../kubernetes/workload-like';
import type { ResolvedVersion } from './version';

/**
 * Checks two versions against each other, their pods and the Service in front of them, as far as these are known.
 *
 * Extra labels are all right: cdk8s-plus puts one on every pod.
 */
export function checkVersions(
  given: unknown,
  service: ResolvedService | undefined,
  stable: ResolvedVersion,
  canary: ResolvedVersion,
  problems: Problems,
): void {
  const selector = service && serviceSelectorOf(given);
  checkPods(selector, service, stable, problems.in('stable'));
  checkPods(selector, service, canary, problems.in('canary'));
  const stableTakesCanary = selects(stable.labels, canary.pods);
  const canaryTakesStable = selects(canary.labels, stable.pods);
  if (stableTakesCanary && canaryTakesStable) {
    problems.add(
      'canary',
      `the pods of both versions carry ${describeLabels(canary.labels)}, so a split between them would have no effect. Give the pods of the canary another value.`,
    );
  } else if (stableTakesCanary || canaryTakesStable) {
    const [field, taker, taken] = stableTakesCanary
      ? (['stable', stable, canary] as const)
      : (['canary', canary, stable] as const);
    problems.add(
      field,
      `its labels ${describeLabels(taker.labels)} also select ${describePods(taken)} (${describeLabels(taken.pods)}). Give each version a label that the other does not have.`,
    );
  } else if (stable.name === canary.name) {
    problems.add(
      'canary',
      `"${canary.name}" is the name of the stable version too. Give one another: Version.of(workload, { name: '...' }).`,
    );
  }
}

/**
 * Checks that no two workloads take each other's pods for their own. Kubernetes would let them, and count, scale and measure the pods of
 * both for each.
 */
export function checkSelectors(stable: ResolvedVersion, canary: ResolvedVersion, problems: Problems): void {
  const [ofStable, ofCanary] = [selectorOf(stable.workload), selectorOf(canary.workload)];
  if (ofStable === undefined || ofCanary === undefined) {
    return;
  }
  if (selects(ofStable, canary.pods) && selects(ofCanary, stable.pods)) {
    problems.add(
      'canary',
      `${describeWorkload(stable.workload!)} selects pods with ${describeLabels(ofStable)} and ${describeWorkload(canary.workload!)} those with ${describeLabels(ofCanary)}, so each would also manage the pods of the other. Let each select its version as well.`,
    );
  }
}

/** The labels by which a workload finds its pods, where they are known and nothing else narrows them. */
function selectorOf(workload: IWorkloadLike | undefined): Record<string, string> | undefined {
  const selector = manifestOf(workload)?.spec?.selector as
    { matchLabels?: Record<string, string>; matchExpressions?: unknown[] } | undefined;
  return (selector?.matchExpressions ?? []).length > 0 ? undefined : selector?.matchLabels;
}

function checkPods(
  selector: Record<string, string> | undefined,
  service: ResolvedService | undefined,
  version: ResolvedVersion,
  problems: Problems,
): void {
  const { workload } = version;
  if (workload !== undefined) {
    const namespace = workloadNamespace(workload);
    if (service !== undefined && namespace !== undefined && namespace !== service.namespace) {
      problems.add(
        '',
        `${describeWorkload(workload)} is in namespace "${namespace}", and Service "${service.name}" in "${service.namespace}" selects pods of its own namespace only. Put both into one.`,
      );
    }
    if (!selects(version.labels, version.pods)) {
      problems.add(
        '',
        `subset "${version.name}" selects ${describeLabels(version.labels)}, but the pods of ${describeWorkload(workload)} carry ${describeLabels(version.pods) || 'no label'}. Set their labels before the CanaryRelease is made.`,
      );
      return;
    }
  }
  if (service !== undefined) {
    checkSelector(selector, service, version, problems);
  }
}

function checkSelector(
  selector: Record<string, string> | undefined,
  service: ResolvedService,
  version: ResolvedVersion,
  problems: Problems,
): void {
  const { pods } = version;
  const known = (key: string) => version.workload !== undefined || key in pods;
  const wrong = Object.entries(selector ?? {}).filter(([key, value]) => known(key) && pods[key] !== value);
  if (wrong.length === 0) {
    return;
  }
  const keys = wrong.map(([key]) => key);
  const carried = keys.map((key) => (key in pods ? `${key}=${String(pods[key])}` : `no label ${key}`)).join(', ');
  const rest = Object.fromEntries(Object.entries(selector!).filter(([key]) => !keys.includes(key)));
  const cure =
    Object.keys(rest).length > 0
      ? `Select only ${describeLabels(rest)}`
      : 'Select a label that the pods of both versions carry, such as app,';
  problems.add(
    '',
    `${describePods(version)} carry ${carried}, but Service "${service.name}" selects ${describeLabels(Object.fromEntries(wrong))} as well, ` +
      `so no request would ever reach them. ${cure} in the Service.`,
  );
}

function describePods(version: ResolvedVersion): string {
  return version.workload === undefined
    ? `the pods of version "${version.name}"`
    : `the pods of ${describeWorkload(version.workload)}`;
}
