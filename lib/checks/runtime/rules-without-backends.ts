import { at, list as items } from '../../mesh/reading/free-spec';
import type { ApiRoute } from '../../mesh/route-parents';
import { parentsOf } from '../../mesh/route-parents';
import type { Check } from '../check';

/** Rules of HTTPRoutes and GRPCRoutes that name no backend and answer nothing themselves. */
export const rulesWithoutBackends: Check = {
  name: 'rules-without-backends',
  mirrors: ['pilot/pkg/config/kube/gateway/conversion.go: convertHTTPRoute, convertGRPCRoute'],
  codes: {
    CDI0167: {
      name: 'RuleWithoutBackends',
      severity: 'info',
      source: 'cdk8s-istio',
      summary: 'A rule of a route names no backend, so its requests get 500.',
      explanation:
        'A rule without `backendRefs` has nowhere to send requests. istiod makes it a response with status 500, unless a filter `RequestRedirect` answers first; other filters change nothing about it. The API server accepts it, and the status of the route shows no error. A rule `{}` without matches takes every request. You also get such a rule by accident if it loses its field names before it reaches the manifest: classes that `cdk8s import` makes for Python drop keys in snake_case of a dict in a list without an error.',
      remedy: 'Keep the rule if its requests are meant to fail. Otherwise write backendRefs, or a redirect.',
      references: [
        'https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule',
        'https://gateway-api.sigs.k8s.io/reference/spec/#grpcrouterule',
      ],
    },
  },
  run(mesh, report) {
    const routes: readonly ApiRoute[] = [
      ...mesh.all('gateway.networking.k8s.io/HTTPRoute'),
      ...mesh.all('gateway.networking.k8s.io/GRPCRoute'),
    ];
    for (const route of routes) {
      const mayServe = parentsOf(mesh, route).some(
        ({ kind, object, isOpen }) =>
          kind === 'Service' || kind === 'ServiceEntry' || object !== undefined || (isOpen && kind !== 'unknown'),
      );
      (mayServe ? items(route.spec.rules) : []).forEach((rule, i) => {
        if (items(at(rule, 'backendRefs')).length > 0 || isRedirect(rule)) {
          return;
        }
        const requests =
          items(at(rule, 'matches')).length === 0
            ? 'Every request that no other rule takes gets'
            : 'Requests that take it get';
        report({
          code: 'CDI0167',
          object: route,
          path: `spec.rules[${i}]`,
          message: `The rule names no backend. ${requests} 500.`,
          fix: 'Keep the rule if its requests are meant to fail. Otherwise write backendRefs, or a filter RequestRedirect: their names may have been lost before the manifest was written (in Python a dict in a list can lose its keys).',
        });
      });
    }
  },
};

function isRedirect(rule: unknown): boolean {
  return items(at(rule, 'filters')).some((filter) => at(filter, 'type') === 'RequestRedirect');
}
