import type { Check } from '../check';

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
        'When two manifests have the same kind, namespace and name, the one applied last silently replaces the other: one of the two is not in the cluster, and which one depends on the order of the files. The usual cause is two charts that use the same names in one cluster. In a folder of examples or overlays, the two are often alternatives that are never applied together. Findings about other objects are reported only if they hold with either of the two.',
      remedy:
        'Remove one of the two, merge them, or rename one or move it to another namespace. Check alternatives one at a time.',
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
        message: `Another manifest also describes ${object.kind} ${object.namespace === '' ? '' : `${object.namespace}/`}${object.name}. The one applied last replaces the other.`,
        fix: 'Remove one of the two, merge them, or rename one or move it to another namespace. If they are alternatives, such as overlays or steps of a tutorial, check one at a time.',
      });
    }
  },
};
