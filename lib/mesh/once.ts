/** A function that works something out for each object once, however many checks ask for it. */
export function once<O extends object, T>(make: (object: O) => T): (object: O) => T {
  const known = new WeakMap<O, { readonly value: T }>();
  return (object) => {
    let result = known.get(object);
    if (result === undefined) {
      result = { value: make(object) };
      known.set(object, result);
    }
    return result.value;
  };
}
