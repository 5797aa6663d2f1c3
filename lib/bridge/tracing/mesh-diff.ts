import type { DiffChange, DiffHost } from '../../report/diff-data';
import type { DiffReport } from '../../report/diff-report';
import { analysis } from '../analysis';

/**
 * What a change of manifests does to requests.
 *
 * Made by `Mesh.diff`.
 */
export class MeshDiff {
  /** @internal */
  public static _of(report: DiffReport): MeshDiff {
    return new MeshDiff(report);
  }

  private constructor(private readonly report: DiffReport) {}

  /** The kinds of requests of which something else becomes, what breaks first. */
  public get changes(): DiffChange[] {
    return [...this.report.changes];
  }

  /** The hosts that clients can ask on one side only. */
  public get hosts(): DiffHost[] {
    return [...this.report.hosts];
  }

  /** The workloads that only the later mesh has, as `namespace/name`. What they can ask, `Mesh.reach` tells. */
  public get newCallers(): string[] {
    return [...this.report.callers.appeared];
  }

  /** The workloads that only the earlier mesh has, as `namespace/name`. */
  public get goneCallers(): string[] {
    return [...this.report.callers.vanished];
  }

  /** Whether requests fail or are denied that were not, those for hosts that are gone among them. */
  public get isBreaking(): boolean {
    return analysis().diffReports().breaks(this.report);
  }

  /** The answer for people, as `cdk8s-istio diff` prints it. */
  public toString(): string {
    return analysis().diffReports().diffText(this.report);
  }

  /** The same with each host by itself, and all clients, requests and servers that a line otherwise counts. */
  public explain(): string {
    return analysis().diffReports().diffText(this.report, { verbose: true });
  }

  /** The answer as a comment on a pull request, as `cdk8s-istio diff --format markdown` prints it. */
  public toMarkdown(): string {
    return analysis().diffReports().diffMarkdown(this.report);
  }

  /** The answer for programs, as `cdk8s-istio diff --format json` prints it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows no other word for what is JSON
  public toJson(): any {
    return analysis().diffReports().diffJson(this.report);
  }
}
