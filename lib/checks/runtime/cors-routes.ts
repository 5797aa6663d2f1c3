import type { HttpMatchRequest } from '../../../imports/networking';
import type { KnownRequest } from '../../istio/authorization-match';
import { effectiveMatch } from '../../istio/string-match';
import { httpRules } from '../../mesh/delegates';
import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { VirtualService } from '../../mesh/virtual-services';
import { isAskedAt, virtualServicesByGateway } from '../../mesh/virtual-services';

type HttpRoute = MeshObject<'gateway.networking.k8s.io/HTTPRoute'>;

/** A rule that answers CORS preflights, and what these are like. */
export interface CorsRoute {
  readonly object: VirtualService | HttpRoute;
  /** `spec.http[0]` or `spec.rules[0]` */
  readonly path: string;
  readonly requests: readonly KnownRequest[];
}

/** The rules that answer preflights at a Gateway, of Istio or of the Gateway API: `mesh.derive(corsRoutes).get(corsKey(gateway))`. */
export function corsRoutes(mesh: Mesh): ReadonlyMap<string, readonly CorsRoute[]> {
  const routes = new Map<string, CorsRoute[]>();
  for (const [gateway, objects] of mesh.derive(virtualServicesByGateway)) {
    for (const object of objects) {
      ofVirtualService(mesh, object, gateway).forEach((route) => push(routes, `${ISTIO} ${gateway}`, route));
    }
  }
  for (const object of mesh.all('gateway.networking.k8s.io/HTTPRoute')) {
    const found = ofHttpRoute(object);
    for (const { kind = 'Gateway', name, namespace = object.namespace } of object.spec.parentRefs ?? []) {
      found.filter(() => kind === 'Gateway').forEach((route) => push(routes, `${API} ${namespace}/${name}`, route));
    }
  }
  return routes;
}

const [ISTIO, API] = ['networking.istio.io/Gateway', 'gateway.networking.k8s.io/Gateway'];

export function corsKey({ id, key }: MeshObject): string {
  return `${id} ${key}`;
}

function ofVirtualService(mesh: Mesh, object: VirtualService, gateway: string): CorsRoute[] {
  const { hosts = [] } = object.spec;
  return httpRules(mesh, object)
    .rules.filter(({ rule }) => rule.corsPolicy !== undefined)
    .flatMap(({ path, matches }) => {
      const here = matches.filter((match) => isAskedAt(match, gateway)).map(({ match }) => pathOf(match));
      return matches.length > 0 && here.length === 0
        ? []
        : { object, path, requests: preflights(hosts, here.length === 0 ? [ANY_PATH] : here) };
    });
}

function ofHttpRoute(object: HttpRoute): CorsRoute[] {
  const { hostnames = [], rules = [] } = object.spec;
  return rules.flatMap(({ filters = [], matches = [] }, i) => {
    const paths = matches.map(({ path: { type = 'PathPrefix', value = '/' } = {} }): KnownRequest['path'] =>
      type === 'Exact' ? { exact: value } : type === 'PathPrefix' ? { prefix: value } : undefined,
    );
    return filters.some(({ type }) => type === 'CORS')
      ? { object, path: `spec.rules[${i}]`, requests: preflights(hostnames, paths.length === 0 ? [ANY_PATH] : paths) }
      : [];
  });
}

const ANY_PATH = { prefix: '/' };

function pathOf({ uri }: HttpMatchRequest): KnownRequest['path'] {
  const condition = uri === undefined ? undefined : effectiveMatch(uri);
  if (condition === undefined) {
    return ANY_PATH;
  }
  if (condition.way === 'regex') {
    return undefined;
  }
  return condition.way === 'exact' ? { exact: condition.text } : { prefix: condition.text };
}

function preflights(hosts: readonly string[], paths: readonly KnownRequest['path'][]): KnownRequest[] {
  return (hosts.length === 0 ? [undefined] : hosts).flatMap((host) =>
    paths.map((path): KnownRequest => ({ isHttp: true, method: 'OPTIONS', host, path })),
  );
}
