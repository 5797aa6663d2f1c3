import { push } from '../mesh/reading/group-by';
import type { Workload } from '../mesh/workload';
import { Callers, callersOf } from '../routing/reachable/callers';
import type { Side, Sides } from './sides';

/** A caller, as it is on both sides. */
export type JointCaller = Sides<Workload>;

/** Callers of both sides, and those of one. */
export interface CallerChanges {
  readonly kept: readonly JointCaller[];
  readonly appeared: readonly Workload[];
  readonly vanished: readonly Workload[];
}

/** Callers are the same by the name of what makes them, whichever kind that is. */
export function callerChanges({ before, after }: Sides<Side>): CallerChanges {
  const old = byName(before);
  const own = byName(after);
  return {
    kept: [...own].flatMap(([name, workload]) => {
      const known = old.get(name);
      return known === undefined ? [] : [{ before: known, after: workload }];
    }),
    appeared: [...own].filter(([name]) => !old.has(name)).map(([, workload]) => workload),
    vanished: [...old].filter(([name]) => !own.has(name)).map(([, workload]) => workload),
  };
}

/** Pods that call: of those that are supposed only clients. */
export function callersIn({ asked, supposed }: Side): readonly Workload[] {
  const made = new Set(supposed.objects);
  const clients = new Set(supposed.callers);
  return callersOf(asked).filter(
    ({ object, namespace, name }) => !made.has(object) || clients.has(`${namespace}/${name}`),
  );
}

/** Of several with one name each has a name of its own, by its place among them. */
function byName(side: Side): ReadonlyMap<string, Workload> {
  const lists = new Map<string, Workload[]>();
  callersIn(side).forEach((each) => push(lists, `${each.namespace}/${each.name}`, each));
  return new Map([...lists].flatMap(([name, all]) => all.map((each, i): [string, Workload] => [`${name} ${i}`, each])));
}

/** Callers in groups that are alike on both sides, wherever they call. */
export class JointCallers {
  private readonly groups: Sides<Callers>;
  private readonly afterOf: ReadonlyMap<Workload, Workload>;

  constructor(
    { before, after }: Sides<Side>,
    private readonly callers: readonly JointCaller[],
  ) {
    this.groups = {
      before: new Callers(
        before.asked,
        callers.map((each) => each.before),
      ),
      after: new Callers(
        after.asked,
        callers.map((each) => each.after),
      ),
    };
    this.afterOf = new Map(callers.map((each) => [each.before, each.after]));
  }

  /** Those that nothing on the way to a host and port can tell apart, on either side, in lists. */
  public alike(host: string, port: number): readonly (readonly JointCaller[])[] {
    if (this.callers.length === 0) {
      return [];
    }
    const groupOf = new Map<Workload, number>();
    this.groups.after.alike(host, port).forEach((list, i) => list.forEach((each) => groupOf.set(each, i)));
    return this.groups.before.alike(host, port).flatMap((list) => {
      const parts = new Map<string, JointCaller[]>();
      for (const before of list) {
        const after = this.afterOf.get(before)!;
        push(parts, `${groupOf.get(after)} ${accountChange(before, after)}`, { before, after });
      }
      return [...parts.values()];
    });
  }
}

/** Servers see as whom pods call, although no rule may ask. */
function accountChange({ serviceAccount: old }: Workload, { serviceAccount: own }: Workload): string {
  return old === own ? '' : `${old} ${own}`;
}
