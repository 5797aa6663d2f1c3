import type { Manifest } from '../../lib/mesh/reading/mesh-object';

/** One case for each value, named for it. */
export function variants<T>(
  what: string,
  values: readonly T[],
  make: (value: T) => Manifest[],
): [string, Manifest[]][] {
  return values.map((value) => [`${what} ${title(value)}`, make(value)]);
}

/** Long ones are cut, and their length tells them apart. */
function title(value: unknown): string {
  const text = JSON.stringify(value) ?? 'none';
  return text.length > 90 ? `${text.slice(0, 60)}... (${text.length})` : text;
}
