import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check, Report } from '../check';

/** Manifests that another manifest for the same object replaces. */
export const duplicateObjects: Check = {
  name: 'duplicate-objects',
  codes: {
    CDI0003: {
      name: 'DuplicateObject',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'Two manifests describe the same object.',
      explanation:
        'When two manifests have the same kind, namespace and name, the one applied last silently replaces the other: one of the two is not in the cluster, and which one depends on the order of the files. The usual cause is two charts that use the same names in one cluster. Findings about other objects are reported only if they hold with either of the two. For the command, different manifests for one object are variants, and only a note, if they are in different folders, neither of them in the other one, or if kustomizations take them and none takes both: it checks each of them without the others. Files of one folder that are steps or alternatives are variants too, with one warning for the folder: where three of them describe one object, or where one describes several objects that another one has as well, and nothing else. What is said of two of them is left out. Different folders of which one is in the other are only a warning, as `kubectl apply -f` without `-R` takes the files of one folder. Files that `cdk8s synth` wrote (`.k8s.yaml`) are applied together, whatever their folder is.',
      remedy:
        'Remove one of the two, merge them, or rename one or move it to another namespace. Check alternatives one at a time.',
      references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
    },
  },
  run(mesh, report) {
    for (const object of mesh.replaced) {
      report(duplicate(object, mesh.find(object.id, object.namespace, object.name)!));
    }
  },
};

/** What is said of a manifest that another one replaces. */
export function duplicate(object: MeshObject, by: MeshObject): Report {
  return {
    code: 'CDI0003',
    object,
    path: 'metadata.name',
    related: [{ object: by, path: 'metadata.name' }],
    message: `Another manifest also describes ${nameOf(object)}. The one applied last replaces the other.`,
    fix: 'Remove one of the two, merge them, or rename one or move it to another namespace. If they are alternatives, such as overlays or steps of a tutorial, check one at a time.',
  };
}

/** The same of manifests of a folder and of one within it. */
export function nestedDuplicate(object: MeshObject, by: MeshObject): Report {
  return {
    ...duplicate(object, by),
    severity: 'warning',
    message: `A manifest of a folder within this one, or around it, also describes ${nameOf(object)}. Where the two are applied together, as kubectl apply -R does and kubectl apply -f alone does not, the one applied last replaces the other.`,
    fix: 'Put them into folders of which neither is in the other, if they are alternatives. Otherwise remove one of the two, merge them, or rename one or move it to another namespace.',
  };
}

/** How many of the other manifests a note shows. */
const SHOWN = 5;

/**
 * What is said of folders with variants of the same objects.
 *
 * @param others the manifests of the first of these objects in the other folders
 * @param more how many further objects there are
 */
export function variantsNote(object: MeshObject, others: readonly MeshObject[], more: number): Report {
  return {
    ...variantsOf(object, others),
    note: true,
    message: `Other folders or kustomizations have a different manifest for ${andMore(object, more)}. No kustomization takes them together, so they were checked as variants: each without the others.`,
    fix: 'Nothing, if they are never applied to one cluster. Otherwise the one applied last replaces the other: remove one of the two, merge them, or rename one or move it to another namespace.',
  };
}

/** The same of files of one folder. Whoever applies the folder gets one of them, and does not choose which. */
export function alternatives(object: MeshObject, others: readonly MeshObject[], more: number): Report {
  return {
    ...variantsOf(object, others),
    severity: 'warning',
    message: `Files of one folder have different manifests for ${andMore(object, more)}. kubectl apply -f with the folder leaves the last one of each in the cluster. They were checked as variants: each without the others.`,
    fix: 'Apply one of the files at a time, as the steps of a tutorial; folders of their own show that. Otherwise remove all but one of the manifests, merge them, or rename them.',
  };
}

function variantsOf(
  object: MeshObject,
  others: readonly MeshObject[],
): Pick<Report, 'code' | 'object' | 'path' | 'related'> {
  return {
    code: 'CDI0003',
    object,
    path: 'metadata.name',
    related: others.slice(0, SHOWN).map((each) => ({ object: each, path: 'metadata.name' })),
  };
}

/** `Service shop/web and for 2 more objects` */
function andMore(object: MeshObject, more: number): string {
  return `${nameOf(object)}${more === 0 ? '' : more === 1 ? ' and for 1 more object' : ` and for ${more} more objects`}`;
}

function nameOf({ kind, namespace, name }: MeshObject): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}
