import type { Problems } from '../core/problems';
import { trace } from '../routing/tracer';
import type { MeshToAsk } from '../tracing/mesh-to-ask';
import type { Question } from '../tracing/question';
import { readQuestion } from '../tracing/question';
import type { Locate, TraceReport } from './trace-report';
import { traceReport } from './trace-report';

/** The answer to a question; undefined where something is wrong with it. */
export function askedTrace(
  asked: MeshToAsk,
  question: Question,
  locate: Locate,
  problems: Problems,
): TraceReport | undefined {
  const read = readQuestion(asked.mesh, question, problems);
  return read && traceReport(read, trace(asked.mesh, read.call), asked, locate);
}
