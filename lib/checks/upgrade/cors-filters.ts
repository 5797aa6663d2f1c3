import type { Change } from './change';
import { NOTES_1_30 } from './change';

export const corsFilters: Change = {
  name: 'cors-filters',
  since: '1.30',
  references: [
    NOTES_1_30,
    'https://github.com/istio/istio/issues/59018',
    'https://github.com/istio/istio/issues/59026',
  ],
  find(mesh, _, report) {
    for (const object of mesh.all('gateway.networking.k8s.io/HTTPRoute')) {
      (object.spec.rules ?? []).forEach(({ filters = [] }, rule) =>
        filters.forEach(({ cors }, i) => {
          if ((cors?.allowOrigins ?? []).some((origin) => origin !== '*' && origin.includes('*'))) {
            report({
              object,
              path: `spec.rules[${rule}].filters[${i}].cors.allowOrigins`,
              message:
                'Istio 1.30 reads the header Origin more strictly where an origin has a wildcard, and ignores preflights of origins that do not fit.',
              fix: 'Try a preflight from each origin that must be allowed after the upgrade.',
            });
          }
        }),
      );
    }
  },
};
