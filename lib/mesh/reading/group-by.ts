/** Lists of things by a key, each in the order in which they were given. */
export function groupBy<T>(things: Iterable<T>, keyOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    push(groups, keyOf(thing), thing);
  }
  return groups;
}

/** Adds to the list of a key. */
export function push<T>(groups: Map<string, T[]>, key: string, thing: T): void {
  const group = groups.get(key);
  if (group === undefined) {
    groups.set(key, [thing]);
  } else {
    group.push(thing);
  }
}
