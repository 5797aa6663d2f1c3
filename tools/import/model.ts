import { exclusiveSets } from '../../lib/core/structure';
import type { Crd, Schema } from './crds';
import { sortKeywords } from './crds';
import type { EnumFact, Facts, MessageFact, MessageFacts } from './facts';
import { nestedName, pascal } from './names';

/** Everything that is generated: one module for each API group. */
export interface Model {
  readonly modules: Module[];
  /** What the generator had to guess. */
  readonly warnings: string[];
}

export interface Module {
  /** File name without extension: `gateway-api`. */
  readonly file: string;
  readonly group: string;
  readonly kinds: Kind[];
  /** By name, without those of kinds. */
  readonly structs: Map<string, Struct>;
  readonly enums: Map<string, Enumeration>;
}

export interface Kind {
  readonly crd: Crd;
  readonly name: string;
  /** The schema of the whole object, with references to structs. */
  readonly schema: Schema;
  /** Name of the struct that `spec` is. */
  readonly spec: string;
  /** Istio release that the kind came with, where it is not in the oldest known one. */
  since?: string;
}

export interface Struct {
  readonly name: string;
  /** As the API calls it: `ConnectionPoolSettings.HTTPSettings`. */
  readonly message: string;
  readonly fact?: MessageFact;
  /** Mostly one; more where two places restrict the same message differently. */
  readonly variants: Schema[];
  /** Fields that came after the oldest known release. */
  since?: Record<string, string>;
  /** Fields that the target no longer has, with the last release that had them. */
  removed?: Record<string, string>;
}

export interface Enumeration {
  readonly name: string;
  readonly message: string;
  readonly fact?: EnumFact;
  readonly variants: Schema[];
  since?: Record<string, string>;
  removed?: Record<string, string>;
}

const FILES: Record<string, string> = {
  'networking.istio.io': 'networking',
  'security.istio.io': 'security',
  'telemetry.istio.io': 'telemetry',
  'extensions.istio.io': 'extensions',
  'gateway.networking.k8s.io': 'gateway-api',
};

/** Walks the CRDs and the facts together. */
export function buildModel(crds: Crd[], facts: Facts): Model {
  const model: Model = { modules: [], warnings: [] };
  for (const group of [...new Set(crds.map((crd) => crd.group))].sort()) {
    const file = FILES[group];
    if (file === undefined) {
      model.warnings.push(`group ${group} is not known: left out`);
      continue;
    }
    const module: Module = { file, group, kinds: [], structs: new Map(), enums: new Map() };
    const kinds = crds.filter((candidate) => candidate.group === group);
    const walker = new Walker(
      module,
      new Set(kinds.map((crd) => crd.kind)),
      file === 'gateway-api' ? facts.gatewayApi : facts.istio,
      model.warnings,
    );
    for (const crd of kinds) {
      module.kinds.push(walker.kind(crd));
    }
    model.modules.push(module);
  }
  return model;
}

class Walker {
  /** The full name of the message behind each type name. */
  private readonly owners = new Map<string, string>();

  constructor(
    private readonly module: Module,
    private readonly kinds: Set<string>,
    private readonly facts: MessageFacts,
    private readonly warnings: string[],
  ) {}

  public kind(crd: Crd): Kind {
    if (crd.different.length > 0) {
      this.warnings.push(`${crd.kind}: ${crd.different.join(', ')} has another schema than ${crd.version}`);
    }
    const message = specMessage(crd.kind, this.module.file, this.facts);
    if (message === undefined) {
      this.warnings.push(`${crd.kind}: no message is known, names are derived from the fields`);
    }
    const name = `${pascal(crd.kind)}Spec`;
    const spec = this.struct(crd.schema.properties?.spec ?? { type: 'object' }, message, name, crd.kind);
    const schema = { ...crd.schema, properties: { ...crd.schema.properties, spec } };
    return { crd, name: pascal(crd.kind), schema: sortKeywords(schema), spec: name };
  }

  /** The compact form of a schema: structs and enums become references. */
  private compact(schema: Schema, of: string | undefined, path: string[]): Schema {
    const copy: Schema = { ...schema };
    if (schema.items !== undefined) {
      copy.items = this.compact(schema.items, of, path);
      return sortKeywords(copy);
    }
    if (typeof schema.additionalProperties === 'object') {
      copy.additionalProperties = this.compact(schema.additionalProperties, of, path);
      return sortKeywords(copy);
    }
    if (schema.properties !== undefined) {
      const message = of !== undefined && of in this.facts.messages ? of : undefined;
      if (message === undefined) {
        this.warnings.push(`${path.join('.')}: no message is known, its name is derived from the field`);
      }
      return this.struct(schema, message, this.typeName(message, path), undefined, path);
    }
    if (schema.enum?.every((value) => typeof value === 'string') === true) {
      const enumeration = of !== undefined && of in this.facts.enums ? of : undefined;
      if (enumeration === undefined && this.module.file !== 'gateway-api') {
        this.warnings.push(`${path.join('.')}: no enum is known, its name is derived from the field`);
      }
      const name = this.typeName(enumeration, path);
      return this.define(this.module.enums, name, enumeration, path, schema);
    }
    return sortKeywords(copy);
  }

