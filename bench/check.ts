/*
 * Measures `cdk8s-istio check` against `istioctl analyze` and `istioctl validate` on the same file: `npm run bench -- check`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { MeshSize } from './check-manifests';
import { growing, LARGEST, meshYaml } from './check-manifests';
import { istioctl } from './istioctl';
import { ROOT } from './raw';
import type { Row } from './row';
import { growthOf, growthText, growthVerdict, median, ratios, spreadText, verdictOf } from './statistics';

const COMMAND = path.join(ROOT, 'dist/lib/cli/main.js');

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
}

/** The rows of the results. */
export function checkRows(quick: boolean): Row[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-check-'));
  try {
    const sizes = quick ? [200, 400, 800, 1600] : [1000, 2000, 5000, 10_000];
    const measured = sizes.map((size) => measure(size, folder, quick ? 1 : 5));
    const growth = growthOf(measured.map(({ size, ours }) => ({ size, time: median(ours) })));
    const rows: Row[] = [
      ...measured.flatMap(({ size, ours, theirs, megabytes }): Row[] => {
        const objects = size.toLocaleString('en');
        const ratio = ratios(ours, theirs);
        const hasGoal = size === 10_000;
        return [
          {
            what: `check of ${objects} objects, as a ratio to istioctl analyze and istioctl validate together`,
            value: `${spreadText(ratio)}; ${median(ours).toFixed(2)} s / ${median(theirs).toFixed(2)} s`,
            goal: hasGoal ? '≤ 0.4' : '',
            verdict: hasGoal ? verdictOf(ratio, 0.4) : undefined,
          },
          {
            what: `peak memory of a check of ${objects} objects`,
            value: `${median(megabytes).toFixed(0)} MB`,
            goal: '',
          },
        ];
      }),
      {
        what: `growth of a check with the objects, from ${sizes[0]} to ${sizes[sizes.length - 1]} (1: linear)`,
        value: growthText(growth),
        goal: '≤ 1.1',
        verdict: growthVerdict(growth, 1.1),
      },
    ];
    return quick ? rows : [...rows, ...largestRows(LARGEST, folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is not compared with istioctl, because it takes minutes there: as a ratio to a tenth of it, in turn. */
function largestRows(size: MeshSize, folder: string): Row[] {
  console.error(`check: ${size.objects} objects …`);
  const [largest, tenth] = [size, growing(size.objects / 10)].map((each) => {
    const file = path.join(folder, `mesh-${each.objects}-largest.yaml`);
    writeFileSync(file, meshYaml(each));
    return () => run(process.execPath, [COMMAND, 'check', file, '--output', os.devNull], [0, 1]);
  });
  const runs = [1, 2, 3].map(() => ({ small: tenth(), large: largest() }));
  const ratio = ratios(
    runs.map(({ large }) => large.seconds),
    runs.map(({ small }) => small.seconds),
  );
  const what = `${size.objects.toLocaleString('en')} objects in ${size.namespaces} namespaces`;
  const megabytes = median(runs.map(({ large }) => large.megabytes));
  return [
    {
      what: `time of a check of ${what}, as a ratio to ${(size.objects / 10).toLocaleString('en')}`,
      value: `${spreadText(ratio)}; ${median(runs.map(({ large }) => large.seconds)).toFixed(1)} s`,
      goal: '≤ 3.4',
      verdict: verdictOf(ratio, 3.4),
    },
    {
      what: `peak memory of a check of ${what}`,
      value: `${megabytes.toFixed(0)} MB`,
      goal: '≤ 1 GB',
      verdict: megabytes <= 1024 ? 'met' : 'missed',
    },
  ];
}

interface Measured {
  readonly size: number;
  /** Seconds of each run, in pairs. */
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly megabytes: readonly number[];
}

function measure(size: number, folder: string, runs: number): Measured {
  console.error(`check: ${size} objects, ${runs} pairs …`);
  const file = path.join(folder, `mesh-${size}.yaml`);
  writeFileSync(file, meshYaml(growing(size)));
  const program = istioctl();
  const ours: Run[] = [];
  const theirs: number[] = [];
  const turns = [
    () => ours.push(run(process.execPath, [COMMAND, 'check', file, '--output', os.devNull], [0, 1])),
    () => {
      const analyze = run(program, ['analyze', '--use-kube=false', file], [0, 79]);
      // Warnings of objects without a namespace and the like end with 0; anything else would not be the same work.
      const validate = run(program, ['validate', '-f', file], [0]);
      return theirs.push(analyze.seconds + validate.seconds);
    },
  ];
  for (let i = 0; i < runs; i++) {
    // Each goes first as often as the other.
    (i % 2 === 0 ? turns : [...turns].reverse()).forEach((turn) => turn());
  }
  return {
    size,
    ours: ours.map(({ seconds }) => seconds),
    theirs,
    megabytes: ours.map(({ megabytes }) => megabytes),
  };
}

/** Wall time and the largest resident size, as GNU time or the shell's own kernel figures tell them. */
function run(command: string, args: string[], codes: number[]): Run {
  const started = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync('python3', ['-c', MEASURE, command, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const last = stderr?.trim().split('\n').at(-1) ?? '';
  if (error !== undefined || !codes.includes(status ?? -1)) {
    throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${error?.message ?? stderr.slice(-2000)}`);
  }
  const [wall, kilobytes] = last.split(' ').map(Number);
  return { seconds: Number.isFinite(wall) ? wall : seconds, megabytes: kilobytes / 1024 };
}

/** Runs a program and prints its wall time and peak memory: Node does not tell the memory of its children. */
const MEASURE = `
import os, resource, subprocess, sys, time
start = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
wall = time.monotonic() - start
print(file=sys.stderr)
print(wall, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
`;
