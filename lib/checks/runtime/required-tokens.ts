import { isTokenClaim } from '../../istio/token-claims';
import type { AuthorizationPolicy, RequestAuthentication } from '../../mesh/authorization';
import { authorizationPoliciesFor, isEnforced, looksAtToken, proxiesOfPolicy } from '../../mesh/authorization';
import type { Proxy } from '../../mesh/proxies';
import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Workload } from '../../mesh/workload';
import type { Check, Wording } from '../check';

/** RequestAuthentications whose tokens nothing asks for. */
export const requiredTokens: Check = {
  name: 'required-tokens',
  mirrors: ['pilot/pkg/security/authn/policy_applier.go: convertToEnvoyJwtConfig'],
  codes: {
    CDI0406: {
      name: 'TokenNotRequired',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A RequestAuthentication checks tokens, and no AuthorizationPolicy asks for one.',
      explanation:
        'A RequestAuthentication refuses requests with a wrong token (401), and lets requests without any token pass: Envoy is told that a ' +
        'missing token is allowed. Whoever leaves the header out reaches the application. Only an AuthorizationPolicy for the same pods ' +
        'that looks at `requestPrincipals` or at `request.auth` asks for a token. Browsers send no token in the OPTIONS request that comes ' +
        'before a request to another origin (CORS preflight), so such a policy leaves OPTIONS out. Where the application itself refuses ' +
        'requests without a token that Istio hands on, or rules route by claims, nothing is wrong.',
      remedy:
        'Add an AuthorizationPolicy with action DENY, `notRequestPrincipals: ["*"]`, the HTTP ports and `notMethods: [OPTIONS]`; the constructs ' +
        'have `RequestAuthentication.requireToken()`.',
      references: [
        'https://istio.io/latest/docs/reference/config/security/request_authentication/',
        'https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#require-a-valid-token',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('security.istio.io/RequestAuthentication')) {
      const open = (object.spec.jwtRules ?? []).length === 0 ? undefined : openPods(mesh, object);
      if (open !== undefined) {
        report({ code: 'CDI0406', object, path: 'spec.jwtRules', ...wording(object, open) });
      }
    }
  },
};

function wording({ spec: { jwtRules = [] } }: RequestAuthentication, { name, workload }: OpenPods): Wording {
  const handsOn = jwtRules.every(
    ({ forwardOriginalToken, outputPayloadToHeader, outputClaimToHeaders }) =>
      forwardOriginalToken === true || outputPayloadToHeader !== undefined || outputClaimToHeaders !== undefined,
  );
  return {
    message: `Tokens are checked where there are some, and nothing asks for one: requests without a token pass to ${name}.${handsOn ? ' The application gets the token or its claims, and can refuse them itself.' : ''}`,
    fix: 'Add an AuthorizationPolicy for the same pods: action: DENY, from: [{source: {notRequestPrincipals: ["*"]}}], to: [{operation: {ports: [the HTTP ports], notMethods: [OPTIONS]}}].',
    related: workload && [{ object: workload.object }],
    // Whether the application refuses them is not to be seen from here.
    note: handsOn,
    absence: true,
  };
}

/** Pods that take requests without a token. */
interface OpenPods {
  /** In words. */
  readonly name: string;
  readonly workload?: Workload;
}

function openPods(mesh: Mesh, object: RequestAuthentication): OpenPods | undefined {
  const { rootNamespace } = mesh.context;
  const attached = proxiesOfPolicy(mesh, object);
  if (attached.length > 0) {
    const open = attached.find((proxy) => !isGuarded(mesh, proxy));
    return open && { name: `the pods of ${open.namespace}/${open.name}`, workload: open.workload };
  }
  // Nothing is known of the pods: any policy that may be for them counts.
  const guards = mesh.derive(guardsByNamespace);
  const near = object.namespace === rootNamespace ? [...guards.keys()] : [object.namespace, rootNamespace];
  return near.some((namespace) => guards.has(namespace)) || mesh.derive(routesByClaims)
    ? undefined
    : { name: 'the pods that it is for' };
}

function isGuarded(mesh: Mesh, proxy: Proxy): boolean {
  const { custom, deny, allow } = authorizationPoliciesFor(mesh, proxy);
  const enforced = allow.filter(isEnforced);
  const isClosed = enforced.length > 0 && enforced.every(({ spec: { rules = [] } }) => rules.length === 0);
  const isRouted = proxy.kind === 'gateway' && mesh.derive(routesByClaims);
  return isClosed || isRouted || [...custom, ...deny, ...allow].some(isGuard);
}

/** Whether a policy may refuse a request because it has no token. What an authorizer asks for is not to be seen. */
function isGuard(policy: AuthorizationPolicy): boolean {
  const { action } = policy.spec;
  return isEnforced(policy) && action !== 'AUDIT' && (action === 'CUSTOM' || looksAtToken(policy));
}

function guardsByNamespace(mesh: Mesh): ReadonlyMap<string, readonly AuthorizationPolicy[]> {
  return groupBy(mesh.all('security.istio.io/AuthorizationPolicy').filter(isGuard), ({ namespace }) => namespace);
}

/** Whether any rule looks at the claims of a token to find the way of a request. */
function routesByClaims(mesh: Mesh): boolean {
  return mesh
    .all('networking.istio.io/VirtualService')
    .some(({ spec: { http = [] } }) =>
      http.some(({ match = [] }) =>
        match.some(({ headers, withoutHeaders }) => Object.keys({ ...headers, ...withoutHeaders }).some(isTokenClaim)),
      ),
    );
}
