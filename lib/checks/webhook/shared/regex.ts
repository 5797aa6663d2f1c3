import { show } from '../../../core/problems';
import { MAX_REGEX } from '../../../istio/regex';
import { re2 } from '../../../schema/re2';

const known = new Map<string, string | undefined>();

/** What is wrong with a regular expression that Envoy is to match with, as a sentence. */
export function regexProblem(text: string): string | undefined {
  if (text === '') {
    return 'The regular expression is empty.';
  }
  const length = Buffer.byteLength(text);
  if (length > MAX_REGEX) {
    return `The regular expression has ${length} characters, and Istio takes at most ${MAX_REGEX}.`;
  }
  if (!known.has(text)) {
    known.set(text, syntaxProblem(text));
  }
  return known.get(text);
}

/** What is wrong with how an expression is written, whatever its length. */
export function syntaxProblem(text: string): string | undefined {
  try {
    re2().RE2JS.compile(text);
    return undefined;
  } catch (error) {
    const reason = (error as Error).message.replace('error parsing regexp: ', '');
    return `${show(text)} is not a regular expression that RE2 reads: ${reason}.`;
  }
}
