import type { ApiObjectMetadata, ApiObjectProps, GroupVersionKind } from 'cdk8s';
import { ApiObject, JsonPatch, Lazy, resolve } from 'cdk8s';
import type { Construct } from 'constructs';
import { Problems, show } from './problems';
import type { KindShape } from './structure';
import { checkObject, hasOwnResolvers, kindShape, withoutUnset } from './structure';

/** What any object of the typed kinds is made of. */
export interface TypedApiObjectProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * What the object says, in the fields of its kind.
   *
   * @default {}
   */
  readonly spec?: unknown;
}

/**
 * The base of all generated kinds: an ApiObject whose spec is checked where it is written.
 *
 * Rejects, with all problems in one error: values of a wrong type, unknown fields, missing required fields, values that an enum does
 * not allow, alternatives that exclude each other, and what the Istio release of the App does not know
 * (`MeshSettings`). A `Lazy` is not looked into. JSON patches are applied last and are never checked.
 */
export class TypedApiObject extends ApiObject {
  /** @internal */
  public static _manifest(gvk: GroupVersionKind, props?: TypedApiObjectProps): ApiObjectProps {
    return { apiVersion: gvk.apiVersion, kind: gvk.kind, metadata: props?.metadata, spec: props?.spec ?? {} };
  }

  private readonly manifest: ApiObjectProps;
  private readonly shape: KindShape | undefined;
  private readonly ownPatches: JsonPatch[] = [];

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param gvk API version and kind
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, gvk: GroupVersionKind, props?: TypedApiObjectProps) {
    const manifest = TypedApiObject._manifest(gvk, props);
    super(scope, id, manifest);
    this.manifest = manifest;
    this.shape = kindShape(gvk.apiVersion, gvk.kind);
    this.check(props);
  }

  /**
   * Applies JSON patches (RFC 6902) to the finished manifest.
   *
   * They are the way to write what the types do not know: they may touch anything, and nothing checks or drops it.
   *
   * @param ops the operations, in their order
   */
  public override addJsonPatch(...ops: JsonPatch[]): void {
    this.ownPatches.push(...ops);
    super.addJsonPatch(...ops);
  }

  /** The object as it is written to the manifest. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as ApiObject declares it
  public override toJson(): any {
    // As cdk8s does it, but for two things: cdk8s drops every null, and in a free-form field Envoy may tell null from nothing. And it asks
    // each value for what it stands for, while a value of plain data stands for something only where an App has resolvers of its own.
    try {
      const sortKeys = !process.env.CDK8S_DISABLE_SORT;
      const settled = (value: unknown): unknown => resolve([], value, this);
      const settledToken = (token: object): unknown => (token instanceof Lazy ? token.produce() : settled(token));
      const given = { ...this.manifest, metadata: this.metadata.toJson() as unknown };
      const data = hasOwnResolvers(this) ? settled(given) : given;
      const json = withoutUnset(data, this.shape?.object, sortKeys, settledToken);
      const patched = (this.ownPatches.length === 0 ? json : JsonPatch.apply(json, ...this.ownPatches)) as Record<
        string,
        unknown
      >;
      const first = ['apiVersion', 'kind', 'metadata'].filter((key) => key in patched);
      return Object.fromEntries([...first, ...Object.keys(patched)].map((key) => [key, patched[key]]));
    } catch (error) {
      throw new Error(
        `Failed serializing construct at path '${this.node.path}' with name '${this.name}': ${String(error)}`,
      );
    }
  }

  private check(props: TypedApiObjectProps | undefined): void {
    const problems = new Problems();
    for (const name of Object.keys(props ?? {})) {
      if (name !== 'metadata' && name !== 'spec') {
        problems.add(name, `unknown field of ${this.kind}. It has: metadata, spec.`);
      }
    }
    checkMetadata(props?.metadata, problems.in('metadata'));
    if (this.shape !== undefined) {
      checkObject(this, this.kind, this.shape, props?.spec, problems);
    }
    problems.throwFor(this, this.kind);
  }
}

function checkMetadata(metadata: ApiObjectMetadata | undefined, problems: Problems): void {
  if (metadata === undefined) {
    return;
  }
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    problems.add('', `${show(metadata)} is not an object.`);
    return;
  }
  const { name, namespace, labels, annotations } = metadata;
  checkTexts({ name, namespace }, problems);
  checkTexts(labels ?? {}, problems.in('labels'));
  checkTexts(annotations ?? {}, problems.in('annotations'));
}

/** Numbers and booleans are what is written by mistake: `version: 1`. */
function checkTexts(values: Record<string, unknown>, problems: Problems): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number' || typeof value === 'boolean') {
      problems.add(name, `${value} is not a string. Write "${value}".`);
    }
  }
}
