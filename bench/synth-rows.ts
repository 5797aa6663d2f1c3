/* What synthesis through this package takes, beside raw imports. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './raw';
import type { Row } from './row';
import { growthOf, growthText, growthVerdict, median, ratios, spreadText, verdictOf } from './statistics';
import type { Subject } from './subject';
import type { Times } from './synth';

/** Where the ratio to raw imports has a goal. */
const GOAL_SIZES = [1000, 5000];

/** The rows of one subject: each size, and how the time grows with it. */
export function synthRows(subject: Subject, sizes: number[], quick: boolean): Row[] {
  const measured = sizes.map((size) => {
    const runs = quick || size > 10_000 ? 3 : size > 2000 ? 9 : size > 1000 ? 5 : 15;
    console.error(`${subject.name}: ${size} objects, ${runs} pairs …`);
    return { size, ...child<Times>('time', subject.name, String(size), String(runs)) };
  });
  const rows = measured.map(({ size, objects, ours, raw, tree }): Row => {
    const ratio = ratios(ours, raw);
    const hasGoal = GOAL_SIZES.includes(size);
    return {
      what: `synth of ${objects} objects through ${subject.name}, as a ratio to raw imports`,
      value:
        `${spreadText(ratio)}; ${median(ours).toFixed(0)} ms / ${median(raw).toFixed(0)} ms` +
        (hasGoal ? `; the constructs alone ${ratios(tree, raw).median.toFixed(2)}` : ''),
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

export function memoryRow(subject: Subject, size: number): Row {
  const [ours, raw] = ['ours', 'raw'].map((whose) =>
    median([1, 2, 3].map(() => child<{ megabytes: number }>('memory', subject.name, whose, String(size)).megabytes)),
  );
  return {
    what: `peak memory of ${size} objects through ${subject.name}`,
    value: `${ours.toFixed(0)} MB (raw: ${raw.toFixed(0)} MB)`,
    goal: '',
  };
}

function child<T>(...args: string[]): T {
  const command = ['--expose-gc', '--import', 'tsx', path.join(__dirname, 'synth.ts'), ...args];
  return JSON.parse(execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' })) as T;
}
