import { VALUE_FORMATS } from '../istio/annotations/value-formats';
import type { Change } from './change';
import { NOTES_1_30 } from './change';

const ANNOTATION = 'traffic.sidecar.istio.io/excludeInterfaces';

export const interfaceNames: Change = {
  name: 'interface-names',
  since: '1.30',
  references: [NOTES_1_30, 'https://github.com/istio/istio/issues/58781'],
  find(mesh, _, report) {
    for (const { object, annotations, path } of mesh.workloads) {
      const value = annotations[ANNOTATION];
      const problem = value === undefined ? undefined : VALUE_FORMATS.get(ANNOTATION)?.(value);
      if (problem !== undefined) {
        report({
          object,
          path: [path, 'metadata.annotations'].filter((part) => part !== '').join('.'),
          severity: 'error',
          message: `${ANNOTATION} is "${value}". From Istio 1.30 on the injector refuses pods with such a value, so no new pod starts.`,
          fix: problem.fix,
        });
      }
    }
  },
};
