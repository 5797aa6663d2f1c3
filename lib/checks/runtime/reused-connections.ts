import { hostCovers, isWildcard } from '../../istio/host';
import { certificateCovers } from '../../mesh/certificate-names';
import { HostTable } from '../../mesh/host-table';
import { push } from '../../mesh/reading/group-by';
import type { Check, Report } from '../check';
import { apiTerminators } from './reused-connections/api-terminators';
import { gatewayTerminators } from './reused-connections/gateway-terminators';
import type { Terminator, TerminatorCertificate } from './reused-connections/terminator';

/** Certificates that are valid for hosts of several servers of one port, so that browsers send requests to the wrong one. */
export const reusedConnections: Check = {
  name: 'reused-connections',
  mirrors: [
    'pilot/pkg/model/gateway.go: gatewayRDSRouteName',
    'pilot/pkg/networking/core/gateway.go: buildGatewayHTTPRouteConfig',
  ],
  codes: {
    CDI0150: {
      name: 'CertificateOfSeveralServers',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'The certificate of a server is valid for hosts that another server of the port has.',
      explanation:
        "A browser that has an HTTP/2 connection to one host uses it for every other host that the certificate of the connection is valid for, if both have the same address (RFC 9113, 9.1.1). The gateway chose the server when the connection was opened, by its server name, and each server that terminates TLS has its own rules. So a request for a host of another server gets 404, or an answer by other rules, depending on which page was opened first. `curl` and HTTP/1.1 clients do not show it. This happens with one wildcard certificate in several Gateways, in several servers of one Gateway, in several listeners of a Gateway of the Gateway API, and also in two Secrets: only the names in the certificate count. The names are read from the Secret or from cert-manager's Certificate, if they are among the manifests; otherwise one Secret is taken to be valid for the hosts of all servers that use it.",
      remedy:
        'Put all hosts of a certificate on one server, and bind the VirtualServices or routes to it; or give each server a certificate for its own hosts only.',
      references: [
        'https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate',
        'https://www.rfc-editor.org/rfc/rfc9113.html#section-9.1.1',
        'https://github.com/istio/istio/issues/9429',
        'https://github.com/istio/istio/issues/55732',
      ],
      twin: 'IST0138',
      mutual: true,
    },
  },
  run(mesh, report) {
    const told = new Set<string>();
    for (const terminators of [...gatewayTerminators(mesh), ...apiTerminators(mesh)]) {
      for (const each of terminators.length < 2 ? [] : problems(terminators)) {
        // Several gateways may have the same servers.
        const place = `${each.object.id} ${each.object.key} ${each.path}`;
        if (!told.has(place)) {
          told.add(place);
          report(each);
        }
      }
    }
  },
};

/** Servers of one port, by the hosts that they are asked for. */
interface Port {
  /** The servers by their hosts, as a server name finds them. */
  readonly byHost: HostTable<Terminator>;
  /** All hosts that somebody may ask for. */
  readonly asked: HostTable<string>;
  /** The hosts of all servers that have a certificate, by its key. */
  readonly byCertificate: ReadonlyMap<string, readonly string[]>;
}

function problems(terminators: readonly Terminator[]): Report[] {
  const byHost = new HostTable<Terminator>();
  const asked = new HostTable<string>();
  const byCertificate = new Map<string, string[]>();
  for (const terminator of terminators) {
    terminator.hosts.forEach((host) => byHost.add(host, terminator));
    const hosts = [...new Set([...terminator.hosts, ...terminator.ruled])].filter((host) => host !== '*');
    hosts.forEach((host) => asked.add(host, host));
    terminator.certificates.forEach(({ key }) => hosts.forEach((host) => push(byCertificate, key, host)));
  }
  const port = { byHost, asked, byCertificate };
  return terminators.flatMap((terminator) => problem(terminator, port) ?? []);
}

function problem(own: Terminator, port: Port): Report | undefined {
  for (const certificate of own.certificates) {
    for (const host of hostsOf(certificate, port)) {
      const other = port.byHost.mostSpecific(host);
      const outcome = other === undefined || other === own ? undefined : outcomeOf(own, other, host);
      if (outcome !== undefined) {
        return wording(own, other!, certificate, host, outcome);
      }
    }
  }
  return undefined;
}

/** The hosts that a certificate is valid for, of those that somebody may ask for. */
function* hostsOf({ key, known }: TerminatorCertificate, { asked, byCertificate }: Port): Iterable<string> {
  if (known === undefined) {
    yield* byCertificate.get(key) ?? [];
    return;
  }
  for (const name of known.names) {
    for (const host of new Set(asked.overlapping(name))) {
      if (certificateCovers(name, host) || (isWildcard(host) && name === host)) {
        yield host;
      } else if (isWildcard(host) && !isWildcard(name) && hostCovers(host, name)) {
        yield name;
      }
    }
  }
}

/** What becomes of a request for a host of one server over a connection to another; undefined where it is the same. */
function outcomeOf(own: Terminator, other: Terminator, host: string): 'none' | 'others' | undefined {
  const wanted = other.rulesFor(host);
  if (!own.hosts.some((each) => hostCovers(each, host))) {
    return 'none';
  }
  if (wanted === undefined) {
    return undefined;
  }
  const given = own.rulesFor(host);
  return given === undefined ? 'none' : [...given].some((each) => wanted.has(each)) ? undefined : 'others';
}

function wording(
  own: Terminator,
  other: Terminator,
  { name, known, secret }: TerminatorCertificate,
  host: string,
  outcome: 'none' | 'others',
): Report {
  const names =
    known === undefined ? '' : ` (${known.names.slice(0, 4).join(', ')}${known.names.length > 4 ? ', …' : ''})`;
  const first = own.hosts.find((each) => each !== host) ?? own.hosts[0];
  return {
    code: 'CDI0150',
    object: own.object,
    path: own.path,
    related: [
      ...(other.object === own.object ? [] : [{ object: other.object, path: other.path }]),
      ...[...new Set([known?.by, secret])].flatMap((object) => (object === undefined ? [] : { object })),
    ],
    message:
      `The certificate of this ${own.noun} (${name}) is valid for ${host}${names}, which ${other.name} serves. Browsers that have a connection for ${first} send requests for ${host} over it, and ` +
      (outcome === 'none'
        ? `this ${own.noun} has no rules for them: they get 404.`
        : `this ${own.noun} has other rules for them than that one.`),
    fix: `Put ${first} and ${host} on one ${own.noun}, with the rules for both; or give this one a certificate that is not valid for ${host}.`,
  };
}
