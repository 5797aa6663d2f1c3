import { MESH_GATEWAY } from '../../istio/names';
import { policyHosts } from '../../istio/policy-host';
import { authorizationPoliciesFor, isEnforced } from '../../mesh/authorization';
import type { Gateway } from '../../mesh/gateways';
import { proxiesOfGateway } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import type { VirtualService } from '../../mesh/virtual-services';
import { gatewayNames, isAskedAt, rulesOf } from '../../mesh/virtual-services';
import type { Check } from '../check';
import { boundGateways } from './gateways';
import type { Gap } from './open-dashboards/guarded-hosts';
import { gapOf, narrowest, widest } from './open-dashboards/guarded-hosts';

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
        "Istio's sample addons are meant for demos: Kiali runs with the authentication strategy `anonymous`, Grafana gives anonymous visitors the admin role, and Prometheus and Jaeger have no authentication. At a gateway they are open to everyone who can reach it. A policy that names hosts guards these only, and compares them with the Host header, port and all: without `host:*` beside `host`, a request with `Host: kiali.example.com:1` passes.",
      remedy:
        'Require authentication at the gateway, or use istioctl dashboard; the constructs have `DashboardExposure`.',
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
      const shown = dashboardsOf(object);
      const gap = shown.length === 0 ? 'none' : gapOfRules(mesh, object);
      for (const { path, host, risk, gateway } of gap === 'none' ? [] : shown) {
        const who = `everyone who reaches the gateway ${gateway}${gap === 'with a port' ? ' and writes a port after the host' : ''}`;
        report({
          code: 'CDI0301',
          object,
          path: `${path}.host`,
          message: `${host} is open to ${who}: the sample addons install it without authentication. ${risk}.`,
          fix:
            gap === 'with a port'
              ? `Policies compare the Host header with its port, and routes are found without it. Write both into hosts of the policy: ${(object.spec.hosts ?? []).flatMap(policyHosts).join(', ')}.`
              : 'Require authentication at the gateway: an AuthorizationPolicy for its pods with action CUSTOM and an external authorizer, or with a list of addresses, or a RequestAuthentication and a policy that requires a principal. Or do not expose it, and use istioctl dashboard.',
        });
      }
    }
  },
};

/** A dashboard that a gateway leads to. */
interface ShownDashboard {
  readonly path: string;
  readonly host: string;
  readonly risk: string;
  readonly gateway: string;
}

function dashboardsOf(object: VirtualService): ShownDashboard[] {
  const gateways = gatewayNames(object).filter((name) => name !== MESH_GATEWAY);
  return rulesOf(object)
    .filter((rule) => gateways.some((name) => isAskedAt(rule, name)))
    .flatMap(({ destinations }) => destinations)
    .flatMap(({ path, destination: { host = '' } }) => {
      const risk = DASHBOARDS.get(host.split('.')[0]);
      return risk === undefined ? [] : [{ path, host, risk, gateway: gateways[0] }];
    });
}

/** What is left open of the hosts of rules at the gateways that they are bound to. */
function gapOfRules(mesh: Mesh, object: VirtualService): Gap {
  const gaps = boundGateways(mesh, object).map((gateway) => gapAt(mesh, gateway, object.spec.hosts ?? []));
  return gaps.length === 0 ? 'any request' : widest(gaps);
}

/** What AuthorizationPolicies leave open of hosts at the pods of a gateway: one of them at least restricts who reaches it. */
function gapAt(mesh: Mesh, gateway: Gateway, hosts: readonly string[]): Gap {
  const proxies = proxiesOfGateway(mesh, gateway);
  // Unknown pods may be in any namespace, and only policies of the root namespace apply in all of them.
  const unknown = { namespace: mesh.context.rootNamespace, labels: gateway.spec.selector ?? {} };
  const gaps = (proxies.length === 0 ? [unknown] : proxies).map((pods) => {
    const { custom, deny, allow } = authorizationPoliciesFor(mesh, pods);
    const enforced = [...custom, ...deny, ...allow].filter(isEnforced);
    return enforced.length === 0 ? 'any request' : gapOf(enforced, hosts);
  });
  return narrowest(gaps);
}
