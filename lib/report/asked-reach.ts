import type { Problems } from '../core/problems';
import { reachable } from '../routing/reachable/reachable';
import type { MeshToAsk } from '../tracing/mesh-to-ask';
import type { ReachQuestion } from '../tracing/reach-question';
import { readReachQuestion } from '../tracing/reach-question';
import type { ReachReport } from './reach-report';
import { reachReport } from './reach-report';
import type { Locate } from './trace-report';

/** Who can call what; undefined where something is wrong with the question. */
export function askedReach(
  asked: MeshToAsk,
  question: ReachQuestion,
  locate: Locate,
  problems: Problems,
): ReachReport | undefined {
  const before = problems.count;
  const read = readReachQuestion(asked.mesh, question, problems);
  return problems.count > before ? undefined : reachReport(reachable(asked.mesh, read.scope), read, asked, locate);
}
