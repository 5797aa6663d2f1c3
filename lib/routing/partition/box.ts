import type { Request } from '../call';
import type { Literal, Part, Value } from './condition';
import { isMet } from './condition';
import type { Requests } from './requests';
import { requestWith, valueOf } from './requests';
import type { TextPattern } from './text-pattern';
import { patternCovers, patternsDisjoint } from './text-pattern';

/** How many values of a part are kept. */
const MOST = 16;

/** What is asked of one part. */
interface Side {
  readonly literals: readonly Literal[];
  /** Some values that fit all of them. */
  readonly values: readonly Value[];
}

/** The requests that meet all of some conditions. */
export class Box {
  public static all(requests: Requests): Box {
    return new Box(requests, new Map());
  }

  private known?: { readonly request?: Request };

  private constructor(
    private readonly requests: Requests,
    private readonly sides: ReadonlyMap<Part, Side>,
  ) {}

  /** Those of them that meet another one; undefined where there are surely none. */
  public with(literal: Literal): Box | undefined {
    const { part, samples } = literal.condition;
    const { literals, values } = this.sides.get(part) ?? { literals: [], values: this.requests.values(part) };
    const all = [...literals, literal];
    const left = values.filter((value) => isMet(literal, value));
    const more = samples(values).filter(
      (value) => isMet(literal, value) && literals.every((each) => isMet(each, value)),
    );
    const found = more.length === 0 ? left : different([...left, ...more]);
    return found.length === 0 && isSurelyEmpty(part, all)
      ? undefined
      : new Box(this.requests, new Map(this.sides).set(part, { literals: all, values: found }));
  }

  public withAll(literals: readonly Literal[]): Box | undefined {
    return literals.reduce<Box | undefined>((box, literal) => box?.with(literal), this);
  }

  /** A request that is one of them; undefined where none was found. */
  public get request(): Request | undefined {
    this.known ??= { request: this.find() };
    return this.known.request;
  }

  private find(): Request | undefined {
    const chosen = new Map<Part, Value>();
    for (const [part, { values }] of this.sides) {
      if (values.length === 0) {
        return undefined;
      }
      const own = valueOf(this.requests.base, part);
      chosen.set(part, values.find((each) => isSame(each, own)) ?? values[0]);
    }
    return requestWith(this.requests.base, chosen);
  }
}

/** With what the texts of a part begin, whatever is asked of them. */
export function beginOf(part: Part): string {
  return part === 'path' ? '/' : '';
}

function isSame(a: Value, b: Value): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}

/** Each once, the first of equal ones at its place. */
function different(values: readonly Value[]): readonly Value[] {
  const known = new Map(values.map((value) => [`${value.length} ${value.join('\n')}`, value]));
  return [...known.values()].slice(0, MOST);
}

/** Whether nothing can be in a side for which no value was found. */
function isSurelyEmpty(part: Part, literals: readonly Literal[]): boolean {
  const begin = beginOf(part);
  const comparable = literals.flatMap(({ condition: { texts }, holds }) =>
    texts === undefined ? [] : [{ texts, holds }],
  );
  const positive = comparable.filter(({ holds }) => holds).map(({ texts }) => texts);
  const negative = comparable.filter(({ holds }) => !holds).flatMap(({ texts }) => texts);
  return (
    FEW.has(part) ||
    literals.every(({ condition: { texts } }) => texts?.every(({ way }) => PLAIN.has(way)) === true) ||
    positive.some((texts) => texts.every(({ way }) => way === 'exact')) ||
    positive.some((one, i) => positive.slice(i + 1).some((other) => areDisjoint(one, other))) ||
    positive.some((texts) => texts.every((text) => negative.some((each) => patternCovers(each, text, begin)))) ||
    // Every path is below the root.
    (begin !== '' && negative.some((each) => patternCovers(each, { way: 'prefix', text: begin }, begin)))
  );
}

/** Patterns of which samples are enough: nothing fits where none of them does. */
const PLAIN: ReadonlySet<TextPattern['way']> = new Set(['exact', 'prefix', 'suffix', 'segments']);
/** Parts of which all values are known that clients send. */
const FEW: ReadonlySet<Part> = new Set(['authority', 'scheme']);

function areDisjoint(some: readonly TextPattern[], others: readonly TextPattern[]): boolean {
  return some.every((one) => others.every((other) => patternsDisjoint(one, other)));
}
