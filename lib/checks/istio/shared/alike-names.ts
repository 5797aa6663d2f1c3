import { nearest } from '../../../core/unknown-field';
import { push } from '../../../mesh/reading/group-by';

/** Of more names only as many are compared as begin and end alike. */
const MANY = 50;
/** The letters that one name may have more than another that is alike. */
const LONGER = 2;

/** Names of hosts, among which the one is looked for that was probably meant. */
export class AlikeNames {
  /** Places by how names begin and end and how long they are. */
  private byEnds?: ReadonlyMap<string, readonly number[]>;

  constructor(public readonly all: readonly string[]) {}

  public nearest(name: string): string | undefined {
    return nearest(name, this.all.length > MANY ? this.alike(name) : [...this.all]);
  }

  /** The first of those that are alike. */
  private alike(name: string): string[] {
    this.byEnds ??= this.index();
    const places: number[] = [];
    for (let length = name.length - LONGER; length <= name.length + LONGER; length++) {
      places.push(...(this.byEnds.get(keyOf(name, length)) ?? []).slice(0, MANY));
    }
    return places
      .sort((a, b) => a - b)
      .slice(0, MANY)
      .map((place) => this.all[place]);
  }

  private index(): ReadonlyMap<string, readonly number[]> {
    const places = new Map<string, number[]>();
    this.all.forEach((name, place) => push(places, keyOf(name, name.length), place));
    return places;
  }
}

function keyOf(name: string, length: number): string {
  return `${name.charAt(0)} ${name.slice(-1)} ${length}`;
}
