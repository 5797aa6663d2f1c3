import { isOutsideMesh } from '../../mesh/injection';
import type { ClientTls } from '../../mesh/client-tls';
import { clientTls } from '../../mesh/client-tls';
import { gatewayWorkloads } from '../../mesh/proxies';
import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Workload } from '../../mesh/workload';
import { isWildcard } from '../../istio/host';
import { list } from '../../schema/words';
import type { Check, Reporter } from '../check';

type DestinationRule = MeshObject<'networking.istio.io/DestinationRule'>;
type ServiceEntry = MeshObject<'networking.istio.io/ServiceEntry'>;

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
        "With `tls.mode: ISTIO_MUTUAL` proxies always speak Istio's mutual TLS to a host. Pods without a sidecar or ztunnel get a TLS handshake that their application does not understand: HTTP clients get 503 with the response flag UF, other connections are closed. Without `tls` in any DestinationRule, Istio decides for each pod whether it can take mutual TLS (auto mTLS), so a rule for all hosts, such as `*.local`, is seldom needed today. A host that a ServiceEntry puts outside the mesh has no certificate of the mesh either; of those it is a warning. A rule for one host is found before one for a wildcard, if it stands in the namespace of the client or of the Service.",
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
    outsideTheMesh(mesh, report);
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

/** Rules for hosts that a ServiceEntry says are outside the mesh. */
function outsideTheMesh(mesh: Mesh, report: Reporter): void {
  const rules = mesh.all('networking.istio.io/DestinationRule').flatMap((object) => mutualIn(object) ?? []);
  const entries = rules.length === 0 ? new Map<string, ServiceEntry>() : mesh.derive(externalHosts);
  for (const { object, path } of rules) {
    const host = object.spec.host ?? '';
    const entry = entries.get(host.toLowerCase());
    if (entry !== undefined) {
      report({
        code: 'CDI0421',
        object,
        path,
        severity: 'warning',
        related: [{ object: entry }],
        message: `Proxies always speak Istio's mutual TLS to ${host}, and ServiceEntry ${entry.key} says that it is outside the mesh (location: MESH_EXTERNAL), where nothing speaks it: the TLS handshake fails, and requests get 503 with the response flag UF.`,
        fix: 'Write mode: SIMPLE if the host speaks TLS and clients send plain HTTP, or remove tls if clients open TLS themselves or the host speaks plain HTTP. If it is in a mesh, write location: MESH_INTERNAL in the ServiceEntry.',
      });
    }
  }
}

/** Where a rule asks for Istio's mutual TLS first. */
function mutualIn(object: DestinationRule): { readonly object: DestinationRule; readonly path: string } | undefined {
  const { trafficPolicy } = object.spec;
  const i = (trafficPolicy?.portLevelSettings ?? []).findIndex(({ tls }) => tls?.mode === 'ISTIO_MUTUAL');
  return trafficPolicy?.tls?.mode === 'ISTIO_MUTUAL'
    ? { object, path: 'spec.trafficPolicy.tls.mode' }
    : i >= 0
      ? { object, path: `spec.trafficPolicy.portLevelSettings[${i}].tls.mode` }
      : undefined;
}

/** The port of a gateway through which the services of another cluster of the mesh are reached. */
const CROSS_NETWORK_PORT = 15443;

function externalHosts(mesh: Mesh): ReadonlyMap<string, ServiceEntry> {
  return new Map(
    mesh.all('networking.istio.io/ServiceEntry').flatMap((entry) => {
      const { hosts = [], location = 'MESH_EXTERNAL', workloadSelector, endpoints = [], ports = [] } = entry.spec;
      const leadsToMesh = endpoints.some(({ ports: own = {} }) => Object.values(own).includes(CROSS_NETWORK_PORT));
      const isTargeted = ports.some(({ targetPort }) => targetPort === CROSS_NETWORK_PORT);
      return location !== 'MESH_EXTERNAL' || workloadSelector !== undefined || leadsToMesh || isTargeted
        ? []
        : hosts.map((host): [string, ServiceEntry] => [host.toLowerCase(), entry]);
    }),
  );
}

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
