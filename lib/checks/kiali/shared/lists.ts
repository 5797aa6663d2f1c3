export function first<T>(items: Iterable<T>, wanted: (item: T) => boolean): T | undefined {
  for (const item of items) {
    if (wanted(item)) {
      return item;
    }
  }
  return undefined;
}

/** In the order of namespaces and names, in which the API server lists objects. */
export function byName<T extends { readonly namespace: string; readonly name: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
