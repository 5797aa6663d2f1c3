import type { KnownRequest } from '../../istio/authorization-match';
import { WITHOUT_TOKEN } from '../../istio/authorization-match';
import { hasTemplate } from '../../istio/path-template';
import type { AuthorizationPolicy, Refusal } from '../../mesh/authorization';
import { authorizationPoliciesFor, looksAtToken, refusalOf, requestAuthenticationsFor } from '../../mesh/authorization';
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
        'Before a request to another origin that has an `Authorization` header, browsers ask with OPTIONS whether they may send it (preflight), and that request carries neither token nor cookie. Policies of the gateway are enforced before a `corsPolicy`, or a CORS filter of an HTTPRoute, answers: where they ask every request for a token, the preflight gets 403, and the browser does not send the request itself. A rule of an ALLOW policy that names methods leaves OPTIONS out as well, unless it is one of them. It is an error where routes of the gateway have a `corsPolicy` and no preflight for them can pass, and a warning where those for some of their hosts and paths cannot.',
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
      const paths = policies.allow.flatMap(pathsOf);
      for (const { gateway, request } of gatewayRequests(mesh, proxy)) {
        for (const route of answering.get(corsKey(gateway)) ?? []) {
          const refused = refusedForItsToken(route, request, refuse, paths);
          const [policy] = refused?.by ?? [];
          if (refused === undefined || policy === undefined || told.has(policy)) {
            continue;
          }
          told.add(policy);
          const denies = refused.action === 'DENY';
          report({
            code: 'CDI0415',
            object: policy,
            path: 'spec.rules',
            severity: refused.of === undefined ? undefined : 'warning',
            related: [{ object: route.object, path: route.path }],
            message: `Browsers send no token in a CORS preflight (OPTIONS), and ${denies ? 'this policy denies requests without one' : 'no ALLOW policy lets such a request in'}: the gateway answers 403${refused.of === undefined ? '' : ` for ${refused.of}`} before ${route.object.kind} ${route.object.key} (${route.path}) can answer it, and calls from other origins fail.`,
            fix: denies
              ? 'Write notMethods: [OPTIONS] in the operation of the rule: to: [{operation: {notMethods: [OPTIONS]}}].'
              : 'Add a rule: to: [{operation: {methods: [OPTIONS]}}].',
          });
        }
      }
    }
  },
};

interface Refused extends Refusal {
  /** The requests whose preflights are refused, in words; undefined for all. */
  readonly of?: string;
}

/** The refusal of preflights of a route, where the requests that they ask for may pass with a token. */
function refusedForItsToken(
  { requests }: CorsRoute,
  server: ServerRequests['request'],
  refuse: (request: KnownRequest) => Refusal | undefined,
  paths: readonly string[],
): Refused | undefined {
  if (server.isHttp === false) {
    return undefined;
  }
  const refusalFor = (request: KnownRequest): Refusal | undefined => {
    const refusal = refuse({ ...server, ...request, ...WITHOUT_TOKEN });
    if (!refusal?.by.some(looksAtToken)) {
      return undefined;
    }
    // An ALLOW policy may let other methods in with a token, and OPTIONS never.
    const asked = refusal.action === 'DENY' ? request : { ...request, method: undefined };
    return refuse({ ...server, ...asked }) === undefined ? refusal : undefined;
  };
  const refusals = requests.map(refusalFor);
  if (refusals.every((each) => each !== undefined)) {
    return refusals[0];
  }
  for (const request of requests.flatMap((each) => samples(each, paths))) {
    const refusal = refusalFor(request);
    if (refusal !== undefined) {
      const { host, path } = request;
      const exact = path !== undefined && 'exact' in path ? path.exact : '';
      return { ...refusal, of: `${host ?? ''}${exact}` || 'some of them' };
    }
  }
  return undefined;
}

/** How many paths of policies are tried. */
const TRIED = 20;

/** A request, and some of those that it stands for. */
function samples(request: KnownRequest, paths: readonly string[]): KnownRequest[] {
  const { path } = request;
  if (path === undefined || 'exact' in path) {
    return [request];
  }
  const { prefix } = path;
  const below = `${prefix}${prefix.endsWith('/') ? '' : '/'}api`;
  return [below, ...paths.filter((each) => each.startsWith(prefix)).slice(0, TRIED)].map((exact) => ({
    ...request,
    path: { exact },
  }));
}

/** Paths that a policy has, without the `*` at their end. */
function pathsOf({ spec: { rules = [] } }: AuthorizationPolicy): string[] {
  return rules
    .flatMap(({ to = [] }) => to.flatMap(({ operation: { paths = [] } = {} }) => paths))
    .filter((path) => path.startsWith('/') && !hasTemplate(path))
    .map((path) => path.replace(/\*$/, ''));
}

/** Whether tokens are read from the address as well, which a preflight has too. */
function hasTokenInUrl(mesh: Mesh, proxy: Proxy): boolean {
  return requestAuthenticationsFor(mesh, proxy).some(({ spec: { jwtRules = [] } }) =>
    jwtRules.some(({ fromParams = [] }) => fromParams.length > 0),
  );
}
