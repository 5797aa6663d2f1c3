import { fullHost, hostCovers, hostsOverlap, serviceOfHost } from '../../istio/host';
import type { Mesh } from '../../mesh/reading/mesh';
import { bareHost } from '../../schema/words';
import type { Check, Report } from '../check';
import {
  dottedService,
  gatewayNames,
  holdsAt,
  rulesOf,
  serverHosts,
  virtualServicesByGateway,
} from './virtual-services';

/** Egress without what makes it work: a ServiceEntry for the sidecar, and one that a gateway can send to. */
export const egressServiceEntries: Check = {
  codes: ['CDI0201', 'CDI0203', 'CDI0209'],
  run(mesh, report) {
    const entries = mesh.derive(entriesByHost);
    const known = [...entries.keys()];
    const wildcards = known.filter((host) => host.startsWith('*'));
    for (const object of mesh.derive(virtualServicesByGateway).get('mesh') ?? []) {
      const rules = rulesOf(object).filter((rule) => holdsAt(rule, 'mesh'));
      (object.spec.hosts ?? []).forEach((host, i) => {
        const full = fullHost(host, object.namespace, mesh.context.clusterDomain);
        // A URL is no host: the webhook says so.
        const external =
          full.includes('.') && bareHost(full) === undefined && !full.endsWith(`.${mesh.context.clusterDomain}`);
        const found = host.startsWith('*')
          ? known.some((each) => hostsOverlap(each, host))
          : entries.has(host) || wildcards.some((each) => hostCovers(each, host));
        if (external && rules.length > 0 && !found && host !== '*' && dottedService(mesh, host) === undefined) {
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
      (gateway.spec.servers ?? []).forEach(({ hosts, tls }, i) => {
        const wildcard = serverHosts(hosts).find((host) => host.startsWith('*.'));
        const routes = wildcard === undefined ? [] : sidecarRoutes(mesh, gateway.key, wildcard);
        const upstream = known.some((host) => !host.startsWith('*') && hostCovers(wildcard ?? '', host));
        if (wildcard !== undefined && routes.length > 0 && tls?.mode === 'PASSTHROUGH' && !upstream && !forwards) {
          report({
            code: 'CDI0203',
            object: gateway,
            path: `spec.servers[${i}].hosts`,
            absence: true,
            message:
              `The gateway is to pass on TLS for ${wildcard}, and there is nothing that it could connect to: a wildcard has no address, and no ServiceEntry names one host below it ` +
              'that serves all of them. With resolution NONE the gateway has no upstream either.',
            fix: `Add a ServiceEntry with resolution: DNS for one host that serves them all and send the second hop there, or let the gateway follow the server name (an EnvoyFilter with sni_dynamic_forward_proxy: EgressSniPassthrough writes either).`,
          });
        }
      });
    }
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      const gateways = gatewayNames(object).filter((name) => name !== 'mesh');
      for (const rule of rulesOf(object).filter((each) => gateways.some((name) => holdsAt(each, name)))) {
        for (const { path, destination } of rule.destinations) {
          if (entries.get(destination.host ?? '') === 'NONE') {
            report({
              code: 'CDI0209',
              object,
              path: `${path}.host`,
              message: `ServiceEntry ${destination.host} has resolution NONE, which means the address that the client asked for. A gateway is asked by its own address and does not know that one: it has no upstream and closes the connection (flag UH).`,
              fix: 'Write resolution: DNS into the ServiceEntry, so that the gateway looks the host up.',
            });
          }
        }
      }
    }
  },
};

type Told = Pick<Report, 'message' | 'fix' | 'absence' | 'severity'>;

function unknownToTls(host: string): Told {
  return {
    absence: true,
    message:
      `No ServiceEntry is for ${host}, so sidecars have no listener for it and never ask these rules: connections leave the pod directly, past every gateway ` +
      '(with outboundTrafficPolicy REGISTRY_ONLY they are closed). That the page loads proves nothing.',
    fix: `Add a ServiceEntry with hosts: ["${host}"] and ports: [{ number: 443, name: tls, protocol: TLS }], visible to the clients and to the gateway.`,
  };
}

/** Sidecars put the http rules for hosts that are in no registry at port 80. */
function unknownToHttp(host: string): Told {
  return {
    severity: 'info',
    message:
      `No ServiceEntry is for ${host}. Sidecars ask these rules for plain HTTP on port 80 only, if another host of the mesh has an HTTP port 80; on other ports, and with HTTPS, ` +
      'connections leave the pod directly (with outboundTrafficPolicy REGISTRY_ONLY they are closed).',
    fix: `Leave it if pods call no other port; or add a ServiceEntry with hosts: ["${host}"] and the ports that they call. If the rules are for requests from outside only, take mesh out of gateways, or name the Gateway there.`,
  };
}

/** The resolution of each host of a ServiceEntry. */
function entriesByHost(mesh: Mesh): Map<string, string> {
  return new Map(
    mesh
      .all('networking.istio.io/ServiceEntry')
      .flatMap(({ spec }) => (spec.hosts ?? []).map((host): [string, string] => [host, spec.resolution ?? 'NONE'])),
  );
}

/** VirtualServices that make sidecars send requests for a host to a gateway. */
function sidecarRoutes(mesh: Mesh, gateway: string, host: string): string[] {
  return (mesh.derive(virtualServicesByGateway).get(gateway) ?? [])
    .filter(
      (object) =>
        gatewayNames(object).includes('mesh') && (object.spec.hosts ?? []).some((each) => hostsOverlap(each, host)),
    )
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
