import type { Check } from '../check';

/** Manifests that another one for the same object replaces. */
export const duplicateObjects: Check = {
  name: 'duplicate-objects',
  codes: {
    CDI0003: {
      name: 'DuplicateObject',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'Two manifests are for one object.',
      explanation:
        'When two manifests have the same kind, namespace and name, the one that is applied last replaces the other silently: ' +
        'half of what was written is not in the cluster, and which half depends on the order of files. Two charts that are made for ' +
        'one cluster with the same names are the usual cause; in a folder of examples or overlays it is alternatives that are never applied together. ' +
        'Findings about other objects are reported only if they hold with either of the two.',
      remedy:
        'Remove one of the two, merge them, or give one another name or namespace. Check alternatives one at a time.',
      references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
    },
  },
  run(mesh, report) {
    for (const object of mesh.replaced) {
      report({
        code: 'CDI0003',
        object,
        path: 'metadata.name',
        related: [{ object: mesh.find(object.id, object.namespace, object.name)!, path: 'metadata.name' }],
        message:
          `Another manifest is for ${object.kind} ${object.namespace === '' ? '' : `${object.namespace}/`}${object.name} as well. ` +
          'Whichever is applied last replaces the other.',
        fix: 'Remove one of the two, merge them, or give one another name or namespace. If they are alternatives, such as overlays or steps of a tutorial, check one at a time.',
      });
    }
  },
};
