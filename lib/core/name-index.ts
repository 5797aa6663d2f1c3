import { distance, mostSteps, plainName } from './unknown-field';

/** Names of the same letters, whatever their order. */
interface Anagrams {
  readonly length: number;
  /** How many of each letter they have. */
  readonly counts: Uint16Array;
  /** Where they stand among all names, in that order. */
  readonly places: number[];
}

/**
 * Finds of many names the one that was probably meant, the same one as `nearest`. Each letter that one of two names has and the other has
 * not is a step, so their letters tell of almost all names that they are too far away.
 */
export class NameIndex {
  private known?: ReadonlySet<string>;
  private plain?: readonly string[];
  private anagrams: readonly Anagrams[] = [];

  constructor(public readonly names: readonly string[]) {}

  public has(name: string): boolean {
    this.known ??= new Set(this.names);
    return this.known.has(name);
  }

  public nearest(name: string): string | undefined {
    if (this.plain === undefined) {
      this.plain = this.names.map(plainName);
      this.anagrams = anagramsOf(this.plain);
    }
    const wanted = plainName(name);
    const most = mostSteps(name);
    const byLeast = this.byLeastSteps(wanted, most);
    let found = { place: -1, steps: most + 1 };
    for (let least = 0; least <= Math.min(found.steps, most); least++) {
      for (const place of byLeast[least].flat()) {
        // Of names that are equally near the first one counts.
        const worth = place < found.place ? found.steps : found.steps - 1;
        const steps = least > worth ? Infinity : distance(wanted, this.plain[place], worth);
        if (steps <= worth) {
          found = { place, steps };
        }
      }
    }
    return this.names[found.place];
  }

  /** Places of names by the steps that they are away at least, as far as those are not too many. */
  private byLeastSteps(wanted: string, most: number): (readonly number[])[][] {
    const counts = letterCounts(wanted);
    const result: (readonly number[])[][] = Array.from({ length: most + 1 }, () => []);
    for (const each of this.anagrams) {
      if (Math.abs(wanted.length - each.length) <= most) {
        const least = leastSteps(counts, each.counts, most);
        result[least]?.push(each.places);
      }
    }
    return result;
  }
}

function anagramsOf(names: readonly string[]): Anagrams[] {
  const known = new Map<string, Anagrams>();
  names.forEach((name, place) => {
    const counts = letterCounts(name);
    const key = counts.join();
    const same = known.get(key);
    if (same === undefined) {
      known.set(key, { length: name.length, counts, places: [place] });
    } else {
      same.places.push(place);
    }
  });
  return [...known.values()];
}

/**
 * The counts of a name. Letters, digits and dots have one each, by the remainder of their codes; where others share one, names may be
 * further apart than their counts say.
 */
const LETTERS = 39;

function letterCounts(name: string): Uint16Array {
  const counts = new Uint16Array(LETTERS);
  for (let i = 0; i < name.length; i++) {
    counts[name.charCodeAt(i) % LETTERS]++;
  }
  return counts;
}

/** The letters that one name has and the other has not, in pairs as far as they can replace each other; counted no further than beyond `most`. */
function leastSteps(a: Uint16Array, b: Uint16Array, most: number): number {
  let more = 0;
  let [given, missing] = [0, 0];
  for (let i = 0; i < LETTERS && more <= most; i++) {
    const rest = a[i] - b[i];
    if (rest > 0) {
      given += rest;
    } else {
      missing -= rest;
    }
    more = given > missing ? given : missing;
  }
  return more;
}
