import { nearest } from '../../core/unknown-field';
import { analyzed } from './shared/analyzed';
import { isIgnored } from '../../istio/ignored-namespaces';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check, Wording } from '../check';
import { referencedResourceNotFound } from './codes/referenced-resource-not-found';
import { listed } from './unmatched-selector';

/** Namespaces that AuthorizationPolicies name and that are not there. */
export const policyNamespaces: Check = {
  name: 'policy-namespaces',
  mirrors: ['auth.AuthorizationPoliciesAnalyzer'],
  codes: {
    ...referencedResourceNotFound,
  },
  run(mesh, report) {
    const known = mesh.derive(namespaces);
    for (const object of analyzed(mesh, 'security.istio.io/AuthorizationPolicy')) {
      object.spec.rules?.forEach((rule, i) => {
        rule.from?.forEach(({ source }, j) => {
          for (const field of ['namespaces', 'notNamespaces'] as const) {
            source?.[field]?.forEach((pattern, k) => {
              if (!known.matches(pattern)) {
                const path = `spec.rules[${i}].from[${j}].source.${field}[${k}]`;
                report({ code: 'IST0101', object, path, ...told(pattern, field, known.names, mesh.context.world) });
              }
            });
          }
        });
      });
    }
  },
};

/** Among more, nobody looks for the one that is meant. */
const MOST_NAMES = 200;

interface Namespaces {
  readonly names: readonly string[];
  matches(pattern: string): boolean;
}

function namespaces(mesh: Mesh): Namespaces {
  const names = analyzed(mesh, 'core/Namespace').map(({ name }) => name);
  const exact = new Set(names.map((name) => name.toLowerCase()));
  const answers = new Map<string, boolean>();
  const search = (pattern: string): boolean => {
    if (pattern === '*') {
      return names.length > 0;
    }
    if (pattern.startsWith('*')) {
      return names.some((name) => name.endsWith(pattern.slice(1)));
    }
    return pattern.endsWith('*')
      ? names.some((name) => name.startsWith(pattern.slice(0, -1)))
      : exact.has(pattern.toLowerCase());
  };
  return {
    names,
    matches(pattern) {
      let answer = answers.get(pattern);
      if (answer === undefined) {
        answer = search(pattern);
        answers.set(pattern, answer);
      }
      return answer;
    },
  };
}

function told(pattern: string, field: string, names: readonly string[], world: 'open' | 'closed'): Wording {
  if (pattern === '*' || isIgnored(pattern)) {
    return {
      severity: 'info',
      message: `istioctl analyze sees no namespace "${pattern}" here and calls it an error; proxies take the rule as it stands.`,
      fix: 'Leave it, or put the annotation galley.istio.io/analyze-suppress: IST0101 on the policy.',
    };
  }
  const close = nearest(pattern, names.slice(0, MOST_NAMES));
  if (close === undefined && world === 'open') {
    return {
      severity: 'info',
      message: `The namespace "${pattern}" is not among the manifests, so it was not checked whether anything calls from it.`,
      fix: 'Leave it if the namespace belongs to another team, or add it to the externals in the settings. Otherwise correct the name.',
    };
  }
  return {
    message:
      `There is no namespace "${pattern}". ` +
      (field === 'namespaces'
        ? 'No caller is in it, so this entry never matches: a rule that allows lets nobody in, and one that denies stops nobody.'
        : 'No caller is in it, so this entry excludes nobody.'),
    fix:
      close === undefined
        ? names.length === 0
          ? 'Correct the name, or add the Namespace to the manifests or the externals.'
          : `Write one of: ${listed(names)}; or add the Namespace to the manifests or the externals.`
        : `Write "${close}".`,
    absence: true,
  };
}
