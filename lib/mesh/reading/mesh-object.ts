import { kindSchema } from '../../schema/kind-schema';
import type { Misfit } from './decode';
import { isObject } from '../../core/is-object';
import { decode } from './decode';
import { specReader } from './decode-message';
import type { Kind, Kinds } from './kind';
import { CLUSTER_SCOPED, KUBERNETES_SPECS } from './kubernetes-kinds';

/** A Kubernetes object as it is in YAML. */
export type Manifest = Record<string, unknown>;

/** A Kubernetes object, read for the checks. */
export class MeshObject<K extends Kind = Kind> {
  /** Without version: `networking.istio.io/VirtualService`, `core/Service`. */
  public readonly id: K;
  /** Empty for the core group. */
  public readonly group: string;
  public readonly version: string;
  public readonly kind: string;
  public readonly name: string;
  /** `default` where the object names none; empty for kinds that belong to none. */
  public readonly namespace: string;
  /** Whether the manifest names the namespace itself, and does not leave it to whoever applies it. */
  public readonly namesNamespace: boolean;
  /** `namespace/name` */
  public readonly key: string;
  public readonly labels: Readonly<Record<string, string>>;
  public readonly annotations: Readonly<Record<string, string>>;
  private decoded?: { readonly spec: Kinds[K]; readonly misfits: readonly Misfit[] };

  constructor(
    /** As it was given; nothing is known of its types but that `apiVersion` and `kind` are strings. */
    public readonly manifest: Manifest,
    /** Whether it is only known from the settings: it is read, and nothing is reported of it. */
    public readonly external: boolean = false,
    /** Its position among the manifests, or among the externals. */
    public readonly place: number = 0,
  ) {
    const apiVersion = String(manifest.apiVersion);
    const slash = apiVersion.indexOf('/');
    this.group = slash < 0 ? '' : apiVersion.slice(0, slash);
    this.version = apiVersion.slice(slash + 1);
    this.kind = String(manifest.kind);
    this.id = `${this.group === '' ? 'core' : this.group}/${this.kind}` as K;
    const metadata = isObject(manifest.metadata) ? manifest.metadata : {};
    const known: unknown = metadata.name ?? metadata.generateName;
    // A value that is not a name is reported with the rest of the metadata.
    this.name = typeof known === 'object' || known === undefined ? '' : `${known as string}`;
    const given = typeof metadata.namespace === 'string' ? metadata.namespace : '';
    this.namesNamespace = given !== '';
    this.namespace = CLUSTER_SCOPED.has(this.id) ? '' : given === '' ? 'default' : given;
    this.key = `${this.namespace}/${this.name}`;
    this.labels = texts(metadata.labels);
    this.annotations = texts(metadata.annotations);
  }

  public get apiVersion(): string {
    return this.group === '' ? this.version : `${this.group}/${this.version}`;
  }

  /** What fits the types of the kind; an empty one where there is none. */
  public get spec(): Kinds[K] {
    return (this.decoded ?? this.decode()).spec;
  }

  /** What does not fit, and is not in {@link spec}. */
  public get misfits(): readonly Misfit[] {
    return this.decode().misfits;
  }

  private decode(): { readonly spec: Kinds[K]; readonly misfits: readonly Misfit[] } {
    if (this.decoded === undefined) {
      const misfits: Misfit[] = [];
      const spec = this.read(this.manifest.spec ?? {}, misfits);
      this.decoded = { spec: (spec ?? {}) as Kinds[K], misfits };
    }
    return this.decoded;
  }

  private read(spec: unknown, misfits: Misfit[]): unknown {
    const istio = specReader(this.id);
    if (istio !== undefined) {
      return istio(spec, 'spec', misfits);
    }
    const schema = kindSchema(this.group, this.kind)?.schema.properties?.spec ?? KUBERNETES_SPECS.get(this.id);
    return decode(schema ?? { type: 'object' }, spec, 'spec', misfits);
  }
}

function texts(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) {
    return {};
  }
  return hasOnlyTexts(value)
    ? value
    : Object.fromEntries(
        Object.entries(value).flatMap(([key, text]) =>
          text === null ? [[key, '']] : typeof text === 'string' ? [[key, text]] : [],
        ),
      );
}

function hasOnlyTexts(value: Record<string, unknown>): value is Record<string, string> {
  return Object.values(value).every((text) => typeof text === 'string');
}
