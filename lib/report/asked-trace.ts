import type { Problems } from '../core/problems';
import { trace } from '../routing/tracer';
import type { Question } from '../tracing/question';
import { readQuestion } from '../tracing/question';
import type { Locate, TracedMesh, TraceReport } from './trace-report';
import { traceReport } from './trace-report';

/**
 * The answer to a question; undefined where something is wrong with it.
 *
 * @param word how whoever asks writes a member of the question
 */
export function askedTrace(
  asked: TracedMesh,
  question: Question,
  locate: Locate,
  problems: Problems,
  word?: (member: string) => string,
): TraceReport | undefined {
  const read = readQuestion(asked.mesh, question, problems, word);
  return read && traceReport(read, trace(asked.mesh, read.call), asked, locate);
}
