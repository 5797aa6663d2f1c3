import type { KnownRequest } from '../../istio/authorization-match';
import type { Refusal } from '../../mesh/authorization';
import { authorizationPoliciesFor, refusalOf, requestAuthenticationsFor } from '../../mesh/authorization';
import type { ServerRequests } from '../../mesh/gateway-requests';
import { gatewayRequests } from '../../mesh/gateway-requests';
import { proxies } from '../../mesh/proxies';
import type { Proxy } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';
import type { CorsRoute } from './cors-routes';
import { corsKey, corsRoutes } from './cors-routes';

/** Policies of gateways that ask CORS preflights for a token, which they never carry. */
export const refusedPreflights: Check = {
  name: 'refused-preflights',
  mirrors: ['pilot/pkg/networking/core/listener_builder.go: buildHTTPConnectionManager'],
  codes: {
    CDI0415: {
      name: 'PreflightRefused',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A policy of a gateway asks CORS preflights for a token.',
      explanation:
        'Before a request to another origin that has an `Authorization` header, browsers ask with OPTIONS whether they may send it (preflight), and that request carries neither token nor cookie. Policies of the gateway are enforced before a `corsPolicy`, or a CORS filter of an HTTPRoute, answers: where they ask every request for a token, the preflight gets 403, and the browser does not send the request itself. It is reported where routes of the gateway have one and no preflight for them can pass.',
      remedy:
        'Let OPTIONS through without a token: `notMethods: [OPTIONS]` in the rule that denies, or a rule of its own with `methods: [OPTIONS]` in an ALLOW policy.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy',
        'https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS#preflighted_requests',
        'https://github.com/istio/istio/issues/45716',
        'https://github.com/istio/istio/issues/55318',
      ],
    },
  },
  run(mesh, report) {
    const answering = mesh.derive(corsRoutes);
    if (answering.size === 0) {
      return;
    }
    const told = new Set<MeshObject>();
    for (const proxy of proxies(mesh).gateways) {
      const policies = authorizationPoliciesFor(mesh, proxy);
      if (policies.deny.length + policies.allow.length === 0 || hasTokenInUrl(mesh, proxy)) {
        continue;
      }
      const refuse = (request: KnownRequest): Refusal | undefined => refusalOf(policies, request);
      for (const { gateway, request } of gatewayRequests(mesh, proxy)) {
        for (const route of answering.get(corsKey(gateway)) ?? []) {
          const refusal = refusedForItsToken(route, request, refuse);
          const [policy] = refusal?.by ?? [];
          if (policy === undefined || told.has(policy)) {
            continue;
          }
          told.add(policy);
          const denies = refusal!.action === 'DENY';
          report({
            code: 'CDI0415',
            object: policy,
            path: 'spec.rules',
            related: [{ object: route.object, path: route.path }],
            message: `Browsers send no token in a CORS preflight (OPTIONS), and ${denies ? 'this policy denies requests without one' : 'no ALLOW policy lets a request without one in'}: the gateway answers 403 before ${route.object.kind} ${route.object.key} (${route.path}) can answer it, and calls from other origins fail.`,
            fix: denies
              ? 'Write to: [{operation: {notMethods: [OPTIONS]}}] in the rule.'
              : 'Add a rule: to: [{operation: {methods: [OPTIONS]}}].',
          });
        }
      }
    }
  },
};

/** The refusal of all preflights of a route, where they would not be refused with a token. */
function refusedForItsToken(
  { requests }: CorsRoute,
  server: ServerRequests['request'],
  refuse: (request: KnownRequest) => Refusal | undefined,
): Refusal | undefined {
  if (server.isHttp === false) {
    return undefined;
  }
  const refusals = requests.map((request) => refuse({ ...server, ...request, hasToken: false }));
  const others = requests.map((request) => refuse({ ...server, ...request }));
  return refusals.every((each) => each !== undefined) && others.every((each) => each === undefined)
    ? refusals[0]
    : undefined;
}

/** Whether tokens are read from the address as well, which a preflight has too. */
function hasTokenInUrl(mesh: Mesh, proxy: Proxy): boolean {
  return requestAuthenticationsFor(mesh, proxy).some(({ spec: { jwtRules = [] } }) =>
    jwtRules.some(({ fromParams = [] }) => fromParams.length > 0),
  );
}
