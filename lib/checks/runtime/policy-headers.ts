import { show } from '../../core/problems';
import { methodInCapitals } from '../../istio/http-methods';
import type { RequestPart } from '../../istio/request-parts';
import { partInHeader, partMeant } from '../../istio/request-parts';
import type { AuthorizationPolicy } from '../../mesh/authorization';
import type { Check, Wording } from '../check';
import { actionOf, unmatchedEffect } from './policy-effects';

/** Conditions of AuthorizationPolicies that look for a part of the request among its headers, and compare something else. */
export const policyHeaders: Check = {
  name: 'policy-headers',
  mirrors: [
    'pilot/pkg/security/authz/model/generator.go: requestHeaderGenerator',
    'pilot/pkg/security/authz/matcher/header.go: HeaderMatcher',
  ],
  codes: {
    CDI0424: {
      name: 'PolicyHeaderOfRequestPart',
      severity: 'error',
      source: 'cdk8s-istio',
      summary:
        'A condition of an AuthorizationPolicy looks for the path, method or host among the headers, and compares something else.',
      explanation:
        'With a colon, headers are parts of the request, and compared in another way than the fields for them. `request.headers[:path]` is the path with its query: a policy that denies `/admin` lets `/admin?x` through, while `paths` leaves the query out. `request.headers[:method]` is compared with its case. `request.headers[:authority]` and `request.headers[host]` are compared with case and port, while `hosts` ignores case: a policy that denies `admin.example.com` lets `ADMIN.example.com` through. Without a colon, `method`, `path`, `uri`, `authority` and `scheme` are headers like any other: a warning, because it may be that clients really send a header of this name.',
      remedy: 'Write the operation instead: `paths`, `methods` and `hosts` in `to`.',
      references: [
        'https://istio.io/latest/docs/reference/config/security/conditions/',
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('security.istio.io/AuthorizationPolicy')) {
      for (const [i, { when = [] }] of (object.spec.rules ?? []).entries()) {
        for (const [j, { key, ...lists }] of when.entries()) {
          const [, name] = /^request\.headers\[([^[\]]+)\]$/.exec(key) ?? [];
          if (name === undefined) {
            continue;
          }
          const at = `spec.rules[${i}].when[${j}]`;
          const meant = partMeant(name);
          if (meant !== undefined) {
            report({ code: 'CDI0424', object, path: `${at}.key`, ...absentWords(object, name, meant, lists) });
            continue;
          }
          const part = partInHeader(name);
          for (const field of ['values', 'notValues'] as const) {
            lists[field]?.forEach((value, k) => {
              const words = part && wordsFor(object, part, field, value);
              if (words !== undefined) {
                report({ code: 'CDI0424', object, path: `${at}.${field}[${k}]`, ...words });
              }
            });
          }
        }
      }
    }
  },
};

type List = 'values' | 'notValues';

/** The fields of an operation, without and with "not". */
const OPERATIONS: Readonly<Partial<Record<RequestPart, string>>> = {
  path: 'paths',
  method: 'methods',
  authority: 'hosts',
};

function operation(part: RequestPart, list: List): string | undefined {
  const field = OPERATIONS[part];
  return field && (list === 'values' ? field : `not${field[0].toUpperCase()}${field.slice(1)}`);
}

function absentWords(
  object: AuthorizationPolicy,
  name: string,
  part: RequestPart,
  lists: { readonly [list in List]?: readonly string[] },
): Wording {
  const list: List = (lists.values ?? []).length > 0 ? 'values' : 'notValues';
  const field = operation(part, list);
  const instead =
    field === undefined
      ? 'Remove the condition: a policy cannot look at the scheme.'
      : `Write ${field}: [${(lists[list] ?? []).map((each) => written(part, each)).join(', ')}] in an operation of the rule's to, instead of this condition.`;
  return {
    severity: 'warning',
    message: `${show(name)} is a header like any other, not the ${part} of the request. Unless clients really send a header of this name: ${lowerFirst(unmatchedEffect(object, list))}`,
    fix: `${instead} Leave it if clients send such a header.`,
  };
}

function wordsFor(object: AuthorizationPolicy, part: RequestPart, list: List, value: string): Wording | undefined {
  const instead = `Write ${operation(part, list)}: [${written(part, value)}] in an operation of the rule's to, instead of this condition.`;
  const missed = unmatchedEffect(object, list);
  switch (part) {
    case 'path':
      return value.includes('?') || value.endsWith('*')
        ? undefined
        : {
            severity: letsIn(object, list) ? undefined : 'warning',
            message: `":path" is the path with its query, and ${show(value)} fits only requests without one. For the same path with a query: ${lowerFirst(missed)}`,
            fix: instead,
          };
    case 'method': {
      const capitals = methodInCapitals(value);
      return capitals === undefined || capitals === value
        ? undefined
        : {
            message: `${show(value)} is compared exactly, and clients send methods in capitals, so it fits no request. ${missed}`,
            fix: instead,
          };
    }
    case 'authority':
      // Who is allowed too little notices.
      return !letsIn(object, list) || !/[a-z]/i.test(value)
        ? undefined
        : {
            severity: 'warning',
            message: `The host is compared here with upper and lower case, and clients may write it in any way. For ${show(otherCase(value.replace('*', '')))}: ${lowerFirst(missed)}`,
            fix: instead,
          };
    case 'status':
      return { message: `Requests have no ":status". ${missed}`, fix: 'Remove the condition.' };
    default:
      return undefined;
  }
}

/** Whether requests that a list does not fit get through, and not the others. */
function letsIn(policy: AuthorizationPolicy, list: List): boolean {
  return (actionOf(policy) === 'ALLOW') !== (list === 'values');
}

function written(part: RequestPart, value: string): string {
  const text = part === 'method' ? (methodInCapitals(value) ?? value) : value;
  return /^[\w/.-]+$/.test(text) ? text : `'${text}'`;
}

function otherCase(host: string): string {
  return host === host.toUpperCase() ? host.toLowerCase() : host.toUpperCase();
}

function lowerFirst(text: string): string {
  return text[0].toLowerCase() + text.slice(1);
}
