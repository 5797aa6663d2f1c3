import { describeProblems, Problems } from '../core/problems';
import { askedReach } from '../report/asked-reach';
import { reachJson } from '../report/reach-json';
import { reachText } from '../report/reach-text';
import type { Answer, Surroundings } from './answer';
import { UsageError } from './arguments';
import { meshOfFiles } from './loaded-mesh';
import type { ReachOptions } from './reach-options';

export function reach(options: ReachOptions, { color, stdin }: Surroundings): Answer {
  const { asked, locate, notes, isWhole } = meshOfFiles(options, stdin);
  const { from, to, format, verbose } = options;
  const problems = new Problems();
  const report = askedReach(asked, { from, to }, locate, problems);
  if (report === undefined) {
    const heading = describeProblems(
      'The command line',
      problems.list.map(({ field, message }) => ({ field: `--${field}`, message })),
    );
    throw new UsageError([...notes, heading].join('\n'));
  }
  const text =
    format === 'json' ? `${JSON.stringify(reachJson(report), undefined, 2)}\n` : reachText(report, { color, verbose });
  return { text, notes, code: isWhole ? 0 : 2 };
}
