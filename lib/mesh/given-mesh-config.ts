import { MESH_CONFIG_TYPES } from '../../imports/mesh-config-types';
import { isObject } from '../core/is-object';
import { show } from '../core/problems';
import { nearest } from '../core/unknown-field';
import type { ProtoField, ProtoType } from '../istio/proto-types';
import { jsonName, ProtoTypes } from '../istio/proto-types';
import { parseGoDuration } from '../schema/go-duration';
import { keyProblem, scalarProblem, WRAPPERS } from '../schema/proto-scalar';

/** A MeshConfig as it was written, read as istiod reads that of the ConfigMap. */
export interface GivenMeshConfig {
  /** What istiod takes, by the names of JSON. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What it refuses the whole MeshConfig for, and names that are misspelt. */
  readonly wrong: readonly SaidOfMeshConfig[];
  /** What it ignores. */
  readonly ignored: readonly SaidOfMeshConfig[];
}

/** Something that is said of a field. */
export interface SaidOfMeshConfig {
  /** As it is written, with what stands before: `.outboundTrafficPolicy.mode`. */
  readonly path: string;
  readonly message: string;
}

const MESH_CONFIG = 'istio.mesh.v1alpha1.MeshConfig';
/** Of these istiod reads a text of its own, in which it looks for this name alone (pkg/config/mesh/mesh.go: extractYamlField). */
const BY_ONE_NAME = ['default_config', 'default_providers'];

let types: ProtoTypes | undefined;

/**
 * istiod takes both spellings of a field, ignores fields that it does not know, and refuses a MeshConfig with a value that does not fit: it
 * keeps the one before (pkg/config/mesh/mesh.go: ApplyMeshConfig, pkg/util/protomarshal: ApplyYAML).
 */
export function givenMeshConfig(given: Record<string, unknown>): GivenMeshConfig {
  types ??= new ProtoTypes(MESH_CONFIG_TYPES);
  const reader = new Reader(types);
  const config = reader.message(MESH_CONFIG, given, '') as Record<string, unknown>;
  return { config, wrong: reader.wrong, ignored: reader.ignored };
}

class Reader {
  public readonly wrong: SaidOfMeshConfig[] = [];
  public readonly ignored: SaidOfMeshConfig[] = [];

  constructor(private readonly types: ProtoTypes) {}

  public message(name: string, value: unknown, path: string): unknown {
    if (!isObject(value)) {
      return this.misfit(value, 'an object', path);
    }
    const fields = this.types.fields(name) ?? new Map<string, ProtoField>();
    const read: Record<string, unknown> = {};
    for (const [key, part] of Object.entries(value)) {
      const field = fields.get(key);
      const at = `${path}.${key}`;
      if (field === undefined) {
        this.unknown(key, name, [...fields.keys()], at);
        continue;
      }
      const json = jsonName(field.name);
      // null is as if the field were not there, and where both spellings are, that of JSON counts.
      if (part === null || part === undefined || (key !== json && Object.hasOwn(value, json))) {
        continue;
      }
      const taken = this.field(field, part, at);
      if (name === MESH_CONFIG && key !== json && BY_ONE_NAME.includes(key)) {
        this.ignored.push({
          path: at,
          message: `istiod reads this field by the name ${json} only, and ignores it here.`,
        });
      } else {
        read[json] = taken;
      }
    }
    return read;
  }

  private field({ type, list, keys }: ProtoField, value: unknown, path: string): unknown {
    if (list) {
      return Array.isArray(value)
        ? value.map((each, i) => this.value(type, each, `${path}[${i}]`))
        : this.misfit(value, 'a list', path);
    }
    if (keys === undefined) {
      return this.value(type, value, path);
    }
    if (!isObject(value)) {
      return this.misfit(value, 'an object', path);
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => {
        const wanted = keys === 's' ? undefined : keyProblem(keys, key);
        if (wanted !== undefined) {
          this.misfit(key, wanted, path);
        }
        return [key, this.value(type, each, `${path}.${key}`)];
      }),
    );
  }

  private value({ form, name }: ProtoType, value: unknown, path: string): unknown {
    if (form === 'message') {
      return value === null ? {} : this.message(name, value, path);
    }
    if (form === 'enum') {
      const values = this.types.values(name);
      // istiod also takes numbers, whose meaning nobody sees.
      return values.includes(value as string) ? value : this.misfit(value, `one of ${values.join(', ')}`, path);
    }
    const scalar = form === 'scalar' ? name : WRAPPERS[name];
    if (scalar !== undefined) {
      const wanted = scalarProblem(scalar, value);
      // Numbers may stand in quotes.
      const isQuoted = typeof value === 'string' && !'sy'.includes(scalar);
      return wanted === undefined ? (isQuoted ? Number(value) : value) : this.misfit(value, wanted, path);
    }
    if (name === 'Duration') {
      const fits = typeof value === 'string' && parseGoDuration(value) !== undefined;
      return fits ? value : this.misfit(value, 'a duration with its unit, such as 5s', path);
    }
    return isObject(value) ? value : this.misfit(value, 'an object', path);
  }

  private unknown(key: string, message: string, known: readonly string[], path: string): void {
    const owner = message.slice(message.lastIndexOf('.') + 1);
    const close = nearest(
      key,
      known.filter((each) => each === jsonName(each)),
    );
    if (close === undefined) {
      this.ignored.push({ path, message: `${owner} has no such field, and istiod ignores it. Omit it.` });
    } else {
      this.wrong.push({ path, message: `unknown field of ${owner}, which istiod ignores. Did you mean ${close}?` });
    }
  }

  private misfit(value: unknown, wanted: string, path: string): undefined {
    this.wrong.push({ path, message: `${show(value)} is not ${wanted}. istiod refuses a MeshConfig with it.` });
    return undefined;
  }
}
