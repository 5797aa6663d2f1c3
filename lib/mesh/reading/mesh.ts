import { push } from './group-by';
import type { Kind } from './kind';
import type { AgeOrder, MeshContext } from './mesh-context';
import { DEFAULT_CONTEXT } from './mesh-context';
import type { Manifest } from './mesh-object';
import { MeshObject } from './mesh-object';
import type { Workload } from '../workload';
import { WORKLOAD_KINDS, workloadOf } from '../workload';

/**
 * The manifests as one mesh, indexed once and shared by all checks.
 *
 * Objects of a kind come in the order in which they were given, externals last. Of two objects with one kind, namespace and name
 * the later one counts, as when both are applied.
 */
export class Mesh {
  public readonly context: MeshContext;
  /** Objects that do not count, because a later one has their kind, namespace and name. */
  public readonly replaced: MeshObject[] = [];
  /** Objects that do not count, because nothing can refer to them. */
  public readonly nameless: readonly MeshObject[];
  private readonly byKind = new Map<string, MeshObject[]>();
  /** By kind, and by namespace and name. */
  private readonly byName = new Map<string, Map<string, MeshObject>>();
  private readonly derived = new Map<unknown, { readonly value: unknown }>();
  private readonly aged = new Map<AgeOrder, Mesh>();

  constructor(manifests: readonly Manifest[], externals: readonly Manifest[] = [], context: Partial<MeshContext> = {}) {
    this.context = { ...DEFAULT_CONTEXT, ...context };
    const own = manifests.map((manifest, place) => new MeshObject(manifest, false, place));
    this.nameless = own.filter(({ name }) => name === '');
    const all = [...own, ...externals.map((manifest, place) => new MeshObject(manifest, true, place))].filter(
      ({ name }) => name !== '',
    );
    for (const object of all) {
      const named = this.byName.get(object.id) ?? new Map<string, MeshObject>();
      this.byName.set(object.id, named);
      // What is in the manifests counts, not what the settings say was there before.
      if (!object.external || !named.has(object.key)) {
        named.set(object.key, object);
      }
    }
    for (const object of all) {
      if (this.byName.get(object.id)?.get(object.key) === object) {
        push(this.byKind, object.id, object);
      } else if (!object.external) {
        this.replaced.push(object);
      }
    }
  }

  /** All objects of a kind: `mesh.all('networking.istio.io/Gateway')`. */
  public all<K extends Kind>(kind: K): readonly MeshObject<K>[] {
    return (this.byKind.get(kind) ?? []) as unknown as MeshObject<K>[];
  }

  /** One object by its name. */
  public find<K extends Kind>(kind: K, namespace: string, name: string): MeshObject<K> | undefined {
    return this.byName.get(kind)?.get(`${namespace}/${name}`) as unknown as MeshObject<K> | undefined;
  }

  /** Objects of all kinds, those of one kind together. */
  public get objects(): MeshObject[] {
    return [...this.byKind.values()].flat();
  }

  /** The pods of all Deployments and other kinds that make pods. */
  public get workloads(): readonly Workload[] {
    return this.derive(workloads);
  }

  /** The same objects as a mesh that takes another order for the age that no file shows. */
  public agedBy(age: AgeOrder): Mesh {
    const known = this.aged.set(this.context.age, this).get(age);
    if (known !== undefined) {
      return known;
    }
    const own = { context: { ...this.context, age }, derived: new Map() };
    const mesh: Mesh = Object.assign(Object.create(Mesh.prototype) as Mesh, this, own);
    this.aged.set(age, mesh);
    return mesh;
  }

  /** The same objects and others, which istiod makes of them. */
  public with(others: readonly MeshObject[]): Mesh {
    const own = { derived: new Map(), aged: new Map(), byKind: new Map(this.byKind), byName: new Map(this.byName) };
    for (const object of others) {
      own.byKind.set(object.id, [...(own.byKind.get(object.id) ?? []), object]);
      own.byName.set(object.id, new Map(own.byName.get(object.id)).set(object.key, object));
    }
    return Object.assign(Object.create(Mesh.prototype) as Mesh, this, own);
  }

  /**
   * Something that is made from the mesh once and then shared: `mesh.derive(hostIndex)`.
   *
   * @param make a function, at the top of a module so that it is the same one each time
   */
  public derive<T>(make: (mesh: Mesh) => T): T {
    let known = this.derived.get(make);
    if (known === undefined) {
      known = { value: make(this) };
      this.derived.set(make, known);
    }
    return known.value as T;
  }
}

function workloads(mesh: Mesh): Workload[] {
  return WORKLOAD_KINDS.flatMap((kind) => mesh.all(kind).flatMap((object) => workloadOf(object) ?? []));
}
