import { MESH_GATEWAY } from '../../istio/names';
import { fullHost, isWildcard, serviceOfHost } from '../../istio/host';
import { serversOf } from '../../mesh/gateway-servers';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import {
  gatewayNames,
  isAskedAt,
  rulesOf,
  virtualServicesByGateway,
  virtualServicesByHost,
} from '../../mesh/virtual-services';
import { bareHost } from '../../schema/words';
import type { Check, Wording } from '../check';
import { dottedService } from './dotted-service';

/** Egress that lacks a ServiceEntry: one for the sidecars, and one that a gateway can connect to. */
export const egressServiceEntries: Check = {
  name: 'egress-service-entries',
  mirrors: ['pilot/pkg/networking/core/httproute.go: buildSidecarOutboundHTTPRouteConfig'],
  codes: {
    CDI0201: {
      name: 'EgressWithoutServiceEntry',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'No ServiceEntry makes sidecars use the rules for an external host.',
      explanation:
        'A sidecar has listeners and routes for the hosts of the registry: Services and ServiceEntries. `tls` and `tcp` rules for a host that is in neither have no effect. `http` rules are used on port 80 only; that is reported as information. With `outboundTrafficPolicy: ALLOW_ANY`, the default, the connection leaves the pod directly (PassthroughCluster in the access log) and the request succeeds, so the mistake goes unnoticed; with REGISTRY_ONLY the connection is closed.',
      remedy: 'Add a ServiceEntry for the host.',
      references: [
        'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/',
        'https://istio.io/latest/docs/tasks/traffic-management/egress/wildcard-egress-hosts/',
      ],
    },
    CDI0203: {
      name: 'WildcardWithoutUpstream',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'An egress gateway forwards TLS for a wildcard host and has nothing to connect to.',
      explanation:
        'A wildcard has no address. A gateway can send all matching hosts to one server that serves them all (a ServiceEntry with resolution DNS for that server), or look up the server name of each connection itself, which requires an EnvoyFilter with the SNI dynamic forward proxy. With anything in between, such as a ServiceEntry for the wildcard with resolution NONE, the gateway has no upstream and closes connections. Without any ServiceEntry, sidecars do not use the gateway, and connections bypass it.',
      remedy: 'Choose one of the two, and write all of its objects.',
      references: [
        'https://istio.io/latest/docs/tasks/traffic-management/egress/wildcard-egress-hosts/',
        'https://istio.io/latest/blog/2023/egress-sni/',
      ],
    },
    CDI0209: {
      name: 'GatewayUpstreamUnresolved',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A gateway sends requests to a ServiceEntry with resolution NONE.',
      explanation:
        'With resolution NONE Envoy connects to the original destination address of the client. A sidecar knows this address, because connections are redirected to the sidecar. Clients connect to a gateway by its own address, so it does not know the original one: it has no healthy upstream (flag UH), TLS connections are closed, and HTTP requests get 503.',
      remedy: 'Write resolution: DNS.',
      references: ['https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/'],
    },
  },
  run(mesh, report) {
    const known = registry(mesh);
    const entriesFor = (host: string): readonly RegistryService[] =>
      known.overlapping(host).filter(({ external }) => external);
    for (const object of mesh.derive(virtualServicesByGateway).get(MESH_GATEWAY) ?? []) {
      const rules = rulesOf(object).filter((rule) => isAskedAt(rule, MESH_GATEWAY));
      (object.spec.hosts ?? []).forEach((host, i) => {
        const full = fullHost(host, object.namespace, mesh.context.clusterDomain);
        // A URL is not a host: the webhook reports it.
        const external =
          !full.endsWith(`.${mesh.context.clusterDomain}`) && full.includes('.') && bareHost(full) === undefined;
        const asked = external && rules.length > 0 && host !== '*';
        if (asked && entriesFor(host).length === 0 && dottedService(mesh, host) === undefined) {
          report({
            code: 'CDI0201',
            object,
            path: `spec.hosts[${i}]`,
            ...(rules.every(({ kind }) => kind === 'http') ? unknownToHttp(host) : unknownToTls(host)),
          });
        }
      });
    }
    for (const gateway of mesh.all('networking.istio.io/Gateway')) {
      const forwards = mesh.derive(sniForward);
      for (const server of serversOf(gateway)) {
        const wildcard = server.hosts
          .map((host) => host.slice(host.indexOf('/') + 1))
          .find((host) => host.startsWith('*.'));
        const routes = wildcard === undefined ? [] : sidecarRoutes(mesh, gateway.key, wildcard);
        const upstream = wildcard !== undefined && entriesFor(wildcard).some(({ host }) => !isWildcard(host));
        if (
          wildcard !== undefined &&
          routes.length > 0 &&
          server.server.tls?.mode === 'PASSTHROUGH' &&
          !upstream &&
          !forwards
        ) {
          report({
            code: 'CDI0203',
            object: gateway,
            path: `${server.path}.hosts`,
            absence: true,
            message: `The gateway forwards TLS for ${wildcard}, but has nothing to connect to: a wildcard has no address, and no ServiceEntry names one matching host that serves all of them. With resolution NONE the gateway has no upstream either.`,
            fix: `Add a ServiceEntry with resolution: DNS for one host that serves them all and send the second hop there, or let the gateway connect to the server name (an EnvoyFilter with sni_dynamic_forward_proxy). EgressSniPassthrough writes either.`,
          });
        }
      }
    }
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      const gateways = gatewayNames(object).filter((name) => name !== MESH_GATEWAY);
      for (const rule of rulesOf(object).filter((each) => gateways.some((name) => isAskedAt(each, name)))) {
        for (const { path, destination } of rule.destinations) {
          const entries = known.withHost(destination.host ?? '').filter(({ external }) => external);
          if (entries.length > 0 && entries.every(({ resolution }) => resolution === 'Passthrough')) {
            report({
              code: 'CDI0209',
              object,
              path: `${path}.host`,
              related: [...new Set(entries.map((entry) => entry.object))].map((entry) => ({
                object: entry,
                path: 'spec.resolution',
              })),
              message: `ServiceEntry ${destination.host} has resolution NONE, which means the original destination address of the client. Clients connect to a gateway by its own address, so it does not know the original one: it has no upstream and closes the connection (flag UH).`,
              // A wildcard with resolution DNS is rejected, and gateways cannot use DYNAMIC_DNS.
              fix: isWildcard(destination.host ?? '')
                ? 'DNS cannot resolve a wildcard: send the requests to one host that serves them all, with a ServiceEntry of resolution: DNS, or let the gateway connect to the server name (EgressSniPassthrough writes either).'
                : 'Write resolution: DNS in the ServiceEntry, so that the gateway looks up the host.',
            });
          }
        }
      }
    }
  },
};

