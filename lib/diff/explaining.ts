import type { Mesh } from '../mesh/reading/mesh';
import type { MeshObject } from '../mesh/reading/mesh-object';
import { once } from '../mesh/reading/once';
import { WORKLOAD_KINDS } from '../mesh/workload';
import type { Trace } from '../routing/trace';
import type { ChangedObject } from './changed-objects';
import { keyOf } from './changed-objects';
import type { JointCaller } from './joint-callers';
import type { JointWay } from './joint-ways';
import type { Side, Sides } from './sides';
import { TouchScope } from './touch-scope';
import { touchedWays } from './touched';
import { touchedBy } from './touched-by';

/** How many changed objects are asked whether they touch a way: where more are changed, no reader learns from their names. */
const MOST = 200;

/** Who asks what, and what becomes of it. */
export interface Explained {
  readonly callers: readonly JointCaller[];
  readonly way: JointWay;
  readonly traces: Sides<Trace>;
}

type Named = Pick<MeshObject, 'apiVersion' | 'kind' | 'namespace' | 'name'>;

/** Which of the changed objects can explain that something else becomes of calls. */
export class Explaining {
  private readonly changed: ReadonlyMap<string, ChangedObject>;
  private readonly names: ReadonlySet<string>;
  private readonly meshes: readonly Mesh[];

  constructor(changed: readonly ChangedObject[], { before, after }: Sides<Side>) {
    this.meshes = [before.asked, after.asked];
    this.changed = new Map(changed.map((each) => [keyOf((each.after ?? each.before)!), each]));
    this.names = new Set(
      changed.flatMap(({ before, after }) => [before, after].flatMap((each) => (each ? nameOf(each) : []))),
    );
  }

  /** Whether an object is among them. */
  public isChanged(object: Named): boolean {
    return this.names.has(nameOf(object));
  }

  /**
   * Those that a trace names; where it names none, those that can touch what is asked. Workloads count where nothing else does: much of them
   * changes that decides nothing.
   */
  public of(explained: Explained): readonly ChangedObject[] {
    const named = [...new Set([...objectsIn(explained.traces.before), ...objectsIn(explained.traces.after)])].flatMap(
      (object) => this.changed.get(keyOf(object)) ?? [],
    );
    const touching = (): readonly ChangedObject[] => this.touching(explained);
    const steps = [
      () => named.filter((each) => !isWorkload(each)),
      () => touching().filter((each) => !isWorkload(each) && !this.scopeOf(each).isEverything),
      () => touching().filter((each) => !this.scopeOf(each).isEverything),
      () => touching().filter((each) => !isWorkload(each)),
      touching,
    ];
    for (const step of steps) {
      const found = [...new Set(step())];
      if (found.length > 0) {
        return found;
      }
    }
    return [];
  }

  private touching({ callers, way }: Explained): readonly ChangedObject[] {
    if (this.changed.size > MOST) {
      return [];
    }
    return [...this.changed.values()].filter((each) => {
      const scope = this.scopeOf(each);
      return (
        scope.isEverything ||
        this.isTouched(each)(way) ||
        callers.some(({ after }) => scope.hasCaller(after) || scope.hasCallersOf(after.namespace))
      );
    });
  }

  private readonly scopeOf = once((each: ChangedObject): TouchScope => {
    const scope = new TouchScope();
    this.meshes.forEach((mesh) => touchedBy(each.before, each.after, mesh, scope));
    return scope;
  });

  private readonly isTouched = once((each: ChangedObject) => once(touchedWays(this.scopeOf(each), this.meshes)));
}

function objectsIn({ hops, unknown }: Trace): readonly MeshObject[] {
  return [
    ...hops.flatMap(({ steps }) =>
      steps.flatMap(({ object, also = [] }) => [object, ...also.map((each) => each.object)]),
    ),
    ...unknown.flatMap(({ objects }) => objects),
  ].filter((object) => object !== undefined);
}

function isWorkload({ before, after }: ChangedObject): boolean {
  return (WORKLOAD_KINDS as readonly string[]).includes((after ?? before)!.id);
}

function nameOf({ apiVersion, kind, namespace, name }: Named): string {
  return [apiVersion, kind, namespace, name].join(' ');
}
