import { parseAllDocuments } from 'yaml';

/** A structural schema as CRDs hold it. */
export interface Schema {
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  enum?: (string | number)[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  not?: Schema;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
  nullable?: boolean;
  description?: string;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-validations'?: { rule: string; message?: string }[];
  /** Only in the compact schema: the name of a definition. */
  $ref?: string;
  [keyword: string]: unknown;
}

/** One kind, in the version that is generated. */
export interface Crd {
  readonly group: string;
  readonly kind: string;
  readonly scope: string;
  readonly version: string;
  /** All versions that the API server takes. */
  readonly served: string[];
  /** Those of them whose schema is not the one of `version`. */
  readonly different: string[];
  /** The whole schema without descriptions and without status. */
  readonly schema: Schema;
}

interface CrdDocument {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string };
    readonly versions: {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

/** Reads all CRDs of a YAML text, sorted by group and kind. */
export function readCrds(text: string): Crd[] {
  return parseAllDocuments(text)
    .map((document) => {
      if (document.errors.length > 0) {
        throw document.errors[0];
      }
      return document.toJS() as CrdDocument | null;
    })
    .filter((document) => document?.kind === 'CustomResourceDefinition')
    .map((document) => readCrd(document!))
    .sort((a, b) => (`${a.group}/${a.kind}` < `${b.group}/${b.kind}` ? -1 : 1));
}

function readCrd(document: CrdDocument): Crd {
  const { group, scope, names } = document.spec;
  const served = document.spec.versions.filter((version) => version.served);
  const chosen =
    served.find((version) => version.name === 'v1') ?? served.find((version) => version.storage) ?? served[0];
  const schema = withoutTexts(chosen.schema.openAPIV3Schema);
  const different = served.filter(
    (version) => JSON.stringify(withoutTexts(version.schema.openAPIV3Schema)) !== JSON.stringify(schema),
  );
  return {
    group,
    scope,
    kind: names.kind,
    version: chosen.name,
    served: served.map((version) => version.name),
    different: different.map((version) => version.name),
    schema,
  };
}

/** A copy without what no user writes (status, and what Kubernetes itself defines) and without upstream's prose. */
function withoutTexts(root: Schema): Schema {
  const copy = stripDescriptions(root);
  for (const name of ['apiVersion', 'kind', 'metadata', 'status']) {
    delete copy.properties?.[name];
  }
  return copy;
}

function stripDescriptions(schema: Schema): Schema {
  const copy: Schema = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'description') {
      continue;
    } else if (keyword === 'properties') {
      const properties = Object.entries(value as Record<string, Schema>).sort(([a], [b]) => (a < b ? -1 : 1));
      copy.properties = Object.fromEntries(properties.map(([name, part]) => [name, stripDescriptions(part)]));
    } else if (
      keyword === 'items' ||
      keyword === 'not' ||
      (keyword === 'additionalProperties' && typeof value === 'object')
    ) {
      copy[keyword] = stripDescriptions(value as Schema);
    } else if (keyword === 'oneOf' || keyword === 'anyOf' || keyword === 'allOf') {
      copy[keyword] = (value as Schema[]).map(stripDescriptions);
    } else {
      copy[keyword] = value;
    }
  }
  return sortKeywords(copy);
}

const ORDER = ['$ref', 'type', 'format', 'nullable', 'properties', 'required', 'items', 'additionalProperties'];

/** Keywords in one order, whatever the order of the source. */
export function sortKeywords(schema: Schema): Schema {
  const rank = (keyword: string) => (ORDER.includes(keyword) ? String(ORDER.indexOf(keyword)) : `~${keyword}`);
  return Object.fromEntries(Object.entries(schema).sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1)));
}
