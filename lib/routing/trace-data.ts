import type { MeshObject } from '../mesh/reading/mesh-object';
import type { Considered, Outcome, Place, Seen, Step, Trace, Unknown } from './trace';

/** Where an object, and a field of it, stands in the files; undefined where that is not known. */
export type Locate = (
  object: MeshObject,
  path: string | undefined,
) => { readonly file: string; readonly line?: number } | undefined;

/** A trace as plain data, for JSON. What there is not is left out. */
export interface TraceData {
  readonly outcomes: readonly OutcomeData[];
  readonly hops: readonly HopData[];
  readonly unknown: readonly UnknownData[];
}

export interface OutcomeData {
  readonly share: number;
  readonly kind: Outcome['kind'];
  readonly workload?: string;
  readonly address?: string;
  readonly port?: number;
  readonly subset?: string;
  /** What the client sees. */
  readonly status?: number;
  readonly failure?: string;
  readonly flags?: string;
  readonly location?: string;
  readonly body?: string;
  readonly delay?: string;
  readonly timeout?: string;
  readonly retries?: { readonly attempts: number; readonly retryOn: string; readonly perTryTimeout?: string };
  readonly seen?: SeenData;
  readonly mirrors?: readonly string[];
}

export interface SeenData extends Omit<Seen, 'headers'> {
  /** Of several lines of a header all values, in their order. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HopData {
  readonly proxy: string;
  readonly kind: string;
  readonly share: number;
  readonly previous?: number;
  readonly steps: readonly StepData[];
}

interface PlaceData {
  /** `VirtualService shop/web` */
  readonly object?: string;
  readonly path?: string;
  readonly file?: string;
  readonly line?: number;
}

export interface StepData extends PlaceData {
  readonly layer: string;
  readonly decision: string;
  readonly considered?: readonly (PlaceData & { readonly what: string; readonly why: string })[];
}

export interface UnknownData {
  readonly what: string;
  readonly text: string;
  readonly objects?: readonly string[];
  readonly otherwise?: readonly OutcomeData[];
}

export function traceData({ outcomes, hops, unknown }: Trace, locate: Locate = () => undefined): TraceData {
  return {
    outcomes: outcomes.map(outcomeData),
    hops: hops.map(({ name, kind, share, previous, steps }) =>
      compact({
        proxy: name,
        kind,
        share: rounded(share),
        previous,
        steps: steps.map((step) => stepData(step, locate)),
      }),
    ),
    unknown: unknown.map(unknownData),
  };
}

function outcomeData(outcome: Outcome): OutcomeData {
  const { kind, share, mirrors, delay } = outcome;
  const shared = { share: rounded(share), kind, delay, mirrors: mirrors.length === 0 ? undefined : mirrors };
  switch (outcome.kind) {
    case 'workload': {
      const { workload, address, port, subset, status, seen, timeout, retries } = outcome;
      return compact({
        ...shared,
        workload,
        address,
        port,
        subset,
        status,
        timeout,
        retries: retries && compact(retries),
        seen: seenData(seen),
      });
    }
    case 'response': {
      const { status, location, body, flags } = outcome;
      return compact({ ...shared, status, location, body, flags });
    }
    case 'failure': {
      const { name, status, flags } = outcome.failure;
      return compact({ ...shared, failure: name, status, flags });
    }
  }
}

function seenData({ headers, ...seen }: Seen): SeenData {
  const byName = new Map<string, string>();
  headers?.forEach(([name, value]) => byName.set(name, byName.has(name) ? `${byName.get(name)},${value}` : value));
  return compact({ ...seen, headers: byName.size === 0 ? undefined : Object.fromEntries(byName) });
}

function stepData({ layer, decision, considered, object, path }: Step, locate: Locate): StepData {
  const others = considered.map(({ what, why, object: other, path: at }: Considered) =>
    compact({ what, why, ...placeData({ object: other, path: at }, locate) }),
  );
  return compact({
    layer,
    decision,
    ...placeData({ object, path }, locate),
    considered: others.length === 0 ? undefined : others,
  });
}

function placeData({ object, path }: Place, locate: Locate): PlaceData {
  return object === undefined ? {} : { object: nameOf(object), path, ...locate(object, path) };
}

function unknownData({ what, text, objects, otherwise }: Unknown): UnknownData {
  return compact({
    what,
    text,
    objects: objects.length === 0 ? undefined : objects.map(nameOf),
    otherwise: otherwise?.map(outcomeData),
  });
}

function nameOf({ kind, key }: MeshObject): string {
  return `${kind} ${key}`;
}

/** Without the digits that only come from dividing. */
function rounded(share: number): number {
  return Number(share.toFixed(6));
}

function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