function unknownToTls(host: string): Wording {
  return {
    absence: true,
    message: `No ServiceEntry has the host ${host}, so sidecars have no listener for it and never use these rules: connections leave the pod directly and bypass every gateway (with outboundTrafficPolicy REGISTRY_ONLY they are closed). A successful request proves nothing.`,
    fix: `Add a ServiceEntry with hosts: ["${host}"] and ports: [{ number: 443, name: tls, protocol: TLS }], and export it to the clients and to the gateway.`,
  };
}

/** Sidecars serve the http rules of hosts that are not in the registry on port 80. */
function unknownToHttp(host: string): Wording {
  return {
    severity: 'info',
    message: `No ServiceEntry has the host ${host}. Sidecars use these rules only for plain HTTP on port 80, and only if another host of the mesh has an HTTP port 80. On other ports, and with HTTPS, connections leave the pod directly (with outboundTrafficPolicy REGISTRY_ONLY they are closed).`,
    fix: `If pods call no other port, nothing needs to change. Otherwise add a ServiceEntry with hosts: ["${host}"] and the ports that they call. If the rules are only for requests from outside, remove mesh from gateways, or name the Gateway there.`,
  };
}

/** VirtualServices by which sidecars send requests for a host to a gateway. */
function sidecarRoutes(mesh: Mesh, gateway: string, host: string): string[] {
  const ofGateway = mesh.derive(virtualServicesByGateway).get(gateway);
  const table = ofGateway && virtualServicesByHost(mesh, ofGateway);
  return [...(table?.inOrder(table.overlapping(host)) ?? [])]
    .filter((object) => gatewayNames(object).includes(MESH_GATEWAY))
    .filter((object) =>
      rulesOf(object).some(({ destinations }) =>
        destinations.some(
          ({ destination }) =>
            serviceOfHost(
              fullHost(destination.host ?? '', object.namespace, mesh.context.clusterDomain),
              mesh.context.clusterDomain,
            ) !== undefined,
        ),
      ),
    )
    .map(({ key }) => key);
}

/** Whether an EnvoyFilter makes a gateway connect to the server name of the client. */
function sniForward(mesh: Mesh): boolean {
  return mesh
    .all('networking.istio.io/EnvoyFilter')
    .some(({ spec }) => JSON.stringify(spec).includes('sni_dynamic_forward_proxy'));
}
