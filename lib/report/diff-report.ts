import { withoutUndefined } from '../core/without-undefined';
import type { ChangedObject } from '../diff/changed-objects';
import { writtenChanges } from '../diff/changed-objects';
import type { AccessChange } from '../diff/changes';
import { changes } from '../diff/changes';
import { Explaining } from '../diff/explaining';
import { fateOf, onlyIn } from '../diff/fate';
import type { JointKind } from '../diff/joint-kinds';
import type { Side, Sides } from '../diff/sides';
import { groupBy } from '../mesh/reading/group-by';
import type { MeshObject } from '../mesh/reading/mesh-object';
import type { Workload } from '../mesh/workload';
import type { Request } from '../routing/call';
import type { Kind } from '../routing/partition/partition';
import { requestWith, valueOf } from '../routing/partition/requests';
import { callersOf } from '../routing/reachable/callers';
import type { Way } from '../routing/reachable/way';
import { waysOf } from '../routing/reachable/ways';
import type { Trace } from '../routing/trace';
import type { MeshToAsk } from '../tracing/mesh-to-ask';
import type { Unreadable } from './check-report';
import type { DiffChange, DiffHost, DiffObject, DiffOutcome } from './diff-data';
import { DiffEffect } from './diff-data';
import { decisive } from './diff-places';
import { diffRequests } from './diff-requests';
import { supposedTexts, uncomparedTexts, unreadTexts } from './diff-notes';
import { diffTerms } from './diff-terms';
import { answerOf, exampleOf } from './reach-kinds';
import type { TracePlace, TraceUnknown } from './trace-data';
import type { Locate, Placer } from './trace-report';
import { placer, refusal } from './trace-report';

/** What a change does to requests, as it is shown. */
export interface DiffReport {
  /** What breaks first. */
  readonly changes: readonly DiffChange[];
  readonly hosts: readonly DiffHost[];
  /** Callers that only one side has, as `namespace/name`. */
  readonly callers: { readonly appeared: readonly string[]; readonly vanished: readonly string[] };
  /** What could not be read of one side, or of what holds on both: it looks gone, or new. */
  readonly unreadable: readonly DiffUnreadable[];
  /** Objects that the cluster may not have as they are. */
  readonly unknown: readonly TraceUnknown[];
  /** What the manifests do not show, or what of them is not read, each a sentence. */
  readonly notes: readonly string[];
  /** What is taken to be there on both sides, because rules lead to it. */
  readonly supposed: readonly MeshObject[];
  /** All workloads that call before and after, as `namespace/name`. */
  readonly all: readonly string[];
  /** The gateways that clients outside can come to, before or after, as `namespace/name`. */
  readonly gateways: readonly string[];
  readonly clusterDomain: string;
}

/** A file, or a place in it, that could not be read. */
export interface DiffUnreadable extends Unreadable {
  readonly side: 'before' | 'after' | 'both';
}

/** A mesh, and where its objects stand. */
export interface PlacedMesh {
  readonly asked: MeshToAsk;
  readonly locate: Locate;
}

/** Puts together what is the same for several clients, and places all that decides. */
export function diffReport(
  { before, after }: Sides<PlacedMesh>,
  unreadable: readonly DiffUnreadable[] = [],
): DiffReport {
  const meshes = { before: before.asked.mesh, after: after.asked.mesh };
  const found = changes(meshes.before, meshes.after);
  const { supposed } = found.sides.after;
  const changed = writtenChanges(meshes, found.sides);
  const appeared = namesOf(found.appeared);
  const placed = { before: placer(before.locate), after: placer(after.locate) };
  const [hosts, kept] = [found.accesses.filter(isOfHost), found.accesses.filter((each) => !isOfHost(each))];
  const explaining = new Explaining(changed, found.sides);
  const ports = hosts.length === 0 ? undefined : portsOf(found.sides);
  return {
    changes: sorted(merged(kept.flatMap((each) => changesOf(each, placed, explaining)))),
    hosts: sortedHosts(merged(hosts.map((each) => hostOf(each, placed, explaining, ports!)))),
    callers: { appeared, vanished: namesOf(found.vanished) },
    unreadable,
    unknown: refusals(after.asked, placed.after),
    notes: [
      ...uncomparedTexts(changed),
      ...unreadTexts([meshes.before, meshes.after], changed),
      ...supposedTexts(supposed),
    ],
    supposed: supposed.objects,
    all: [
      ...namesOf(callersOf(after.asked.mesh)).filter((each) => !appeared.includes(each)),
      ...supposed.callers,
    ].sort(),
    gateways: found.gateways,
    clusterDomain: after.asked.mesh.context.clusterDomain,
  };
}

