import { isTokenAttribute } from '../../istio/authorization-fields';
import { mayBeOfIssuer } from '../../istio/request-principal';
import type { AuthorizationPolicy, RequestAuthentication } from '../../mesh/authorization';
import { isEnforced, proxiesOfPolicy, requestAuthenticationsFor } from '../../mesh/authorization';
import type { Proxy } from '../../mesh/proxies';
import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import { list } from '../../schema/words';
import type { Check, Wording } from '../check';
import { actionOf, unmatchedEffect } from './policy-effects';

/** Policies that ask for tokens which no RequestAuthentication checks. */
export const uncheckedTokens: Check = {
  name: 'unchecked-tokens',
  mirrors: [
    'pilot/pkg/security/authz/model/generator.go: requestPrincipalGenerator',
    'pilot/pkg/security/authn/policy_applier.go: convertToEnvoyJwtConfig',
  ],
  codes: {
    CDI0414: {
      name: 'TokenNeverChecked',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A policy looks at tokens that no RequestAuthentication for the same pods checks.',
      explanation:
        'Proxies read a token only if a RequestAuthentication for the same pods names its issuer. Without one, no request has a request principal, an audience or a claim, whatever token it carries: `requestPrincipals` and `request.auth` match nothing, and `notRequestPrincipals` matches everything. A request principal is `issuer/subject`, and the issuer is compared exactly as the RequestAuthentication has it: an issuer that ends with a slash has two slashes in the principal (`https://id.example.com//*`). A RequestAuthentication is found as a policy is: in the namespace of the pods or in the root namespace, by its selector or targetRefs. Where no manifest shows the proxies that enforce the policy, it is a note.',
      remedy: 'Add a RequestAuthentication with the issuer for the same pods, or write the issuer as it has it.',
      references: [
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
        'https://istio.io/latest/docs/reference/config/security/request_authentication/',
        'https://istio.io/latest/docs/tasks/security/authorization/authz-jwt/',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('security.istio.io/AuthorizationPolicy')) {
      const asked = isEnforced(object) && actionOf(object) !== 'CUSTOM' ? tokenFields(object) : [];
      if (asked.length === 0 || mesh.derive(readsTokensOtherwise)) {
        continue;
      }
      const severity = actionOf(object) === 'AUDIT' ? 'warning' : undefined;
      const proxies = proxiesOfPolicy(mesh, object);
      const checked = checkersFor(mesh, object, proxies);
      for (const each of asked) {
        if (checked.length === 0) {
          report({
            code: 'CDI0414',
            object,
            path: each.path,
            severity,
            note: proxies.length === 0,
            ...nobodyChecks(object, each),
          });
          continue;
        }
        each.principals.forEach((value, k) => {
          const issuers = checked.flatMap(({ spec: { jwtRules = [] } }) => jwtRules.map(({ issuer = '' }) => issuer));
          if (!issuers.some((issuer) => issuer === '' || mayBeOfIssuer(value, issuer))) {
            const path = `${each.path}${each.list}[${k}]`;
            report({ code: 'CDI0414', object, path, severity, ...otherIssuer(object, each, value, checked) });
          }
        });
      }
    }
  },
};

interface AskedToken {
  readonly path: string;
  /** Where its values stand in there. */
  readonly list: string;
  /** `requestPrincipals` or `request.auth.claims[role]`. */
  readonly name: string;
  readonly isNot: boolean;
  /** Request principals that must be there, or must not. */
  readonly principals: readonly string[];
}

function tokenFields({ spec: { rules = [] } }: AuthorizationPolicy): AskedToken[] {
  return rules.flatMap(({ from = [], when = [] }, i) => [
    ...from.flatMap(({ source = {} }, j) =>
      (['requestPrincipals', 'notRequestPrincipals'] as const).flatMap((name) => {
        const principals = source[name] ?? [];
        const path = `spec.rules[${i}].from[${j}].source.${name}`;
        return principals.length === 0 ? [] : { path, list: '', name, isNot: name.startsWith('not'), principals };
      }),
    ),
    ...when.flatMap(({ key = '', values = [], notValues = [] }, j) => {
      const isNot = values.length === 0;
      const principals = key === 'request.auth.principal' ? (isNot ? notValues : values) : [];
      const path = `spec.rules[${i}].when[${j}]`;
      return isTokenAttribute(key)
        ? { path, list: isNot ? '.notValues' : '.values', name: key, isNot, principals }
        : [];
    }),
  ]);
}

/** The RequestAuthentications that check tokens for some of what a policy is for; where that is not known, those that may. */
function checkersFor(
  mesh: Mesh,
  policy: AuthorizationPolicy,
  proxies: readonly Proxy[],
): readonly RequestAuthentication[] {
  const { rootNamespace } = mesh.context;
  if (proxies.length > 0) {
    return [...new Set(proxies.flatMap((proxy) => requestAuthenticationsFor(mesh, proxy)))].filter(checks);
  }
  const byNamespace = mesh.derive(checkers);
  const places = policy.namespace === rootNamespace ? [...byNamespace.keys()] : [policy.namespace, rootNamespace];
  return places.flatMap((namespace) => byNamespace.get(namespace) ?? []);
}

function checks({ spec: { jwtRules = [] } }: RequestAuthentication): boolean {
  return jwtRules.length > 0;
}

function checkers(mesh: Mesh): ReadonlyMap<string, readonly RequestAuthentication[]> {
  return groupBy(mesh.all('security.istio.io/RequestAuthentication').filter(checks), ({ namespace }) => namespace);
}

/** Whether an EnvoyFilter has proxies read tokens by itself. */
function readsTokensOtherwise(mesh: Mesh): boolean {
  return mesh
    .all('networking.istio.io/EnvoyFilter')
    .some(({ spec }) => JSON.stringify(spec).includes('envoy.filters.http.jwt_authn'));
}

function nobodyChecks(object: AuthorizationPolicy, { name, isNot }: AskedToken): Wording {
  return {
    absence: true,
    message: `No RequestAuthentication checks tokens for the pods of this policy, so no request has what ${name} looks at, whatever token it carries: ${name} matches ${isNot ? 'every request' : 'no request'}. ${unmatchedEffect(object, isNot ? 'notValues' : 'values')}`,
    fix: 'Add a RequestAuthentication for the same pods, with the same selector or targetRefs in the same namespace: jwtRules: [{issuer: "https://issuer.example.com", jwksUri: "https://issuer.example.com/jwks"}].',
  };
}

/** How many issuers a message names. */
const SHOWN = 3;

function otherIssuer(
  object: AuthorizationPolicy,
  { isNot }: AskedToken,
  value: string,
  checked: readonly RequestAuthentication[],
): Wording {
  const shown = checked.slice(0, SHOWN);
  const issuers = [...new Set(shown.flatMap(({ spec: { jwtRules = [] } }) => jwtRules.map(({ issuer }) => issuer)))];
  const principals = issuers.slice(0, SHOWN).map((issuer) => `"${issuer}/*"`);
  return {
    absence: true,
    related: shown.map((each) => ({ object: each })),
    message: `"${value}" is the principal of no token that is checked here: RequestAuthentication ${list(shown.map(({ key }) => key))} takes tokens of ${list(issuers.map((issuer) => `"${issuer}"`))}, and a principal is the issuer, a slash and the subject. It matches no request. ${unmatchedEffect(object, isNot ? 'notValues' : 'values')}`,
    fix: `Write ${list(principals)}, with the subject in place of * where only one is meant.`,
  };
}
