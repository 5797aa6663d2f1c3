import { MESH_GATEWAY } from '../../istio/names';
import { groupBy } from '../../mesh/reading/group-by';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { checkedObjects } from './shared/namespaces';
import { isVisible } from './shared/visibility';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshContext } from '../../mesh/reading/mesh-context';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { serviceDomain } from './shared/hosts';
import { nearestName } from './shared/suggestion';

/** Gateways that a VirtualService names but that do not exist, or that it names in the obsolete form. */
export const virtualServiceGateways: Check = {
  name: 'virtual-service-gateways',
  mirrors: ['business/checkers/virtualservices/no_gateway'],
  codes: {
    KIA1102: {
      name: 'GatewayUnknown',
      severity: 'error',
      source: 'kiali',
      summary: 'A VirtualService is bound to a Gateway that does not exist.',
      explanation:
        'A VirtualService with gateways only applies to those gateways. If no Gateway has the name, no gateway has its routes, and requests get 404. Names without a namespace mean a Gateway in the namespace of the VirtualService, while most gateways are in their own namespace. A match on a Gateway that is missing makes ' +
        'its rule match nothing.',
      remedy: 'Write namespace/name of a Gateway that exists.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/virtual-service/'],
      twin: 'IST0101',
    },
    KIA1108: {
      name: 'GatewayNamedAsHost',
      severity: 'info',
      source: 'kiali',
      summary: 'A Gateway is named as a host instead of namespace/name.',
      explanation:
        'Long ago Gateways were named like Services, as `edge.istio-system.svc.cluster.local`. istiod still reads that, ' +
        'with a warning, and it hides which namespace is meant.',
      remedy: 'Write namespace/name.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/virtual-service/'],
      twin: 'IST0133',
    },
  },
  run(mesh, report) {
    const gateways = mesh.derive(gatewaysByNamespace);
    for (const object of checkedObjects(mesh, 'networking.istio.io/VirtualService')) {
      for (const { path, given } of isVisible(mesh, object) ? namedGateways(object) : []) {
        const meant = gatewayOf(given, object.namespace, mesh.context);
        if (given.includes('.')) {
          report({
            code: 'KIA1108',
            object,
            path,
            message: `${given} names the Gateway as a host, which Istio still supports with a warning.`,
            fix: meant === undefined ? 'Write it as namespace/name.' : `Write ${meant.namespace}/${meant.name}.`,
          });
        }
        const there = gateways.get(meant?.namespace ?? '') ?? [];
        if (
          meant !== undefined &&
          mesh.find('networking.istio.io/Gateway', meant.namespace, meant.name) !== undefined
        ) {
          continue;
        }
        const close = meant === undefined ? undefined : nearestName(meant.name, there);
        const elsewhere = meant === undefined ? undefined : mesh.derive(namespaceOfGateway).get(meant.name);
        report({
          code: 'KIA1102',
          object,
          path,
          absence: true,
          message: `There is no Gateway ${meant === undefined ? given : `${meant.name} in ${meant.namespace}`}. No proxy gets its routes, so requests from outside get 404.`,
          fix:
            meant !== undefined &&
            mesh.find('gateway.networking.k8s.io/Gateway', meant.namespace, meant.name) !== undefined
              ? `Write an HTTPRoute with parentRefs: [{ name: ${meant.name}, namespace: ${meant.namespace} }]: that Gateway belongs to the Gateway API, and VirtualServices cannot be bound to it.`
              : close !== undefined
                ? `Write ${meant!.namespace}/${close}.`
                : elsewhere !== undefined
                  ? `Write ${elsewhere}/${meant!.name}: the Gateway is in another namespace.`
                  : 'Name a Gateway that exists, as namespace/name, or list one that is created elsewhere in the externals.',
        });
      }
    }
  },
};

function namedGateways({ spec }: MeshObject<'networking.istio.io/VirtualService'>): { path: string; given: string }[] {
  const list = (gateways: readonly string[] = [], at: string): { path: string; given: string }[] =>
    gateways.map((given, i) => ({ path: `${at}.gateways[${i}]`, given })).filter(({ given }) => given !== MESH_GATEWAY);
  const matches = (spec.http ?? []).flatMap(({ match = [] }, i) =>
    match.flatMap(({ gateways }, j) => list(gateways, `spec.http[${i}].match[${j}]`)),
  );
  return [...list(spec.gateways, 'spec'), ...matches];
}

/** Undefined for what means no Gateway of this cluster. */
function gatewayOf(
  given: string,
  namespace: string,
  context: MeshContext,
): { readonly namespace: string; readonly name: string } | undefined {
  if (given.includes('.')) {
    const [name, within, ...rest] = given.split('.');
    const inCluster = rest.length === 0 || rest.join('.') === serviceDomain(context);
    return inCluster && !name.includes('/') ? { namespace: within, name } : undefined;
  }
  const parts = given.split('/');
  return parts.length === 1 ? { namespace, name: given } : { namespace: parts[0], name: parts[1] };
}

function gatewaysByNamespace(mesh: Mesh): Map<string, string[]> {
  const groups = groupBy(mesh.all('networking.istio.io/Gateway'), ({ namespace }) => namespace);
  return new Map([...groups].map(([namespace, gateways]) => [namespace, gateways.map(({ name }) => name)]));
}

function namespaceOfGateway(mesh: Mesh): Map<string, string> {
  return new Map(mesh.all('networking.istio.io/Gateway').map(({ name, namespace }) => [name, namespace]));
}
