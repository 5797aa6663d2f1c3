import type { CompactSchema } from './compact';
import { compactSchema, expandKind, writeCompactSchema } from './compact';
import type { Crd } from './crds';
import { readCrds, sortKeywords } from './crds';
import { emitModule, emitSchemaIndex } from './emit';
import type { Facts } from './facts';
import { writeMessages } from './messages';
import type { Model } from './model';
import { buildModel } from './model';
import { emitRules } from './rules';
import { recordSince } from './since';

/** The CRDs of one release, as YAML. */
export interface Release {
  /** "1.31.1" */
  readonly version: string;
  readonly crds: string;
}

/** The compact schema of one module. */
export interface GeneratedSchema {
  /** File name without extension: `gateway-api`. */
  readonly file: string;
  readonly schema: CompactSchema;
}

/** What a run makes. */
export interface Generated {
  /** Texts by path inside imports/. */
  readonly files: Map<string, string>;
  readonly schemas: GeneratedSchema[];
  readonly warnings: string[];
}

/**
 * Generates everything, from nothing but its arguments: the same input gives the same bytes.
 *
 * @param istio the releases of Istio, oldest first; the last is the one that is generated
 */
export function generate(istio: Release[], gatewayApi: Release | undefined, facts: Facts): Generated {
  const releases = istio.map(({ version, crds }) => ({ version, crds: readCrds(crds) }));
  const models = releases.map(({ version, crds }) => ({ version, model: buildModel(crds, facts) }));
  recordSince(models);
  const files = new Map<string, string>();
  const schemas: GeneratedSchema[] = [];
  const warnings: string[] = [];
  const write = (model: Model, crds: Crd[], version: string) => {
    warnings.push(...model.warnings);
    for (const module of model.modules) {
      const schema = compactSchema(module);
      checkLossless(schema, crds);
      schemas.push({ file: module.file, schema });
      files.set(`${module.file}.ts`, emitModule(module, version));
      files.set(`schema/${module.file}.json`, writeCompactSchema(schema));
    }
  };
  write(models.at(-1)!.model, releases.at(-1)!.crds, releases.at(-1)!.version);
  if (gatewayApi !== undefined) {
    const crds = readCrds(gatewayApi.crds);
    write(buildModel(crds, facts), crds, gatewayApi.version);
  }
  files.set('schema/messages.json', writeMessages(schemas, facts.istio));
  files.set('schema/rules.ts', emitRules(schemas.map(({ schema }) => schema)));
  files.set('schema.ts', emitSchemaIndex(schemas));
  return { files, schemas, warnings };
}

/** The compact schema must say all that the CRD says, apart from its prose: an API server's verdict is made of it. */
function checkLossless(schema: CompactSchema, crds: Crd[]): void {
  for (const kind of Object.keys(schema.kinds)) {
    const crd = crds.find((candidate) => candidate.group === schema.group && candidate.kind === kind)!;
    if (canonical(expandKind(schema, kind)) !== canonical(crd.schema)) {
      throw new Error(`the compact schema of ${kind} does not expand to the schema of its CRD`);
    }
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? sortKeywords(part as Record<string, unknown>)
      : part,
  );
}
