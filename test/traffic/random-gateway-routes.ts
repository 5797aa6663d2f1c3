import type { Draw } from '../istiod/draw';
import type { Fields } from '../istiod/random-mesh';
import { NAMESPACES, ROOT } from '../istiod/random-mesh';
import type { Manifest } from '../real/manifest';
import { HTTP_ROUTES, routeRule } from './random-http-routes';
import type { Drawn } from './random-policies';

export const GATEWAY_CLASS: Manifest = {
  apiVersion: HTTP_ROUTES,
  kind: 'GatewayClass',
  metadata: { name: 'istio' },
  spec: { controllerName: 'istio.io/gateway-controller' },
};

/** The Service before the ingress gateway that Gateways of the Gateway API name, with the ports of their listeners. */
export const FRONT = {
  namespace: ROOT,
  name: 'front',
  selector: { istio: 'ingress' },
  ports: [
    { name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' },
    { name: 'https', port: 443, targetPort: 8443, protocol: 'TCP' },
  ],
};

const LISTENED: readonly (string | undefined)[] = [undefined, '*.ext.com', 'www.ext.com', 'api.ext.com', '*.com'];
const ASKED = ['www.ext.com', 'api.ext.com', '*.ext.com', 'ext.com', 'x.api.ext.com'];

/** A Gateway of the Gateway API on the pods of the ingress gateway, and the HTTPRoutes that are attached to it. */
export function gatewayRoutes(draw: Draw): Drawn[] {
  const { namespace, name } = FRONT;
  const listeners = [
    ...draw.some(LISTENED, 1, 2).map((host, i) => listener(draw, `http-${i}`, host, { port: 80, protocol: 'HTTP' })),
    ...draw
      .some(LISTENED, 0, 1)
      .map((host, i) => listener(draw, `https-${i}`, host, { port: 443, protocol: 'HTTPS', tls: TLS })),
  ];
  const names = listeners.map((each) => each.name as string);
  const addresses = [{ type: 'Hostname', value: name }];
  const spec = { gatewayClassName: 'istio', addresses, listeners };
  return [
    { apiVersion: HTTP_ROUTES, kind: 'Gateway', namespace, name, spec },
    ...draw.times(2, 5, (i) => route(draw, `front-${i}`, names)),
  ];
}

const TLS = { mode: 'Terminate', certificateRefs: [{ name: 'certificate' }] };

function listener(draw: Draw, name: string, hostname: string | undefined, what: Fields): Fields {
  const from = draw.weighted([4, 'All'], [1, 'Same']);
  return { name, ...what, ...(hostname !== undefined && { hostname }), allowedRoutes: { namespaces: { from } } };
}

function route(draw: Draw, name: string, listeners: readonly string[]): Drawn {
  const parent = { name: FRONT.name, namespace: FRONT.namespace };
  return {
    apiVersion: HTTP_ROUTES,
    kind: 'HTTPRoute',
    namespace: draw.one([...NAMESPACES, ROOT]),
    name,
    spec: {
      parentRefs: [{ ...parent, ...draw.maybe(20, () => ({ sectionName: draw.one([...listeners, 'lost']) })) }],
      ...draw.maybe(85, () => ({ hostnames: draw.some(ASKED, 1, 2) })),
      rules: draw.times(1, 4, () => routeRule(draw)),
    },
  };
}
