import type { IConstruct } from 'constructs';
import { expectObject, expectString, expectStrings } from '../../core/expect';
import { labelProblem } from '../../core/labels';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { apiObjectOf } from '../../kubernetes/manifest';
import { dnsLabelProblem } from '../../kubernetes/names';
import { declaredPodLabelsOf, describeLabels, describeWorkload, podLabelsOf } from '../../kubernetes/pod-labels';
import type { IWorkloadLike } from '../../kubernetes/workload-like';

/** What distinguishes the pods of a version. */
export interface VersionOptions {
  /**
   * Keys of the pod labels that have another value in each version.
   *
   * @default ['version']
   */
  readonly labelKeys?: string[];

  /**
   * Name of the subset.
   *
   * @default - the value of the label, with "-" for what a name can't have: "1.0" is named "1-0"
   */
  readonly name?: string;
}

/** A version whose name and labels are settled. */
export interface ResolvedVersion {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly workload?: IWorkloadLike;
  /** What is known of the labels of its pods: all of them, or those that select them. */
  readonly pods: Record<string, unknown>;
}

/**
 * One version behind a Service: its pods, and the name of their subset.
 *
 * Rejected where it is used: pods without the label, labels that are not strings or that Kubernetes rejects, names that Istio rejects.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
 */
export class Version {
  /**
   * The pods of a workload. Subset name and labels come from the pods' label `version`.
   *
   * @param workload a Deployment, StatefulSet or DaemonSet of any cdk8s-plus release, or an `ApiObject` with a pod template
   * @param options other labels, another name
   */
  public static of(workload: IWorkloadLike | IConstruct, options: VersionOptions = {}): Version {
    return new Version(workload as IWorkloadLike, options, undefined);
  }

  /**
   * Pods that this app doesn't make: not yet, not any more, or never.
   *
   * @param name name of the subset: lower-case letters, digits and "-"
   * @param labels labels that only the pods of this version carry, such as `{ version: 'v1' }`
   */
  public static labelled(name: string, labels: Record<string, string>): Version {
    return new Version(undefined, { name }, labels);
  }

  private constructor(
    private readonly workload: IWorkloadLike | undefined,
    private readonly options: VersionOptions,
    private readonly labels: Record<string, string> | undefined,
  ) {}

  /** @internal */
  public get _workload(): IWorkloadLike | undefined {
    return this.workload;
  }

  /** @internal */
  public _resolve(problems: Problems): ResolvedVersion | undefined {
    const before = problems.count;
    const options = expectObject(this.options, 'VersionOptions', problems, '', "{ labelKeys: ['version'] }") ?? {};
    const { labels, pods } =
      this.labels === undefined && this.workload !== undefined
        ? this.labelsOfPods(options, problems)
        : { labels: this.ownLabels(problems), pods: undefined };
    const name = expectString(options.name, problems, 'name', "'v1'") ?? subsetName(labels);
    if (problems.count === before) {
      const problem = dnsLabelProblem(name, 'the name of a subset');
      if (problem !== undefined) {
        problems.add('name', problem);
      }
    }
    return problems.count === before ? { name, labels, workload: this.workload, pods: pods ?? labels } : undefined;
  }

  private ownLabels(problems: Problems): Record<string, string> {
    const labels = this.labels;
    const example = "Version.of(deployment), or Version.labelled('v1', { version: 'v1' })";
    if (typeof labels !== 'object' || labels === null || Object.keys(labels).length === 0) {
      problems.add('labels', `${show(labels)} is empty, so it selects no version. Write ${example}.`);
      return {};
    }
    return withStrings(labels, 'the version has', problems);
  }

  private labelsOfPods(
    options: VersionOptions,
    problems: Problems,
  ): { labels: Record<string, string>; pods?: Record<string, unknown> } {
    const workload = this.workload!;
    const keys = expectStrings(options.labelKeys ?? ['version'], problems, 'labelKeys', "['version']");
    if (keys.length === 0) {
      problems.add('labelKeys', "is empty, so nothing distinguishes the versions. Write ['version'].");
    }
    const declared = declaredPodLabelsOf(workload);
    const missingIn = (labels: Record<string, unknown>): string[] => keys.filter((key) => labels[key] === undefined);
    // A label that is not declared may have come by a JSON patch.
    const pods = declared === undefined || missingIn(declared).length === 0 ? declared : podLabelsOf(workload);
    if (pods === undefined) {
      const kind = apiObjectOf(workload)?.kind;
      problems.add(
        '',
        kind === undefined && typeof workload?.name !== 'string'
          ? `${show(workload)} is not a workload. Write a Deployment, or Version.labelled('v1', { version: 'v1' }).`
          : `the pod labels of ${describeWorkload(workload)} are not known here. Write Version.labelled('v1', { version: 'v1' }).`,
      );
      return { labels: {} };
    }
    const missing = missingIn(pods);
    if (missing.length > 0) {
      problems.add(
        '',
        `the pods of ${describeWorkload(workload)} have no label ${missing.join(', ')}; they carry ${describeLabels(pods) || 'none'}. ` +
          "Give them one that differs from version to version, or say which does: Version.of(workload, { labelKeys: ['...'] }).",
      );
      return { labels: {} };
    }
    const labels = Object.fromEntries(keys.map((key) => [key, pods[key]]));
    return { labels: withStrings(labels, `the pods of ${describeWorkload(workload)} carry`, problems), pods };
  }
}

function withStrings(labels: Record<string, unknown>, whoHas: string, problems: Problems): Record<string, string> {
  for (const [key, value] of Object.entries(labels)) {
    if (typeof value !== 'string') {
      const text = String(value);
      const cure = Number.isInteger(value)
        ? `and ${text}.0 as a number is ${text}. Write '${text}.0' or '${text}', as the pods have it.`
        : `so write ${key}: '${text}'.`;
      problems.add('', `${whoHas} ${key}: ${show(value)}. Labels are strings, ${cure}`);
      continue;
    }
    const problem = labelProblem(key, value);
    if (problem !== undefined) {
      problems.add('', problem);
    }
  }
  return labels as Record<string, string>;
}

function subsetName(labels: Record<string, string>): string {
  return Object.values(labels)
    .map((value) =>
      String(value)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-'),
    )
    .join('-');
}
