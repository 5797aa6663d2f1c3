import { show } from '../core/problems';

/** What is wrong with an RE2 expression as far as can be seen without RE2, if anything. */
export function regexProblem(expression: string): string | undefined {
  if (expression.length > 1024) {
    return `the expression has ${expression.length} characters, and Istio takes at most 1024.`;
  }
  const foreign = /\(\?<?[=!]|\\[1-9]/.exec(expression.replace(/\\\\/g, ''));
  return foreign === null
    ? undefined
    : `${show(expression)} uses "${foreign[0]}", which RE2 does not have. Write it without look-around and back-references.`;
}
