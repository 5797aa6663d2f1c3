import type { Change } from './change';
import { NOTES_1_30 } from './change';
import { trafficPoliciesOf } from './traffic-policies';

export const retryBudgetPercent: Change = {
  name: 'retry-budget-percent',
  since: '1.30',
  references: [NOTES_1_30, 'https://github.com/istio/istio/issues/59504'],
  find(mesh, _, report) {
    for (const object of mesh.all('networking.istio.io/DestinationRule')) {
      for (const { policy, path } of trafficPoliciesOf(object)) {
        if (policy.retryBudget !== undefined && policy.retryBudget.percent === undefined) {
          report({
            object,
            path: `${path}.retryBudget`,
            message:
              'retryBudget has no percent. Istio 1.29 takes 0.2 percent for it, by mistake; from 1.30 on it is the documented 20 percent, so far more requests can be repeated at the same time.',
            fix: 'Write the percent that you want: percent: 20, or percent: 0.2 to keep the budget of today.',
          });
        }
      }
    }
  },
};
