import type { Contradiction } from '../../istio/policy-contradiction';
import { contradictionsIn } from '../../istio/policy-contradiction';
import { list } from '../../schema/words';
import type { Check } from '../check';
import { unmatchedEffect } from './policy-effects';

/** Rules of AuthorizationPolicies that match nothing, because what they ask for is never there together. */
export const contradictingRules: Check = {
  name: 'contradicting-rules',
  mirrors: [
    'pilot/pkg/security/authz/model/permission.go: generate',
    'pilot/pkg/security/authz/model/principal.go: generate',
  ],
  codes: {
    CDI0426: {
      name: 'RuleContradictsItself',
      severity: 'error',
      source: 'cdk8s-istio',
      summary:
        'A rule of an AuthorizationPolicy asks for what it leaves out, or for two things that are never there together.',
      explanation:
        'All fields of a source, an operation and a condition must fit a request together, and so must `from`, `to` and `when`. `notPaths` and the like are no exceptions from other rules: they narrow the field beside them. If they leave out all of it (`paths: [/admin]` with `notPaths: [/admin*]`), or if two fields exclude each other (principals of one namespace and another namespace, a port and another one in `destination.port`), nothing matches. In an ALLOW policy the requests that are meant get 403, in a DENY policy they get through. The API server and the webhook accept it.',
      remedy:
        'Write what is meant into separate entries of from or to, of which one is enough, or remove one of the two.',
      references: [
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule',
        'https://istio.io/latest/docs/concepts/security/#authorization-policies',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('security.istio.io/AuthorizationPolicy')) {
      for (const [i, rule] of (object.spec.rules ?? []).entries()) {
        for (const found of contradictionsIn(rule)) {
          report({
            code: 'CDI0426',
            object,
            path: `spec.rules[${i}].${found.path}`,
            message: `${messageFor(found)}: this matches nothing. ${unmatchedEffect(object, 'values')}`,
            fix: `Remove one of the two${/\.not[A-Z]/.test(found.other) ? '' : ', or write an entry of its own for each'}.`,
          });
        }
      }
    }
  },
};

function messageFor({ path, values, other, otherValues }: Contradiction): string {
  const isNot = /\.not[A-Z]/.test(other);
  return `${path} asks for ${list(values)}, and ${other} ${isNot ? `leaves ${values.length === 1 ? 'it' : 'them'} out (${list(otherValues)})` : `for ${list(otherValues)}`}`;
}
