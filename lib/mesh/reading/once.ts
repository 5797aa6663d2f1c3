interface Memory<O, T> {
  get(object: O): T | undefined;
  has(object: O): boolean;
  set(object: O, value: T): unknown;
}

/**
 * A function that computes something once for each object, however many checks ask for it.
 *
 * @param memory a Map for what belongs to one mesh: the garbage collector has less work with it
 */
export function once<O extends object, T>(
  make: (object: O) => T,
  memory: Memory<O, T> = new WeakMap<O, T>(),
): (object: O) => T {
  return (object) => {
    const known = memory.get(object);
    if (known !== undefined || memory.has(object)) {
      return known as T;
    }
    const made = make(object);
    memory.set(object, made);
    return made;
  };
}
