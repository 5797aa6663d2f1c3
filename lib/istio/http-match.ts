import type { HttpMatchRequest, StringMatch } from '../../imports/networking';
import { regexFits } from './regex';
import type { TextCondition } from './string-match';
import { ANY_TEXT, beginningOf, coversText, disjointTexts, effectiveMatch, valueCondition } from './string-match';
import { isTokenClaim } from './token-claims';

// What Envoy makes of a match: pilot/pkg/networking/core/route/route.go: TranslateRouteMatch. And what istiod decides before any
// request comes, when it builds the routes of a proxy: sourceMatchHTTP and TranslateRoute (port).

/** With which every path begins, but that of `OPTIONS *`. */
const ROOT = '/';

/** A condition on the path. */
export interface PathCondition extends TextCondition {
  /** Upper and lower case are the same, and the text has letters. */
  readonly anyCase: boolean;
}

type Subject =
  | 'header'
  | 'claim'
  | 'queryParam'
  | 'method'
  | 'authority'
  | 'scheme'
  | 'port'
  | 'sourceLabel'
  | 'sourceNamespace'
  | 'gateways';

/** A condition on something other than the path. */
export interface Condition {
  readonly subject: Subject;
  /** Of a header (in lower case), a claim, a parameter or a label. */
  readonly name: string;
  /** Undefined where it only has to be there. */
  readonly text?: TextCondition;
  /** Must not be. */
  readonly without?: boolean;
  /** One of these gateways. */
  readonly oneOf?: readonly string[];
}

/** What a match asks of a request. */
export interface Asked {
  readonly path: PathCondition;
  readonly conditions: readonly Condition[];
}

/** What a match asks, without what asks nothing. */
export function asked(match: HttpMatchRequest): Asked {
  return { path: pathCondition(match), conditions: [...requestConditions(match), ...buildConditions(match)] };
}

/**
 * Whether istiod takes the route for a catch-all, once it has chosen it for a proxy (by port, gateways and source): it moves it behind
 * all others, and leaves out what follows it in its VirtualService. pilot/pkg/networking/core/route/route.go: IsCatchAllRoute.
 */
export function isCatchAll(match: HttpMatchRequest): boolean {
  const { uri, method, authority, scheme, headers, withoutHeaders, queryParams } = match;
  const path = effectiveMatch(uri ?? {});
  return (
    (path === undefined ||
      (path.way === 'prefix' && path.text === ROOT) ||
      (path.way === 'regex' && path.text === '.*')) &&
    [method, authority, scheme].every((each) => each === undefined) &&
    [headers, withoutHeaders, queryParams].every((each) => Object.keys(each ?? {}).length === 0)
  );
}

/** Whether a match is a catch-all for every port, gateway and source. */
export function takesEverything(match: HttpMatchRequest): boolean {
  return isCatchAll(match) && buildConditions(match).length === 0;
}

/** Whether every request that fits `b` fits `a`; false where it cannot be shown. */
export function covers(a: HttpMatchRequest, b: HttpMatchRequest): boolean {
  return asksNoMore(asked(a), asked(b));
}

/** {@link covers} for what two matches ask. */
export function asksNoMore(a: Asked, b: Asked): boolean {
  return coversPath(a.path, b.path) && impliesAll(b.conditions, a.conditions);
}

/** Whether what has these conditions has those as well; false where it cannot be shown. */
export function impliesAll(given: readonly Condition[], wanted: readonly Condition[]): boolean {
  return wanted.every((each) => given.some((other) => implies(other, each)));
}

/** Whether all paths that fit `b` fit `a`. */
export function coversPath(a: PathCondition, b: PathCondition): boolean {
  if (b.anyCase) {
    return a.anyCase
      ? coversText(lower(a), lower(b), ROOT)
      : coversText(a, { way: 'prefix', text: sureBeginning(b) }, ROOT);
  }
  // The beginning of an expression is all that can be compared without its case.
  return a.anyCase ? coversText(lower(a), b.way === 'regex' ? lower(hull(b)) : lower(b), ROOT) : coversText(a, b, ROOT);
}

/** Whether no path fits both; false where it cannot be shown. */
export function disjointPaths(a: PathCondition, b: PathCondition): boolean {
  const comparable = (each: PathCondition): TextCondition => lower(each.way === 'regex' ? hull(each) : each);
  return a.anyCase || b.anyCase ? disjointTexts(comparable(a), comparable(b)) : disjointTexts(a, b);
}

