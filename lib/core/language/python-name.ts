/** Words of Python's grammar that are names of this API: the packages of jsii write them with an underscore. */
const RESERVED = ['and', 'except', 'from'];

/** A member, a method or a parameter as the packages of jsii name it in Python. */
export function inPython(name: string): string {
  const snake = snakeCase(name);
  return RESERVED.includes(snake) ? `${snake}_` : snake;
}

/** A name in small letters, its words joined by `_`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
