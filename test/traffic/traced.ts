import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Outcome, Trace } from '../../lib/routing/trace';
import { trace } from '../../lib/routing/tracer';
import type { SentRequest } from '../routing/case';
import { callOf } from '../routing/case-call';
import { running } from '../routing/running-pods';
import type { TrafficMesh } from './random-mesh';
import { showsPods } from './random-requests';

/** What the tracer says of the requests through a mesh. */
export class Traced {
  private readonly mesh: Mesh;

  constructor(
    mesh: TrafficMesh,
    private readonly addressOf: (thing: string) => string,
  ) {
    const manifests = [...mesh.manifests];
    const shown = showsPods(mesh) ? running(manifests, addressOf) : manifests;
    this.mesh = new Mesh(shown, [], { meshConfig: mesh.meshConfig });
  }

  /** Whether a rule of a user decides about a request: one takes it, or none of a host does. */
  public isDecided(request: SentRequest): boolean {
    return this.trace(request).hops.some(({ steps }) =>
      steps.some(({ layer, object, decision }) => layer === 'route' && (object !== undefined || decision === NO_RULE)),
    );
  }

  public trace(request: SentRequest): Trace {
    return trace(this.mesh, callOf(this.mesh, request, this.addressOf));
  }
}

const NO_RULE = 'no rule fits';

/** What may become of a request, beside what would be so if something that no file shows were otherwise. */
export function possible({ outcomes, unknown }: Trace): readonly Outcome[] {
  return [...outcomes, ...unknown.flatMap(({ otherwise }) => otherwise ?? [])];
}
