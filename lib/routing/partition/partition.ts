import type { Request } from '../call';
import { Box } from './box';
import type { Literal } from './condition';
import { kindText } from './kind-text';
import type { Requests } from './requests';

/** A rule, or one of its matches, as far as it asks something of requests. */
export interface Choice {
  /** All of it. */
  readonly asks: readonly Literal[];
  /** Whether it is surely taken by what fits. What is not asked further, because it depends on something that nobody knows, is not. */
  readonly isSure: boolean;
  /** Whether no later stage of the place is asked of what it takes. */
  readonly ends: boolean;
}

/** Rules of which the first that fits takes the request, in the order in which they are tried. */
export type Stage = readonly Choice[];

/** Requests that all rules so far treat alike. */
export class Kind {
  public static all(requests: Requests): Kind {
    return new Kind([Box.all(requests)], [], false);
  }

  private constructor(
    private readonly boxes: readonly Box[],
    /** What was chosen that asks something, in the order of the way. */
    private readonly taken: readonly Choice[],
    private readonly isOver: boolean,
  ) {}

  /** One of them; undefined where there may be some and none was found: an expression of which nothing could be made up. */
  public get request(): Request | undefined {
    return this.boxes.map(({ request }) => request).find((request) => request !== undefined);
  }

  /** Whether no request of it is known. */
  public get approximate(): boolean {
    return this.request === undefined;
  }

  /** In the words of the rules that take them: `POST /charge`, `with header x-canary: always`; empty for those that no rule asks anything of. */
  public get description(): string {
    return kindText(this.taken.flatMap(({ asks }) => asks));
  }

  /** Whether a request, as proxies have normalized it, is one of them. */
  public includes(request: Request): boolean {
    return this.boxes.some((box) => box.includes(request));
  }

  /** What the rules of a stage tell apart, in the order of the rules; those that none takes come last. */
  public divided(stage: Stage): readonly Kind[] {
    return this.isOver ? [this] : this.from(stage, 0);
  }

  /** The same, ready for another place. */
  public atNextPlace(): Kind {
    return this.isOver ? new Kind(this.boxes, this.taken, false) : this;
  }

  private from(stage: Stage, start: number): readonly Kind[] {
    const found: Kind[] = [];
    let rest = this.boxes;
    for (let i = start; i < stage.length && rest.length > 0; i++) {
      const { inside, outside } = split(rest, stage[i]);
      if (inside.length === 0) {
        continue;
      }
      const taken = stage[i].asks.length === 0 ? this.taken : [...this.taken, stage[i]];
      const taking = new Kind(inside, taken, stage[i].isSure && stage[i].ends);
      found.push(...(stage[i].isSure ? [taking] : taking.from(stage, i + 1)));
      rest = outside;
    }
    return rest.length === 0 ? found : [...found, new Kind(rest, this.taken, false)];
  }
}

function split(boxes: readonly Box[], { asks }: Choice): { readonly inside: readonly Box[]; readonly outside: readonly Box[] } {
  if (asks.length === 0) {
    return { inside: boxes, outside: [] };
  }
  const inside: Box[] = [];
  const outside: Box[] = [];
  for (const box of boxes) {
    const parts = box.split(asks);
    outside.push(...parts.outside);
    if (parts.inside !== undefined) {
      inside.push(parts.inside);
    }
  }
  return { inside, outside };
}

/**
 * The kinds of requests that rules can tell apart: together all requests, none in two of them, in the order of the rules. A request is sent
 * through all stages.
 */
export function partition(requests: Requests, stages: readonly Stage[]): readonly Kind[] {
  return stages.reduce<readonly Kind[]>((kinds, stage) => kinds.flatMap((kind) => kind.divided(stage)), [
    Kind.all(requests),
  ]);
}
