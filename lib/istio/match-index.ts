import type { HttpMatchRequest } from '../../imports/networking';
import type { Asked, Condition } from './http-match';
import { asked, coversPath, impliesAll, lowerBeginning, lowerCase, sureBeginning } from './http-match';
import { isOpenRegex } from './regex';

/**
 * Matches in the order in which they are tried, and which of them covers another. It looks only at those whose path can cover the
 * other's, and which ask nothing that the other does not, so that it stays quick with many thousand matches.
 */
export class MatchIndex<T> {
  private count = 0;
  private readonly numbers = new ConditionNumbers();
  private readonly exact = new Map<string, Node<T>>();
  private readonly prefixes = new Map<string, Node<T>>();
  private readonly anyCaseExact = new Map<string, Node<T>>();
  private readonly anyCasePrefixes = new Map<string, Node<T>>();
  private readonly regexes = new Map<string, Node<T>>();
  /** Expressions by the text with which all that fits them begins. */
  private readonly regexesByBeginning = new Map<string, Regexes<T>>();

  public add(match: HttpMatchRequest, value: T): void {
    const wanted = asked(match);
    const { way, text, anyCase } = wanted.path;
    const numbers = wanted.conditions.map((each) => this.numbers.ofWanted(each));
    const entry: Entry<T> = { order: this.count++, asked: wanted, value };
    if (way !== 'regex') {
      const map = anyCase
        ? way === 'exact'
          ? this.anyCaseExact
          : this.anyCasePrefixes
        : way === 'exact'
          ? this.exact
          : this.prefixes;
      insert(getOrAdd(map, anyCase ? lowerCase(text) : text, newNode<T>), numbers, entry);
      return;
    }
    const isNew = !this.regexes.has(text);
    const node = getOrAdd(this.regexes, text, newNode<T>);
    insert(node, numbers, entry);
    if (isNew) {
      const { open, closed } = getOrAdd(this.regexesByBeginning, sureBeginning(wanted.path), newRegexes<T>);
      (isOpenRegex(text) ? open : closed).push({ path: wanted.path, node });
    }
  }

  /** What was added first of what covers a match; undefined where nothing is known to. */
  public covering(match: HttpMatchRequest): T | undefined {
    const given = asked(match);
    const { path } = given;
    const search = new Search<T>(given.conditions, this.numbers.ofGiven(given.conditions));
    if (path.way === 'exact') {
      search.in(path.anyCase ? undefined : this.exact.get(path.text));
      search.in(this.anyCaseExact.get(lowerCase(path.text)));
    }
    if (path.way === 'regex') {
      search.in(this.regexes.get(path.text));
    }
    const beginning = sureBeginning(path);
    for (let length = 0; length <= beginning.length; length++) {
      const start = beginning.slice(0, length);
      search.in(this.prefixes.get(start));
      const { open = [], closed = [] } = this.regexesByBeginning.get(start) ?? {};
      for (const each of path.way === 'exact' && !path.anyCase ? [...open, ...closed] : open) {
        if (search.mayImprove(each.node) && coversPath(each.path, path)) {
          search.in(each.node);
        }
      }
    }
    const lower = this.anyCasePrefixes.size === 0 ? '' : lowerBeginning(path);
    for (let length = 1; length <= lower.length; length++) {
      search.in(this.anyCasePrefixes.get(lower.slice(0, length)));
    }
    return search.found?.value;
  }
}

interface Entry<T> {
  readonly order: number;
  readonly asked: Asked;
  readonly value: T;
}

/** Matches of one path by the numbers of what else they ask, in rising order: one for each, with those that ask more behind it. */
interface Node<T> {
  /** The first that stands here or behind. */
  first: number;
  readonly entries: Entry<T>[];
  readonly more: Map<number, Node<T>>;
}

interface Regexes<T> {
  /** Those that take everything after some text. */
  readonly open: { readonly path: Asked['path']; readonly node: Node<T> }[];
  readonly closed: { readonly path: Asked['path']; readonly node: Node<T> }[];
}

const newNode = <T>(): Node<T> => ({ first: Infinity, entries: [], more: new Map() });
const newRegexes = <T>(): Regexes<T> => ({ open: [], closed: [] });

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function insert<T>(root: Node<T>, numbers: readonly number[], entry: Entry<T>): void {
  let node = root;
  node.first = Math.min(node.first, entry.order);
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    node = getOrAdd(node.more, number, newNode<T>);
    node.first = Math.min(node.first, entry.order);
  }
  node.entries.push(entry);
}

/** Looks for the first match that asks nothing that a request of the other does not have. */
class Search<T> {
  public found?: Entry<T>;

  constructor(
    private readonly given: readonly Condition[],
    private readonly numbers: readonly number[],
  ) {}

  public mayImprove({ first }: Node<T>): boolean {
    return first < (this.found?.order ?? Infinity);
  }

  public in(node: Node<T> | undefined, from = 0): void {
    if (node === undefined || !this.mayImprove(node)) {
      return;
    }
    for (const entry of node.entries) {
      if (entry.order >= (this.found?.order ?? Infinity)) {
        break;
      }
      if (impliesAll(this.given, entry.asked.conditions)) {
        this.found = entry;
        break;
      }
    }
    if (node.more.size > 0) {
      for (let i = from; i < this.numbers.length; i++) {
        this.in(node.more.get(this.numbers[i]), i + 1);
      }
    }
  }
}

interface Numbers {
  readonly other: number;
  readonly exact: Map<string, number>;
}

/** Numbers for what is asked: one for each exact text, and one for all else that is asked of the same. */
class ConditionNumbers {
  private next = 0;
  private readonly known = new Map<string, Map<string, Numbers>>();

  public ofWanted({ subject, name, text, without }: Condition): number {
    const { other, exact } = getOrAdd(
      getOrAdd(this.known, subject, () => new Map<string, Numbers>()),
      name,
      (): Numbers => ({ other: this.next++, exact: new Map() }),
    );
    return without !== true && text?.way === 'exact' ? getOrAdd(exact, text.text, () => this.next++) : other;
  }

  /** The numbers of all that these may imply, in rising order. */
  public ofGiven(conditions: readonly Condition[]): number[] {
    const numbers = new Set<number>();
    for (const { subject, name, text } of conditions) {
      const known = this.known.get(subject)?.get(name);
      if (known !== undefined) {
        numbers.add(known.other);
        const exact = text?.way === 'exact' ? known.exact.get(text.text) : undefined;
        if (exact !== undefined) {
          numbers.add(exact);
        }
      }
    }
    return [...numbers].sort((a, b) => a - b);
  }
}
