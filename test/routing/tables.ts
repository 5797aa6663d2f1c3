import type { AgeOrder } from '../../lib/mesh/age';
import type { Proxy } from '../../lib/mesh/proxies';
import { proxies } from '../../lib/mesh/proxies';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { RouteAction, RouteEntry, VirtualHost } from '../../lib/routing/route-table';
import { deployment, INGRESS, service } from '../manifests';

export const meshOf = (manifests: readonly Manifest[], age: AgeOrder = 'listed', meshConfig = {}): Mesh =>
  new Mesh(manifests, [], { age, meshConfig });

/** The pods of an ingress gateway, and their Service with the usual ports. */
export const ingress: readonly Manifest[] = [
  deployment('istio-system/ingress', INGRESS),
  service(
    'istio-system/istio-ingressgateway',
    [
      { name: 'http2', port: 80, targetPort: 8080 },
      { name: 'https', port: 443, targetPort: 8443 },
      { name: 'tcp', port: 31400, targetPort: 31400 },
    ],
    { selector: INGRESS },
  ),
];

export const web = service('shop/web', [{ name: 'http', port: 80, targetPort: 8080 }]);

export const WEB = 'web.shop.svc.cluster.local';

/** A rule: what it matches, and the subset of web that it sends requests to, or the code that it answers with. */
export function rule(to: string | number, ...match: object[]): object {
  return {
    ...(match.length > 0 && { match }),
    ...(typeof to === 'number'
      ? { directResponse: { status: to } }
      : { route: [{ destination: { host: WEB, subset: to } }] }),
  };
}

export const under = (prefix: string): object => ({ uri: { prefix } });

export function gatewayProxy(mesh: Mesh): Proxy {
  return proxies(mesh).gateways[0];
}

/** Virtual hosts as text, one line a domain: `a.example.com: /early -> 80 web.shop v1 | * -> 503`. */
export function linesOf(hosts: readonly VirtualHost[] | undefined): string[] {
  return (hosts ?? []).flatMap(({ domains, routes, requireTls }) =>
    domains.map(
      (domain) => `${domain}: ${[...(requireTls === true ? ['TLS'] : []), ...routes.map(textOf)].join(' | ')}`,
    ),
  );
}

export function textOf({ match, action }: RouteEntry): string {
  const { uri, headers = {}, method } = match;
  const path = uri?.exact !== undefined ? `=${uri.exact}` : uri?.regex !== undefined ? `~${uri.regex}` : uri?.prefix;
  const conditions = [...(method?.exact === undefined ? [] : [method.exact]), ...Object.keys(headers)];
  return `${[path ?? '*', ...conditions].join(' ')} -> ${actionText(action)}`;
}

function actionText(action: RouteAction): string {
  switch (action.kind) {
    case 'redirect':
      return `redirect ${action.code ?? 'nowhere'}`;
    case 'directResponse':
      return String(action.status);
    case 'clusters':
      return action.clusters.length === 1
        ? clusterText(action.clusters[0].cluster)
        : action.clusters.map(({ cluster, weight }) => `${weight}*${clusterText(cluster)}`).join(' + ');
  }
}

/** `outbound|80|v1|web.shop.svc.cluster.local` as `80 web.shop v1`. */
export function clusterText(cluster: string): string {
  const [, port, subset, host] = cluster.split('|');
  return host === undefined
    ? cluster
    : `${port} ${host.replace('.svc.cluster.local', '')}${subset === '' ? '' : ` ${subset}`}`;
}
