import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { celProblem } from '../istio/cel/syntax';

/** An expression of CEL that must be there. */
export function needExpression(given: string, problems: Problems, field: string, example: string): string {
  const problem = typeof given === 'string' && given.trim() !== '' ? celProblem(given) : '';
  if (problem !== undefined) {
    const why = problem === '' ? '' : ` ${problem}`;
    problems.add(field, `${show(given)} is not an expression of CEL.${why} Write one such as '${example}'.`);
  }
  return given;
}