/** Whether nothing but the host itself is to be told: one that is gone, and is not reached, or that no manifest knew. */
function isOfHost({ way: { host }, all }: AccessChange): boolean {
  return (
    host !== 'kept' &&
    all.every(
      ({ traces }) => traces === undefined || (host === 'appeared' ? isUnknown(traces.before) : isLost(traces.after)),
    )
  );
}

function isLost({ outcomes }: Trace): boolean {
  return outcomes.every(({ kind }) => kind === 'failure');
}

/** Whether no call arrives at what any manifest knows. */
function isUnknown({ outcomes }: Trace): boolean {
  return outcomes.every(
    (outcome) => outcome.kind === 'failure' || (outcome.kind === 'workload' && outcome.object === undefined),
  );
}

/** The way of an access, and who asks. */
type Shared = Pick<DiffChange, 'callers' | 'gateway' | 'host' | 'port' | 'protocol'>;

function sharedOf({ callers, way: { way } }: AccessChange): Shared {
  const { gateway, host, port, form } = way;
  return withoutUndefined({
    callers: gateway === undefined ? namesOf(callers.map(({ after }) => after)) : ['outside'],
    gateway: gateway && `${gateway.namespace}/${gateway.name}`,
    host,
    port,
    protocol: form,
  });
}

function changesOf(access: AccessChange, placed: Sides<Placer>, explaining: Explaining): DiffChange[] {
  const { callers, way, kinds, all, unknown } = access;
  const shared = sharedOf(access);
  const told = kinds.map(({ kind, effect, traces }) => ({
    kind,
    traces,
    request: exampleRequest(kind, traces.after.call.request),
    becomes: withoutUndefined({
      effect: effect as DiffEffect,
      before: outcomeOf(traces.before, placed.before),
      after: outcomeOf(traces.after, placed.after),
      mayChangeBy: filled(mayChange(traces, placed)),
      terms: filled(diffTerms(traces)),
    }),
  }));
  const alike = groupBy(told, ({ becomes }) => JSON.stringify(becomes));
  const none = answerOf(undefined, undefined, placed.after);
  return [
    ...[...alike.values()].map((list): DiffChange => {
      const [{ becomes, traces, request }] = list;
      const requests = requestsOf(
        list.map(({ kind }) => kind),
        all,
      );
      const decisions = decisive(becomes);
      const isTold = decisions.some(({ object }) => explaining.isChanged(object!));
      const changedObjects = isTold
        ? []
        : explaining.of({ callers, way, traces }).map((each) => objectOf(each, placed));
      return withoutUndefined({
        ...shared,
        requests,
        ...becomes,
        changedObjects: filled(changedObjects),
        example: request && exampleOf(request),
      });
    }),
    ...(unknown.length === 0
      ? []
      : [{ ...shared, requests: requestsOf(unknown, all), effect: DiffEffect.UNKNOWN, before: none, after: none }]),
  ];
}

function outcomeOf(trace: Trace, placed: Placer): DiffOutcome {
  const failed = trace.outcomes.find((outcome) => outcome.kind === 'failure');
  return withoutUndefined({
    ...answerOf(trace, undefined, placed, true),
    connection: failed?.failure.connection,
  });
}

function objectOf({ before, after }: ChangedObject, placed: Sides<Placer>): DiffObject {
  return after === undefined
    ? { change: 'gone', ...placed.before({ object: before }) }
    : { change: before === undefined ? 'new' : 'changed', ...placed.after({ object: after }) };
}

/** A request of a kind, with the address that it comes from where rules ask for that. */
function exampleRequest(kind: Kind | undefined, request: Request | undefined): Request | undefined {
  const asked = kind === undefined ? [] : [...kind.asks, ...kind.exceptions.flat()];
  return request !== undefined && asked.some(({ condition: { part } }) => part === 'client')
    ? requestWith(request, new Map([['client', valueOf(request, 'client')]]))
    : request;
}

