/**
 * A map whose keys are plain data: a list of values, or an object. Two keys are the same if they hold the same data, whatever the order of
 * the fields of objects. The values are kept in the order in which their keys came.
 */
export class DataMap<K, V> {
  private readonly known = new Map<string, Entry<V>>();

  public get(key: K): V | undefined {
    return this.known.get(textOf(key))?.value;
  }

  public has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  public set(key: K, value: V): void {
    this.known.set(textOf(key), { value });
  }

  /** The value of a key, made where there is none yet. */
  public getOrAdd(key: K, make: () => V): V {
    const text = textOf(key);
    let entry = this.known.get(text);
    if (entry === undefined) {
      entry = { value: make() };
      this.known.set(text, entry);
    }
    return entry.value;
  }

  public values(): readonly V[] {
    return [...this.known.values()].map(({ value }) => value);
  }
}

/** A set of plain data. */
export class DataSet<K> {
  private readonly known = new Set<string>();

  public has(key: K): boolean {
    return this.known.has(textOf(key));
  }

  /** Whether it was not there before. */
  public add(key: K): boolean {
    const before = this.known.size;
    return this.known.add(textOf(key)).size > before;
  }
}

/** Lists of things by plain data, each in the order in which they were given. */
export function groupByData<K, T>(things: Iterable<T>, keyOf: (thing: T) => K): DataMap<K, T[]> {
  const groups = new DataMap<K, T[]>();
  for (const thing of things) {
    groups.getOrAdd(keyOf(thing), () => []).push(thing);
  }
  return groups;
}

/** Whether two values hold the same data. */
export function isSameData(a: unknown, b: unknown): boolean {
  return a === b || textOf(a) === textOf(b);
}

interface Entry<V> {
  readonly value: V;
}

/**
 * A text that is the same for the same data and differs for any other: every text in it says how long it is. A symbol stands for its name.
 */
function textOf(value: unknown): string {
  if (typeof value === 'string') {
    return `"${value.length}:${value}`;
  }
  if (typeof value !== 'object' || value === null) {
    return `${String(value)};`;
  }
  let text = '';
  if (Array.isArray(value)) {
    for (const each of value) {
      text += textOf(each);
    }
    return `[${text}]`;
  }
  for (const name of Object.keys(value).sort()) {
    const each: unknown = value[name as keyof typeof value];
    if (each !== undefined) {
      text += textOf(name) + textOf(each);
    }
  }
  return `{${text}}`;
}
