import { withoutUndefined } from '../core/without-undefined';
import type { JointKind } from '../diff/joint-kinds';
import type { Literal } from '../routing/partition/condition';
import { kindText, kindWords } from '../routing/partition/kind-text';
import type { Kind } from '../routing/partition/partition';
import type { DiffRequests } from './diff-data';

/** How many kinds are compared with each other, to say them in fewer words. */
const MOST = 10_000;

/** Kinds of one access, of which the same becomes, as they are shown. */
export function diffRequests(kinds: readonly Kind[], all: readonly JointKind[]): DiffRequests[] {
  const told = kinds.length * all.length > MOST ? kinds.map(plain) : shortened(kinds, all);
  const texts = new Map<string, DiffRequests>();
  for (const { kind, except } of told) {
    // What the kind asks itself is not said again.
    const others = except.map((each) => {
      const more = each.filter((literal) => !kind.asks.some((own) => isSame(own, literal)));
      return more.length === 0 ? each : more;
    });
    // What is not "not something" is something.
    const [opposites, exceptions] = [true, false].map((is) => others.filter((each) => isOpposite(each) === is));
    const asks = opposites.map(([{ condition }]): Literal => ({ condition, holds: true }));
    const { method, path, rest } = asks.length === 0 ? kind.words : kindWords([...kind.asks, ...asks]);
    const names = [...new Set(exceptions.map(kindText))];
    const requests: DiffRequests = withoutUndefined({
      method: given(method),
      path: given(path),
      conditions: given(rest),
      except: names.length === 0 ? undefined : names,
    });
    texts.set(JSON.stringify(requests), requests);
  }
  return [...texts.values()];
}

/** Of rewritten paths, and of tokens that are valid for some rules alone, the same words may ask something else. */
function isSame(one: Literal, other: Literal): boolean {
  const [a, b] = [one.condition, other.condition];
  return (
    one.holds === other.holds &&
    (a === b || (a.part !== 'token' && a.part === b.part && a.rewrites === b.rewrites && a.words.text === b.words.text))
  );
}

function isOpposite(literals: readonly Literal[]): boolean {
  return literals.length === 1 && !literals[0].holds;
}

/** A kind, without the exceptions that go without saying. */
interface Told {
  readonly kind: Kind;
  readonly except: readonly (readonly Literal[])[];
}

function plain(kind: Kind): Told {
  return { kind, except: kind.exceptions };
}

/** What is no exception because the same becomes of it is not named, nor is a kind that another one holds then. */
function shortened(kinds: readonly Kind[], all: readonly JointKind[]): readonly Told[] {
  const own = new Set(kinds);
  const others = all.flatMap(({ kind }) => (kind === undefined || own.has(kind) ? [] : kind));
  const told = kinds.map((kind): Told => ({
    kind,
    except: kind.exceptions.filter((each) => others.some((other) => other.overlaps([...kind.asks, ...each]))),
  }));
  return told.filter(
    (one, i) => !told.some((other, j) => i !== j && holds(other, one) && !(j > i && holds(one, other))),
  );
}

/** Whether one kind, as it is told, holds all of another one. */
function holds(wide: Told, narrow: Told): boolean {
  const asks = new Set(narrow.kind.asks.map(({ condition }) => condition));
  return (
    wide.kind.asks.every(({ condition }) => asks.has(condition)) &&
    wide.except.every((each) => !narrow.kind.overlaps(each))
  );
}

function given(text: string): string | undefined {
  return text === '' ? undefined : text;
}
