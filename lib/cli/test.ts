import { findingObject } from '../checks/finding-object';
import type { Settings } from '../checks/read-settings';
import type { Unreadable } from '../report/check-report';
import { objectName } from '../report/check-report';
import type { ReportedRule } from '../report/coverage-report';
import { coverageReport, reportedRules } from '../report/coverage-report';
import { lcov } from '../report/lcov';
import { testJson } from '../report/test-json';
import { testJunit } from '../report/test-junit';
import type { TestReport } from '../report/test-report';
import { countTests, testSummary } from '../report/test-report';
import { testText } from '../report/test-text';
import { unreadableText } from '../report/text';
import { Coverage } from '../routing-tests/coverage/coverage';
import { preparedTests } from '../routing-tests/prepared-tests';
import type { TestFile } from '../routing-tests/test-file';
import { readTestFile } from '../routing-tests/test-file';
import type { FileResult } from '../routing-tests/test-run';
import { runTests } from '../routing-tests/test-run';
import type { LoadedMesh } from './loaded-mesh';
import { filledMesh, withRelativeFile } from './loaded-mesh';
import { relative } from './relative-path';
import { notesOf, readSettingsFile } from './settings-file';
import type { TestOptions } from './test-options';

/** What the command says and ends with. */
interface Tested {
  /** The report, part by part. */
  readonly text: Iterable<string>;
  /** Coverage in the format of lcov, where it is asked for. */
  readonly lcov?: string;
  /** What was left out, for the error stream. */
  readonly notes: readonly string[];
  readonly code: number;
  /** One sentence or two. */
  readonly summary: string;
}

interface Surroundings {
  readonly color: boolean;
  readonly stdin: () => Buffer;
}

export function test(options: TestOptions, { color, stdin }: Surroundings): Tested {
  const { settings, unreadable: aside } = readSettingsFile({ ...options, suppress: [] }, stdin);
  const meshes = new Meshes(settings, stdin, options.coverage || options.lcov !== undefined);
  const files = options.testFiles.map((file) => runFile(readTestFile(file), options.paths, meshes));
  const found = coverageReport(meshes.coverage);
  const report: TestReport = {
    files,
    unreadable: [...aside.map(withRelativeFile), ...meshes.unreadable],
    coverage: options.coverage ? found : undefined,
  };
  const counts = countTests(report);
  return {
    text: write(report, options, color),
    lcov: options.lcov === undefined ? undefined : lcov(found),
    notes: [...notesOf(settings), ...meshes.notes],
    code: counts.problems > 0 ? 2 : counts.failed > 0 ? 1 : 0,
    summary: testSummary(counts),
  };
}

function write(report: TestReport, { format }: TestOptions, color: boolean): Iterable<string> {
  switch (format) {
    case 'json':
      return [testJson(report)];
    case 'junit':
      return testJunit(report);
    case 'text':
      return testText(report, { color });
  }
}

/** @param paths manifests of the command line */
function runFile(read: TestFile, paths: readonly string[], meshes: Meshes): FileResult {
  const file = { ...read, file: relative(read.file), problems: read.problems.map(withRelativeFile) };
  const manifests = paths.length > 0 ? paths : file.manifests;
  if (manifests.length > 0) {
    const mesh = meshes.of(manifests);
    return runTests(preparedTests(file, mesh.asked), mesh);
  }
  const unsaid: Unreadable = {
    file: file.file,
    message:
      'It is not said where the manifests are. Write manifests: manifests/ in this file, or name them behind it.',
  };
  return { file: file.file, tests: [], problems: file.problems.length > 0 ? file.problems : [unsaid] };
}

/** The meshes of the test files: one for all that have the same manifests. */
class Meshes {
  private readonly known = new Map<string, LoadedMesh & { readonly coverage?: Coverage }>();

  constructor(
    private readonly settings: Settings,
    private readonly stdin: () => Buffer,
    private readonly counts: boolean,
  ) {}

  public of(paths: readonly string[]): LoadedMesh & { readonly coverage?: Coverage } {
    const key = JSON.stringify(paths);
    let mesh = this.known.get(key);
    if (mesh === undefined) {
      const loaded = filledMesh(paths, this.settings, this.stdin);
      mesh = {
        ...loaded,
        ...(this.counts && { coverage: new Coverage(loaded.asked.mesh) }),
      };
      this.known.set(key, mesh);
    }
    return mesh;
  }

  public get unreadable(): readonly Unreadable[] {
    return [...this.known.values()].flatMap(({ unreadable }) => unreadable);
  }

  public get notes(): readonly string[] {
    return [...this.known.values()].flatMap((mesh) => [...mesh.leftOut, ...refusals(mesh)].map(unreadableText));
  }

  public get coverage(): readonly (readonly ReportedRule[])[] {
    return [...this.known.values()].map(({ coverage, locate }) => reportedRules(coverage?.all ?? [], locate));
  }
}

/** What the API server or Istio's webhook would not let in as it is. The cluster may hold an older one, or none. */
function refusals({ asked, locate }: LoadedMesh): readonly Unreadable[] {
  const own = asked.refused.filter(({ object }) => !object.external);
  return own.map(({ object, finding: { code, path, message } }) => {
    const name = objectName({ object: findingObject(object) });
    const what = `${name} is refused as it is, and the tests take the rest of it: ${code} ${path}`.trimEnd();
    return { file: '', ...locate(object, path), message: `${what}: ${message}` };
  });
}
