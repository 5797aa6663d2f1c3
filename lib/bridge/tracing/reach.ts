import type { ReachAccess } from '../../report/reach-data';
import type { ReachReport } from '../../report/reach-report';
import { analysis } from '../analysis';

/**
 * Who can call whom.
 *
 * Made by `Mesh.reach`.
 */
export class Reach {
  /** @internal */
  public static _of(report: ReachReport): Reach {
    return new Reach(report);
  }

  private constructor(private readonly report: ReachReport) {}

  /** What clients can ask of each host and port; clients that nothing tells apart stand together. */
  public get accesses(): ReachAccess[] {
    return [...this.report.accesses];
  }

  /** The workloads that reach something of what was asked for, by some request, as `namespace/name`; `outside` for clients of gateways. */
  public get callers(): string[] {
    return [...this.report.reaching];
  }

  /** The answer for people, as `cdk8s-istio reach` prints it. */
  public toString(): string {
    return analysis().reachReports().reachText(this.report);
  }

  /** The same with all that is refused, and each host by itself. */
  public explain(): string {
    return analysis().reachReports().reachText(this.report, { verbose: true });
  }

  /** The answer for programs, as `cdk8s-istio reach --format json` prints it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- jsii knows no other word for what is JSON
  public toJson(): any {
    return analysis().reachReports().reachJson(this.report);
  }
}
