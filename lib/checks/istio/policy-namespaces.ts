import { nearest } from '../../core/unknown-field';
import { analyzed } from './shared/analyzed';
import { isIgnored } from '../../mesh/ignored-namespaces';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { monitorOfUnseenPrometheus } from '../../mesh/scrapers';
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
                report({ code: 'IST0101', object, path, ...told(pattern, field, object, known.names, mesh) });
              }
            });
          }
        });
      });
    }
  },
};

/** A longer list does not help to find the right one. */
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

function told(pattern: string, field: string, object: MeshObject, names: readonly string[], mesh: Mesh): Wording {
  if (pattern === '*' || isIgnored(pattern)) {
    return {
      severity: 'info',
      message: `istioctl analyze sees no namespace "${pattern}" here and reports an error; proxies apply the rule as written.`,
      fix: 'Nothing needs to change. To hide the finding, put the annotation galley.istio.io/analyze-suppress: IST0101 on the policy.',
    };
  }
  const close = nearest(pattern, names.slice(0, MOST_NAMES));
  const monitor = close === undefined ? monitorOfUnseenPrometheus(mesh, object.namespace) : undefined;
  if (monitor !== undefined) {
    return {
      note: true,
      related: [{ object: monitor }],
      message: `The namespace "${pattern}" is not among the manifests. ${monitor.kind} ${monitor.key} makes Prometheus call pods of ${object.namespace}, and no manifest shows where Prometheus runs: it may be there.`,
      fix: 'Leave it if Prometheus runs there, and add the Namespace to the externals in the settings to have it checked. Otherwise correct the name.',
    };
  }
  if (close === undefined && mesh.context.world === 'open') {
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
        ? 'No caller is in it, so this entry never matches: an ALLOW rule allows nobody, and a DENY rule denies nobody.'
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
