import type { HttpMatchRequest } from '../../../imports/networking';
import { isPlainObject } from '../../core/value';
import { regexFits } from '../../istio/regex';

/** A route with its place in what the user wrote. */
export interface NumberedRoute {
  readonly number: number;
  /** One of these must hold. */
  readonly matches: HttpMatchRequest[];
}

/** A route whose requests are all taken by routes that are tried before it. */
export interface DeadRoute {
  readonly number: number;
  readonly takers: number[];
  /** Whether one of them asks for the very same. */
  readonly twice: boolean;
}

/** The routes that are never reached, given all of them in the order in which they are tried. */
export function findDeadRoutes(routes: NumberedRoute[]): DeadRoute[] {
  return routes.flatMap(({ number, matches }, i) => {
    const takers = matches.map((match) =>
      routes.slice(0, i).find((earlier) => earlier.matches.some((other) => takesAll(other, match))),
    );
    if (takers.some((taker) => taker === undefined)) {
      return [];
    }
    const twice = takers.some((taker) => JSON.stringify(taker!.matches) === JSON.stringify(matches));
    return [{ number, takers: [...new Set(takers.map((taker) => taker!.number))], twice }];
  });
}

/** Whether every path that begins with `prefix` fits an expression, as far as can be seen from a few of them. */
export function fitsEveryPath(expression: string, prefix: string): boolean {
  return ['', 'a', '/', '/a', '0.b-c_d~e', '/Z%20/x/y/'].every((rest) => regexFits(expression, prefix + rest) === true);
}

/** Whether one match holds for every request for which another does. */
function takesAll(one: HttpMatchRequest, other: HttpMatchRequest): boolean {
  const { uri: _uri, ignoreUriCase: _ignoreUriCase, name: _name, statPrefix: _statPrefix, ...conditions } = one;
  return (
    takesPaths(one, other) &&
    Object.entries(conditions).every(([field, asked]) =>
      isAsked(asked, other[field as keyof HttpMatchRequest], field === 'withoutHeaders'),
    )
  );
}

/** Whether a condition is part of another. Of headers that must not be there more is said by less, so they must be the same. */
function isAsked(condition: unknown, other: unknown, negated: boolean): boolean {
  if (isPlainObject(condition) && isPlainObject(other)) {
    return Object.entries(condition).every(([name, value]) =>
      negated ? JSON.stringify(value) === JSON.stringify(other[name]) : isAsked(value, other[name], false),
    );
  }
  return JSON.stringify(condition) === JSON.stringify(other);
}

function takesPaths(one: HttpMatchRequest, other: HttpMatchRequest): boolean {
  if (one.uri === undefined || one.uri.prefix === '/') {
    return true;
  }
  if (other.uri === undefined || (other.ignoreUriCase === true && one.ignoreUriCase !== true)) {
    return false;
  }
  const text = (value: string | undefined) => (one.ignoreUriCase === true ? value?.toLowerCase() : value);
  const [exact, prefix] = [text(other.uri.exact), text(other.uri.prefix)];
  if (one.uri.prefix !== undefined) {
    return (exact ?? prefix)?.startsWith(text(one.uri.prefix)!) === true;
  }
  if (one.uri.exact !== undefined) {
    return exact === text(one.uri.exact);
  }
  const expression = one.uri.regex!;
  return (
    expression === other.uri.regex ||
    (exact !== undefined && regexFits(expression, exact) === true) ||
    (prefix !== undefined && fitsEveryPath(expression, prefix))
  );
}
