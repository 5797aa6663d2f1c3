import type { NameIndex } from './name-index';

/**
 * The name that another one is misspelt for; undefined where it may be a name of its own: team-a and team-b, v1 and v2, dev and test. Parts of
 * a name that are shorter than four letters are misspelt only if they have the same letters.
 */
export function misspeltFor(name: string, known: NameIndex): string | undefined {
  const close = known.nearest(name);
  if (close === undefined || close === name || plain(name) === plain(close)) {
    return undefined;
  }
  const [given, meant] = [name.split('-'), close.split('-')];
  const isSlip =
    given.length !== meant.length
      ? given.join('') === meant.join('')
      : given.every((part, i) => part === meant[i] || isLong(part, meant[i]) || sorted(part) === sorted(meant[i]));
  return isSlip ? close : undefined;
}

function plain(text: string): string {
  return text.replace(/\d+/g, '');
}

function isLong(a: string, b: string): boolean {
  return Math.min(a.length, b.length) > 3;
}

function sorted(text: string): string {
  return [...text].sort().join('');
}
