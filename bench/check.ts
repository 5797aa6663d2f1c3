/*
 * Measures `cdk8s-istio check` against `istioctl analyze` and `istioctl validate` on the same file: `npm run bench -- check`.
 *
 *   npm run bench -- check --quick     small and few runs
 *   npm run bench -- check --each      the time of every check alone, and whether it grows faster than the mesh
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

const COMMAND = path.join(ROOT, 'dist/lib/cli/main.js');

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
}

/** The rows of the results. */
export function checkRows(quick: boolean): Row[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-check-'));
  try {
    const sizes = quick ? [200, 1000] : [1000, 10_000, 20_000];
    const measured = sizes.map((size) => measure(size, folder, quick ? 1 : 3));
    const first = measured[0];
    const rows = measured.flatMap(({ size, ours, theirs, megabytes }) => {
      const objects = size.toLocaleString('en');
      const isGoal = size === 10_000;
      const growth = ours / first.ours;
      return [
        {
          what: `check of ${objects} objects, as a ratio to istioctl analyze and istioctl validate together`,
          value: `${(ours / theirs).toFixed(2)} (${ours.toFixed(2)} s / ${theirs.toFixed(2)} s)`,
          goal: isGoal ? '≤ 0.4' : '',
          met: isGoal ? ours / theirs <= 0.4 : undefined,
        },
        {
          what: `peak memory of a check of ${objects} objects`,
          value: `${megabytes.toFixed(0)} MB`,
          goal: isGoal ? '≤ 300 MB' : '',
          met: isGoal ? megabytes <= 300 : undefined,
        },
        ...(isGoal
          ? [
              {
                what: 'time of a check of 10,000 objects, as a ratio to 1,000',
                value: growth.toFixed(1),
                goal: '≤ 11',
                met: growth <= 11,
              },
            ]
          : []),
      ];
    });
    return quick ? rows : [...rows, ...largestRows(LARGEST, folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What nobody compares with istioctl: it takes minutes there. */
function largestRows(size: MeshSize, folder: string): Row[] {
  console.error(`check: ${size.objects} objects …`);
  const file = path.join(folder, 'largest.yaml');
  writeFileSync(file, meshYaml(size));
  const { seconds, megabytes } = run(process.execPath, [COMMAND, 'check', file, '--output', os.devNull], [0, 1]);
  const what = `${size.objects.toLocaleString('en')} objects in ${size.namespaces} namespaces`;
  return [
    { what: `time of a check of ${what}`, value: `${seconds.toFixed(1)} s`, goal: '≤ 10 s', met: seconds <= 10 },
    {
      what: `peak memory of a check of ${what}`,
      value: `${megabytes.toFixed(0)} MB`,
      goal: '≤ 1 GB',
      met: megabytes <= 1024,
    },
  ];
}

function measure(size: number, folder: string, runs: number) {
  console.error(`check: ${size} objects, ${runs} runs each …`);
  const file = path.join(folder, `mesh-${size}.yaml`);
  writeFileSync(file, meshYaml(growing(size)));
  const program = istioctl();
  const ours: Run[] = [];
  const theirs: number[] = [];
  for (let i = 0; i < runs; i++) {
    ours.push(run(process.execPath, [COMMAND, 'check', file, '--output', os.devNull], [0, 1]));
    const analyze = run(program, ['analyze', '--use-kube=false', file], [0, 79]);
    // Warnings of objects without a namespace and the like end with 0; anything else would not be the same work.
    const validate = run(program, ['validate', '-f', file], [0]);
    theirs.push(analyze.seconds + validate.seconds);
  }
  return {
    size,
    ours: median(ours.map(({ seconds }) => seconds)),
    theirs: median(theirs),
    megabytes: median(ours.map(({ megabytes }) => megabytes)),
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

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
