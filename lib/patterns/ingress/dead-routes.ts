import type { HttpMatchRequest } from '../../../imports/networking';
import { MatchIndex } from '../../istio/match-index';
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
  const earlier = new MatchIndex<NumberedRoute>();
  return routes.flatMap((route) => {
    const { number, matches } = route;
    const takers = matches.map((match) => earlier.covering(match));
    matches.forEach((match) => earlier.add(match, route));
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
