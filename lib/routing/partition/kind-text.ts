import { beginOf } from './box';
import type { Literal, Part } from './condition';
import type { TextPattern } from './text-pattern';
import { patternCovers, patternsDisjoint } from './text-pattern';

/** What rules ask of requests, in their words; each empty where they ask nothing of it. */
export interface KindWords {
  /** `GET, POST` */
  readonly method: string;
  /** `/api/*` */
  readonly path: string;
  /** `with header x-canary: always` */
  readonly rest: string;
}

/**
 * Requests in the words of the rules that take them: `POST /charge`, `GET /api/* with header x-canary: always`; empty where they ask nothing.
 * Of several conditions on one thing the narrower one is enough.
 */
export function kindText(literals: readonly Literal[], ambiguous?: ReadonlySet<string>): string {
  const { method, path, rest } = kindWords(literals, ambiguous);
  return [method, path, rest].filter((text) => text !== '').join(' ');
}

/** @param ambiguous the texts of conditions that mean several things, so that it is told which of them */
export function kindWords(literals: readonly Literal[], ambiguous?: ReadonlySet<string>): KindWords {
  const of = (wanted: (part: Part) => boolean): readonly string[] =>
    textsOf(
      literals.filter(({ condition: { part } }) => wanted(part)),
      ambiguous,
    );
  const rest = of((part) => part !== 'method' && part !== 'path').map((text) =>
    /^(?:with|without) /.test(text) ? text : `with ${text}`,
  );
  return {
    method: of((part) => part === 'method').join(' and '),
    path: of((part) => part === 'path').join(' and '),
    rest: rest.join(' and '),
  };
}

/** The texts that some conditions share which mean several things: a token, which proxies take from different issuers. */
export function ambiguousTexts(literals: Iterable<Literal>): ReadonlySet<string> {
  const meanings = new Map<string, string>();
  const found = new Set<string>();
  for (const { condition } of literals) {
    const { text, besides } = condition.words;
    if (besides !== undefined && (meanings.get(text) ?? besides) !== besides) {
      found.add(text);
    } else if (besides !== undefined) {
      meanings.set(text, besides);
    }
  }
  return found;
}

function textsOf(literals: readonly Literal[], ambiguous: ReadonlySet<string> | undefined): readonly string[] {
  const narrow = literals.filter(
    (one, i) => !literals.some((other, j) => i !== j && isWider(one, other) && !(j > i && isWider(other, one))),
  );
  return [...new Set(narrow.filter((each) => !isExcluded(each, narrow)).map((each) => textOf(each, ambiguous)))];
}

/** Whether that something is not so goes without saying: of a token of one issuer, that it is of no other one. */
function isExcluded({ condition, holds }: Literal, all: readonly Literal[]): boolean {
  const { part, words } = condition;
  return (
    part === 'token' &&
    !holds &&
    words.patterns !== undefined &&
    all.some(
      (other) =>
        other.holds &&
        other.condition.part === part &&
        other.condition.words.patterns?.every((one) => words.patterns!.every((each) => patternsDisjoint(one, each))) ===
          true,
    )
  );
}

/** Whether a condition is met wherever another one is. */
function isWider(wide: Literal, narrow: Literal): boolean {
  const [a, b] = [wide.condition, narrow.condition];
  if (a.part !== b.part || !wide.holds || !narrow.holds) {
    return false;
  }
  const begin = beginOf(a.part);
  return covers(a.words.patterns, b.words.patterns, begin);
}

function covers(
  some: readonly TextPattern[] | undefined,
  others: readonly TextPattern[] | undefined,
  begin: string,
): boolean {
  return others?.every((other) => some?.some((one) => patternCovers(one, other, begin)) === true) === true;
}

function textOf({ condition: { words }, holds }: Literal, ambiguous: ReadonlySet<string> | undefined): string {
  const text = holds ? words.text : (words.opposite ?? `not ${words.text}`);
  return ambiguous?.has(words.text) === true ? `${text} (${words.besides})` : text;
}
