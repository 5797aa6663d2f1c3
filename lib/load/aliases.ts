/** A document whose aliases cannot be written out. */
export class AliasError extends Error {}

interface Size {
  readonly total: number;
  /** Of these, the parts that stand in the text itself. */
  readonly written: number;
}

/**
 * A value with its aliases written out, as JSON has it.
 *
 * A few lines of aliases of aliases stand for more than any memory holds. The limit is the one of Go's YAML library: a document
 * may be made up nearly wholly of aliases as long as it is small, and to a tenth when it is large.
 */
export function withoutAliases(value: unknown): unknown {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  const size = measure(value, sizes, open);
  const written = [...sizes.keys()].reduce((sum, each) => sum + Object.keys(each).length, 1);
  if (isExcessive({ total: size, written })) {
    throw new AliasError('its aliases (*name) stand for far more than the text holds');
  }
  return size === written ? value : copy(value);
}

function measure(value: unknown, sizes: Map<object, number>, open: Set<object>): number {
  if (typeof value !== 'object' || value === null) {
    return 1;
  }
  const known = sizes.get(value);
  if (known !== undefined) {
    return known;
  }
  if (open.has(value)) {
    throw new AliasError('an anchor (&name) holds an alias of itself');
  }
  open.add(value);
  const size = Object.values(value).reduce((sum: number, each) => sum + measure(each, sizes, open), 1);
  open.delete(value);
  sizes.set(value, size);
  return size;
}

function isExcessive({ total, written }: Size): boolean {
  const [few, many] = [400_000, 4_000_000];
  const allowed = total <= few ? 0.99 : total >= many ? 0.1 : 0.99 - 0.89 * ((total - few) / (many - few));
  const fromAliases = total - written;
  return fromAliases > 100 && total > 1000 && fromAliases / total > allowed;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(copy);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copy(each)]))
    : value;
}
