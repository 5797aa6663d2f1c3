/*
 * Measures this package against raw `cdk8s import` code and writes bench/results.md and bench/results.json.
 *
 *   npm run bench -- --from DIR     DIR holds Istio's CRDs as istio*.yaml; without it tools/import/fetch-crds.sh gets them
 *   npm run bench -- --quick        few and small runs, for trying the harness; writes nothing
 *   npm run bench -- check          only the command, against istioctl (needs Go and Python); writes nothing
 *   npm run bench -- trace          only traces, and who can call whom; writes nothing
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkRows } from './check';
import { checkEach, checkEachRows } from './check-each';
import { node, prepareRaw, ROOT } from './raw';
import { requireTimes } from './require-time';
import { reachRows } from './reach';
import type { Row } from './row';
import { growthOf, growthText, growthVerdict, median, ratios, spreadText, verdictOf } from './statistics';
import type { Verdict } from './statistics';
import type { Subject } from './subject';
import { SUBJECTS } from './subjects';
import { synthCheckRows } from './synth-checks';
import type { Times } from './synth';
import { traceRows } from './trace';
import { typeCheckTimes } from './type-check';

function main(args: string[]): void {
  const quick = args.includes('--quick');
  const from = args.includes('--from') ? args[args.indexOf('--from') + 1] : undefined;
  if (args.includes('--each')) {
    checkEach(quick ? 2000 : 20_000, quick);
    return;
  }
  if (args.includes('check')) {
    node('tsx/dist/cli.mjs', 'tools/build.ts', '--if-stale');
    console.log(report([...checkRows(quick), ...checkEachRows(quick), ...synthCheckRows(quick)]));
    return;
  }
  if (args.includes('trace')) {
    console.log(report([...traceRows(quick), ...reachRows(quick)]));
    return;
  }
  prepareRaw(from);
  node('tsx/dist/cli.mjs', 'tools/build.ts', '--if-stale');

  const sizes = quick ? [200, 400, 800, 1600] : [1000, 2000, 5000, 20_000];
  const rows = [
    ...SUBJECTS.flatMap((subject) => synthRows(subject, sizes, quick)),
    ...SUBJECTS.map((subject) => memoryRow(subject, quick ? 1000 : 5000)),
    ...checkEachRows(quick),
    ...synthCheckRows(quick),
    ...traceRows(quick),
    ...reachRows(quick),
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

/** Where the ratio to raw imports has a goal. */
const GOAL_SIZES = [1000, 5000];

function synthRows(subject: Subject, sizes: number[], quick: boolean): Row[] {
  const measured = sizes.map((size) => {
    const runs = quick || size > 10_000 ? 3 : size > 2000 ? 9 : size > 1000 ? 5 : 15;
    console.error(`${subject.name}: ${size} objects, ${runs} pairs …`);
    return { size, ...child<Times>('time', subject.name, String(size), String(runs)) };
  });
  const rows = measured.map(({ size, objects, ours, raw }): Row => {
    const ratio = ratios(ours, raw);
    const hasGoal = GOAL_SIZES.includes(size);
    return {
      what: `synth of ${objects} objects through ${subject.name}, as a ratio to raw imports`,
      value: `${spreadText(ratio)}; ${median(ours).toFixed(0)} ms / ${median(raw).toFixed(0)} ms`,
      goal: hasGoal ? `≤ ${subject.goal}` : '',
      verdict: hasGoal ? verdictOf(ratio, subject.goal) : undefined,
    };
  });
  const growth = growthOf(measured.map(({ objects, ours }) => ({ size: objects, time: median(ours) })));
  const rawGrowth = growthOf(measured.map(({ objects, raw }) => ({ size: objects, time: median(raw) })));
  return [
    ...rows,
    {
      what: `growth of synth through ${subject.name} with the objects, from ${sizes[0]} to ${sizes[sizes.length - 1]} (1: linear)`,
      value: `${growthText(growth)} (raw: ${growthText(rawGrowth)})`,
      goal: '≤ 1.1',
      verdict: growthVerdict(growth, 1.1),
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
  const ratio = ratios(times['this package'], times['cdk8s-plus-28']);
  const [ours, plus] = [median(times['this package']), median(times['cdk8s-plus-28'])];
  return [
    {
      what: '`require()` on top of cdk8s, as a ratio to cdk8s-plus-28',
      value: `${spreadText(ratio)}; ${ours.toFixed(1)} ms / ${plus.toFixed(1)} ms`,
      goal: '≤ 0.85',
      verdict: verdictOf(ratio, 0.85),
    },
  ];
}

function typeCheckRows(runs: number): Row[] {
  const times = typeCheckTimes(runs);
  const [base, ours, raw] = (['cdk8s alone', 'this package', 'raw imports'] as const).map((name) => times[name]);
  const beyond = (all: readonly number[]): number[] => all.map((each, i) => each - base[i]);
  const ratio = ratios(beyond(ours), beyond(raw));
  return [
    {
      what: "type check of a user's app, beyond what cdk8s alone takes, as a ratio to raw imports",
      value: `${spreadText(ratio)}; ${median(beyond(ours)).toFixed(0)} ms / ${median(beyond(raw)).toFixed(0)} ms`,
      goal: '≤ 0.5',
      verdict: verdictOf(ratio, 0.5),
    },
    {
      what: "type check of a user's app in all, as a ratio to raw imports",
      value: `${spreadText(ratios(ours, raw))}; ${median(ours).toFixed(0)} ms / ${median(raw).toFixed(0)} ms (cdk8s alone: ${median(base).toFixed(0)} ms)`,
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
      verdict: unpackedSize < 5e6 ? 'met' : 'missed',
    },
  ];
}

function child<T>(...args: string[]): T {
  const command = ['--expose-gc', '--import', 'tsx', path.join(__dirname, 'synth.ts'), ...args];
  return JSON.parse(execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' })) as T;
}

const WORDS: Readonly<Record<Verdict, string>> = { met: 'met', missed: '**missed**', undecided: 'undecided' };

function machine(): string {
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${os.cpus().length} cores`;
}

function report(rows: Row[]): string {
  const { devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  return `# Benchmarks

Made by \`npm run bench\` on ${machine()}, with cdk8s ${devDependencies.cdk8s} and cdk8s-cli ${devDependencies['cdk8s-cli']}.

A ratio is the median of pairs of runs that take turns, with the middle half of them in parentheses. A goal is missed only if that whole half lies above it; where only
the median does, the runs do not decide. Synthesis is measured in processor time. "Raw imports" is the code that \`cdk8s import\` makes from the same CRDs, with literals in a loop; it
writes the same objects, byte for byte, which the harness checks. Growth is the exponent of the size in a fit over four sizes, with its standard error.

| what | measured | goal | |
|---|---|---|---|
${rows.map(({ what, value, goal, verdict }) => `| ${what} | ${value} | ${goal} | ${verdict === undefined ? '' : WORDS[verdict]} |`).join('\n')}
`;
}

main(process.argv.slice(2));
