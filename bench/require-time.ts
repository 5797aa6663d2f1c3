/* How long `require()` takes on top of cdk8s, each time in a new process. */
import { execFileSync } from 'node:child_process';
import { ROOT } from './raw';

const PACKAGES = { 'this package': './dist/lib/index.js', 'cdk8s-plus-28': 'cdk8s-plus-28' };

/** Milliseconds of each run, by package; the packages take turns. */
export function requireTimes(runs: number): Record<keyof typeof PACKAGES, number[]> {
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
