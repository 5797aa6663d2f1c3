/* How long `require()` takes on top of cdk8s, each time in a new process. */
import { execFileSync } from 'node:child_process';
import { ROOT } from './raw';
import type { Row } from './row';
import { median, ratios, spreadText, verdictOf } from './statistics';

const PACKAGES = { 'this package': './dist/lib/index.js', 'cdk8s-plus-28': 'cdk8s-plus-28' };

/** The rows of the results. */
export function requireRows(runs: number): Row[] {
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

/** Milliseconds of each run, by package; the packages take turns. */
function requireTimes(runs: number): Record<keyof typeof PACKAGES, number[]> {
  const times = { 'this package': [], 'cdk8s-plus-28': [] } as Record<keyof typeof PACKAGES, number[]>;
  for (let run = 0; run < runs; run++) {
    for (const [name, module] of Object.entries(PACKAGES) as [keyof typeof PACKAGES, string][]) {
      times[name].push(requireTime(module));
    }
  }
  return times;
}

function requireTime(module: string): number {
  const program = `
    require('cdk8s');
    const start = process.hrtime.bigint();
    require(${JSON.stringify(module)});
    console.log(Number(process.hrtime.bigint() - start) / 1e6);`;
  return Number(execFileSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8' }));
}
