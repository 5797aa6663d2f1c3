/*
 * What the text of a path match gives away: that it was written in the language of another tool, and fits no request that is meant.
 *
 * Istio passes the text on unchanged (`pilot/pkg/networking/core/route/route.go: TranslateRouteMatch`), and Envoy compares every character of an
 * exact path and a prefix, and the whole path with an expression. A "*" stands for itself there, a "{" too, and clients send it as "%7B".
 */

/** How a path is compared. */
export type PathComparison = 'exact' | 'prefix' | 'regex';

/** What a text was taken for, has too much, or lacks. */
export type PathMistakeKind = 'glob' | 'parameter' | 'expression' | 'query' | 'no slash';

/** A way to compare paths. */
export interface PathText {
  readonly comparison: PathComparison;
  readonly text: string;
}

/** A text that fits no path, or not those that are meant. */
export interface PathMistake {
  readonly kind: PathMistakeKind;
  /** The part that gives it away. */
  readonly part: string;
  /** What is meant. */
  readonly instead: PathText;
  /** Where the part may mean one segment: an expression for that. */
  readonly orSegment?: PathText;
  /** The parameters of a query: what is compared with each, if it can be known. */
  readonly query?: readonly (readonly [name: string, value: string | undefined])[];
}

/** What is wrong with a path, if anything gives it away. Right expressions, such as "/api/.*" or "/v[0-9]*", are left alone. */
export function pathMistake(comparison: PathComparison, text: string): PathMistake | undefined {
  const query = (comparison === 'regex' ? QUERY_OF_EXPRESSION : QUERY).exec(text);
  if (query !== null) {
    return queryMistake(comparison, text.slice(0, query.index), query[0]);
  }
  return comparison === 'regex' ? expressionMistake(text) : literalMistake(comparison, text);
}

function literalMistake(comparison: 'exact' | 'prefix', text: string): PathMistake | undefined {
  const parameter = PARAMETER.exec(text)?.[0];
  const expression = EXPRESSION.exec(text.replace(PARAMETERS, SEGMENT_NAME))?.[0];
  if (expression !== undefined) {
    const written = rooted(text).replace(PARAMETERS, inExpression);
    return { kind: 'expression', part: expression, instead: asExpression(comparison, written) };
  }
  const wildcard = WILDCARD.exec(text)?.[0];
  if (wildcard !== undefined || parameter !== undefined) {
    return { ...shape(wildcard, parameter), ...meant(comparison, rooted(text)) };
  }
  const end = END_OF_PATH.exec(text);
  return end !== null
    ? queryMistake(comparison, text.slice(0, end.index), end[0])
    : text.startsWith('/')
      ? undefined
      : withoutSlash(comparison, text);
}

/** Envoy compares paths without their query (envoy/config/route/v3/route_components.proto: RouteMatch). */
function queryMistake(comparison: PathComparison, path: string, part: string): PathMistake {
  const way = comparison === 'regex' ? comparison : 'exact';
  const text = way === 'regex' ? path : rooted(path);
  const query = part
    .replace(/^\\?\?|\$$/g, '')
    .split('&')
    .flatMap((each): readonly (readonly [string, string | undefined])[] => {
      const [name, value] = each.split(/=(.*)/);
      return value === undefined ? [] : [[name, /^[\w.~%-]+$/.test(value) ? value : undefined]];
    });
  return { kind: 'query', part, instead: pathMistake(way, text)?.instead ?? { comparison: way, text }, query };
}

