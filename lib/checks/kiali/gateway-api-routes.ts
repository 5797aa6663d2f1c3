import { groupBy } from '../../mesh/reading/group-by';
import { labelSelectorMatches } from '../../mesh/reading/label-selector';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { namespaceOfRef } from '../../mesh/route-parents';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import { nearestName } from './shared/suggestion';

export const ROUTE_KINDS = ['gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'] as const;

const GROUP = 'gateway.networking.k8s.io';

const TAKE_OTHERS =
  'allowedRoutes.namespaces.from to All, or to Selector with labels that the namespace of the route has.';

/** Routes for Gateways that do not exist, or do not take routes from their namespace. */
export const gatewayApiRoutes: Check = {
  name: 'gateway-api-routes',
  mirrors: ['business/checkers/k8shttproutes/no_k8sgateway', 'business/checkers/k8sgrpcroutes/no_k8sgateway'],
  codes: {
    KIA1401: {
      name: 'RouteWithoutGateway',
      severity: 'error',
      source: 'kiali',
      summary: 'A route names a Gateway that does not exist or does not accept it.',
      explanation:
        'A route names the Gateways that it is for in parentRefs, and a Gateway says in allowedRoutes which namespaces ' +
        'may. By default that is its own only. A route that is not accepted stays without requests, and only its status ' +
        'tells so.',
      remedy: 'Name a Gateway that exists, and let its listeners accept routes from the namespace.',
      references: [
        VALIDATIONS,
        'https://gateway-api.sigs.k8s.io/reference/spec/',
        'https://github.com/kiali/kiali/issues/9937',
      ],
    },
  },
  run(mesh, report) {
    const names = mesh.derive(gatewayNames);
    for (const object of ROUTE_KINDS.flatMap((kind) => checkedObjects(mesh, kind))) {
      for (const [i, parent] of (object.spec.parentRefs ?? []).entries()) {
        const { name = '', kind = 'Gateway', group = GROUP } = parent;
        const namespace = namespaceOfRef(parent, object);
        const gateway = mesh.find('gateway.networking.k8s.io/Gateway', namespace, name);
        if (
          name === '' ||
          kind !== 'Gateway' ||
          group !== GROUP ||
          (gateway !== undefined && takes(mesh, gateway, object.namespace))
        ) {
          continue;
        }
        const close = nearestName(
          name,
          (names.get(namespace) ?? []).filter((each) => each !== name),
        );
        report({
          code: 'KIA1401',
          object,
          path: `spec.parentRefs[${i}].name`,
          absence: gateway === undefined || !object.namesNamespace,
          related: gateway === undefined ? undefined : [{ object: gateway }],
          message:
            gateway === undefined
              ? `There is no Gateway ${name} in ${namespace}. The route is attached to nothing and gets no requests.`
              : `No listener of Gateway ${gateway.key} accepts routes from the namespace ${object.namespace}: its allowedRoutes.namespaces does not include it. ` +
                (object.namesNamespace
                  ? 'The route gets no requests.'
                  : `The route names no namespace; if it is applied to ${object.namespace}, it gets no requests.`),
          fix:
            gateway !== undefined
              ? object.namesNamespace
                ? `Set ${TAKE_OTHERS}`
                : `Write metadata.namespace. If it is not ${gateway.namespace}, set ${TAKE_OTHERS}`
              : close === undefined
                ? 'Name a Gateway that exists, with its namespace if that is another one; or list one that is created elsewhere in the externals.'
                : `Write ${close}.`,
        });
      }
    }
  },
};

function takes(mesh: Mesh, gateway: MeshObject<'gateway.networking.k8s.io/Gateway'>, namespace: string): boolean {
  if (gateway.namespace === namespace) {
    return true;
  }
  const namespaces = mesh.derive(meshNamespaces);
  const labels = namespaces.labels(namespace);
  // The labels of a namespace that the manifests do not show may well be right.
  const isShown = namespaces.isDeclared(namespace) || mesh.context.world === 'closed';
  return (gateway.spec.listeners ?? []).some(({ allowedRoutes }) => {
    const { from, selector } = allowedRoutes?.namespaces ?? {};
    return (
      from === 'All' ||
      (from === 'Selector' && selector !== undefined && (!isShown || labelSelectorMatches(selector, labels)))
    );
  });
}

function gatewayNames(mesh: Mesh): Map<string, string[]> {
  const groups = groupBy(mesh.all('gateway.networking.k8s.io/Gateway'), ({ namespace }) => namespace);
  return new Map([...groups].map(([namespace, gateways]) => [namespace, gateways.map(({ name }) => name)]));
}
