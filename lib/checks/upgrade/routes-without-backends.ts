import type { Change, Upgrade } from './change';
import { NOTES_1_30, NOTES_1_31, passes } from './change';

/** It was 500, became 404 with Istio 1.30, and is 500 again since 1.31. */
const STATUS: Readonly<Record<string, number>> = { '1.29': 500, '1.30': 404, '1.31': 500 };

function change(since: Change['since'], references: string[]): Change {
  return {
    name: 'routes-without-backends',
    since,
    references,
    find(mesh, upgrade, report) {
      if (bothPassed(upgrade)) {
        return;
      }
      for (const object of mesh.all('gateway.networking.k8s.io/HTTPRoute')) {
        (object.spec.rules ?? []).forEach(({ backendRefs = [], filters = [] }, i) => {
          if (backendRefs.length === 0 && !filters.some(({ type }) => type === 'RequestRedirect')) {
            report({
              object,
              path: `spec.rules[${i}]`,
              message: `The rule has no backendRefs. Istio ${upgrade.from} answers ${STATUS[upgrade.from]}, and ${upgrade.to} answers ${STATUS[upgrade.to]}.`,
              fix: 'Write backendRefs, or a filter of type RequestRedirect.',
            });
          }
        });
      }
    },
  };
}

/** Then nothing is different in the end. */
function bothPassed(upgrade: Upgrade): boolean {
  return passes(upgrade, '1.30') && passes(upgrade, '1.31');
}

export const routesWithoutBackends = change('1.30', [NOTES_1_30, 'https://github.com/istio/istio/issues/59356']);
export const routesWithoutBackendsAgain = change('1.31', [NOTES_1_31]);
