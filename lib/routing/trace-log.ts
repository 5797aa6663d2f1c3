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
    place: Place = {},
    considered: () => readonly Considered[] = () => [],
  ): void {
    // What came close is only looked for when somebody reads it.
    const { object, path } = originOf(place);
    this.hops[hop].steps.push(new LazyStep(layer, decision, object, path, considered));
  }

  public know(unknown: Unknown): void {
    if (!this.unknown.some(({ text }) => text === unknown.text)) {
      this.unknown.push(unknown);
    }
  }
}

class LazyStep implements Step {
  private found?: readonly Considered[];

  constructor(
    public readonly layer: Layer,
    public readonly decision: string,
    public readonly object: MeshObject | undefined,
    public readonly path: string | undefined,
    private readonly find: () => readonly Considered[],
  ) {}

  public get considered(): readonly Considered[] {
    this.found ??= this.find().map((each) => ({ ...each, ...originOf(each) }));
    return this.found;
  }
}
