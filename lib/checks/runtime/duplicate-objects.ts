import type { Check } from '../check';

/** Manifests that another one for the same object replaces. */
export const duplicateObjects: Check = {
  codes: ['CDI0003'],
  run(mesh, report) {
    for (const object of mesh.replaced) {
      report({
        code: 'CDI0003',
        object,
        path: 'metadata.name',
        message:
          `Another manifest is for ${object.kind} ${object.namespace === '' ? '' : `${object.namespace}/`}${object.name} as well. ` +
          'Whichever is applied last replaces the other.',
        fix: 'Remove one of the two, merge them, or give one another name or namespace. If they are alternatives, such as overlays or steps of a tutorial, check one at a time.',
      });
    }
  },
};
