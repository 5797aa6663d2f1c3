import type { Check } from '../check';
import { labelText } from './shared/labels';
import { checkedObjects } from './shared/namespaces';
import { selectorOf } from './shared/selectors';

/** Sidecars of the root namespace with a selector. */
export const sidecarGlobal: Check = {
  codes: ['KIA1006'],
  run(mesh, report) {
    const { rootNamespace } = mesh.context;
    for (const object of checkedObjects(mesh, 'networking.istio.io/Sidecar')) {
      const { labels } = selectorOf(object);
      if (object.namespace === rootNamespace && Object.keys(labels).length > 0) {
        report({
          code: 'KIA1006',
          object,
          path: 'spec.workloadSelector',
          message: `A Sidecar in the root namespace ${rootNamespace} is the default of the whole mesh. With the selector ${labelText(labels)} it is not: it is for pods of ${rootNamespace} only.`,
          fix: 'Remove workloadSelector, or move the Sidecar into the namespace of the workload.',
        });
      }
    }
  },
};
