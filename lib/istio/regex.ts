import { show } from '../core/problems';

/** What RE2 has and JavaScript has not, or reads as something else: flags, \z, \Q...\E, classes by name or that begin with `]`, code points. */
const ONLY_RE2 = /\(\?P|\(\?([a-zA-Z]+(-[a-zA-Z]*)?|-[a-zA-Z]+)[:)]|\\[zAQCpP]|\\x\{|\[:|\[\^?\]/;

/** In bytes of UTF-8. pkg/config/validation/validation.go: validateStringRegexp. */
export const MAX_REGEX = 1024;

/** What is wrong with an RE2 expression as far as can be seen without RE2, if anything. */
export function regexProblem(expression: string): string | undefined {
  const length = Buffer.byteLength(expression);
  if (length > MAX_REGEX) {
    return `the expression has ${length} characters, and Istio takes at most ${MAX_REGEX}.`;
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

/** Whether a whole text fits an expression; undefined where that cannot be said without RE2. */
export function regexFits(expression: string, text: string): boolean | undefined {
  return factsOf(expression).whole?.test(text);
}

/**
 * A text with every part that fits an expression replaced, `\\0` to `\\9` standing for its groups, as RE2's GlobalReplace does; undefined
 * where that cannot be said without RE2.
 */
export function regexReplaced(expression: string, text: string, substitution: string): string | undefined {
  const { whole } = factsOf(expression);
  return whole === undefined
    ? undefined
    : text.replace(new RegExp(expression, 'g'), (...given: unknown[]) => {
        const groups = given.slice(0, given.indexOf(given.find((each) => typeof each === 'number'))) as string[];
        return substitution.replace(/\\(\d|\\)/g, (_, sign: string) =>
          sign === '\\' ? sign : (groups[Number(sign)] ?? ''),
        );
      });
}

/** A text with which all that fits an expression begins, as far as it can be read off. */
export function regexBeginning(expression: string): string {
  return factsOf(expression).beginning;
}

/** Whether everything that begins with `prefix` fits an expression; false where it cannot be shown. */
export function regexTakesAllAfter(expression: string, prefix: string): boolean {
  const facts = factsOf(expression);
  facts.compiledOpen ??= facts.open.flatMap((one) => compiled(one) ?? []);
  return facts.compiledOpen.some((one) => one.test(prefix));
}

/** Whether an expression takes everything after some text. */
export function isOpenRegex(expression: string): boolean {
  return factsOf(expression).open.length > 0;
}

/** Whether no text that fits an expression has a sign; false where it cannot be shown. */
export function regexExcludes(expression: string, sign: string): boolean {
  const parts = onlyRe2(expression) ? undefined : expression.match(/\\.|\[(?:\\.|[^\]\\])+\]|[^(){}|^$*+?]/g);
  return parts !== undefined && (parts ?? []).every((part) => compiled(part)?.test(sign) === false);
}

interface RegexFacts {
  /** Undefined where JavaScript does not read the expression as RE2 does. */
  readonly whole?: RegExp;
  readonly beginning: string;
  /** Expressions that end in `.*` or `.+`, each of which fits nothing but what the whole fits. */
  readonly open: readonly string[];
  /** These, from the first question on. */
  compiledOpen?: readonly RegExp[];
}

const known = new Map<string, RegexFacts>();

function factsOf(expression: string): RegexFacts {
  let facts = known.get(expression);
  if (facts === undefined) {
    facts = findFacts(expression);
    known.set(expression, facts);
  }
  return facts;
}

function findFacts(expression: string): RegexFacts {
  const whole = onlyRe2(expression) ? undefined : compiled(expression);
  return whole === undefined
    ? { beginning: '', open: [] }
    : { whole, beginning: beginningOf(expression), open: openEnds(expression) };
}

function compiled(expression: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${expression})$`);
  } catch {
    return undefined;
  }
}

function beginningOf(expression: string): string {
  if (alternatives(expression).length > 1) {
    return '';
  }
  const rest = expression.replace(/^\^/, '');
  let beginning = '';
  for (let i = 0; i < rest.length;) {
    const [token] = /^(?:\\[!-/:-@[-`{-~]|[^\\.[\](){}|^$*+?])/.exec(rest.slice(i, i + 2)) ?? [];
    i += token?.length ?? 0;
    const isOptional = '*?{'.includes(rest[i] ?? '\n');
    if (token === undefined || isOptional) {
      break;
    }
    beginning += token.slice(-1);
    if (rest[i] === '+') {
      break;
    }
  }
  return beginning;
}

function openEnds(expression: string): string[] {
  return alternatives(expression).flatMap((one) => {
    const body = /^(?:[^\\]|\\.)*?\$$/.test(one) ? one.slice(0, -1) : one;
    if (/^(?:[^\\]|\\.)*\.[*+]\??$/.test(body)) {
      return [body];
    }
    const [, group] = /^(.*\))[*+?]{0,2}$/.exec(body) ?? [];
    const start = group === undefined ? -1 : lastGroup(group);
    if (start < 0) {
      return [];
    }
    const inner = group.slice(start + 1, -1).replace(/^\?:/, '');
    return inner.startsWith('?') ? [] : openEnds(inner).map((end) => group.slice(0, start) + end);
  });
}

/** The parts of an expression between the "|" that stand in no group. */
function alternatives(expression: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (const { at, sign } of structure(expression)) {
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0;
    if (sign === '|' && depth === 0) {
      parts.push(expression.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, expression.slice(start)];
}

/** Where the group begins that ends with the expression; -1 where its last sign closes none. */
function lastGroup(expression: string): number {
  const open: number[] = [];
  let last = -1;
  for (const { at, sign } of structure(expression)) {
    if (sign === '(') {
      open.push(at);
    } else if (sign === ')') {
      const start = open.pop() ?? -1;
      last = at === expression.length - 1 ? start : -1;
    }
  }
  return last;
}

/** Parentheses and "|" that mean what they say: neither escaped nor in a class. */
function* structure(expression: string): Generator<{ readonly at: number; readonly sign: string }> {
  let inClass = false;
  for (let at = 0; at < expression.length; at++) {
    const sign = expression[at];
    if (sign === '\\') {
      at++;
    } else if (inClass || sign === '[') {
      inClass = sign !== ']';
    } else if (sign === '(' || sign === ')' || sign === '|') {
      yield { at, sign };
    }
  }
}

function onlyRe2(expression: string): boolean {
  return ONLY_RE2.test(expression.replace(/\\\\/g, ''));
}
