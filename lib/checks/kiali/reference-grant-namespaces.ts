import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import { nearestName } from './shared/suggestion';

/** ReferenceGrants for namespaces that do not exist. */
export const referenceGrantNamespaces: Check = {
  name: 'reference-grant-namespaces',
  mirrors: ['business/checkers/k8sreferencegrants/namespace'],
  codes: {
    KIA1601: {
      name: 'GrantForUnknownNamespace',
      severity: 'error',
      source: 'kiali',
      summary: 'A ReferenceGrant names a namespace that does not exist.',
      explanation:
        'A ReferenceGrant lets routes of another namespace use Services or Secrets of its own namespace. A namespace that does not exist has no routes, and the routes that need the grant still fail, with 500.',
      remedy: 'Write the namespace of the routes.',
      references: [VALIDATIONS, 'https://gateway-api.sigs.k8s.io/api-types/referencegrant/'],
    },
  },
  run(mesh, report) {
    const { names, list } = mesh.derive(meshNamespaces);
    for (const object of checkedObjects(mesh, 'gateway.networking.k8s.io/ReferenceGrant')) {
      for (const [i, { namespace = '' }] of (object.spec.from ?? []).entries()) {
        if (names.has(namespace)) {
          continue;
        }
        const close = nearestName(namespace, list);
        report({
          code: 'KIA1601',
          object,
          path: `spec.from[${i}].namespace`,
          absence: true,
          message: `Nothing among the manifests is in a namespace "${namespace}". If it does not exist, no route can use this grant, and the routes that need it are still rejected.`,
          fix:
            close === undefined
              ? 'Write the namespace of the routes, or list it in the externals if it is created elsewhere.'
              : `Write ${close}.`,
        });
      }
    }
  },
};
