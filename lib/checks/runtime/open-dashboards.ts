import { MESH_GATEWAY } from '../../istio/names';
import { authorizationPoliciesFor, isEnforced } from '../../mesh/authorization';
import type { Gateway } from '../../mesh/gateways';
import { proxiesOfGateway } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import { gatewayNames, isAskedAt, rulesOf } from '../../mesh/virtual-services';
import type { Check } from '../check';
import { boundGateways } from './gateways';

/** What the sample addons of Istio let every visitor do. */
const DASHBOARDS: ReadonlyMap<string, string> = new Map([
  ['kiali', 'Kiali shows the whole mesh, and lets everyone change its configuration'],
  ['grafana', 'Grafana makes every visitor an administrator'],
  ['prometheus', 'Prometheus answers every query'],
  ['tracing', 'Jaeger shows the traces of all requests, headers included'],
  ['jaeger', 'Jaeger shows the traces of all requests, headers included'],
  ['jaeger-query', 'Jaeger shows the traces of all requests, headers included'],
  ['jaeger-collector', 'Jaeger shows the traces of all requests, headers included'],
  ['zipkin', 'Zipkin shows the traces of all requests'],
  ['skywalking-ui', 'SkyWalking shows the traces of all requests'],
]);

/** Dashboards behind a gateway that lets everyone in. */
export const openDashboards: Check = {
  name: 'open-dashboards',
  codes: {
    CDI0301: {
      name: 'DashboardOpenToAnyone',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A dashboard is exposed at a gateway without authentication.',
      explanation:
        "Istio's sample addons are meant for demos: Kiali runs with the authentication strategy `anonymous`, Grafana gives anonymous visitors the admin role, and Prometheus and Jaeger have no authentication. At a gateway they are open to everyone who can reach it.",
      remedy: 'Require authentication at the gateway, or use istioctl dashboard.',
      references: [
        'https://istio.io/latest/docs/tasks/observability/gateways/',
        'https://kiali.io/docs/configuration/authentication/',
      ],
    },
  },
  run(mesh, report) {
    const login = mesh
      .all('networking.k8s.io/Ingress')
      .some(({ annotations }) => annotations['alb.ingress.kubernetes.io/auth-type'] !== undefined);
    for (const object of login ? [] : mesh.all('networking.istio.io/VirtualService')) {
      const gateways = gatewayNames(object).filter((name) => name !== MESH_GATEWAY);
      const known = boundGateways(mesh, object);
      if (gateways.length === 0 || (known.length > 0 && known.every((gateway) => isGuarded(mesh, gateway)))) {
        continue;
      }
      for (const rule of rulesOf(object).filter((each) => gateways.some((name) => isAskedAt(each, name)))) {
        for (const { path, destination } of rule.destinations) {
          const risk = DASHBOARDS.get((destination.host ?? '').split('.')[0]);
          if (risk !== undefined) {
            report({
              code: 'CDI0301',
              object,
              path: `${path}.host`,
              message: `${destination.host} is open to everyone who reaches the gateway ${gateways[0]}: the sample addons install it without authentication. ${risk}.`,
              fix: 'Require authentication at the gateway: an AuthorizationPolicy for its pods with action CUSTOM and an external authorizer, or with a list of addresses, or a RequestAuthentication and a policy that requires a principal. Or do not expose it, and use istioctl dashboard.',
            });
          }
        }
      }
    }
  },
};

/** Whether an AuthorizationPolicy restricts who reaches some pods of a gateway. */
function isGuarded(mesh: Mesh, gateway: Gateway): boolean {
  const proxies = proxiesOfGateway(mesh, gateway);
  // Unknown pods may be in any namespace, and only policies of the root namespace apply in all of them.
  const unknown = { namespace: mesh.context.rootNamespace, labels: gateway.spec.selector ?? {} };
  return (proxies.length === 0 ? [unknown] : proxies).some((pods) => {
    const { custom, deny, allow } = authorizationPoliciesFor(mesh, pods);
    return [...custom, ...deny, ...allow].some(isEnforced);
  });
}
