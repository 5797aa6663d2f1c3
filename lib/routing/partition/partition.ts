import type { Request } from '../call';
import { Box } from './box';
import type { Literal } from './condition';
import type { Example } from './example';
import { exampleOf, meetsAll } from './example';
import { kindText } from './kind-text';
import type { Requests } from './requests';

/** A rule, or one of its matches, as far as it asks something of requests. */
export interface Choice {
  /** All of it. */
  readonly asks: readonly Literal[];
  /** Whether it is surely taken by what fits, and not only where something is so that nobody knows. */
  readonly isSure: boolean;
  /** Whether no later stage of the place is asked of what it takes. */
  readonly ends: boolean;
}

/** Rules of which the first that fits takes the request, in the order in which they are tried. */
export type Stage = readonly Choice[];

/** What was tried before, in one stage: the first ones of a list that grows. */
interface Avoided {
  readonly list: readonly (readonly Literal[])[];
  readonly count: number;
}

/** Requests that all rules so far treat alike. */
export class Kind {
  public static all(requests: Requests): Kind {
    return new Kind(Box.all(requests), [], [], false, { request: requests.base, isEmpty: false });
  }

  private constructor(
    /** Those that meet what was taken. */
    private readonly box: Box,
    /** What was taken, in the order of the way, as far as it asks something. */
    private readonly taken: readonly Choice[],
    private readonly avoided: readonly Avoided[],
    private readonly isOver: boolean,
    private readonly example: Example,
  ) {}

  /** One of them; undefined where there may be some and none was found: an expression of which nothing could be made up. */
  public get request(): Request | undefined {
    return this.example.request;
  }

  /** Whether no request of it is known, so that there may be none. */
  public get approximate(): boolean {
    return this.request === undefined;
  }

  /** What the rules ask that take them. */
  public get asks(): readonly Literal[] {
    return this.taken.flatMap(({ asks }) => asks);
  }

  /** In the words of the rules that take them: `POST /charge`, `with header x-canary: always`; empty for those that no rule asks anything of. */
  public get description(): string {
    return kindText(this.asks);
  }

  /** What rules took before, out of what fits the words: each list of conditions as a whole is not met. */
  public get exceptions(): readonly (readonly Literal[])[] {
    return [...allOf(this.avoided)].filter((each) => this.overlaps(each));
  }

  /** Whether requests that meet conditions may be among those that fit the words. */
  public overlaps(literals: readonly Literal[]): boolean {
    return this.box.withAll(literals) !== undefined;
  }

  /** Whether a request, as proxies have normalized it, is one of them. */
  public includes(request: Request): boolean {
    return (
      this.taken.every(({ asks }) => meetsAll(request, asks)) &&
      [...allOf(this.avoided)].every((each) => !meetsAll(request, each))
    );
  }

  /** What the rules of a stage tell apart, in the order of the rules; those that none takes come last. */
  public divided(stage: Stage): readonly Kind[] {
    return this.isOver || stage.length === 0 ? [this] : this.from(stage, 0);
  }

  /** The same, ready for another place. */
  public atNextPlace(): Kind {
    return this.isOver ? new Kind(this.box, this.taken, this.avoided, false, this.example) : this;
  }

  private from(stage: Stage, start: number): readonly Kind[] {
    const found: Kind[] = [];
    const list: (readonly Literal[])[] = [];
    for (let i = start; i < stage.length; i++) {
      const choice = stage[i];
      const taking = this.taking(choice, { list, count: list.length });
      if (taking === undefined) {
        continue;
      }
      found.push(...(choice.isSure ? [taking] : taking.from(stage, i + 1)));
      if (choice.asks.length === 0) {
        return found;
      }
      list.push(choice.asks);
    }
    const rest = this.taking(NOTHING, { list, count: list.length });
    return rest === undefined ? found : [...found, rest];
  }

  /** Those of them that take a choice and none before it; undefined where there are surely none. */
  private taking({ asks, isSure, ends }: Choice, before: Avoided): Kind | undefined {
    const box = this.box.withAll(asks);
    if (box === undefined) {
      return undefined;
    }
    const avoided = before.count === 0 ? this.avoided : [...this.avoided, before];
    const taken = asks.length === 0 ? this.taken : [...this.taken, { asks, isSure, ends }];
    const kind = new Kind(box, taken, avoided, isSure && ends, { request: this.request, isEmpty: false });
    const isKept = this.request !== undefined && kind.includes(this.request);
    const example = isKept ? kind.example : exampleOf(box, { [Symbol.iterator]: () => allOf(avoided) });
    return example.isEmpty ? undefined : new Kind(box, taken, avoided, isSure && ends, example);
  }
}

/** What is left where no rule fits. */
const NOTHING: Choice = { asks: [], isSure: true, ends: false };

function* allOf(avoided: readonly Avoided[]): Generator<readonly Literal[]> {
  for (const { list, count } of avoided) {
    for (let i = 0; i < count; i++) {
      yield list[i];
    }
  }
}

/**
 * The kinds of requests that rules can tell apart: together all requests, none in two of them, in the order of the rules. A request is sent
 * through all stages.
 */
export function partition(requests: Requests, stages: readonly Stage[]): readonly Kind[] {
  return stages.reduce<readonly Kind[]>(
    (kinds, stage) => kinds.flatMap((kind) => kind.divided(stage)),
    [Kind.all(requests)],
  );
}
