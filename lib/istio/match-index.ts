import type { HttpMatchRequest } from '../../imports/networking';
import type { Asked, Condition } from './http-match';
import { asked, asksNoMore, coversPath, impliesAll, lowerBeginning, lowerCase, sureBeginning } from './http-match';
import { isOpenRegex, regexFits, regexTakesAllAfter } from './regex';
import type { TextCondition } from './string-match';
import { ANY_TEXT, beginningOf } from './string-match';

/**
 * Matches in the order in which they are tried, and which of them covers another. It looks only at those whose path can cover the
 * other's, and which ask nothing that the other does not, so that it stays quick with many thousand matches.
 */
export class MatchIndex<T> {
  private readonly few: Entry<T>[] = [];
  /** Built only for many matches: a few are compared one by one. */
  private many?: ManyMatches<T>;

  public add(match: HttpMatchRequest, value: T): void {
    const entry = { order: this.few.length, asked: asked(match), value };
    if (this.many !== undefined) {
      this.many.add(entry);
    } else if (this.few.length < FEW) {
      this.few.push(entry);
    } else {
      const many = new ManyMatches<T>();
      this.few.forEach((each) => many.add(each));
      many.add(entry);
      this.many = many;
    }
  }

  /** The first match added that covers this one; undefined where none is known to. */
  public covering(match: HttpMatchRequest): T | undefined {
    if (this.few.length === 0) {
      return undefined;
    }
    const given = asked(match);
    return this.many === undefined
      ? this.few.find((each) => asksNoMore(each.asked, given))?.value
      : this.many.covering(given);
  }
}

/** As most VirtualServices have them. */
const FEW = 4;

class ManyMatches<T> {
  private count = 0;
  private readonly numbers = new ConditionNumbers();
  private readonly exact = new Map<string, Node<T>>();
  private readonly prefixes = new Map<string, Node<T>>();
  private readonly anyCaseExact = new Map<string, Node<T>>();
  private readonly anyCasePrefixes = new Map<string, Node<T>>();
  private readonly regexes = new Map<string, Node<T>>();
  /** Expressions by the text with which all that fits them begins. */
  private readonly regexesByBeginning = new Map<string, Regexes<T>>();

  public add({ asked: wanted, value }: Omit<Entry<T>, 'order'>): void {
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

  public covering(given: Asked): T | undefined {
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
  /** The first one here or below. */
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

/** The numbers of what is asked of one thing, such as one header. */
interface Numbers {
  /** Of what is not a string: that it is there, or that it is not. */
  readonly other: number;
  readonly exact: Map<string, number>;
  readonly prefixes: Map<string, number>;
  readonly regexes: Map<string, number>;
  readonly regexesInOrder: { readonly regex: string; readonly number: number }[];
  /** Of the first expressions, as many as were looked at, those that take everything after a text. */
  readonly after: Map<string, { seen: number; readonly numbers: number[] }>;
}

/** Numbers for what is asked: the same for the same text, so that what one match can cover is found without looking at all. */
class ConditionNumbers {
  private next = 0;
  private readonly known = new Map<string, Map<string, Numbers>>();

  public ofWanted({ subject, name, text, without }: Condition): number {
    const numbers = getOrAdd(
      getOrAdd(this.known, subject, () => new Map<string, Numbers>()),
      name,
      (): Numbers => ({
        other: this.next++,
        exact: new Map(),
        prefixes: new Map(),
        regexes: new Map(),
        regexesInOrder: [],
        after: new Map(),
      }),
    );
    if (without === true || text === undefined || subject === 'claim') {
      return numbers.other;
    }
    if (text.way === 'regex') {
      return getOrAdd(numbers.regexes, text.text, () => {
        numbers.regexesInOrder.push({ regex: text.text, number: this.next });
        return this.next++;
      });
    }
    return getOrAdd(text.way === 'exact' ? numbers.exact : numbers.prefixes, text.text, () => this.next++);
  }

  /** The numbers of all that these may imply, in rising order. */
  public ofGiven(conditions: readonly Condition[]): number[] {
    const found = new Set<number>();
    for (const { subject, name, text, without } of conditions) {
      const numbers = this.known.get(subject)?.get(name);
      if (numbers === undefined) {
        continue;
      }
      found.add(numbers.other);
      if (without !== true && subject !== 'claim') {
        impliedTexts(numbers, text ?? ANY_TEXT).forEach((number) => found.add(number));
      }
    }
    return [...found].sort((a, b) => a - b);
  }
}

function impliedTexts(known: Numbers, given: TextCondition): number[] {
  const { exact, prefixes, regexes, regexesInOrder } = known;
  const beginning = beginningOf(given);
  const found = given.way === 'exact' ? [exact.get(given.text)] : [];
  for (let length = 0; prefixes.size > 0 && length <= beginning.length; length++) {
    found.push(prefixes.get(beginning.slice(0, length)));
  }
  if (given.way === 'exact') {
    found.push(...regexesInOrder.flatMap(({ regex, number }) => (regexFits(regex, given.text) === true ? number : [])));
  } else if (regexes.size > 0) {
    found.push(regexes.get(given.text), ...takingAllAfter(beginning, known));
  }
  return found.filter((number) => number !== undefined);
}

/** Expressions are added one by one, and each is evaluated once for each text. */
function takingAllAfter(beginning: string, { regexesInOrder, after }: Numbers): readonly number[] {
  const known = getOrAdd(after, beginning, () => ({ seen: 0, numbers: [] as number[] }));
  for (; known.seen < regexesInOrder.length; known.seen++) {
    const { regex, number } = regexesInOrder[known.seen];
    if (regexTakesAllAfter(regex, beginning)) {
      known.numbers.push(number);
    }
  }
  return known.numbers;
}
