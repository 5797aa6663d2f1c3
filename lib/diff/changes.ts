import type { Mesh } from '../mesh/reading/mesh';
import type { Workload } from '../mesh/workload';
import type { Call } from '../routing/call';
import type { Kind } from '../routing/partition/partition';
import type { Trace } from '../routing/trace';
import type { Effect } from './effect';
import { effectOf } from './effect';
import { fateOf } from './fate';
import type { JointCaller } from './joint-callers';
import { callerChanges, JointCallers } from './joint-callers';
import type { JointKind } from './joint-kinds';
import { jointKinds } from './joint-kinds';
import type { JointWay } from './joint-ways';
import { jointWays } from './joint-ways';
import type { Side, Sides } from './sides';
import { sidesOf } from './sides';
import type { Touched } from './touched';
import { touched } from './touched';

/** What a change does to all that some clients can ask on one way. */
export interface AccessChange {
  /** Empty for clients outside, and where no caller is on both sides. */
  readonly callers: readonly JointCaller[];
  readonly way: JointWay;
  /** Those of which something else becomes, in the order of the rules. */
  readonly kinds: readonly ChangedKind[];
  /** All that the rules tell apart, changed or not. */
  readonly all: readonly JointKind[];
  /** Those of which no request was found, so that nobody knows whether there are any, and what becomes of them. */
  readonly unknown: readonly Kind[];
}

/** Requests that all rules of both sides treat alike, and of which something else becomes. */
export interface ChangedKind {
  /** Undefined where nobody reads requests. */
  readonly kind?: Kind;
  readonly effect: Effect;
  /** Of one request, the same on both sides. */
  readonly traces: Sides<Trace>;
}

/** What a change of manifests does to requests. */
export interface Changes {
  readonly accesses: readonly AccessChange[];
  /** Callers that only one side has. What they can ask is told by who can call whom. */
  readonly appeared: readonly Workload[];
  readonly vanished: readonly Workload[];
  /** The gateways that clients outside can come to on either side, as `namespace/name`. */
  readonly gateways: readonly string[];
  /** The meshes as they were asked: with what is supposed to be there besides the manifests. */
  readonly sides: Sides<Side>;
}

/** @param isComplete whether all is asked, and not only what a changed object can touch: the answer is the same */
export function changes(before: Mesh, after: Mesh, isComplete: boolean = false): Changes {
  const sides = sidesOf(before, after);
  const { kept, appeared, vanished } = callerChanges(sides);
  const scope = touched(sides);
  const ways = scope.isNothing && !isComplete ? [] : jointWays(sides);
  return {
    accesses: [...accessChanges(sides, kept, ways, scope, isComplete)],
    appeared,
    vanished,
    gateways: [
      ...new Set(ways.flatMap(({ way: { gateway } }) => (gateway ? `${gateway.namespace}/${gateway.name}` : []))),
    ],
    sides,
  };
}

function* accessChanges(
  sides: Sides<Side>,
  callers: readonly JointCaller[],
  ways: readonly JointWay[],
  scope: Touched,
  isComplete: boolean,
): Generator<AccessChange, void, undefined> {
  const everybody = new JointCallers(sides, callers);
  const some = new JointCallers(sides, callers.filter(scope.isCaller));
  const others = new JointCallers(sides, isComplete ? callers.filter((each) => !scope.isCaller(each)) : []);
  for (const way of ways) {
    const isTouched = scope.isWay(way);
    if (way.gateways !== undefined) {
      if (isTouched || isComplete) {
        const from: Call['from'] = { kind: 'outside' };
        yield* changed(sides, [], { before: from, after: from }, way, isTouched);
      }
      continue;
    }
    const { host, port } = way.way;
    if (callers.length === 0 && way.host !== 'kept') {
      yield { callers: [], way, kinds: [], all: [], unknown: [] };
    }
    for (const asking of isTouched ? [everybody] : [some, others]) {
      for (const alike of asking.alike(host, port)) {
        const [one] = alike;
        const from = { before: workload(one.before), after: workload(one.after) };
        yield* changed(sides, alike, from, way, isTouched || asking === some);
      }
    }
  }
}

function workload(each: Workload): Call['from'] {
  return { kind: 'workload', workload: each };
}

function* changed(
  sides: Sides<Side>,
  callers: readonly JointCaller[],
  from: Sides<Call['from']>,
  way: JointWay,
  isTouched: boolean,
): Generator<AccessChange, void, undefined> {
  const all = jointKinds(sides, from, way);
  const kinds = all.flatMap(({ kind, traces }): ChangedKind[] => {
    if (traces === undefined) {
      return [];
    }
    const effect = effectOf(fateOf(traces.before), fateOf(traces.after));
    return effect === undefined ? [] : [{ kind, effect, traces }];
  });
  const unknown = isTouched ? all.flatMap(({ kind, traces }) => (traces === undefined ? (kind ?? []) : [])) : [];
  // Where a host that is gone is reached as before, nobody notices.
  const isTold = way.host === 'appeared' || (way.host === 'vanished' && way.gateways !== undefined);
  if (kinds.length + unknown.length > 0 || isTold) {
    yield { callers, way, kinds, all, unknown };
  }
}
