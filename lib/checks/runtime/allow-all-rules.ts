import type { AuthorizationPolicy } from '../../mesh/authorization';
import { isEnforced } from '../../mesh/authorization';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';

type Rule = NonNullable<AuthorizationPolicy['spec']['rules']>[number];

/** Empty rules in ALLOW policies: they match every request. */
export const allowAllRules: Check = {
  name: 'allow-all-rules',
  mirrors: ['pilot/pkg/security/authz/model/model.go: generatePermission'],
  codes: {
    CDI0405: {
      name: 'AllowAllRule',
      severity: 'info',
      source: 'cdk8s-istio',
      summary: 'An ALLOW policy has an empty rule, which allows every request.',
      explanation:
        'A rule matches a request if all of `from`, `to` and `when` match, and a missing field matches everything. An empty rule `{}` therefore matches every request. In an ALLOW policy one such rule is enough: the other rules of the policy, and ' +
        'other ALLOW policies for the same pods, no longer restrict anything. DENY and CUSTOM policies still apply. `rules: [{}]` is the documented way to allow everything. You also get an empty rule by accident if a rule loses its field names before it reaches the manifest: classes that `cdk8s import` makes for Python drop keys in snake_case of a dict in a list without an error.',
      remedy: 'Keep the rule if you want to allow every request. Otherwise write from, to or when.',
      references: [
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule',
        'https://istio.io/latest/docs/concepts/security/#allow-nothing-deny-all-and-allow-all-policy',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('security.istio.io/AuthorizationPolicy')) {
      const { action = 'ALLOW', rules = [] } = object.spec;
      if (action !== 'ALLOW' || !isEnforced(object)) {
        continue;
      }
      const others =
        rules.length > 1 ? 'the other rules of the policy and other ALLOW policies' : 'other ALLOW policies';
      rules.forEach((rule, i) => {
        if (isEmpty(rule)) {
          report({
            code: 'CDI0405',
            object,
            path: `spec.rules[${i}]`,
            message: `The rule is empty, so it allows every request to ${target(mesh, object)}: ${others} for the same pods restrict nothing.`,
            fix: 'Keep the rule if you want to allow every request. Otherwise write from, to or when: their names may have been lost before the manifest was written (in Python a dict in a list can lose its keys).',
          });
        }
      });
    }
  },
};

function isEmpty({ from = [], to = [], when = [] }: Rule): boolean {
  return [from, to, when].every((entries) => entries.length === 0);
}

/** What the policy applies to, in words. */
function target(mesh: Mesh, { spec, namespace }: AuthorizationPolicy): string {
  if (spec.targetRef !== undefined || (spec.targetRefs ?? []).length > 0) {
    return 'what its targetRefs name';
  }
  const labels = Object.entries(spec.selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const pods = labels.length === 0 ? 'every pod' : `the pods with ${labels.join(',')}`;
  return `${pods} of ${namespace === mesh.context.rootNamespace ? 'the mesh' : `namespace ${namespace}`}`;
}