/** The objects that decide on one side, and not so on the other, where no file shows what they say: as they are now, if they are there. */
function mayChange({ before, after }: Sides<Trace>, placed: Sides<Placer>): TracePlace[] {
  const [old, own] = [fateOf(before), fateOf(after)];
  const objects = new Map<string, TracePlace>();
  const add = (side: 'before' | 'after', all: ReturnType<typeof onlyIn>): void =>
    all.forEach((each) =>
      each.objects.forEach((object) => objects.set(`${object.id} ${object.key}`, placed[side]({ object }))),
    );
  add('before', onlyIn(old, own));
  add('after', onlyIn(own, old));
  return [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}

/** Of connections nothing is asked. */
function requestsOf(kinds: readonly (Kind | undefined)[], all: readonly JointKind[]): DiffChange['requests'] {
  const read = kinds.filter((kind) => kind !== undefined);
  return read.length === 0 ? [{}] : diffRequests(read, all);
}

/** On which ports either side has a host, and the clients of each gateway. */
function portsOf(sides: Sides<Side>): Sides<ReadonlyMap<string, readonly number[]>> {
  const of = ({ asked }: Side): ReadonlyMap<string, readonly number[]> =>
    new Map(
      [...groupBy([...waysOf(asked)], hostKey)].map(([key, ways]) => [key, [...new Set(ways.map(({ port }) => port))]]),
    );
  return { before: of(sides.before), after: of(sides.after) };
}

function hostKey({ host, gateway }: Way): string {
  return [host, gateway?.namespace, gateway?.name].join(' ');
}

function hostOf(
  access: AccessChange,
  placed: Sides<Placer>,
  explaining: Explaining,
  ports: Sides<ReadonlyMap<string, readonly number[]>>,
): DiffHost {
  const { callers, way, all } = access;
  const appeared = way.host === 'appeared';
  const [side, other] = appeared ? (['after', 'before'] as const) : (['before', 'after'] as const);
  const [service] = way.way.services;
  const traces = all.flatMap((each) => each.traces ?? []);
  return withoutUndefined({
    appeared,
    ...sharedOf(access),
    service: service && placed[side]({ object: service.object }),
    targets: distinct(traces.flatMap((each) => targetsOf(each[side]))),
    otherwise: distinct(traces.flatMap((each) => endsOf(each[other]))),
    otherPorts: filled([...(ports[other].get(hostKey(way.way)) ?? [])].sort((a, b) => a - b)),
    changedObjects: filled(
      traces.length === 0
        ? []
        : explaining.of({ callers, way, traces: together(traces) }).map((each) => objectOf(each, placed)),
    ),
  });
}

/** All that decides about any of some calls. */
function together(all: readonly Sides<Trace>[]): Sides<Trace> {
  const of = (side: keyof Sides<Trace>): Trace => ({
    ...all[0][side],
    hops: all.flatMap((each) => each[side].hops),
    unknown: all.flatMap((each) => each[side].unknown),
  });
  return { before: of('before'), after: of('after') };
}

function targetsOf({ outcomes }: Trace): string[] {
  return outcomes.flatMap((outcome) => (outcome.kind === 'workload' ? outcome.workload : []));
}

function endsOf({ outcomes }: Trace): string[] {
  return outcomes.map((outcome) =>
    outcome.kind === 'failure' ? outcome.failure.name : outcome.kind === 'workload' ? 'reached' : 'answered',
  );
}

interface Merged {
  readonly callers: string[];
  readonly changedObjects?: DiffObject[];
}

/** One change for all clients of which the same becomes on one way, with all that explains it for some of them. */
function merged<T extends Merged>(all: readonly T[]): readonly T[] {
  const alike = groupBy(all, ({ callers: _, changedObjects: __, ...rest }) => JSON.stringify(rest));
  return [...alike.values()].map((list) => {
    const objects = new Map(
      list.flatMap(({ changedObjects = [] }) => changedObjects).map((each) => [JSON.stringify(each), each]),
    );
    return {
      ...list[0],
      callers: distinct(list.flatMap(({ callers }) => callers)),
      ...(objects.size > 0 && { changedObjects: [...objects.values()] }),
    };
  });
}

const ORDER: readonly DiffEffect[] = Object.values(DiffEffect);

/** What breaks first, then by what is asked. */
function sorted(all: readonly DiffChange[]): readonly DiffChange[] {
  return sortedBy(all, ({ effect, ...each }) => [
    String(ORDER.indexOf(effect)),
    ...placeOf(each),
    JSON.stringify(each),
  ]);
}

function sortedHosts(all: readonly DiffHost[]): readonly DiffHost[] {
  return sortedBy(all, (each) => [String(each.appeared), ...placeOf(each), each.callers.join()]);
}

function placeOf({ host, port, protocol, gateway = '' }: Omit<Shared, 'callers'>): string[] {
  return [host, String(port).padStart(5, '0'), protocol, gateway];
}

function sortedBy<T>(all: readonly T[], keysOf: (each: T) => readonly string[]): readonly T[] {
  return all
    .map((each) => ({ each, key: keysOf(each).join('\n') }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ each }) => each);
}

function refusals({ refused }: MeshToAsk, placed: Placer): readonly TraceUnknown[] {
  return refused.map((each) => refusal(each, placed));
}

function namesOf(workloads: readonly Workload[]): string[] {
  return distinct(workloads.map(({ namespace, name }) => `${namespace}/${name}`));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

function filled<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}
