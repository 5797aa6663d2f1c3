import { MODULES, readSchema } from '../../imports/schema';

/** A structural schema as CRDs hold it, with all references put in place. */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: string;
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly default?: unknown;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly not?: Schema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
  /** What the API calls it: `HTTPRoute`. Of a struct or an enum. */
  readonly title?: string;
  /** Releases of Istio that fields or values came with, where they are not in the oldest known one. */
  readonly since?: Readonly<Record<string, string>>;
  /** Fields or values that are gone, with the last release that had them. */
  readonly removed?: Readonly<Record<string, string>>;
}

/** One rule of a CRD in the Common Expression Language. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
}

/** What the API server knows of a kind. */
export interface KindSchema {
  readonly group: string;
  readonly kind: string;
  /** Versions that the API server takes; all have this schema. */
  readonly versions: readonly string[];
  readonly clusterScoped: boolean;
  /** Release of Istio that the kind came with, where it is not in the oldest known one. */
  readonly since?: string;
  /** The whole object without `apiVersion`, `kind`, `metadata` and `status`. */
  readonly schema: Schema;
}

interface CompactNode extends Omit<Schema, 'properties' | 'items' | 'additionalProperties'> {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, CompactNode>>;
  readonly items?: CompactNode;
  readonly additionalProperties?: CompactNode | boolean;
}

interface CompactFile {
  readonly kinds: Record<
    string,
    { version: string; served?: string[]; scope?: string; since?: string; schema: CompactNode }
  >;
  readonly types: Record<string, CompactType>;
}

interface CompactType {
  readonly message?: string;
  readonly since?: Record<string, string>;
  readonly removed?: Record<string, string>;
  readonly schema: CompactNode;
}

const kinds = new Map<string, KindSchema | undefined>();
const types = new Map<string, Schema>();

/** The kinds of a group of Istio or of the Gateway API; undefined for all other groups. */
export function knownKinds(group: string): readonly string[] | undefined {
  const module = MODULES.get(group);
  return module === undefined ? undefined : Object.keys((readSchema(module) as CompactFile).kinds);
}

/** The schema of a kind of Istio or of the Gateway API; undefined for all others. */
export function kindSchema(group: string, kind: string): KindSchema | undefined {
  const key = `${group}/${kind}`;
  if (!kinds.has(key)) {
    kinds.set(key, load(group, kind));
  }
  return kinds.get(key);
}

function load(group: string, kind: string): KindSchema | undefined {
  const module = MODULES.get(group);
  if (module === undefined) {
    return undefined;
  }
  const file = readSchema(module) as CompactFile;
  if (!Object.hasOwn(file.kinds, kind)) {
    return undefined;
  }
  const { version, served, scope, since, schema } = file.kinds[kind];
  return {
    group,
    kind,
    versions: served ?? [version],
    clusterScoped: scope === 'Cluster',
    since,
    schema: expand(schema, file, module),
  };
}

function expand(node: CompactNode, file: CompactFile, module: string): Schema {
  const { $ref, ...own } = node;
  if ($ref === undefined) {
    return expandParts(own, file, module);
  }
  const key = `${module}.${$ref}`;
  let type = types.get(key);
  if (type === undefined) {
    const { schema, message, since, removed } = file.types[$ref];
    type = { ...expand(schema, file, module), title: message ?? $ref.replace(/~\d+$/, ''), since, removed };
    types.set(key, type);
  }
  return Object.keys(own).length === 0 ? type : { ...type, ...expandParts(own, file, module) };
}

function expandParts(node: CompactNode, file: CompactFile, module: string): Schema {
  const parts: Record<string, unknown> = {};
  if (node.properties !== undefined) {
    parts.properties = Object.fromEntries(
      Object.entries(node.properties).map(([name, part]) => [name, expand(part, file, module)]),
    );
  }
  if (node.items !== undefined) {
    parts.items = expand(node.items, file, module);
  }
  if (typeof node.additionalProperties === 'object') {
    parts.additionalProperties = expand(node.additionalProperties, file, module);
  }
  return Object.keys(parts).length === 0 ? node : { ...node, ...parts };
}
