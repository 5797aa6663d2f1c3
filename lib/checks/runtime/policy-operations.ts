import { methodInCapitals, HTTP_METHODS } from '../../istio/http-methods';
import type { PolicyPathMistake } from '../../istio/policy-path';
import { policyPathMistake } from '../../istio/policy-path';
import { templateMistake } from '../../istio/path-template';
import type { Check, Wording } from '../check';
import { unmatchedEffect } from './policy-effects';

/** Paths and methods of AuthorizationPolicies that no request has. */
export const policyOperations: Check = {
  name: 'policy-operations',
  mirrors: [
    'pilot/pkg/security/authz/model/generator.go: pathGenerator',
    'pilot/pkg/security/authz/model/generator.go: methodGenerator',
    'pilot/pkg/security/authz/matcher/string.go: StringMatcher',
  ],
  codes: {
    CDI0407: {
      name: 'PolicyPathNeverMatches',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'An AuthorizationPolicy has a path that is compared with no path of a request.',
      explanation:
        'A path of an AuthorizationPolicy is exact, or has one `*` at its end (prefix) or at its beginning (suffix), or has the templates `{*}` and `{**}` as whole segments. Everything else is compared literally: a `*` in the middle, a regular expression, a parameter such as `:id`. Envoy compares the path without its query, and every path begins with `/`. The API server, the webhook and istioctl accept all of them. In an ALLOW policy the requests that are meant get 403, in a DENY policy they get through.',
      remedy:
        'Write an exact path, a prefix such as `/api/*`, or templates: `{*}` for one segment, `{**}` for one or more.',
      references: [
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation',
        'https://istio.io/latest/docs/concepts/security/#value-matching',
        'https://github.com/istio/istio/issues/46910',
        'https://github.com/istio/istio/issues/22111',
      ],
    },
    CDI0408: {
      name: 'PolicyMethodNotInCapitals',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'An AuthorizationPolicy has a method that is not in capitals.',
      explanation:
        'Methods are compared exactly, and clients send them in capitals: `get` matches no request. In an ALLOW policy the requests that are meant get 403, in a DENY policy they get through. Kiali ignores upper and lower case here and reports nothing.',
      remedy: 'Write the method in capitals.',
      references: [
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation',
        'https://www.rfc-editor.org/rfc/rfc9110#section-9.1',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('security.istio.io/AuthorizationPolicy')) {
      for (const [i, { to = [] }] of (object.spec.rules ?? []).entries()) {
        for (const [j, { operation = {} }] of to.entries()) {
          const at = `spec.rules[${i}].to[${j}].operation`;
          for (const field of ['paths', 'notPaths'] as const) {
            operation[field]?.forEach((path, k) => {
              const mistake = mistakeOf(path);
              if (mistake !== undefined && !isListed(mistake.instead, operation[field]!)) {
                const effect = unmatchedEffect(object, field);
                report({ code: 'CDI0407', object, path: `${at}.${field}[${k}]`, ...pathWords(path, mistake, effect) });
              }
            });
          }
          for (const field of ['methods', 'notMethods'] as const) {
            operation[field]?.forEach((method, k) => {
              const capitals = methodInCapitals(method);
              if (capitals !== undefined && capitals !== method) {
                report({
                  code: 'CDI0408',
                  object,
                  path: `${at}.${field}[${k}]`,
                  message: `"${method}" is compared exactly, and clients send methods in capitals, so it matches no request. ${unmatchedEffect(object, field)}`,
                  fix: `Write ${HTTP_METHODS.includes(capitals) ? capitals : `"${capitals}"`}.`,
                });
              }
            });
          }
        }
      }
    }
  },
};

/** What Istio refuses is not said again. */
function mistakeOf(path: string): PolicyPathMistake | undefined {
  return path === '' || templateMistake(path) !== undefined ? undefined : policyPathMistake(path);
}

/** Whether what is probably meant stands beside it: `/dex/*` and `/dex/**`. */
function isListed(path: string, paths: readonly string[]): boolean {
  return paths.some(
    (each) => each === path || (/^\/[^*{]*\*$/.test(each) && path !== '' && path.startsWith(each.slice(0, -1))),
  );
}

function pathWords(path: string, mistake: PolicyPathMistake, effect: string): Wording {
  const fix = `Write ${mistake.instead}.`;
  switch (mistake.kind) {
    case 'query':
      return {
        message: `${path} has a query, and paths are compared without it, so it matches no request. ${effect}`,
        fix: `${fix} A policy cannot look at the query.`,
      };
    case 'no slash':
      return { message: `${path} matches no request, because every path begins with "/". ${effect}`, fix };
    case 'wildcard':
      return {
        message: `${path} has a "*" that is compared literally: it is a wildcard only at the beginning or the end. ${effect}`,
        fix: `${fix} {*} is one segment, {**} one or more, and a * at the end any rest.`,
      };
    default:
      return {
        // A client could send these characters.
        severity: 'warning',
        message:
          mistake.kind === 'parameter'
            ? `${path} has "${mistake.part}", which is compared literally. ${effect}`
            : `${path} looks like a regular expression, and is compared literally. ${effect}`,
        fix: `${fix} Policies have no regular expressions: {*} is one segment, {**} one or more.`,
      };
  }
}
