import { originOf } from './gateway-api/origins';
import type { RouteEntry } from './http-routes';
import type { RoutedRequest } from './match';
import { matchText, misfit } from './match';
import type { Considered, Place } from './trace';

/** As many rules are listed as did not fit. */
export const MOST_CONSIDERED = 10;

/** `rule http[1] "= /productpage"` */
export function ruleText(route: RouteEntry): string {
  const { rule, source, name } = route;
  if (rule === undefined) {
    return source === undefined && name === 'default' ? 'no rule: the Service itself' : name;
  }
  const match = matchText(route);
  const own = (originOf({ object: source, path: rule.path }).path ?? rule.path).replace(/^spec\./, '');
  const delegate =
    rule.delegate === undefined ? '' : ` by ${rule.delegate.object.key} ${rule.delegate.path.replace(/^spec\./, '')}`;
  return `rule ${own}${delegate}${match === '' ? '' : ` "${match}"`}`;
}

/** Where the match stands that a route is made of, or its rule. */
export function placeOf({ ruleMatch, rule, source }: RouteEntry): Place {
  return ruleMatch === undefined
    ? { object: source, path: rule?.path }
    : { object: ruleMatch.object, path: ruleMatch.path };
}

/** What decides with {@link placeOf}: the rule around a match, and what of a delegate is in it. */
export function alsoOf({ rule, ruleMatch, source }: RouteEntry): readonly Place[] {
  if (rule === undefined) {
    return [];
  }
  const { path, delegate } = rule;
  const ofDelegate = delegate && {
    object: delegate.object,
    path: ruleMatch?.delegatePath ?? delegate.path,
  };
  return [{ object: source, path }, ...(ofDelegate === undefined ? [] : [ofDelegate])];
}

/** The rules before the one that decides, the nearest of them, with what did not fit; and the next one. */
export function considered(routes: readonly RouteEntry[], place: number, request: RoutedRequest): Considered[] {
  const before = routes.slice(Math.max(0, place - MOST_CONSIDERED), place).map((route): Considered => {
    const { field = '', wanted = '' } = misfit(route, request) ?? {};
    const { object, path } = placeOf(route);
    return { what: ruleText(route), object, path: field === '' ? path : `${path}.${field}`, why: wanted };
  });
  const next = routes[place + 1];
  return next === undefined
    ? before
    : [...before, { what: ruleText(next), ...placeOf(next), why: 'an earlier rule fits' }];
}
