import type { TraceHop, TraceOutcome, TraceUnknown } from '../../report/trace-data';
import type { TraceReport } from '../../report/trace-report';
import type { IConstruct } from 'constructs';
import type { IServiceAccountLike } from '../../kubernetes/service-account-like';
import type { IServiceLike } from '../../kubernetes/service-like';
import type { IWorkloadLike } from '../../kubernetes/workload-like';
import type { ReleaseVersion } from '../../patterns/release/release-version';
import { shareOf } from '../../routing-tests/shares';
import { analysis } from '../analysis';
import type { Asked } from './asked';
import type { WorkloadInput } from './meant';

/**
 * What becomes of a call, and why.
 *
 * Made by a `Mesh`. In Jest, `cdk8s-istio/jest` has matchers for it: `toReach`, `toSplit`, `toRedirectTo`, `toRespond`, `toBeDenied`, `toFail`.
 */
export class Trace {
  /** @internal */
  public static _of(report: TraceReport, asked: Asked): Trace {
    return new Trace(report, asked);
  }

  private constructor(
    private readonly report: TraceReport,
    private readonly asked: Asked,
  ) {}

  /** What becomes of the calls; the shares of all of them make 1. */
  public get outcomes(): TraceOutcome[] {
    return [...this.report.outcomes];
  }

  /** Each proxy that the call passes and each server that it reaches; where it is split, one branch after the other. */
  public get hops(): TraceHop[] {
    return [...this.report.hops];
  }

  /** What decides and is not in the manifests. */
  public get unknown(): TraceUnknown[] {
    return [...this.report.unknown];
  }

  /**
   * How many of the calls come to pods, of 1.
   *
   * Rejects what is not among the manifests.
   *
   * @param target a workload, the Service in front of it, the ServiceAccount that it runs as, a version of a release, or a name: "namespace/name",
   * the name of a workload or of a subset, or a host outside the mesh
   */
  public shareOf(
    target: IWorkloadLike | IServiceLike | IServiceAccountLike | ReleaseVersion | IConstruct | string,
  ): number {
    return this._shareOf(target, this.report.outcomes);
  }

  /** @internal The same for other outcomes, such as those of another order of age. */
  public _shareOf(target: WorkloadInput, outcomes: readonly TraceOutcome[]): number {
    return shareOf(outcomes, this.asked.isOf(target));
  }

  /** The trace for people, as `cdk8s-istio trace` prints it. */
  public toString(): string {
    return analysis().traceReports().traceText(this.report);
  }

  /** The same with everything that might have decided, and why it did not. */
  public explain(): string {
    return analysis().traceReports().traceText(this.report, { verbose: true });
  }

  /** The trace for programs, as `cdk8s-istio trace --format json` prints it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows no other word for what is JSON
  public toJson(): any {
    return analysis().traceReports().traceJson(this.report);
  }

  /** The trace as a flowchart of Mermaid. */
  public toMermaid(): string {
    return analysis().traceReports().traceMermaid(this.report);
  }
}
