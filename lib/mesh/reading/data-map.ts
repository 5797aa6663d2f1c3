/**
 * A map whose keys are plain data: a list of values, or an object. Two keys are the same if they hold the same data, whatever the order of
 * the fields of objects. The values are kept in the order in which their keys came.
 */
export class DataMap<K, V> {
  private readonly root: Node<V> = {};
  private readonly entries: { value: V }[] = [];

  public get(key: K): V | undefined {
    let node: Node<V> | undefined = this.root;
    for (const part of partsOf(key)) {
      node = node.next?.get(part);
      if (node === undefined) {
        return undefined;
      }
    }
    return node.entry?.value;
  }

  public has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  public set(key: K, value: V): void {
    const node = this.nodeOf(key);
    if (node.entry === undefined) {
      node.entry = { value };
      this.entries.push(node.entry);
    } else {
      node.entry.value = value;
    }
  }

  /** The value of a key, made where there is none yet. */
  public getOrAdd(key: K, make: () => V): V {
    const node = this.nodeOf(key);
    if (node.entry === undefined) {
      node.entry = { value: make() };
      this.entries.push(node.entry);
    }
    return node.entry.value;
  }

  public values(): readonly V[] {
    return this.entries.map(({ value }) => value);
  }

  private nodeOf(key: K): Node<V> {
    let node = this.root;
    for (const part of partsOf(key)) {
      node.next ??= new Map();
      let next = node.next.get(part);
      if (next === undefined) {
        next = {};
        node.next.set(part, next);
      }
      node = next;
    }
    return node;
  }
}

/** A set of plain data. */
export class DataSet<K> {
  private readonly known = new DataMap<K, true>();

  public has(key: K): boolean {
    return this.known.has(key);
  }

  /** Whether it was not there before. */
  public add(key: K): boolean {
    const isNew = !this.known.has(key);
    this.known.set(key, true);
    return isNew;
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
  const known = new DataSet<unknown>();
  known.add(a);
  return known.has(b);
}

interface Node<V> {
  next?: Map<unknown, Node<V>>;
  entry?: { value: V };
}

/** They mark where lists and objects begin and end, and equal no value. */
const [LIST, OBJECT, END] = [Symbol('list'), Symbol('object'), Symbol('end')];

/** All values in a key, one after another. */
function* partsOf(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    yield LIST;
    for (const each of value) {
      yield* partsOf(each);
    }
    yield END;
  } else if (typeof value === 'object' && value !== null) {
    yield OBJECT;
    const fields = Object.entries(value).filter(([, each]) => each !== undefined);
    for (const [name, each] of fields.sort(([a], [b]) => (a < b ? -1 : 1))) {
      yield name;
      yield* partsOf(each);
    }
    yield END;
  } else {
    yield value;
  }
}
