import type { MeshObject } from '../mesh/reading/mesh-object';
import { originOf } from './gateway-api/origins';
import type { Hop, Outcome, Place, Step, Unknown, Considered, Layer } from './trace';

interface OpenHop extends Hop {
  readonly steps: Step[];
}

/** What a trace has found so far. */
export class TraceLog {
  public readonly hops: OpenHop[] = [];
  public readonly outcomes: Outcome[] = [];
  public readonly unknown: Unknown[] = [];
  /** Objects of which the age decided, in groups. */
  public readonly ties: (readonly MeshObject[])[] = [];

  /** @returns its place */
  public hop(kind: Hop['kind'], name: string, share: number, previous: number | undefined): number {
    return this.hops.push({ kind, name, share, previous, steps: [] }) - 1;
  }

  public step(
    hop: number,
    layer: Layer,
    decision: string,
    place: DecidingPlace = {},
    considered: () => readonly Considered[] = () => [],
  ): void {
    // What came close is only looked for when somebody reads it.
    this.hops[hop].steps.push(new LazyStep(layer, decision, place, considered));
  }

  public know(unknown: Unknown): void {
    if (!this.unknown.some(({ text }) => text === unknown.text)) {
      this.unknown.push(unknown);
    }
  }
}

/** The field that decides, and those that do so with it. */
type DecidingPlace = Pick<Step, 'object' | 'path' | 'also'>;

class LazyStep implements Step {
  public readonly object?: MeshObject;
  public readonly path?: string;
  private found?: readonly Considered[];

  constructor(
    public readonly layer: Layer,
    public readonly decision: string,
    private readonly place: DecidingPlace,
    private readonly find: () => readonly Considered[],
  ) {
    const { object, path } = originOf(place);
    this.object = object;
    this.path = path;
  }

  public get also(): readonly Place[] {
    return (this.place.also ?? []).map(originOf);
  }

  public get considered(): readonly Considered[] {
    this.found ??= this.find().map((each) => ({ ...each, ...originOf(each) }));
    return this.found;
  }
}
