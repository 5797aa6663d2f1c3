/*
 * Measures this package against raw `cdk8s import` code and writes bench/results.md and bench/results.json.
 *
 *   npm run bench -- --from DIR     DIR holds Istio's CRDs as istio*.yaml; without it tools/import/fetch-crds.sh gets them
 *   npm run bench -- --quick        few and small runs, for trying the harness; writes nothing
 *   npm run bench -- check          only the command, against istioctl (needs Go and Python); writes nothing
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkRows } from './check';
import { checkEach, checkEachRows } from './check-each';
import { node, prepareRaw, ROOT } from './raw';
import { requireTimes } from './require-time';
import type { Row } from './row';
import type { Subject } from './subject';
import { SUBJECTS } from './subjects';
import { synthCheckRows } from './synth-checks';
import type { Times } from './synth';
import { typeCheckTimes } from './type-check';

function main(args: string[]): void {
  const quick = args.includes('--quick');
  const from = args.includes('--from') ? args[args.indexOf('--from') + 1] : undefined;
  if (args.includes('--each')) {
    checkEach(quick ? 2000 : 20_000);
    return;
  }
  if (args.includes('check')) {
    node('tsx/dist/cli.mjs', 'tools/build.ts', '--if-stale');
    console.log(report([...checkRows(quick), ...checkEachRows(quick), ...synthCheckRows(quick)]));
    return;
  }
  prepareRaw(from);
  node('tsx/dist/cli.mjs', 'tools/build.ts', '--if-stale');

  const sizes = quick ? [200, 1000] : [1000, 5000, 20_000];
  const rows = [
    ...SUBJECTS.flatMap((subject) => synthRows(subject, sizes, quick)),
    ...SUBJECTS.map((subject) => memoryRow(subject, quick ? 1000 : 5000)),
    ...checkEachRows(quick),
    ...synthCheckRows(quick),
    ...requireRows(quick ? 3 : 21),
    ...typeCheckRows(quick ? 1 : 7),
    ...sizeRows(),
  ];
  const text = report(rows);
  console.log(text);
  if (!quick) {
    writeFileSync(path.join(__dirname, 'results.md'), text);
    writeFileSync(
      path.join(__dirname, 'results.json'),
      `${JSON.stringify({ machine: machine(), rows }, undefined, 2)}\n`,
    );
  }
}

function synthRows(subject: Subject, sizes: number[], quick: boolean): Row[] {
  const measured = sizes.map((size) => {
    const runs = quick || size > 10_000 ? 3 : size > 2000 ? 7 : 11;
    console.error(`${subject.name}: ${size} objects, ${runs} runs each …`);
    const { objects, ours, raw } = child<Times>('time', subject.name, String(size), String(runs));
    return { objects, ours: median(ours), raw: median(raw) };
  });
  const rows: Row[] = measured.map(({ objects, ours, raw }) => ({
    what: `synth of ${objects} objects through ${subject.name}, as a ratio to raw imports`,
    value: `${(ours / raw).toFixed(2)} (${ours.toFixed(0)} ms / ${raw.toFixed(0)} ms)`,
    goal: objects > 10_000 ? '' : `≤ ${subject.goal}`,
    met: objects > 10_000 ? undefined : ours / raw <= subject.goal,
  }));
  const each = measured.map(({ objects, ours }) => (ours / objects) * 1000);
  const rawEach = measured.map(({ objects, raw }) => (raw / objects) * 1000);
  return [
    ...rows,
    {
      what: `microseconds an object through ${subject.name} at ${sizes.join(' / ')} objects`,
      value: `${each.map((n) => n.toFixed(0)).join(' / ')} (raw: ${rawEach.map((n) => n.toFixed(0)).join(' / ')})`,
      goal: 'does not grow',
      met: each[each.length - 1] <= each[each.length - 2] * 1.1,
    },
  ];
}

function memoryRow(subject: Subject, size: number): Row {
  const [ours, raw] = ['ours', 'raw'].map((whose) =>
    median([1, 2, 3].map(() => child<{ megabytes: number }>('memory', subject.name, whose, String(size)).megabytes)),
  );
  return {
    what: `peak memory of ${size} objects through ${subject.name}`,
    value: `${ours.toFixed(0)} MB (raw: ${raw.toFixed(0)} MB)`,
    goal: '',
  };
}

function requireRows(runs: number): Row[] {
  const times = requireTimes(runs);
  const ours = median(times['this package']);
  return [
    {
      what: '`require()` on top of cdk8s',
      value: `${ours.toFixed(1)} ms (cdk8s-plus-28: ${median(times['cdk8s-plus-28']).toFixed(1)} ms)`,
      goal: '≤ 30 ms',
      met: ours <= 30,
    },
  ];
}

function typeCheckRows(runs: number): Row[] {
  const times = typeCheckTimes(runs);
  const [base, ours, raw] = (['cdk8s alone', 'this package', 'raw imports'] as const).map((name) =>
    median(times[name]),
  );
  return [
    {
      what: "type check of a user's app, beyond what cdk8s alone takes, as a ratio to raw imports",
      value: `${((ours - base) / (raw - base)).toFixed(2)} (${(ours - base).toFixed(0)} ms / ${(raw - base).toFixed(0)} ms)`,
      goal: '≤ 0.5',
      met: (ours - base) / (raw - base) <= 0.5,
    },
    {
      what: "type check of a user's app in all, as a ratio to raw imports",
      value: `${(ours / raw).toFixed(2)} (${ours.toFixed(0)} ms / ${raw.toFixed(0)} ms; cdk8s alone: ${base.toFixed(0)} ms)`,
      goal: '',
    },
  ];
}

function sizeRows(): Row[] {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const output = execFileSync(npm, ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: npm.endsWith('.cmd'),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ size, unpackedSize }] = JSON.parse(output) as { size: number; unpackedSize: number }[];
  return [
    {
      what: 'installed size of the package',
      value: `${(unpackedSize / 1e6).toFixed(2)} MB (packed: ${(size / 1e6).toFixed(2)} MB)`,
      goal: '< 5 MB',
      met: unpackedSize < 5e6,
    },
  ];
}

function child<T>(...args: string[]): T {
  const command = ['--expose-gc', '--import', 'tsx', path.join(__dirname, 'synth.ts'), ...args];
  return JSON.parse(execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' })) as T;
}

function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function machine(): string {
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${os.cpus().length} cores`;
}

function report(rows: Row[]): string {
  const { devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  return `# Benchmarks

Made by \`npm run bench\` on ${machine()}, with cdk8s ${devDependencies.cdk8s} and cdk8s-cli ${devDependencies['cdk8s-cli']}.

Each figure is a median; synthesis is measured in processor time. "Raw imports" is the code that \`cdk8s import\` makes from the same CRDs, with literals in a loop; it
writes the same objects, byte for byte, which the harness checks. The two take turns in one process.

| what | measured | goal | |
|---|---|---|---|
${rows.map(({ what, value, goal, met }) => `| ${what} | ${value} | ${goal} | ${met === undefined ? '' : met ? 'met' : '**missed**'} |`).join('\n')}
`;
}

main(process.argv.slice(2));
