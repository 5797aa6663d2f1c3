import { DataMap } from '../../../mesh/reading/data-map';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { MeshObject } from '../../../mesh/reading/mesh-object';
import { once } from '../../../mesh/reading/once';
import type { MeshNamespaces } from './namespaces';
import { meshNamespaces } from './namespaces';

export type Exported =
  | MeshObject<'networking.istio.io/VirtualService'>
  | MeshObject<'networking.istio.io/DestinationRule'>
  | MeshObject<'networking.istio.io/ServiceEntry'>;

const DEFAULTS: Readonly<Record<string, string>> = {
  VirtualService: 'defaultVirtualServiceExportTo',
  DestinationRule: 'defaultDestinationRuleExportTo',
  ServiceEntry: 'defaultServiceExportTo',
};

/** The namespaces that an object is exported to; undefined for all. */
export function viewers(mesh: Mesh, object: Exported): readonly string[] | undefined {
  return mesh.derive(viewersByObject)(object);
}

function viewersByObject(mesh: Mesh): (object: Exported) => readonly string[] | undefined {
  const namespaces = mesh.derive(meshNamespaces);
  return once((object: Exported) => viewersOf(mesh, namespaces, object), new Map());
}

function viewersOf(mesh: Mesh, namespaces: MeshNamespaces, object: Exported): readonly string[] | undefined {
  const { namespace, spec } = object;
  if (namespaces.isAmbient(namespace)) {
    return [namespace];
  }
  const given = spec.exportTo ?? [];
  const exportTo = given.length > 0 || !namespaces.inMesh(namespace) ? given : defaultExportTo(mesh, object.kind);
  // A namespace that is missing may be misspelled: who was meant is not known.
  const all = exportTo.some((each) => each === '*' || !(['.', '~'].includes(each) || namespaces.names.has(each)));
  return exportTo.length === 0 || all
    ? undefined
    : exportTo.filter((each) => each !== '~').map((each) => (each === '.' ? namespace : each));
}

export function isVisible(mesh: Mesh, object: Exported, namespace = object.namespace): boolean {
  return viewers(mesh, object)?.includes(namespace) ?? true;
}

export function defaultExportTo({ context }: Mesh, kind: string): string[] {
  return (context.meshConfig[DEFAULTS[kind]] as string[] | undefined) ?? [];
}

/** Lists by a key, each of which looks different from each namespace. */
export class VisibleLists<K, T> {
  private readonly everywhere = new DataMap<K, T[]>();
  private readonly within = new Map<string, DataMap<K, T[]>>();

  public add(key: K, to: readonly string[] | undefined, item: T): void {
    if (to === undefined) {
      this.everywhere.getOrAdd(key, () => []).push(item);
    } else {
      for (const namespace of new Set(to)) {
        const lists = this.within.get(namespace) ?? new DataMap<K, T[]>();
        this.within.set(namespace, lists);
        lists.getOrAdd(key, () => []).push(item);
      }
    }
  }

  /** The first of what one namespace sees that is wanted. */
  public find(namespace: string, key: K, wanted: (item: T) => boolean): T | undefined {
    return this.everywhere.get(key)?.find(wanted) ?? this.within.get(namespace)?.get(key)?.find(wanted);
  }

  /** Whether one namespace sees anything. */
  public has(namespace: string, key: K): boolean {
    return this.everywhere.has(key) || (this.within.get(namespace)?.has(key) ?? false);
  }

  /** What one namespace sees, not all at once: the first is mostly enough. */
  public *seenBy(namespace: string, key: K): Generator<T> {
    yield* this.everywhere.get(key) ?? [];
    yield* this.within.get(namespace)?.get(key) ?? [];
  }
}
