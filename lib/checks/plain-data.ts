import { MAX_DEPTH } from '../core/max-depth';
import { show } from '../core/problems';

/** A value that YAML and JSON cannot have, and where it is. */
interface Foreign {
  readonly path: string;
  readonly words: string;
}

/** The first value of a manifest that no YAML could have put there; undefined where there is none. */
export function foreignValue(value: unknown, path = '', depth = 0): Foreign | undefined {
  if (typeof value === 'bigint' || typeof value === 'symbol') {
    return { path, words: `${show(value)}, a ${typeof value}` };
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  if (depth > MAX_DEPTH) {
    return { path: path.split(/[.[]/, 1)[0], words: `nested for more than ${MAX_DEPTH} levels, perhaps in a cycle` };
  }
  for (const [key, each] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = foreignValue(each, at, depth + 1);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
