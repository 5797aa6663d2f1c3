import { show } from '../core/problems';

/** What RE2 has and JavaScript has not, or reads as something else: flags, \z, \Q...\E, classes by name, code points. */
const ONLY_RE2 = /\(\?P|\(\?([a-zA-Z]+(-[a-zA-Z]*)?|-[a-zA-Z]+)[:)]|\\[zAQCpP]|\\x\{|\[:/;

/** What is wrong with an RE2 expression as far as can be seen without RE2, if anything. */
export function regexProblem(expression: string): string | undefined {
  if (expression.length > 1024) {
    return `the expression has ${expression.length} characters, and Istio takes at most 1024.`;
  }
  const foreign = /\(\?<?[=!]|\\[1-9]/.exec(expression.replace(/\\\\/g, ''));
  if (foreign !== null) {
    return `${show(expression)} uses "${foreign[0]}", which RE2 does not have. Write it without look-around and back-references.`;
  }
  if (onlyRe2(expression)) {
    return undefined;
  }
  try {
    new RegExp(expression);
    return undefined;
  } catch (error) {
    const reason = (error as Error).message.split(': ').pop()!.toLowerCase();
    return `${show(expression)} is not a regular expression (${reason}). Write one that RE2 reads.`;
  }
}

/** Whether a whole text fits an expression; undefined where that can not be said without RE2. */
export function regexFits(expression: string, text: string): boolean | undefined {
  if (onlyRe2(expression)) {
    return undefined;
  }
  try {
    return new RegExp(`^(?:${expression})$`).test(text);
  } catch {
    return undefined;
  }
}

function onlyRe2(expression: string): boolean {
  return ONLY_RE2.test(expression.replace(/\\\\/g, ''));
}
