import type { Mesh } from '../../mesh/reading/mesh';
import { referenceGrants } from '../../mesh/reference-grants';
import { namespaceOfRef } from '../../mesh/route-parents';
import type { Check, RelatedPlace } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { ROUTE_KINDS } from './gateway-api-routes';
import { checkedObjects } from './shared/namespaces';
import { serviceIndex, serviceNames } from './shared/services';
import { nearestName } from './shared/suggestion';

/** Services that routes of the Gateway API name and may not, or cannot, use. */
export const gatewayApiBackends: Check = {
  name: 'gateway-api-backends',
  mirrors: ['business/checkers/k8shttproutes/no_host', 'business/checkers/k8sgrpcroutes/no_host'],
  codes: {
    KIA1402: {
      name: 'RouteServiceUnknown',
      severity: 'error',
      source: 'kiali',
      summary: 'A route names a Service that does not exist, or that it may not use.',
      explanation:
        'Backends of a route are Services by their plain name, in the namespace of the route or, with the field ' +
        'namespace, in another one that has a ReferenceGrant for it. Where the Service or the grant is missing, requests ' +
        'are answered with 500.',
      remedy: 'Write the name of a Service that exists, and add a ReferenceGrant for another namespace.',
      references: [
        VALIDATIONS,
        'https://gateway-api.sigs.k8s.io/reference/spec/',
        'https://gateway-api.sigs.k8s.io/api-types/referencegrant/',
      ],
    },
  },
  run(mesh, report) {
    const services = mesh.derive(serviceIndex);
    const grants = mesh.derive(referenceGrants);
    const names = mesh.derive(serviceNames);
    for (const object of ROUTE_KINDS.flatMap((kind) => checkedObjects(mesh, kind))) {
      const { parentRefs = [], rules = [] } = object.spec;
      const parents = parentRefs.map((ref, i) => ({
        ref,
        isService: ref.kind === 'Service',
        // Kiali asks for a grant here too, but istiod does not: any namespace may have rules for its own calls to a Service.
        needsGrant: false,
        outcome: 'The route is attached to nothing there, and calls bypass its rules.',
        path: `spec.parentRefs[${i}].name`,
      }));
      const isOfGateway = parentRefs.some(({ kind = 'Gateway' }) => !MESH_PARENTS.has(kind));
      const backends = (rules as readonly Rule[]).flatMap(({ backendRefs = [] }, i) =>
        backendRefs.map((ref, j) => ({
          ref,
          isService: (ref.kind ?? 'Service') === 'Service',
          // conversion.go: buildDestination, enforceRefGrant
          needsGrant: isOfGateway,
          outcome: 'Requests that take this rule are answered with 500.',
          path: `spec.rules[${i}].backendRefs[${j}].name`,
        })),
      );
      for (const { ref, path, outcome, needsGrant } of [...parents, ...backends].filter(({ isService }) => isService)) {
        const { name = '' } = ref;
        const namespace = namespaceOfRef(ref, object);
        const granted = !needsGrant || grants.allows(object, { kind: 'Service', namespace, name });
        const exists = !name.includes('.') && services.has(namespace, name);
        if (exists && granted) {
          continue;
        }
        const close = nearestName(name.split('.')[0], names.get(namespace) ?? []);
        report({
          code: 'KIA1402',
          object,
          path,
          absence: true,
          related: exists ? relatedService(mesh, namespace, name) : undefined,
          message: exists
            ? `The Service ${name} is in ${namespace}, and no ReferenceGrant there lets ${object.kind}s of ${object.namespace} use it. Requests are answered with 500.`
            : `There is no Service ${name} in ${namespace}. ${outcome}`,
          fix: exists
            ? `Add a ReferenceGrant in ${namespace} from ${object.kind} in ${object.namespace} to Service.`
            : close === undefined
              ? 'Write the name of a Service, without a domain, and another namespace in the field namespace; or list the Service in the externals if it is created elsewhere.'
              : `Write ${close}.`,
        });
      }
    }
  },
};

const MESH_PARENTS: ReadonlySet<string> = new Set(['Service', 'ServiceEntry']);

function relatedService(mesh: Mesh, namespace: string, name: string): RelatedPlace[] | undefined {
  const object = mesh.find('core/Service', namespace, name);
  return object && [{ object }];
}

interface Rule {
  readonly backendRefs?: readonly { readonly kind?: string; readonly name?: string; readonly namespace?: string }[];
}
