import { re2 } from '../schema/re2';

interface Compiled {
  /** Whether a whole text fits. */
  fits(text: string): boolean;
  /** The text with every part that fits replaced; `\1` stands for a group. */
  replaced(text: string, substitution: string): string;
}

const known = new Map<string, Compiled>();

/**
 * Whether a whole text fits a regular expression, as Envoy has it: no expression takes longer than its text is long. One that Envoy refuses
 * fits nothing.
 */
export function fitsExpression(expression: string, text: string): boolean {
  return compiled(expression).fits(text);
}

/** What Envoy makes of a path with `regex_rewrite`. */
export function rewrittenBy(expression: string, substitution: string, text: string): string {
  return compiled(expression).replaced(text, substitution);
}

function compiled(expression: string): Compiled {
  let result = known.get(expression);
  if (result === undefined) {
    result = compile(expression);
    known.set(expression, result);
  }
  return result;
}

function compile(expression: string): Compiled {
  try {
    const pattern = re2().RE2JS.compile(expression);
    return {
      fits: (text) => pattern.matches(text),
      replaced(text, substitution) {
        const matcher = pattern.matcher(text);
        let [result, end] = ['', 0];
        while (matcher.find()) {
          result += text.slice(end, matcher.start());
          result += substitution.replace(/\\(\d|\\)/g, (_, sign: string) =>
            sign === '\\' ? sign : (matcher.group(Number(sign)) ?? ''),
          );
          end = matcher.end();
        }
        return result + text.slice(end);
      },
    };
  } catch {
    return { fits: () => false, replaced: (text) => text };
  }
}
