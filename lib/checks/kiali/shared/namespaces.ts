import type { Kind } from '../../../mesh/reading/kind';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { MeshObject } from '../../../mesh/reading/mesh-object';
import { once } from '../../../mesh/reading/once';
import { STANDING_NAMESPACES } from '../../../istio/standing-namespaces';
import { DATAPLANE_MODE, INJECTION, REVISION } from '../../../istio/data-plane-labels';

type Labels = Readonly<Record<string, string>>;

/** The namespaces that are known of, and which of them are part of the mesh. */
export class MeshNamespaces {
  /** Their names. */
  public readonly list: readonly string[];

  constructor(
    /** Those that are declared, that an object lives in, and the root namespace. */
    public readonly names: ReadonlySet<string>,
    private readonly declared: ReadonlyMap<string, Labels>,
    private readonly root: string,
  ) {
    this.list = [...names];
  }

  /** Those of a list that are in namespaces of the mesh. */
  public readonly checked = once((objects: readonly MeshObject[]) =>
    objects.filter(({ namespace }) => this.inMesh(namespace)),
  );

  /** A namespace that is not among the manifests is taken for one of the mesh. */
  public inMesh(name: string): boolean {
    const labels = this.declared.get(name);
    return labels === undefined || name === this.root || isEnrolled(labels);
  }

  /** Whether there is one of the name, as far as the manifests show. */
  public has(name: string): boolean {
    return this.names.has(name) || STANDING_NAMESPACES.includes(name);
  }

  public isDeclared(name: string): boolean {
    return this.declared.has(name);
  }

  /** Whether ztunnel takes the traffic of any pods. */
  public get hasAmbient(): boolean {
    return [...this.declared.keys()].some((name) => this.isAmbient(name));
  }

  /** Whether ztunnel takes the traffic of its pods. */
  public isAmbient(name: string): boolean {
    return this.declared.get(name)?.[DATAPLANE_MODE] === 'ambient';
  }

  public labels(name: string): Labels {
    return this.declared.get(name) ?? withName(name, {});
  }
}

/** The API server gives each namespace a label with its name. */
function withName(name: string, labels: Labels): Labels {
  return { ...labels, 'kubernetes.io/metadata.name': name };
}

export function meshNamespaces(mesh: Mesh): MeshNamespaces {
  const declared = mesh
    .all('core/Namespace')
    .map(({ name, labels }): [string, Labels] => [name, withName(name, labels)]);
  const lived = mesh.objects.map(({ namespace }) => namespace).filter((namespace) => namespace !== '');
  const names = new Set([...declared.map(([name]) => name), ...lived, mesh.context.rootNamespace]);
  return new MeshNamespaces(names, new Map(declared), mesh.context.rootNamespace);
}

/** Objects of one of several kinds, each with the spec of its kind. */
export type ObjectOf<K extends Kind> = K extends Kind ? MeshObject<K> : never;

/** The objects of a kind that Kiali has an opinion of: those in namespaces of the mesh. */
export function checkedObjects<K extends Kind>(mesh: Mesh, kind: K): readonly ObjectOf<K>[] {
  return mesh.derive(meshNamespaces).checked(mesh.all(kind)) as unknown as readonly ObjectOf<K>[];
}

function isEnrolled(labels: Labels): boolean {
  return (
    labels[INJECTION] === 'enabled' ||
    (labels[REVISION] ?? '') !== '' ||
    (labels[REVISION] === undefined && labels[DATAPLANE_MODE] === 'ambient')
  );
}