  private struct(
    schema: Schema,
    message: string | undefined,
    name: string,
    kind?: string,
    path: string[] = [kind!],
  ): Schema {
    const fact = message === undefined ? undefined : this.facts.messages[message];
    const properties: Record<string, Schema> = {};
    for (const [field, part] of Object.entries(schema.properties ?? {})) {
      const known = fact?.fields[field] ?? Object.values(fact?.fields ?? {}).find((other) => other.proto === field);
      if (fact !== undefined && known === undefined) {
        this.warnings.push(`${message}.${field}: not known to messages.json`);
      }
      properties[field] = this.compact(part, known?.of, [this.lastName(message, path), field]);
    }
    const copy = sortKeywords(schema.properties === undefined ? schema : { ...schema, properties });
    this.checkOneofs(name, fact, copy);
    return this.define(this.module.structs, name, message, path, copy);
  }

  /** A oneof that the schema does not express cannot be rejected where it is written. */
  private checkOneofs(name: string, fact: MessageFact | undefined, schema: Schema): void {
    const fields = Object.entries(fact?.fields ?? {}).filter(([field]) => field in (schema.properties ?? {}));
    for (const oneof of new Set(fields.map(([, field]) => field.oneof).filter((group) => group !== undefined))) {
      const group = fields.filter(([, field]) => field.oneof === oneof).map(([field]) => field);
      const expressed = exclusiveSets(schema).some((set) => group.every((field) => set.includes(field)));
      if (group.length > 1 && !expressed) {
        this.warnings.push(`${name}: the schema does not say that only one of ${group.join(', ')} can be set`);
      }
    }
  }

  private lastName(message: string | undefined, path: string[]): string {
    return message === undefined ? path.map(pascal).join('') : bare(message).join('.');
  }

  /** Keeps one definition for equal schemas of a name, and says which one a place refers to. */
  private define(
    into: Map<string, { name: string; message: string; variants: Schema[] }>,
    name: string,
    full: string | undefined,
    path: string[],
    schema: Schema,
  ): Schema {
    // `nullable` and `default` belong to the field, not to the message that it holds.
    const { nullable, default: value, ...definition } = schema;
    const site: Schema = { $ref: name };
    if (nullable !== undefined) {
      site.nullable = nullable;
    }
    if (value !== undefined) {
      site.default = value;
    }
    const owner = full ?? path.join('.');
    if (this.owners.has(name) && this.owners.get(name) !== owner) {
      throw new Error(`${name} would stand for both ${this.owners.get(name)} and ${owner}`);
    }
    this.owners.set(name, owner);
    let entry = into.get(name);
    if (entry === undefined) {
      const message = full === undefined ? path.join('.') : bare(full).join('.');
      const fact = full === undefined ? undefined : (this.facts.messages[full] ?? this.facts.enums[full]);
      entry = { name, message, variants: [], ...(fact && { fact }) };
      into.set(name, entry);
    }
    const text = JSON.stringify(definition);
    let variant = entry.variants.findIndex((known) => JSON.stringify(known) === text);
    if (variant < 0) {
      variant = entry.variants.push(definition) - 1;
    }
    site.$ref = variantName(name, variant);
    return site;
  }

  private typeName(full: string | undefined, path: string[]): string {
    if (full === undefined) {
      return nestedName(path.flatMap((part) => part.split('.')));
    }
    const parts = bare(full);
    const own = `istio.${this.module.file}.`;
    if (full.startsWith('istio.') && !full.startsWith(own)) {
      // A shared message (istio.type) whose name the group uses for a message of its own.
      const taken = Object.keys(this.facts.messages).some(
        (name) => name.startsWith(own) && bare(name).join('.') === parts.join('.'),
      );
      return nestedName(taken ? [full.split('.')[1], ...parts] : parts);
    }
    // Istio's kinds are messages that another kind may hold (a ServiceEntry holds WorkloadEntry).
    if (full.startsWith('istio.') && parts.length === 1 && this.kinds.has(parts[0])) {
      return `${pascal(parts[0])}Spec`;
    }
    return nestedName(parts);
  }
}

/** The full name of the message that a kind's spec is. */
export function specMessage(kind: string, file: string, { messages }: MessageFacts): string | undefined {
  const own = Object.keys(messages).filter((name) => name === `${kind}Spec` || name.endsWith(`.${kind}`));
  return own.find((name) => !name.startsWith('istio.') || name.startsWith(`istio.${file}.`));
}

/** `Name`, `Name~2`, `Name~3`. */
export function variantName(name: string, variant: number): string {
  return variant === 0 ? name : `${name}~${variant + 1}`;
}

/** The parts of a full name that come after the package. */
function bare(full: string): string[] {
  return full.replace(/^istio\.\w+\.v\w+\./, '').split('.');
}
