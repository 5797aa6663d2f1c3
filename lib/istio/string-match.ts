import type { StringMatch } from '../../imports/networking';
import { regexBeginning, regexFits, regexTakesAllAfter } from './regex';

/** A condition on a text that is there. Every text begins with the empty prefix. */
export interface TextCondition {
  readonly way: 'exact' | 'prefix' | 'regex';
  readonly text: string;
}

/** Any text. */
export const ANY_TEXT: TextCondition = { way: 'prefix', text: '' };

/** The one way to match that counts, with its text. Where several are given, istiod takes the last of the three. */
export function effectiveMatch({ exact, prefix, regex }: StringMatch): TextCondition | undefined {
  if (regex !== undefined) {
    return { way: 'regex', text: regex };
  }
  if (prefix !== undefined) {
    return { way: 'prefix', text: prefix };
  }
  return exact === undefined ? undefined : { way: 'exact', text: exact };
}

/**
 * What is asked of a header, a parameter or a method; undefined where it only has to be there, as with `{}` and the regex `*`.
 * pilot/pkg/networking/core/route/route.go: canBeConvertedToPresentMatch.
 */
export function valueCondition(match: StringMatch): TextCondition | undefined {
  const condition = effectiveMatch(match);
  return condition?.way === 'regex' && condition.text === '*' ? undefined : condition;
}

/**
 * Whether every text that fits `b` fits `a`; false where it cannot be shown.
 *
 * @param floor with which every text begins: "/" for paths
 */
export function coversText(a: TextCondition, b: TextCondition, floor = ''): boolean {
  switch (a.way) {
    case 'prefix':
      return beginningOf(b, floor).startsWith(a.text);
    case 'exact':
      return b.way === 'exact' && a.text === b.text;
    case 'regex':
      return (
        (b.way === 'regex' && a.text === b.text) ||
        (b.way === 'exact' && regexFits(a.text, b.text) === true) ||
        regexTakesAllAfter(a.text, beginningOf(b, floor))
      );
  }
}

/** Whether no text fits both; false where it cannot be shown. */
export function disjointTexts(a: TextCondition, b: TextCondition): boolean {
  if (a.way === 'exact') {
    return b.way === 'regex' ? regexFits(b.text, a.text) === false : !coversText(b, a);
  }
  if (b.way === 'exact') {
    return disjointTexts(b, a);
  }
  const [one, other] = [beginningOf(a), beginningOf(b)];
  return !one.startsWith(other) && !other.startsWith(one);
}

/** The narrower of two conditions on one text; `nothing` where no text fits both, `unknown` where neither can be shown. */
export function bothTexts(a: TextCondition, b: TextCondition, floor = ''): 'first' | 'second' | 'nothing' | 'unknown' {
  if (coversText(a, b, floor)) {
    return 'second';
  }
  if (coversText(b, a, floor)) {
    return 'first';
  }
  return disjointTexts(a, b) ? 'nothing' : 'unknown';
}

/** With what every text that fits begins, as far as it is known. */
export function beginningOf({ way, text }: TextCondition, floor = ''): string {
  const beginning = way === 'regex' ? regexBeginning(text) : text;
  return beginning.startsWith(floor) ? beginning : floor;
}
