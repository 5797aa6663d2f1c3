import { groupBy } from '../mesh/reading/group-by';
import { once } from '../mesh/reading/once';
import { objectName } from './check-report';
import { percent } from './outcome-text';
import type { ReachDecision, ReachKind } from './reach-data';
import { ReachVerdict } from './reach-data';

/** How many names of workloads a line holds. */
const FEW = 3;

/**
 * Clients in few words: whole namespaces by their name, and a number where there are many.
 *
 * @param most how many names are not many
 */
export function callersText(callers: readonly string[], all: readonly string[], most: number = FEW): string {
  if (callers.length > 1 && callers.length === all.length) {
    return `all ${all.length} workloads`;
  }
  const sizes = sizesOf(all);
  const whole = [...groupBy(callers, placeOf)]
    .filter(([place, own]) => own.length > 1 && own.length === sizes.get(place))
    .map(([place]) => place);
  const names = [
    ...whole.map((place) => `all of ${place}`),
    ...callers.filter((each) => !whole.includes(placeOf(each))),
  ];
  return names.length > most ? `${callers.length} workloads` : names.join(', ');
}

/** How many workloads each namespace has. */
const sizesOf = once(
  (all: readonly string[]): ReadonlyMap<string, number> =>
    new Map([...groupBy(all, placeOf)].map(([place, own]) => [place, own.length])),
);

function placeOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf('/')));
}

/** What becomes of requests, and what decides it, in one line. */
export function verdictText(kind: ReachKind, own: ReadonlySet<string>): string {
  const { verdict, decidedBy = [], dependsOn, failure } = kind;
  const depends = dependsOn === undefined ? '' : ` (depends on ${dependsOn.join(', ')})`;
  switch (verdict) {
    case ReachVerdict.UNKNOWN:
      return 'not known: no request was found that fits the expression';
    case ReachVerdict.REFUSED:
      return refusedText(kind) + depends;
    case ReachVerdict.ANSWERED:
      return `${kind.status} by the proxy${kind.location === undefined ? '' : `, to ${kind.location}`}${byRule(decidedBy, 'action')}${depends}`;
    case ReachVerdict.REACHED: {
      const targets = targetsText(kind, own);
      const part = failure === undefined ? '' : `, the others ${failure}`;
      return `${allowedText(decidedBy)}${byRule(decidedBy, 'route')}${targets}${part}${depends}`;
    }
  }
}

/** `AuthorizationPolicy payments/checkout rules[0]` */
function nameOf({ object, path = '' }: ReachDecision): string {
  return [object && objectName({ object }), path.replace(/^spec\.?/, '')].filter(Boolean).join(' ');
}

function allowedText(decisions: readonly ReachDecision[]): string {
  const said = decisions.filter(({ layer }) => layer !== 'route');
  if (said.length === 0) {
    return 'leaves the mesh';
  }
  return said
    .map((each) =>
      each.object === undefined
        ? each.decision.replace(/^allowed: /, '')
        : each.decision.startsWith('allowed by')
          ? `allowed by ${nameOf(each)}`
          : `${each.decision}, ${nameOf(each)}`,
    )
    .join(' and ');
}

function refusedText({ status, failure, decidedBy = [] }: ReachKind): string {
  const [by] = decidedBy;
  if (failure === 'Denied' && by?.object !== undefined) {
    return by.path === 'spec.rules'
      ? `denied: no rule of ${objectName({ object: by.object })} allows it`
      : `denied by ${nameOf(by)}`;
  }
  const name = by?.object === undefined ? '' : `, ${nameOf(by)}`;
  return `${status ?? 'connection closed'}: ${failure}${by === undefined ? '' : ` (${by.decision})`}${name}`;
}

function byRule(decisions: readonly ReachDecision[], layer: string): string {
  const names = decisions.filter((each) => each.layer === layer && each.object !== undefined).map(nameOf);
  return names.length === 0 ? '' : `, by ${names.join(' and ')}`;
}

/** Nothing where it is what is behind the Service, all of it. */
function targetsText({ targets = [] }: ReachKind, own: ReadonlySet<string>): string {
  if (targets.length === own.size && targets.every(({ workload }) => own.has(workload))) {
    return '';
  }
  const texts = targets.map(({ workload, share }) => (share === 1 ? workload : `${workload} ${percent(share)}`));
  return ` → ${texts.join(', ')}`;
}
