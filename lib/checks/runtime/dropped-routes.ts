import { MESH_GATEWAY } from '../../istio/names';
import { leftOutRoutes } from '../../routing/left-out-routes';
import { list } from '../../schema/words';
import type { Check } from '../check';

const CONVERSION = 'https://github.com/istio/istio/blob/master/pilot/pkg/config/kube/gateway/conversion.go';

/** Routes of the Gateway API that istiod leaves out with all their rules. */
export const droppedRoutes: Check = {
  name: 'dropped-routes',
  mirrors: ['pilot/pkg/config/kube/gateway/conversion.go: convertHTTPRoute, convertGRPCRoute, convertTLSRoute'],
  codes: {
    CDI0166: {
      name: 'RouteDropped',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'istiod leaves out a route of the Gateway API with all its rules, because it cannot use one of them.',
      explanation:
        'istiod makes rules for proxies of a route as a whole. One filter that it does not know at this place (as `URLRewrite` at a backend, or `ExtensionRef`), a backend without a port or with a host as its name, and nothing of the route is there: also its other rules are not. The API server takes the route, and only its status tells (Accepted: False). Requests for its hosts get 404 at a gateway, and clients of a Service go on as if there were no route.',
      remedy: 'Write what istiod knows, at the place where it knows it.',
      references: [CONVERSION, 'https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter'],
    },
  },
  run(mesh, report) {
    for (const { route, path, why, fix, absence, hosts } of mesh.derive(leftOutRoutes)) {
      const atGateways = [
        ...new Set([...hosts].flatMap(([gateway, names]) => (gateway === MESH_GATEWAY ? [] : names))),
      ];
      const lost =
        atGateways.length === 0
          ? `Clients of ${list([...new Set(hosts.get(MESH_GATEWAY))])} go on as if there were no route.`
          : route.kind === 'TLSRoute'
            ? `Connections for ${list(atGateways)} are closed, unless another route takes them.`
            : `Requests for ${list(atGateways)} get 404, unless another route takes them.`;
      report({
        code: 'CDI0166',
        object: route,
        path,
        absence,
        message: `istiod leaves out this ${route.kind} with all its rules: ${why}. ${lost}`,
        fix,
      });
    }
  },
};
