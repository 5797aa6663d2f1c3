import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Place } from '../trace';

/** What an object of the Gateway API became, and where that is written. */
interface Origin {
  readonly object: MeshObject;
  /** For all of it. */
  readonly path?: string;
  readonly rules?: readonly OriginRule[];
}

/** A rule of a route, and the one of its matches that became a rule of its own. */
export interface OriginRule {
  readonly object: MeshObject;
  readonly rule: string;
  readonly match: string;
  /** Of the destinations that became of it, in their order. */
  readonly backends: readonly string[];
}

const ORIGINS = new WeakMap<MeshObject, Origin>();

/** Remembers where an object comes from that istiod makes. */
export function made<T extends MeshObject>(object: T, origin: Origin): T {
  ORIGINS.set(object, origin);
  return object;
}

/** Where something is written that istiod has made of an object of the Gateway API; itself for all else. */
export function originOf({ object, path }: Place): Place {
  const origin = object && ORIGINS.get(object);
  if (origin === undefined) {
    return { object, path };
  }
  const [, rule, match, backend] =
    /^spec\.(?:http|tls)\[(\d+)\](?:(\.match\[0\])|\.route\[(\d+)\])?/.exec(path ?? '') ?? [];
  const found = rule === undefined ? undefined : origin.rules?.[Number(rule)];
  if (found === undefined) {
    return { object: origin.object, path: origin.path ?? path };
  }
  const own = match !== undefined ? found.match : backend !== undefined ? found.backends[Number(backend)] : undefined;
  return { object: found.object, path: own ?? found.rule };
}

/** The age of what is made: that of the object that it is made of. */
export function timeOf({ manifest }: MeshObject): { readonly creationTimestamp?: unknown } {
  const { metadata } = manifest as { metadata?: { creationTimestamp?: unknown } };
  return metadata?.creationTimestamp === undefined ? {} : { creationTimestamp: metadata.creationTimestamp };
}
