import type { Schema } from './crds';
import { writeLines } from './facts';
import type { Enumeration, Module, Struct } from './model';
import { variantName } from './model';

/** imports/schema/<file>.json: what the API server knows of a group, without its prose. */
export interface CompactSchema {
  readonly group: string;
  readonly kinds: Record<string, CompactKind>;
  readonly types: Record<string, CompactType>;
}

export interface CompactKind {
  readonly version: string;
  /** All versions that are served, where there is more than one. */
  readonly served?: string[];
  /** Those of them that have another schema than `version`. */
  readonly different?: string[];
  /** Where objects of the kind live, if it is not "Namespaced". */
  readonly scope?: string;
  readonly since?: string;
  readonly schema: Schema;
}

/** A struct or an enum. `Name~2` is a variant: the same message under other restrictions. */
export interface CompactType {
  /** The API's own name of it, where it differs from ours. */
  readonly message?: string;
  readonly since?: Record<string, string>;
  readonly removed?: Record<string, string>;
  readonly schema: Schema;
}

export function compactSchema(module: Module): CompactSchema {
  const kinds = module.kinds.map(({ crd, schema, since }): [string, CompactKind] => [
    crd.kind,
    {
      version: crd.version,
      ...(crd.served.length > 1 && { served: crd.served }),
      ...(crd.different.length > 0 && { different: crd.different }),
      ...(crd.scope !== 'Namespaced' && { scope: crd.scope }),
      ...(since !== undefined && { since }),
      schema,
    },
  ]);
  const types: [string, CompactType][] = [];
  for (const entry of [...module.structs.values(), ...module.enums.values()]) {
    entry.variants.forEach((schema, at) => types.push([variantName(entry.name, at), compactType(entry, schema)]));
  }
  types.sort(([a], [b]) => (a < b ? -1 : 1));
  return { group: module.group, kinds: Object.fromEntries(kinds), types: Object.fromEntries(types) };
}

function compactType(entry: Struct | Enumeration, schema: Schema): CompactType {
  return {
    ...(entry.message !== entry.name && { message: entry.message }),
    ...(entry.since && { since: entry.since }),
    ...(entry.removed && { removed: entry.removed }),
    schema,
  };
}

/** The text of a compact schema: one definition a line. */
export function writeCompactSchema(schema: CompactSchema): string {
  return writeLines(schema);
}

/** The whole schema of a kind again, as the CRD has it. */
export function expandKind(compact: CompactSchema, kind: string): Schema {
  return expand(compact.kinds[kind].schema, compact);
}

function expand(schema: Schema, compact: CompactSchema): Schema {
  const { $ref, ...own } = schema;
  const merged: Schema = { ...($ref === undefined ? {} : compact.types[$ref].schema), ...own };
  if (merged.properties !== undefined) {
    merged.properties = Object.fromEntries(
      Object.entries(merged.properties).map(([name, part]) => [name, expand(part, compact)]),
    );
  }
  if (merged.items !== undefined) {
    merged.items = expand(merged.items, compact);
  }
  if (typeof merged.additionalProperties === 'object') {
    merged.additionalProperties = expand(merged.additionalProperties, compact);
  }
  return merged;
}
