import type { Change } from './change';
import { NOTES_1_30 } from './change';

export const referenceGrantEntries: Change = {
  name: 'reference-grant-entries',
  since: '1.30',
  references: [NOTES_1_30],
  find(mesh, _, report) {
    for (const object of mesh.all('gateway.networking.k8s.io/ReferenceGrant')) {
      const { to = [] } = object.spec;
      if (to.length > 1) {
        const last = to.length - 1;
        report({
          object,
          path: 'spec.to',
          message: `Istio 1.29 reads only the last entry of to. From 1.30 on the ${last === 1 ? 'first one grants' : `first ${last} grant`} references too.`,
          fix: 'Look whether all entries are meant. Remove those that should stay without effect.',
        });
      }
    }
  },
};
