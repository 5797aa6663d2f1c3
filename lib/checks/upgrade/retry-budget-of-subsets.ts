import type { Change } from './change';
import { NOTES_1_30 } from './change';

export const retryBudgetOfSubsets: Change = {
  name: 'retry-budget-of-subsets',
  since: '1.30',
  references: [NOTES_1_30, 'https://github.com/istio/istio/issues/59667'],
  find(mesh, _, report) {
    for (const object of mesh.all('networking.istio.io/DestinationRule')) {
      const { trafficPolicy, subsets = [] } = object.spec;
      subsets.forEach(({ name, trafficPolicy: own }, i) => {
        const path = `spec.subsets[${i}].trafficPolicy`;
        if (own?.retryBudget !== undefined) {
          report({
            object,
            path: `${path}.retryBudget`,
            message: `Istio 1.29 ignores the retryBudget of a subset. From 1.30 on it limits the retries to subset ${name}.`,
            fix: 'Look whether it is still what you want. To keep what holds today, remove it.',
          });
        } else if (own !== undefined && trafficPolicy?.retryBudget !== undefined) {
          report({
            object,
            path,
            message: `Istio 1.29 drops the retryBudget of spec.trafficPolicy for subset ${name}, because the subset has a trafficPolicy of its own. From 1.30 on it limits the retries to the subset as well.`,
            fix: 'Look whether the budget fits the subset, or give the subset its own.',
          });
        }
      });
    }
  },
};
