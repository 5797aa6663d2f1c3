import { lowerCase } from '../../istio/http-match';
import { disjointTexts, coversText } from '../../istio/string-match';
import type { TextCondition } from '../../istio/string-match';
import { regexSamples } from './regex-samples';

/** A text, or all texts that are alike: as matches of routes and values of policies have them. */
export interface TextPattern {
  /** `segments`: the text itself, or what follows it after a slash. `template`: as in paths of policies. */
  readonly way: TextCondition['way'] | 'suffix' | 'segments' | 'template';
  readonly text: string;
  /** Whether upper case and lower case are the same. */
  readonly anyCase?: boolean;
}

/** What stands for any text, in the order in which it is tried. */
const FILLERS = ['any', '0', 'other', '-'] as const;

/** Texts that fit a pattern. */
export function samplesOf(pattern: TextPattern, begin: string): readonly string[] {
  const samples = samplesAsWritten(pattern, begin);
  const [first = '', ...rest] = samples;
  // The same in other letters may go elsewhere, and of many samples the first ones count.
  return pattern.anyCase === true || isAnyCase(pattern)
    ? [...new Set([first, first.toUpperCase(), ...rest, ...samples.map(lowerCase)])]
    : samples;
}

/** An expression that says so itself. */
function isAnyCase({ way, text }: TextPattern): boolean {
  return way === 'regex' && /^\(\?[a-zA-Z]*i/.test(text);
}

function samplesAsWritten({ way, text }: TextPattern, begin: string): readonly string[] {
  switch (way) {
    case 'exact':
      return [text];
    case 'prefix':
      return [
        ...(text === '' ? [] : [text]),
        ...FILLERS.map((each) => text + each),
        text,
        ...(text.endsWith('/') ? [] : [`${text}/any`]),
      ];
    case 'segments':
      return [text || '/', ...FILLERS.map((each) => `${text.replace(/\/$/, '')}/${each}`)];
    case 'suffix':
      return text.startsWith(begin)
        ? [text, ...FILLERS.map((each) => `${begin}${each}${text}`)]
        : FILLERS.map((each) => `${begin}${each}${text}`);
    case 'regex':
      return regexSamples(text);
    case 'template':
      return FILLERS.map((each) => text.replaceAll('{**}', each).replaceAll('{*}', each));
  }
}

/** A pattern as its rule's reader writes it: `/api/*`, `*.png`, `~ /v[0-9]+`. */
export function patternText({ way, text }: TextPattern): string {
  switch (way) {
    case 'exact':
      return text === '' ? '""' : text;
    case 'template':
      return text;
    case 'prefix':
      return `${text}*`;
    case 'segments':
      return `${text.replace(/\/$/, '')}/*`;
    case 'suffix':
      return `*${text}`;
    case 'regex':
      return `~ ${text}`;
  }
}

/** Whether all that fits the second fits the first; false where it cannot be shown. */
export function patternCovers(a: TextPattern, b: TextPattern, begin: string): boolean {
  const [wide, narrow] = [written(a), written(b)];
  if (wide.anyCase === true) {
    return patternCovers(lower(wide), lower(narrow), begin);
  }
  // What takes each letter in one case alone takes no text in any case, but for all texts.
  return narrow.anyCase === true && /[a-z]/i.test(a.text) ? false : coversAsWritten(a, b, begin);
}

function coversAsWritten(a: TextPattern, b: TextPattern, begin: string): boolean {
  if (a.way === b.way && a.text === b.text) {
    return true;
  }
  const [one, other] = [comparable(a), comparable(b)];
  if (a.way === 'segments') {
    const start = a.text.replace(/\/$/, '');
    return (
      (b.way === 'exact' && b.text === start) ||
      (b.way === 'segments' && b.text.replace(/\/$/, '') === start) ||
      (other !== undefined && coversText({ way: 'prefix', text: `${start}/` }, other, begin))
    );
  }
  if (a.way === 'suffix') {
    return (b.way === 'exact' || b.way === 'suffix') && b.text.endsWith(a.text);
  }
  return a.way !== 'template' && one !== undefined && other !== undefined && coversText(one, other, begin);
}

/** Whether nothing fits both; false where it cannot be shown. */
export function patternsDisjoint(a: TextPattern, b: TextPattern): boolean {
  const both = [written(a), written(b)] as const;
  const isAnyCase = both.some(({ anyCase }) => anyCase === true);
  return isAnyCase ? disjointAsWritten(lower(both[0]), lower(both[1])) : disjointAsWritten(a, b);
}

/** An expression for any case as one that does not say so itself, where its letters can be changed. */
function written(pattern: TextPattern): TextPattern {
  const [, rest] = pattern.way === 'regex' ? (/^\(\?i\)(.*)$/s.exec(pattern.text) ?? []) : [];
  return rest === undefined || /\\[A-Z]|\(\?|\[:/.test(rest) ? pattern : { ...pattern, text: rest, anyCase: true };
}

function lower({ way, text }: TextPattern): TextPattern {
  return { way, text: lowerCase(text) };
}

function disjointAsWritten(a: TextPattern, b: TextPattern): boolean {
  const [one, other] = [comparable(a), comparable(b)];
  if (a.way === 'exact' && b.way === 'suffix') {
    return !a.text.endsWith(b.text);
  }
  if (a.way === 'suffix' && b.way === 'exact') {
    return disjointAsWritten(b, a);
  }
  return one !== undefined && other !== undefined && disjointTexts(one, other);
}

/** What begins as all that fits does: the pattern itself where it is one of a match. */
function comparable({ way, text }: TextPattern): TextCondition | undefined {
  switch (way) {
    case 'suffix':
      return undefined;
    case 'segments':
      return { way: 'prefix', text: text.replace(/\/$/, '') };
    case 'template':
      return { way: 'prefix', text: text.slice(0, text.search(/\{\*{1,2}\}/)) };
    default:
      return { way, text };
  }
}

/** A value of a policy: exact, or with `*` at its beginning or end; `*` alone is anything. */
export function policyPattern(value: string): TextPattern {
  if (value.endsWith('*') && (value === '*' || !value.startsWith('*'))) {
    return { way: 'prefix', text: value.slice(0, -1) };
  }
  return value.startsWith('*') ? { way: 'suffix', text: value.slice(1) } : { way: 'exact', text: value };
}
