import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { labelText } from './shared/labels';
import { checkedObjects } from './shared/namespaces';
import { selectorOf } from './shared/selectors';

/** Sidecars of the root namespace with a selector. */
export const sidecarGlobal: Check = {
  name: 'sidecar-global',
  mirrors: ['business/checkers/sidecars/global'],
  codes: {
    KIA1006: {
      name: 'GlobalSidecarWithSelector',
      severity: 'warning',
      source: 'kiali',
      summary: 'A Sidecar in the root namespace has a selector.',
      explanation:
        'A Sidecar in the root namespace is the default for all namespaces that have none of their own, as long as it has ' +
        'no selector. With a selector it only applies to pods of the root namespace. The intended default does not exist, and proxies still get the configuration of the whole mesh.',
      remedy: 'Remove workloadSelector.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/sidecar/'],
    },
  },
  run(mesh, report) {
    const { rootNamespace } = mesh.context;
    for (const object of checkedObjects(mesh, 'networking.istio.io/Sidecar')) {
      const { labels } = selectorOf(object);
      if (object.namespace === rootNamespace && Object.keys(labels).length > 0) {
        report({
          code: 'KIA1006',
          object,
          path: 'spec.workloadSelector',
          message: `A Sidecar in the root namespace ${rootNamespace} is the default of the whole mesh. With the selector ${labelText(labels)} it is not: it only applies to pods of ${rootNamespace}.`,
          fix: 'Remove workloadSelector, or move the Sidecar into the namespace of the workload.',
        });
      }
    }
  },
};
