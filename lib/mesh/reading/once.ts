interface Known<T> {
  readonly value: T;
}

interface Memory<O, T> {
  get(object: O): Known<T> | undefined;
  set(object: O, known: Known<T>): unknown;
}

/**
 * A function that computes something once for each object, however many checks ask for it.
 *
 * @param memory a Map for what belongs to one mesh: the garbage collector has less work with it
 */
export function once<O extends object, T>(
  make: (object: O) => T,
  memory: Memory<O, T> = new WeakMap<O, Known<T>>(),
): (object: O) => T {
  return (object) => {
    let result = memory.get(object);
    if (result === undefined) {
      result = { value: make(object) };
      memory.set(object, result);
    }
    return result.value;
  };
}
