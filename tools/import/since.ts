import type { Enumeration, Model, Module, Struct } from './model';

/** The model of one release. */
export interface ReleaseModel {
  /** "1.30.3" */
  readonly version: string;
  readonly model: Model;
}

/**
 * Records in the newest release since when its kinds, fields and values exist, and what it has lost. What the oldest
 * release has already is not recorded, nor are the fields of a message that is new as a whole.
 *
 * @param releases oldest first; the last is the target
 */
export function recordSince(releases: ReleaseModel[]): void {
  const target = releases.at(-1)!;
  for (const module of target.model.modules) {
    const history = releases.map(({ version, model }) => ({
      minor: minorOf(version),
      module: model.modules.find((other) => other.group === module.group),
    }));
    for (const kind of module.kinds) {
      kind.since = firstOf(history, (other) => other.kinds.some((known) => known.name === kind.name));
    }
    for (const struct of module.structs.values()) {
      record(struct, history, (other) => fieldNames(other.structs.get(struct.name)));
    }
    for (const enumeration of module.enums.values()) {
      record(enumeration, history, (other) => valueNames(other.enums.get(enumeration.name)));
    }
  }
}

interface Past {
  readonly minor: string;
  readonly module?: Module;
}

function record(entry: Struct | Enumeration, history: Past[], namesIn: (module: Module) => string[] | undefined): void {
  const known = history.filter((past) => past.module !== undefined && namesIn(past.module) !== undefined);
  const now = namesIn(known.at(-1)!.module!)!;
  const since: [string, string][] = [];
  for (const name of now) {
    const first = firstOf(known, (module) => namesIn(module)!.includes(name));
    if (first !== undefined) {
      since.push([name, first]);
    }
  }
  const removed = new Map<string, string>();
  for (const past of known) {
    for (const name of namesIn(past.module!)!.filter((candidate) => !now.includes(candidate))) {
      removed.set(name, past.minor);
    }
  }
  if (since.length > 0) {
    entry.since = Object.fromEntries(since.sort());
  }
  if (removed.size > 0) {
    entry.removed = Object.fromEntries([...removed].sort());
  }
}

/** The release from which on something is always there; undefined if that is the oldest. */
function firstOf(history: Past[], has: (module: Module) => boolean): string | undefined {
  let at = history.length - 1;
  while (at > 0 && history[at - 1].module !== undefined && has(history[at - 1].module!)) {
    at--;
  }
  return at === 0 ? undefined : history[at].minor;
}

function fieldNames(struct: Struct | undefined): string[] | undefined {
  return struct && [...new Set(struct.variants.flatMap((variant) => Object.keys(variant.properties ?? {})))];
}

function valueNames(enumeration: Enumeration | undefined): string[] | undefined {
  return enumeration && [...new Set(enumeration.variants.flatMap((variant) => variant.enum as string[]))];
}

/** "1.30.3" -> "1.30" */
export function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
