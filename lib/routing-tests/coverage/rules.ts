import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Place } from '../../routing/trace';
import type { VirtualService } from '../../mesh/virtual-services';
import { rulesOf } from '../../mesh/virtual-services';

/** What requests can ask, as people count it. */
export const RULE_KINDS = ['server', 'rule', 'match', 'destination', 'subset', 'policy'] as const;

/** A part of an object that decides about requests. */
export interface Rule extends Required<Place> {
  readonly kind: (typeof RULE_KINDS)[number];
}

/** All that the manifests of a mesh have, in their order: the externals are other people's. */
export function rulesIn(mesh: Mesh): readonly Rule[] {
  return [
    ...own(mesh, 'networking.istio.io/Gateway', (object) => [
      list('server', object, 'spec.servers', object.spec.servers),
    ]),
    ...own(mesh, 'gateway.networking.k8s.io/Gateway', (object) => [
      list('server', object, 'spec.listeners', object.spec.listeners),
    ]),
    ...own(mesh, 'gateway.networking.k8s.io/ListenerSet', (object) => [
      list('server', object, 'spec.listeners', object.spec.listeners),
    ]),
    ...own(mesh, 'networking.istio.io/VirtualService', ofVirtualService),
    ...own(mesh, 'gateway.networking.k8s.io/HTTPRoute', (object) => ofRoute(object, object.spec.rules)),
    ...own(mesh, 'gateway.networking.k8s.io/GRPCRoute', (object) => ofRoute(object, object.spec.rules)),
    ...own(mesh, 'gateway.networking.k8s.io/TLSRoute', (object) => ofRoute(object, object.spec.rules)),
    ...own(mesh, 'networking.istio.io/DestinationRule', (object) => [
      list('subset', object, 'spec.subsets', object.spec.subsets),
    ]),
    ...own(mesh, 'security.istio.io/AuthorizationPolicy', (object) => [
      object.spec.rules === undefined || object.spec.rules.length === 0
        ? [{ kind: 'policy', object, path: 'spec' }]
        : list('policy', object, 'spec.rules', object.spec.rules),
    ]),
    ...own(mesh, 'security.istio.io/RequestAuthentication', (object) => [
      list('policy', object, 'spec.jwtRules', object.spec.jwtRules),
    ]),
    ...own(mesh, 'security.istio.io/PeerAuthentication', (object) => {
      const { mtls, portLevelMtls = {} } = object.spec;
      const ports = Object.keys(portLevelMtls).map((port) => `spec.portLevelMtls[${port}]`);
      return [
        [...(mtls === undefined ? [] : ['spec.mtls']), ...ports].map((path) => ({ kind: 'policy', object, path })),
      ];
    }),
  ];
}

function own<K extends Parameters<Mesh['all']>[0]>(
  mesh: Mesh,
  kind: K,
  rules: (object: MeshObject<K>) => readonly (readonly Rule[])[],
): readonly Rule[] {
  return mesh
    .all(kind)
    .filter(({ external }) => !external)
    .flatMap((object) => rules(object).flat());
}

function list(
  kind: Rule['kind'],
  object: MeshObject,
  path: string,
  items: readonly unknown[] | undefined,
): readonly Rule[] {
  return (items ?? []).map((_, i) => ({ kind, object, path: `${path}[${i}]` }));
}

/** Of tcp rules a gateway does not say which match let a connection through, so these are not counted. */
function ofVirtualService(object: VirtualService): Rule[][] {
  return rulesOf(object).map(({ kind, path, matches, destinations, mirrors }) => [
    { kind: 'rule', object, path },
    ...(kind === 'tcp' ? [] : matches.map((match): Rule => ({ kind: 'match', object, path: match.path }))),
    ...[...destinations, ...mirrors].map((each): Rule => ({ kind: 'destination', object, path: each.path })),
  ]);
}

/** A rule of a route of the Gateway API, of any kind. */
interface RouteRule {
  readonly matches?: readonly unknown[];
  readonly backendRefs?: readonly unknown[];
}

function ofRoute(object: MeshObject, rules: readonly RouteRule[] | undefined): Rule[][] {
  return (rules ?? []).map(({ matches, backendRefs }, i) => {
    const path = `spec.rules[${i}]`;
    return [
      { kind: 'rule', object, path },
      ...list('match', object, `${path}.matches`, matches),
      ...list('destination', object, `${path}.backendRefs`, backendRefs),
    ];
  });
}
