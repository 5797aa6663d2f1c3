import { NameIndex } from '../../core/name-index';
import { analyzed } from './shared/analyzed';
import { isIgnored } from '../../istio/ignored-namespaces';
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
                report({ code: 'IST0101', object, path, ...told(pattern, field, object, known, mesh) });
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
  /** Of the first of them, the one that was probably meant. */
  readonly nearest: (name: string) => string | undefined;
  readonly matches: (pattern: string) => boolean;
}

function namespaces(mesh: Mesh): Namespaces {
  const names = analyzed(mesh, 'core/Namespace').map(({ name }) => name);
  const exact = new Set(names.map((name) => name.toLowerCase()));
  const starts = new Set(names.flatMap((name) => [...name].map((_, i) => name.slice(0, i + 1))));
  const ends = new Set(names.flatMap((name) => [...name].map((_, i) => name.slice(i))));
  const first = new NameIndex(names.slice(0, MOST_NAMES));
  return {
    names,
    nearest: (name) => first.nearest(name),
    matches: (pattern) => {
      if (pattern === '*') {
        return names.length > 0;
      }
      if (pattern.startsWith('*')) {
        return ends.has(pattern.slice(1));
      }
      return pattern.endsWith('*') ? starts.has(pattern.slice(0, -1)) : exact.has(pattern.toLowerCase());
    },
  };
}

function told(pattern: string, field: string, object: MeshObject, { names, nearest }: Namespaces, mesh: Mesh): Wording {
  if (pattern === '*' || isIgnored(pattern)) {
    return {
      severity: 'info',
      message: `istioctl analyze sees no namespace "${pattern}" here and reports an error; proxies apply the rule as written.`,
      fix: 'Nothing needs to change. To hide the finding, put the annotation galley.istio.io/analyze-suppress: IST0101 on the policy.',
    };
  }
  const close = nearest(pattern);
  const monitor = close === undefined ? monitorOfUnseenPrometheus(mesh, object.namespace) : undefined;
  if (monitor !== undefined) {
    return {
      note: true,
      related: [{ object: monitor }],
      message: `The namespace "${pattern}" is not among the manifests. ${monitor.kind} ${monitor.key} makes Prometheus call pods of ${object.namespace}, and no manifest shows where Prometheus runs: it may be there.`,
      fix: 'If Prometheus runs there, nothing needs to change; to have it checked, add the Namespace to the externals in the settings. Otherwise correct the name.',
    };
  }
  if (close === undefined && mesh.context.world === 'open') {
    return {
      severity: 'info',
      message: `The namespace "${pattern}" is not among the manifests, so it was not checked whether anything calls from it.`,
      fix: 'If the namespace belongs to another team, nothing needs to change; to have it checked, add it to the externals in the settings. Otherwise correct the name.',
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
