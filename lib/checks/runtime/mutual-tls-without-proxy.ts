import { isOutsideMesh } from '../../mesh/injection';
import type { ClientTls } from '../../mesh/client-tls';
import { clientTls } from '../../mesh/client-tls';
import { gatewayWorkloads } from '../../mesh/proxies';
import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Workload } from '../../mesh/workload';
import { isWildcard } from '../../istio/host';
import { list } from '../../schema/words';
import type { Check } from '../check';

/** DestinationRules that use Istio's mutual TLS towards pods without a proxy. */
export const mutualTlsWithoutProxy: Check = {
  name: 'mutual-tls-without-proxy',
  mirrors: ['pilot/pkg/networking/core/cluster_tls.go: buildUpstreamTLSSettings'],
  codes: {
    CDI0421: {
      name: 'MutualTlsWithoutProxy',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: "A DestinationRule uses Istio's mutual TLS towards pods that have no proxy.",
      explanation:
        "With `tls.mode: ISTIO_MUTUAL` proxies always speak Istio's mutual TLS to a host. Pods without a sidecar or ztunnel get a TLS handshake that their application does not understand: HTTP clients get 503 with the response flag UF, other connections are closed. Without `tls` in any DestinationRule, Istio decides for each pod whether it can take mutual TLS (auto mTLS), so a rule for all hosts, such as `*.local`, is seldom needed today. A rule for one host is found before one for a wildcard, if it stands in the namespace of the client or of the Service.",
      remedy:
        'Remove tls from the rule, so that Istio decides for each pod, or add a rule for the host with mode DISABLE.',
      references: [
        'https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/#auto-mtls',
        'https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/',
        'https://github.com/istio/istio/issues/10062',
      ],
    },
  },
  run(mesh, report) {
    const mutual = mesh
      .derive(clientTls)
      .filter(({ mode }) => mode === 'ISTIO_MUTUAL')
      .flatMap((setting) => {
        const outside = setting.endpoints.flatMap(({ workload }) =>
          workload !== undefined && isOutside(mesh, workload) ? workload : [],
        );
        return outside.length === 0 ? [] : { ...setting, outside };
      });
    for (const same of groupBy(mutual, ({ object, path }) => `${object.key} ${path}`).values()) {
      const [{ object, path, outside }] = same;
      const hosts = [...new Set(same.map(({ service }) => service.host))];
      const services = [...new Set(same.map(({ service }) => service))].slice(0, SHOWN);
      const some = same[0].endpoints.length > outside.length ? 'some of the pods' : 'the pods';
      report({
        code: 'CDI0421',
        object,
        path,
        related: [...new Set([outside[0].object, ...services.map((service) => service.object)])].map((each) => ({
          object: each,
        })),
        message: `Proxies always speak Istio's mutual TLS to ${list(hosts.slice(0, SHOWN))}${hosts.length > SHOWN ? ` and ${hosts.length - SHOWN} more` : ''}, and ${some} there have no proxy to understand it (${outside[0].object.kind} ${outside[0].object.key}): requests get 503 with the response flag UF, other connections are closed.`,
        fix: fixFor(same),
      });
    }
  },
};

/** How many hosts a message names. */
const SHOWN = 3;

function isOutside(mesh: Mesh, workload: Workload): boolean {
  return !gatewayWorkloads(mesh).has(workload) && isOutsideMesh(workload, mesh);
}

function fixFor(same: readonly ClientTls[]): string {
  const [{ object, service }] = same;
  const remove = 'Remove tls here, so that Istio decides for each pod whether it takes mutual TLS';
  return isWildcard(object.spec.host ?? '')
    ? `${remove}; or add a DestinationRule in namespace ${service.namespace} with host: ${service.host} and trafficPolicy: {tls: {mode: DISABLE}}.`
    : `${remove}, or write mode: DISABLE.`;
}
