import { needObject } from '../../core/expect';
import { Problems } from '../../core/problems';
import type { ReachQuestion } from '../../tracing/reach-question';
import { refuse } from '../given-settings';
import { meantBy } from './meant';
import type { ReachOptions } from './reach-options';

/** What is asked, as the engine takes it. Throws an error for a member that does not exist. */
export function reachQuestionOf(options: ReachOptions): ReachQuestion {
  const problems = new Problems();
  const given = needObject<ReachOptions>(options, 'ReachOptions', problems, '', "{ to: 'payments/api' }");
  refuse('Mesh.reach', problems);
  const { from, to } = given ?? {};
  return { from: subject(from, 'from'), to: subject(to, 'to') };
}

function subject(given: ReachOptions['to'], field: string): unknown {
  return given === undefined || typeof given === 'string' ? given : meantBy(given, 'Mesh.reach', field);
}