function expressionMistake(text: string): PathMistake | undefined {
  const parameter = parameterInExpression(text);
  const wildcard = LOOKS_LIKE_GLOB.test(text) ? WILDCARD.exec(text)?.[0] : undefined;
  if (wildcard !== undefined || (parameter !== undefined && !/[*+?()[\]\\|^$]/.test(text))) {
    return { ...shape(wildcard, parameter), ...meant('exact', rooted(text)) };
  }
  if (parameter !== undefined) {
    return {
      kind: 'parameter',
      part: parameter,
      instead: { comparison: 'regex', text: text.split(parameter).join(inExpression(parameter)) },
    };
  }
  if (STAR_FOR_SEGMENT.test(text) && !text.includes('.*')) {
    const written = text.replace(/\/\*(?=\/)/g, `/${SEGMENT}`).replace(/\/\*$/, '/.*');
    return { kind: 'glob', part: '*', instead: { comparison: 'regex', text: written } };
  }
  return /^\^?[a-zA-Z0-9_-](?![?*{|])[^|]*$/.test(text)
    ? { kind: 'no slash', part: text, instead: { comparison: 'regex', text: text.replace(/^\^?/, '$&/') } }
    : undefined;
}

function shape(wildcard: string | undefined, parameter: string | undefined): Pick<PathMistake, 'kind' | 'part'> {
  return wildcard === undefined
    ? { kind: 'parameter', part: String(parameter) }
    : { kind: 'glob', part: wildcard.startsWith('**') ? '**' : '*' };
}

/** What is meant by a text with wildcards and parameters: a prefix, where nothing but the end is left open. */
function meant(comparison: 'exact' | 'prefix', text: string): Pick<PathMistake, 'instead' | 'orSegment'> {
  const parts = [...text.matchAll(OPEN)];
  const last = parts.at(-1)!;
  const open = last.index + last[0].length === text.length ? last[0] : undefined;
  const whole: PathText = { comparison: 'regex', text: toExpression(text) };
  if (
    open !== undefined &&
    !CHOICE.test(open) &&
    parts.length === 1 &&
    (open.startsWith('*') || comparison === 'prefix')
  ) {
    const fixed = text.slice(0, last.index);
    const instead: PathText = { comparison: 'prefix', text: fixed };
    return inExpression(open) !== SEGMENT || fixed === '/' || !fixed.endsWith('/')
      ? { instead }
      : { instead, orSegment: whole };
  }
  if (whole.text === '/.*') {
    return { instead: { comparison: 'prefix', text: '/' } };
  }
  const goesOn = comparison === 'prefix' && (open === undefined || CHOICE.test(open));
  return { instead: goesOn ? { ...whole, text: `${whole.text}.*` } : whole };
}

/** A text with "*", "**" and parameters as an expression. */
function toExpression(text: string): string {
  let [written, end] = ['', 0];
  for (const { 0: part, index } of text.matchAll(OPEN)) {
    written += literally(text.slice(end, index));
    end = index + part.length;
    const isSegment = text[index - 1] === '/' && (text[end] ?? '/') === '/';
    written += part === '*' && !isSegment ? '[^/]*' : inExpression(part);
  }
  return written + literally(text.slice(end));
}

/** A wildcard or parameter as an expression: "**" crosses segments, "{a,b}" is one of both. */
function inExpression(part: string): string {
  if (CHOICE.test(part)) {
    return `(${part.slice(1, -1).split(',').map(literally).join('|')})`;
  }
  return part.includes('**') || part.includes('...') ? '.*' : SEGMENT;
}

function literally(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}

/** An expression that was written as an exact path or a prefix. One that only leaves the end open is a prefix. */
function asExpression(comparison: 'exact' | 'prefix', text: string): PathText {
  const fixed = text.replace(/(\.\*)?\$?$/, '');
  return EXPRESSION.test(fixed)
    ? { comparison: 'regex', text: comparison === 'prefix' && !text.endsWith('.*') ? `${text}.*` : text }
    : { comparison: 'prefix', text: fixed };
}

function withoutSlash(comparison: 'exact' | 'prefix', text: string): PathMistake | undefined {
  return text === '' && comparison === 'prefix'
    ? undefined
    : { kind: 'no slash', part: text, instead: { comparison, text: rooted(text) } };
}

/** A path that begins with a slash; of an address, with a scheme or without, the path alone. */
function rooted(text: string): string {
  const path = text
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '')
    .replace(/^([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?(?=\/)/i, '')
    .replace(/^\^/, '');
  return path.startsWith('/') ? path : `/${path}`;
}

/** A parameter of an expression. What counts repetitions, names a class of characters or is escaped is none. */
function parameterInExpression(text: string): string | undefined {
  return text.replace(/\\[pPx]\{[^}]*\}|\\.|\[[^\]]*\]|\{\d+(,\d*)?\}|\(\?P?<[^>]*>/g, '').match(PARAMETER)?.[0];
}

/** A query, in a path and in an expression. What is in parentheses there may be left out. */
const QUERY = /\?[\w.~%[\]-]+=.*$/;
const QUERY_OF_EXPRESSION = /(?<![(\\])\\?\?[\w.~%-]+=.*$/;
/** What ends a path in an address: a query, or a place in the page. */
const END_OF_PATH = /[?#].*$/;
/** One segment of a path. */
const SEGMENT = '[^/]+';
const WILDCARD = /\*+/;
/** "{id}", "${ID}" and "<id>", and as a whole segment ":id" and "[id]". */
const PARAMETER = /\$?\{[^{}/]*\}|<[^<>/]*>|(?<=\/)(?::[A-Za-z_]\w*|\[(?:\.\.\.)?\w+\])(?=\/|$)/;
/** "{a,b}" */
const CHOICE = /^\{[^{}=:]+(,[^{}=:]*)+\}$/;
const PARAMETERS = new RegExp(PARAMETER.source, 'g');
/** Stands for a parameter while the rest of a text is looked at. */
const SEGMENT_NAME = 'x';
const OPEN = new RegExp(`${WILDCARD.source}|${PARAMETER.source}`, 'g');
/** What is in no path and no glob: ".*", "[0-9]", "(a|b)", an escape, the sign for the beginning. */
const EXPRESSION = /\.\*|\.\+(?=\/|$)|\[[^\]/]*-[^\]/]*\]|\[[^\]/]+\][*+?{]|\([^()]*\|[^()]*\)|\\[^]|^\^/;
/** A star for a segment beside what only an expression has. Slashes that repeat are seldom meant, and then the end is marked, as in "/api/*$". */
const STAR_FOR_SEGMENT = /\/\*(?=\/|$)/;
/** Letters and stars alone, as in a glob. After ".", "]" or ")" a star repeats, as is meant in an expression. */
const LOOKS_LIKE_GLOB = /^\^?(?!.*\.\*)[\w/.~%{}:<>*-]*\*[\w/.~%{}:<>*-]*$/;
