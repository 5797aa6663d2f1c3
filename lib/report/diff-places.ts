import { objectName } from './check-report';
import type { DiffChange, DiffObject } from './diff-data';
import { DiffEffect } from './diff-data';
import type { ReachDecision } from './reach-data';
import type { TracePlace } from './trace-data';

/** The objects that decide, with their places: `was VirtualService shop/web http[0]  old/web.yaml:3`. */
export function placeTexts(change: DiffChange, most: number): readonly string[] {
  const { effect, changedObjects = [], mayChangeBy = [] } = change;
  if (changedObjects.length > 0) {
    return changedTexts(changedObjects, most);
  }
  if (effect === DiffEffect.POSSIBLE && mayChangeBy.length > 0) {
    return mayChangeBy.slice(0, most).map((each) => `by ${placedName(each)}`);
  }
  return decisive(change).map(({ when, ...place }) => `${when} ${placedName(place)}`);
}

/** The object that decides on one side, or on both in the same place; none where no object does. */
type Decisive = ReachDecision & { readonly when: 'was' | 'now' | 'by' };

export function decisive({
  before,
  after,
  effect,
}: Pick<DiffChange, 'before' | 'after' | 'effect'>): readonly Decisive[] {
  const isPolicy = effect === DiffEffect.DENIED || effect === DiffEffect.ALLOWED;
  const all = [before, after].map(({ decidedBy = [] }) => decidedBy.filter(({ object }) => object !== undefined));
  const wanted = all.map((each) =>
    each.filter(({ layer }) => (layer === 'authorization' || layer === 'authentication') === isPolicy),
  );
  // Policies where these are what changes, and otherwise rules, as far as there are any.
  const [old, own] = wanted.some((each) => each.length > 0) ? wanted : all;
  const key = (each: ReachDecision): string => JSON.stringify([each.object, each.path, each.decision]);
  const apart = (some: readonly ReachDecision[], others: readonly ReachDecision[]): ReachDecision | undefined =>
    some.find((each) => !others.some((other) => key(other) === key(each)));
  const [was, is] = [apart(old, own), apart(own, old)];
  if (was === undefined && is === undefined) {
    return own.slice(0, 1).map((each) => ({ ...each, when: 'by' }));
  }
  if (was !== undefined && is !== undefined && nameOf(was) === nameOf(is)) {
    return [{ ...is, when: 'by' }];
  }
  return [
    ...(was === undefined ? [] : [{ ...was, when: 'was' as const }]),
    ...(is === undefined ? [] : [{ ...is, when: 'now' as const }]),
  ];
}

/** Objects that explain a change, or why one side alone has a host. */
export function changedTexts(objects: readonly DiffObject[], most: number): readonly string[] {
  const more = objects.length > most ? [`and ${objects.length - most} more`] : [];
  return [...objects.slice(0, most).map(changedText), ...more];
}

function changedText({ change, ...place }: DiffObject): string {
  return `${change} ${placedName(place)}`;
}

/** Its file and line, or the path of its construct; empty where neither is known. */
export function whereOf({ construct, file, line }: TracePlace): string {
  return construct ?? [file, line].filter((part) => part !== undefined).join(':');
}

function placedName(place: TracePlace): string {
  const where = whereOf(place);
  return `${nameOf(place)}${where === '' ? '' : `  ${where}`}`;
}

/** `VirtualService shop/web http[0]` */
export function nameOf({ object, path = '' }: TracePlace): string {
  return [object && objectName({ object }), path.replace(/^spec\.?/, '')].filter(Boolean).join(' ');
}
