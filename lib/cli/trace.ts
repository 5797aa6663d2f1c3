import { describeProblems, Problems } from '../core/problems';
import { askedTrace } from '../report/asked-trace';
import { traceJson } from '../report/trace-json';
import { traceMermaid } from '../report/trace-mermaid';
import type { TraceReport } from '../report/trace-report';
import { isReached } from '../report/trace-report';
import { traceText } from '../report/trace-text';
import type { Answer, Surroundings } from './answer';
import { UsageError } from './arguments';
import { meshOfFiles } from './loaded-mesh';
import type { TraceOptions } from './trace-options';
import { wordFor } from './trace-options';

export function trace(options: TraceOptions, { color, stdin }: Surroundings): Answer {
  const { asked, locate, notes, isWhole } = meshOfFiles(options, stdin);
  const problems = new Problems();
  const report = askedTrace(asked, options.question, locate, problems, wordFor);
  if (report === undefined) {
    // What could not be read may be what is missed.
    const heading = describeProblems(
      'The command line',
      problems.list.map(({ field, message }) => ({ field: wordFor(field), message })),
    );
    throw new UsageError([...notes, heading].join('\n'));
  }
  return { text: write(report, options, color), notes, code: !isWhole ? 2 : isReached(report) ? 0 : 1 };
}

function write(report: TraceReport, { format, verbose }: TraceOptions, color: boolean): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(traceJson(report), undefined, 2)}\n`;
    case 'mermaid':
      return traceMermaid(report);
    case 'text':
      return traceText(report, { color, verbose });
  }
}
