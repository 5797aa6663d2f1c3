import { withoutUndefined } from '../core/without-undefined';
import type { JointKind } from '../diff/joint-kinds';
import type { Literal } from '../routing/partition/condition';
import { ambiguousTexts, kindText, kindWords } from '../routing/partition/kind-text';
import type { Kind } from '../routing/partition/partition';
import type { DiffRequests } from './diff-data';

/** How many kinds are compared with each other, to say them in fewer words. */
const MOST = 10_000;

/** Kinds of one access, of which the same becomes, as they are shown. */
export function diffRequests(kinds: readonly Kind[], all: readonly JointKind[]): DiffRequests[] {
  const told = kinds.length * all.length > MOST ? kinds.map(plain) : shortened(kinds, all);
  const ambiguous = ambiguousTexts(literalsOf(all));
  const texts = new Map<string, DiffRequests>();
  for (const { kind, except } of told) {
    const { method, path, rest } = kindWords(kind.asks, ambiguous);
    const names = [...new Set(except.map((each) => kindText(each, ambiguous)))];
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

function* literalsOf(all: readonly JointKind[]): Generator<Literal, void, undefined> {
  for (const { kind } of all) {
    yield* kind?.asks ?? [];
  }
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
