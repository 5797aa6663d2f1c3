import { beginOf } from './box';
import type { Literal, Part, Words } from './condition';
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
export function kindText(literals: readonly Literal[]): string {
  const { method, path, rest } = kindWords(literals);
  return [method, path, rest].filter((text) => text !== '').join(' ');
}

export function kindWords(literals: readonly Literal[]): KindWords {
  const of = (wanted: (part: Part) => boolean): readonly string[] =>
    textsOf(literals.filter(({ condition: { part } }) => wanted(part)));
  const rest = of((part) => part !== 'method' && part !== 'path').map((text) =>
    /^(?:with|without) /.test(text) ? text : `with ${text}`,
  );
  return {
    method: of((part) => part === 'method').join(' and '),
    path: of((part) => part === 'path').join(' and '),
    rest: rest.join(' and '),
  };
}

function textsOf(literals: readonly Literal[]): readonly string[] {
  const narrow = literals.filter(
    (one, i) => !literals.some((other, j) => i !== j && isWider(one, other) && !(j > i && isWider(other, one))),
  );
  const told = narrow.filter((each) => !isExcluded(each, narrow));
  const others = told.flatMap(({ condition: { words }, holds }) =>
    !holds && isOfIssuer(words) ? words.token.issuer : [],
  );
  const isOther = ({ condition: { words }, holds }: Literal): boolean => holds && words.token === 'any';
  if (others.length === 0 || !told.some(isOther)) {
    return [...new Set(told.map(textOf))];
  }
  const rest = told.filter(({ condition: { words }, holds }) => holds || !isOfIssuer(words));
  const other = `a token that is not of ${[...new Set(others)].join(' or ')}`;
  return [...new Set(rest.map((each) => (isOther(each) ? other : textOf(each))))];
}

function isOfIssuer(words: Words): words is Words & { readonly token: { readonly issuer: string } } {
  return typeof words.token === 'object';
}

/** Whether that something is not so goes without saying: of a token of one issuer, that it is of no other one, and of none, that it is not valid. */
function isExcluded({ condition, holds }: Literal, all: readonly Literal[]): boolean {
  const { part, words } = condition;
  if (part !== 'token' || holds) {
    return false;
  }
  const isNone = all.some((other) => !other.holds && other.condition.words.token === 'any');
  const isApart = ({ condition: { words: others }, holds: isSo }: Literal): boolean =>
    isSo &&
    words.patterns !== undefined &&
    others.token !== undefined &&
    others.patterns?.every((one) => words.patterns!.every((each) => patternsDisjoint(one, each))) === true;
  return (isNone && words.token !== 'any') || all.some(isApart);
}

/** Whether a condition is met wherever another one is. */
function isWider(wide: Literal, narrow: Literal): boolean {
  const [a, b] = [wide.condition, narrow.condition];
  if (a.part !== b.part || !wide.holds || !narrow.holds) {
    return false;
  }
  if (a.words.token === 'accepted' && b.words.token === 'any') {
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

function textOf({ condition: { words }, holds }: Literal): string {
  return holds ? words.text : (words.opposite ?? `not ${words.text}`);
}
