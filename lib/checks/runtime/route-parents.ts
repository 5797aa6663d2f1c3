import { NameIndex } from '../../core/name-index';
import { groupBy } from '../../mesh/reading/group-by';
import type { Kind } from '../../mesh/reading/kind';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { ApiRoute, RouteParent } from '../../mesh/route-parents';
import { allRoutes, parentsOf } from '../../mesh/route-parents';
import type { Check, Wording } from '../check';

/** Parents of routes that are of no kind that istiod knows, or do not exist. */
export const routeParents: Check = {
  name: 'route-parents',
  mirrors: ['pilot/pkg/config/kube/gateway/conversion.go: toInternalParentReference'],
  codes: {
    CDI0146: {
      name: 'RouteParentUnusable',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A route names a parent of a wrong group, or one that does not exist.',
      explanation:
        "A parent without `group` is of the group of the Gateway API. A Service needs `group: ''`, a ServiceEntry `group: networking.istio.io`; with another group istiod takes the reference for that of another controller and ignores it, and the status of the route has no parents. A Gateway of Istio's own API takes VirtualServices, not routes. A route without parents is never used.",
      remedy: 'Write group, kind and name of the parent as they are.',
      references: [
        'https://gateway-api.sigs.k8s.io/reference/spec/#parentreference',
        'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#mesh-traffic',
      ],
    },
  },
  run(mesh, report) {
    for (const object of allRoutes(mesh)) {
      for (const parent of parentsOf(mesh, object)) {
        const wrong = wrongGroup(mesh, object, parent) ?? missing(mesh, object, parent);
        if (wrong !== undefined) {
          report({ code: 'CDI0146', object, ...wrong });
        }
      }
    }
  },
};

interface Problem extends Wording {
  readonly path: string;
}

const GROUPS: ReadonlyMap<string, string> = new Map([
  ['Service', ''],
  ['ServiceEntry', 'networking.istio.io'],
  ['Gateway', 'gateway.networking.k8s.io'],
  ['ListenerSet', 'gateway.networking.k8s.io'],
]);

/** The groups that these kinds are written with by mistake; any other may be that of another controller. */
const CONFUSED: ReadonlySet<string> = new Set(['', 'core', 'v1', 'gateway.networking.k8s.io', 'networking.istio.io']);

function wrongGroup(
  mesh: Mesh,
  route: ApiRoute,
  { ref, kind: known, namespace, path }: RouteParent,
): Problem | undefined {
  const { group = 'gateway.networking.k8s.io', kind = 'Gateway', name } = ref;
  const right = GROUPS.get(kind);
  if (known !== 'unknown' || right === undefined || !CONFUSED.has(group)) {
    return undefined;
  }
  const written =
    ref.group === undefined ? 'has no group, which means gateway.networking.k8s.io' : `has the group "${group}"`;
  if (kind === 'Gateway' && group === 'networking.istio.io') {
    return {
      path: `${path}.group`,
      related: related(mesh.find('networking.istio.io/Gateway', namespace, name)),
      message: `${name} is a Gateway of Istio's own API, which takes VirtualServices. istiod ignores this parent of the ${route.kind}.`,
      fix: 'Write a VirtualService with this Gateway in gateways; or make a Gateway of gateway.networking.k8s.io and remove group here.',
    };
  }
  return {
    path: ref.group === undefined ? `${path}.kind` : `${path}.group`,
    related: relatedParent(mesh, kind, namespace, name),
    message: `The parent ${kind} ${name} ${written}: that is no kind that istiod knows, and it ignores the parent as that of another controller. The ${route.kind} is not used there, and its status does not mention it.`,
    fix: `Write group: ${right === '' ? "''" : right}.`,
  };
}

/** The parent that was meant, if it is among the manifests. */
function relatedParent(mesh: Mesh, kind: string, namespace: string, name: string): Wording['related'] {
  return kind === 'Service'
    ? related(mesh.find('core/Service', namespace, name))
    : related(IDS.has(kind) ? mesh.find(IDS.get(kind)!, namespace, name) : undefined);
}

function related(object: MeshObject | undefined): Wording['related'] {
  return object && [{ object }];
}

/** Kiali has a code for Gateways and Services that HTTPRoutes and GRPCRoutes name. */
function missing(mesh: Mesh, route: ApiRoute, parent: RouteParent): Problem | undefined {
  const { kind, namespace, ref, path } = parent;
  const id = kind === 'Gateway' && route.kind !== 'TLSRoute' ? undefined : IDS.get(kind);
  // One without a name is told of by the schema.
  const { name }: { readonly name?: string } = ref;
  if (id === undefined || name === undefined || mesh.find(id, namespace, name) !== undefined) {
    return undefined;
  }
  const close = namesOf(mesh, id).get(namespace)?.nearest(name);
  // What is not among the manifests may well be in the cluster.
  return close === undefined && mesh.context.world === 'open'
    ? undefined
    : {
        path: `${path}.name`,
        absence: true,
        message: `There is no ${kind} ${ref.name} in ${namespace}. The ${route.kind} is attached to nothing there and gets no requests.`,
        fix:
          close === undefined
            ? `Write the name of a ${kind} that exists, with its namespace if that is another one; or list one that is created elsewhere in the externals.`
            : `Write ${close}.`,
      };
}

const IDS: ReadonlyMap<string, ParentKind> = new Map<string, ParentKind>([
  ['Gateway', 'gateway.networking.k8s.io/Gateway'],
  ['ListenerSet', 'gateway.networking.k8s.io/ListenerSet'],
  ['ServiceEntry', 'networking.istio.io/ServiceEntry'],
]);

type ParentKind = Extract<
  Kind,
  'gateway.networking.k8s.io/Gateway' | 'gateway.networking.k8s.io/ListenerSet' | 'networking.istio.io/ServiceEntry'
>;

function namesOf(mesh: Mesh, kind: ParentKind): ReadonlyMap<string, NameIndex> {
  const all = mesh.derive(parentNames);
  return all.get(kind)!;
}

function parentNames(mesh: Mesh): ReadonlyMap<ParentKind, ReadonlyMap<string, NameIndex>> {
  return new Map(
    [...IDS.values()].map((kind) => [
      kind,
      new Map(
        [...groupBy(mesh.all(kind), ({ namespace }) => namespace)].map(([namespace, objects]) => [
          namespace,
          new NameIndex(objects.map(({ name }) => name)),
        ]),
      ),
    ]),
  );
}
