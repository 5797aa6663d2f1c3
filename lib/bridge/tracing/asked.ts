import { describeProblems, Problems } from '../../core/problems';
import type { Finding } from '../../checks/finding';
import type { MeshGraph } from '../../graph/graph';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Workload } from '../../mesh/workload';
import type { PageSource } from '../../page/page-source';
import { ReleaseVersion } from '../../patterns/release/release-version';
import type { TraceOutcome } from '../../report/trace-data';
import type { DiffReport, PlacedMesh } from '../../report/diff-report';
import type { ReachReport } from '../../report/reach-report';
import type { TraceReport } from '../../report/trace-report';
import type { MeshToAsk } from '../../tracing/mesh-to-ask';
import type { Question } from '../../tracing/question';
import type { ReachQuestion } from '../../tracing/reach-question';
import { isNamed } from '../../routing-tests/shares';
import { analysis } from '../analysis';
import { refuse } from '../given-settings';
import type { WorkloadInput } from './meant';
import { meantBy } from './meant';

/** A mesh that is asked in terms of constructs. */
export class Asked {
  constructor(
    private readonly asked: MeshToAsk,
    /** The path of the construct that makes a manifest. */
    private readonly constructs: ReadonlyMap<unknown, string>,
  ) {}

  public get mesh(): MeshToAsk['mesh'] {
    return this.asked.mesh;
  }

  /** What a page is made of that shows a graph of it. */
  public source(graph: MeshGraph, findings: readonly Finding[]): PageSource {
    return { graph, asked: this.asked, findings, locate: this.locate };
  }

  /** Throws an error with all that is wrong with the question. */
  public answer(question: Question): TraceReport {
    return this.report((problems) => analysis().traceReports().askedTrace(this.asked, question, this.locate, problems));
  }

  /** Throws an error with all that is wrong with the question. */
  public access(question: ReachQuestion): ReachReport {
    return this.report((problems) => analysis().reachReports().askedReach(this.asked, question, this.locate, problems));
  }

  /** What has become of requests since another mesh. */
  public since(before: Asked): DiffReport {
    return analysis().diffReports().diffReport({ before: before.placed, after: this.placed });
  }

  /** The pods that call; throws an error where they are of several kinds, because they may be treated differently. */
  public caller(given: WorkloadInput, what: string, field: string): Workload {
    const found = this.pods(given, what, field);
    if (found.length !== 1) {
      const problems = new Problems();
      const names = found.map(({ namespace, name }) => `${namespace}/${name}`);
      problems.add(
        field,
        names.length === 0
          ? 'nothing in the manifests makes its pods. Write the Deployment that calls.'
          : `it stands for several workloads. Write one of them: ${names.join(', ')}.`,
      );
      refuse(what, problems);
    }
    return found[0];
  }

  /** Whether an outcome is that pods are reached. */
  public isOf(given: WorkloadInput): (outcome: TraceOutcome) => boolean {
    const [what, field] = ['Trace.shareOf', 'target'];
    return typeof given === 'string' && given !== ''
      ? this.isOfName(given, what, field)
      : this.isOfPods(given, what, field);
  }

  private get placed(): PlacedMesh {
    return { asked: this.asked, locate: this.locate };
  }

  private readonly locate = (object: MeshObject): { construct?: string } => ({
    construct: this.constructs.get(this.asked.givenAs(object)),
  });

  private isOfName(name: string, what: string, field: string): (outcome: TraceOutcome) => boolean {
    const names = this.asked.mesh.derive(analysis().tracing().namesIn);
    const problems = new Problems();
    names.expectTarget(name, problems.in(field));
    refuse(what, problems);
    const isOfService = names.isService(name) ? this.isOfPods(name, what, field) : () => false;
    const isOfName = isNamed(name);
    return (outcome) => isOfName(outcome) || isOfService(outcome);
  }

  private isOfPods(given: WorkloadInput, what: string, field: string): (outcome: TraceOutcome) => boolean {
    const names = new Set(this.pods(given, what, field).map(({ namespace, name }) => `${namespace}/${name}`));
    if (names.size > 0) {
      return ({ workload }) => workload !== undefined && names.has(workload);
    }
    const untold = analysis()
      .tracing()
      .untoldName(this.asked.mesh, meantBy(given, what, field));
    // Of pods that nobody told of, versions are known by their subsets alone.
    const version = given instanceof ReleaseVersion ? given.subset?.name : undefined;
    return ({ workload, subset }) =>
      untold !== undefined && workload === untold && (version === undefined || version === subset);
  }

  private report<T>(ask: (problems: Problems) => T | undefined): T {
    const problems = new Problems();
    const report = ask(problems);
    if (report === undefined) {
      throw new Error(describeProblems('Mesh', problems.list));
    }
    return report;
  }

  private pods(given: WorkloadInput, what: string, field: string): readonly Workload[] {
    const meant = meantBy(given, what, field);
    const { meantWorkloads, meantText } = analysis().tracing();
    const found = meantWorkloads(this.asked.mesh, meant);
    if (found === undefined) {
      const problems = new Problems();
      problems.add(field, `${meantText(meant)} is not among the manifests, nor among the externals.`);
      refuse(what, problems);
    }
    return found!;
  }
}
