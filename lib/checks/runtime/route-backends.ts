import type { BackendRef } from '../../../imports/gateway-api';
import { isObject } from '../../core/is-object';
import { findService } from '../../mesh/made-services';
import { at, list as items } from '../../mesh/reading/free-spec';
import { referenceGrants } from '../../mesh/reference-grants';
import type { ApiRoute } from '../../mesh/route-parents';
import { allRoutes, namespaceOfRef, parentsOf } from '../../mesh/route-parents';
import { list } from '../../schema/words';
import type { Check } from '../check';

const GATEWAY_API = 'https://gateway-api.sigs.k8s.io/reference/spec/';

/** Backends of routes of the Gateway API: ports that a Service does not have, and Services of other namespaces without a grant. */
export const routeBackends: Check = {
  name: 'route-backends',
  mirrors: ['pilot/pkg/config/kube/gateway/conversion.go: buildDestination'],
  codes: {
    CDI0144: {
      name: 'RouteBackendPortUnknown',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A route sends requests to a port that the Service does not have.',
      explanation:
        'The port in `backendRefs` is a port of the Service, not a targetPort or a port of the pods. istiod accepts any number: the status of the route says ResolvedRefs, and the proxy has no cluster for that port. Requests get 500, and TLS connections are closed.',
      remedy: 'Write a port of the Service.',
      references: [`${GATEWAY_API}#backendref`],
    },
    CDI0149: {
      name: 'RouteBackendNotGranted',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A TLSRoute, or a mirror of a route, names a Service of another namespace without a ReferenceGrant.',
      explanation:
        'A route of a Gateway may use Services of other namespaces only if a ReferenceGrant there allows it for its kind and namespace. Without it a TLSRoute closes its connections, and copies of requests are not sent. Routes whose parents are Services need no grant.',
      remedy: 'Add a ReferenceGrant in the namespace of the Service.',
      references: ['https://gateway-api.sigs.k8s.io/api-types/referencegrant/'],
    },
  },
  run(mesh, report) {
    const grants = mesh.derive(referenceGrants);
    for (const route of allRoutes(mesh)) {
      const parents = parentsOf(mesh, route);
      const isForGateway = parents.some(({ object }) => object !== undefined);
      const isForMesh = parents.some(({ kind }) => kind === 'Service' || kind === 'ServiceEntry');
      for (const { ref, path, isCopy } of isForGateway || isForMesh ? backendsOf(route) : []) {
        const namespace = namespaceOfRef(ref, route);
        const service = findService(mesh, namespace, ref.name);
        const ports = (service?.spec.ports ?? []).flatMap(({ port }) => port ?? []);
        const isOther = service?.spec.type === 'ExternalName' && ports.length === 0;
        if (service !== undefined && ref.port !== undefined && !isOther && !ports.includes(ref.port)) {
          const target = service.spec.ports?.find(({ targetPort }) => targetPort === ref.port)?.port;
          report({
            code: 'CDI0144',
            object: route,
            path: `${path}.port`,
            related: service.external ? undefined : [{ object: service }],
            message: `Service ${service.key} has no port ${ref.port}${target === undefined ? '' : `, which is the targetPort of its port ${target}`}; it has ${ports.length === 0 ? 'none' : list(ports.map(String))}. ${lostWords(route, isCopy)}`,
            fix:
              target === undefined
                ? ports.length === 0
                  ? 'Add the port to the Service.'
                  : `Write ${ports.length === 1 ? ports[0] : `one of ${ports.join(', ')}`}.`
                : `Write ${target}.`,
          });
        }
        // Kiali has a code for backends of HTTPRoutes and GRPCRoutes.
        if (
          isForGateway &&
          (isCopy || route.kind === 'TLSRoute') &&
          !grants.allows(route, { kind: 'Service', namespace, name: ref.name })
        ) {
          report({
            code: 'CDI0149',
            object: route,
            path: `${path}.namespace`,
            absence: true,
            related: service === undefined || service.external ? undefined : [{ object: service }],
            message: `Service ${ref.name} is in ${namespace}, and no ReferenceGrant there lets a ${route.kind} of ${route.namespace} use it. ${lostWords(route, isCopy)}`,
            fix: `Add a ReferenceGrant in ${namespace} from ${route.kind} in ${route.namespace} to Service.`,
          });
        }
      }
    }
  },
};

function lostWords({ kind }: ApiRoute, isCopy: boolean): string {
  return isCopy
    ? 'No copies of requests are sent.'
    : kind === 'TLSRoute'
      ? 'Connections that take this rule are closed.'
      : 'Requests that take this rule get 500.';
}

interface Backend {
  readonly ref: BackendRef;
  readonly path: string;
  /** Whether it gets copies of requests, and not the requests themselves. */
  readonly isCopy: boolean;
}

/** The Services that the rules of a route name; what gets no requests (weight 0) is left out. */
function backendsOf(route: ApiRoute): Backend[] {
  const found = items(route.spec.rules).flatMap((rule, i) => {
    const within = `spec.rules[${i}]`;
    const refs = items(at(rule, 'backendRefs')).map((ref, j) => ({
      ref,
      path: `${within}.backendRefs[${j}]`,
      isCopy: false,
    }));
    const filters = items(at(rule, 'filters')).map((filter, j) => ({
      ref: at(filter, 'requestMirror', 'backendRef'),
      path: `${within}.filters[${j}].requestMirror.backendRef`,
      isCopy: true,
    }));
    return [...refs, ...filters];
  });
  return found.filter((each): each is Backend => isService(each.ref));
}

function isService(ref: unknown): ref is BackendRef {
  return (
    isObject(ref) &&
    (ref.group ?? '') === '' &&
    (ref.kind ?? 'Service') === 'Service' &&
    ref.weight !== 0 &&
    typeof ref.name === 'string'
  );
}
