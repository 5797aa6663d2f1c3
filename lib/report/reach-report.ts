import { withoutUndefined } from '../core/without-undefined';
import { podsOf } from '../mesh/pods';
import type { Mesh } from '../mesh/reading/mesh';
import { callersOf } from '../routing/reachable/callers';
import type { Access } from '../routing/reachable/reachable';
import type { MeshToAsk } from '../tracing/mesh-to-ask';
import type { ReadReachQuestion } from '../tracing/reach-question';
import type { ReachAccess } from './reach-data';
import { reachKinds } from './reach-kinds';
import type { TraceUnknown } from './trace-data';
import type { Locate, Placer } from './trace-report';
import { placer, refusal } from './trace-report';

/** Who can call what, as it is shown. */
export interface ReachReport {
  readonly accesses: readonly ReachAccess[];
  /** Objects that the cluster may not have as they are. */
  readonly unknown: readonly TraceUnknown[];
  /** All workloads that may call, as `namespace/name`. */
  readonly callers: readonly string[];
  /** Those of them that reach what was asked for, and `outside` where clients of gateways do. */
  readonly reaching: readonly string[];
  /** What was asked for: `shop/web`; undefined for all. */
  readonly from?: string;
  readonly to?: string;
  /** By host: the workloads behind its Service, as `namespace/name`. */
  readonly behind: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Puts together what is the same for several clients, and places all that decides. */
export function reachReport(
  accesses: Iterable<Access>,
  { from, to, isAsked, reaches }: ReadReachQuestion,
  asked: MeshToAsk,
  locate: Locate,
): ReachReport {
  const placed = placer(locate);
  const found: ReachAccess[] = [];
  const reaching = new Set<string>();
  const behind = new Map<string, ReadonlySet<string>>();
  for (const access of accesses) {
    if (isAsked(access)) {
      const { way } = access;
      found.push(accessOf(access, placed));
      (reaches(access) ? callerNames(access) : []).forEach((name) => reaching.add(name));
      behind.set(way.host, behind.get(way.host) ?? podsBehind(asked.mesh, way.services));
    }
  }
  return {
    accesses: merged(found),
    unknown: asked.refused.map((each) => refusal(each, placed)),
    callers: namesOf(callersOf(asked.mesh)),
    reaching: [...reaching].sort(),
    ...withoutUndefined({ from, to }),
    behind,
  };
}

function accessOf(access: Access, placed: Placer): ReachAccess {
  const { way, kinds } = access;
  const [service] = way.services;
  return withoutUndefined({
    callers: callerNames(access),
    gateway: way.gateway && `${way.gateway.namespace}/${way.gateway.name}`,
    host: way.host,
    port: way.port,
    protocol: way.form,
    service: service && placed({ object: service.object }),
    kinds: reachKinds(kinds, way, placed),
  });
}

function callerNames({ callers, way }: Access): string[] {
  return way.gateway === undefined ? namesOf(callers) : ['outside'];
}

/** One access for all clients with the same answers on one way. */
function merged(accesses: readonly ReachAccess[]): readonly ReachAccess[] {
  const byAnswer = new Map<string, ReachAccess>();
  for (const access of accesses) {
    const { callers, ...rest } = access;
    const key = JSON.stringify(rest);
    const known = byAnswer.get(key);
    byAnswer.set(key, { ...access, callers: known === undefined ? callers : [...known.callers, ...callers].sort() });
  }
  return [...byAnswer.values()];
}

function namesOf(workloads: readonly { readonly namespace: string; readonly name: string }[]): string[] {
  return [...new Set(workloads.map(({ namespace, name }) => `${namespace}/${name}`))].sort();
}

function podsBehind(mesh: Mesh, services: Access['way']['services']): ReadonlySet<string> {
  return new Set(namesOf(services.flatMap((service) => podsOf(mesh, service))));
}