/** The text that every path that fits begins with, in its original case. */
export function sureBeginning(path: PathCondition): string {
  return path.anyCase ? /^[^a-z]*/i.exec(path.text)![0] : beginningOf(path, ROOT);
}

/** The text that every path that fits begins with, in lower case. */
export function lowerBeginning(path: PathCondition): string {
  return path.anyCase ? lowerCase(path.text) : lowerCase(beginningOf(path, ROOT));
}

function hull(path: PathCondition): TextCondition {
  return { way: 'prefix', text: sureBeginning(path) };
}

function lower({ way, text }: TextCondition): TextCondition {
  return { way, text: lowerCase(text) };
}

/** As Envoy compares: letters of ASCII only. */
export function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function pathCondition({ uri, ignoreUriCase }: HttpMatchRequest): PathCondition {
  const { way, text } = effectiveMatch(uri ?? {}) ?? ANY_TEXT;
  const isAny = way === 'prefix' && text === '';
  return {
    way,
    text: isAny ? ROOT : text,
    anyCase: ignoreUriCase === true && way !== 'regex' && /[a-z]/i.test(text),
  };
}

function requestConditions(match: HttpMatchRequest): Condition[] {
  const { method, authority, scheme, headers = {}, withoutHeaders = {}, queryParams = {} } = match;
  const ofLine = (subject: 'method' | 'authority' | 'scheme', value: StringMatch | undefined): Condition[] => {
    const text = value === undefined ? undefined : valueCondition(value);
    // They are always there.
    return text === undefined ? [] : [{ subject, name: '', text }];
  };
  return [
    ...ofLine('method', method),
    ...ofLine('authority', authority),
    ...ofLine('scheme', scheme),
    ...Object.entries(headers).map(([name, value]) => headerCondition(name, value)),
    ...Object.entries(withoutHeaders).map(([name, value]) => ({ ...headerCondition(name, value), without: true })),
    ...Object.entries(queryParams).map(([name, value]): Condition => ({
      subject: 'queryParam',
      name,
      text: valueCondition(value),
    })),
  ];
}

export function headerCondition(name: string, value: StringMatch): Condition {
  return isTokenClaim(name)
    ? { subject: 'claim', name, text: effectiveMatch(value) }
    : { subject: 'header', name: lowerCase(name), text: valueCondition(value) };
}

/** What istiod decides when it builds the routes of a proxy. With gateways it does not look at the source (sourceMatchHTTP). */
function buildConditions({
  port,
  gateways = [],
  sourceLabels = {},
  sourceNamespace = '',
}: HttpMatchRequest): Condition[] {
  const exact = (subject: Subject, name: string, text: string): Condition => ({
    subject,
    name,
    text: { way: 'exact', text },
  });
  return [
    ...(port === undefined || port === 0 ? [] : [exact('port', '', String(port))]),
    ...(gateways.length > 0
      ? [{ subject: 'gateways' as const, name: '', oneOf: gateways }]
      : [
          ...Object.entries(sourceLabels).map(([name, value]) => exact('sourceLabel', name, value)),
          ...(sourceNamespace === '' ? [] : [exact('sourceNamespace', '', sourceNamespace)]),
        ]),
  ];
}

export function implies(given: Condition, wanted: Condition): boolean {
  if (
    given.subject !== wanted.subject ||
    given.name !== wanted.name ||
    Boolean(given.without) !== Boolean(wanted.without)
  ) {
    return false;
  }
  if (wanted.oneOf !== undefined) {
    return given.oneOf!.every((each) => wanted.oneOf!.includes(each));
  }
  if (wanted.subject === 'claim') {
    return given.text?.way === wanted.text?.way && given.text?.text === wanted.text?.text;
  }
  return wanted.without === true ? impliesWithout(given.text, wanted.text) : impliesText(given.text, wanted.text);
}

function impliesText(given: TextCondition | undefined, wanted: TextCondition | undefined): boolean {
  return wanted === undefined || coversText(wanted, given ?? ANY_TEXT);
}

/** A header that is not there counts as an empty one, unless the question is whether it is there (treat_missing_header_as_empty). */
function impliesWithout(given: TextCondition | undefined, wanted: TextCondition | undefined): boolean {
  if (given === undefined || wanted === undefined) {
    return wanted === undefined ? given === undefined : !fitsEmpty(wanted);
  }
  return coversText(given, wanted);
}

/** Whether the empty text fits, or may. */
function fitsEmpty({ way, text }: TextCondition): boolean {
  return way === 'regex' ? regexFits(text, '') !== false : text === '';
}
