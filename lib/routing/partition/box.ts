import type { Request } from '../call';
import type { Literal, Part, Value } from './condition';
import { isMet } from './condition';
import type { Requests } from './requests';
import { requestWith, valueOf } from './requests';
import type { TextPattern } from './text-pattern';
import { patternCovers, patternsDisjoint } from './text-pattern';

/** How many values of a part are kept, and how many of them a condition adds, which come first. */
const FEW = { kept: 16, added: 10 };
/** Of addresses all count: each may be the only one of a part of the network. */
const ALL = { kept: Infinity, added: Infinity };

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
      (value) =>
        this.requests.allows(part, value) && isMet(literal, value) && literals.every((each) => isMet(each, value)),
    );
    // Of methods, those that are usual come first: proxies refuse others before any rule is asked.
    const most = part === 'client' ? ALL : FEW;
    const isNewFirst = literal.holds && part !== 'method';
    const found =
      more.length === 0
        ? left
        : different(isNewFirst ? [...more.slice(0, most.added), ...left] : [...left, ...more], most.kept);
    return found.length === 0 && (this.requests.knowsAll(part) || isSurelyEmpty(part, all))
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
function different(values: readonly Value[], most: number): readonly Value[] {
  const known = new Map(values.map((value) => [`${value.length} ${value.join('\n')}`, value]));
  return [...known.values()].slice(0, most);
}

/** Whether nothing can be in a side for which no value was found. */
function isSurelyEmpty(part: Part, literals: readonly Literal[]): boolean {
  return (
    literals.some((each) => isListed(part, each)) ||
    literals.every(({ condition: { texts, rewrites } }) => rewrites === undefined && isPlain(texts)) ||
    [...new Set(literals.map(({ condition: { rewrites } }) => rewrites))].some((rewrites) =>
      isContradiction(
        part,
        literals.filter(({ condition }) => condition.rewrites === rewrites),
      ),
    )
  );
}

/** Whether no text meets all of some conditions; false where it cannot be shown. */
function isContradiction(part: Part, literals: readonly Literal[]): boolean {
  const begin = beginOf(part);
  const textsOf = (wanted: boolean): readonly (readonly TextPattern[])[] =>
    literals.flatMap(({ condition: { texts }, holds }) => (holds === wanted && texts !== undefined ? [texts] : []));
  const positive = textsOf(true);
  const negative = textsOf(false).flat();
  const isCovered = (text: TextPattern): boolean => negative.some((each) => patternCovers(each, text, begin));
  return (
    positive.some((texts) => texts.every(isCovered)) ||
    // Every path is below the root.
    (part === 'path' && isCovered({ way: 'prefix', text: begin })) ||
    // Of several lines of a header, each may be what one of two conditions asks.
    (!part.startsWith('header ') &&
      positive.some((one, i) => positive.slice(i + 1).some((other) => areDisjoint(one, other))))
  );
}

/** Whether samples are enough: nothing fits where none of them does. */
function isPlain(texts: readonly TextPattern[] | undefined): boolean {
  return texts?.every(({ way, anyCase }) => way !== 'regex' && way !== 'template' && anyCase !== true) === true;
}

/** Whether its samples are all that fits a condition. */
function isListed(part: Part, { condition: { texts, rewrites }, holds }: Literal): boolean {
  return (
    holds &&
    rewrites === undefined &&
    // Of several lines of a header, one is enough.
    !part.startsWith('header ') &&
    texts !== undefined &&
    texts.length <= FEW.added &&
    texts.every(({ way, anyCase }) => way === 'exact' && anyCase !== true)
  );
}

function areDisjoint(some: readonly TextPattern[], others: readonly TextPattern[]): boolean {
  return some.every((one) => others.every((other) => patternsDisjoint(one, other)));
}
