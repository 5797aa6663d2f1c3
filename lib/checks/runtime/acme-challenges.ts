import { hostCovers } from '../../istio/host';
import { HostTable } from '../../mesh/host-table';
import { meshConfig } from '../../mesh/mesh-config';
import { namespacesOfGateway } from '../../mesh/proxies';
import { selectorKey } from '../../mesh/selector-key';
import { at, list } from '../../mesh/reading/free-spec';
import { groupBy, push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { GatewayServer } from '../../mesh/gateway-servers';
import { bareHosts, serversOf } from '../../mesh/gateway-servers';
import type { Check, Report } from '../check';

type Certificate = MeshObject<'cert-manager.io/Certificate'>;

const TEMPORARY = 'cert-manager.io/issue-temporary-certificate';

/** Certificates of an ACME issuer whose HTTP-01 challenge a gateway redirects to HTTPS, for which the certificate is still missing. */
export const acmeChallenges: Check = {
  name: 'acme-challenges',
  mirrors: ['pilot/pkg/networking/core/gateway.go: buildGatewayHTTPRouteConfig (httpsRedirect)'],
  codes: {
    CDI0151: {
      name: 'ChallengeBehindRedirect',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary:
        'A gateway redirects the HTTP-01 challenge of a certificate to a server that waits for this certificate.',
      explanation:
        'For an HTTP-01 challenge the issuer requests `http://HOST/.well-known/acme-challenge/...` on port 80. A server with `httpsRedirect: true` redirects every request for its hosts, before any rule of a VirtualService or of the Ingress that cert-manager makes for the challenge. The issuer follows the redirect to port 443, where the server has no certificate until this one is issued: the TLS handshake fails, and the certificate is never issued. Renewals work, because the old certificate is still there. A redirect by a VirtualService (`redirect: {scheme: https}`) does not have the problem: rules that match everything come last at a gateway, so the path of the challenge is served before it.',
      remedy:
        'Redirect with a rule of a VirtualService instead of httpsRedirect, use a DNS-01 solver, or let cert-manager issue a temporary certificate.',
      references: [
        'https://cert-manager.io/docs/configuration/acme/http01/',
        'https://cert-manager.io/docs/usage/certificate/',
        'https://istio.io/latest/docs/ops/integrations/certmanager/',
        'https://github.com/istio/istio/issues/27643',
      ],
    },
  },
  run(mesh, report) {
    const servers = mesh.derive(redirectingServers);
    for (const certificate of servers.size === 0 ? [] : mesh.all('cert-manager.io/Certificate')) {
      const told = problem(mesh, certificate, servers);
      if (told !== undefined) {
        report({ code: 'CDI0151', object: certificate, path: 'spec.secretName', ...told });
      }
    }
  },
};

function problem(
  mesh: Mesh,
  certificate: Certificate,
  servers: Redirecting,
): Omit<Report, 'code' | 'object' | 'path'> | undefined {
  const { namespace, annotations, spec } = certificate;
  const secret = at(spec, 'secretName');
  if (typeof secret !== 'string' || annotations[TEMPORARY] === 'true' || mesh.find('core/Secret', namespace, secret)) {
    return undefined;
  }
  const names = list(at(spec, 'dnsNames')).filter((name): name is string => typeof name === 'string');
  const waiting = servers
    .get(secret)
    ?.filter(({ namespaces }) => namespaces.length === 0 || namespaces.includes(namespace));
  for (const host of waiting === undefined ? [] : names) {
    const found = waiting!.find(({ redirects }) => redirects.some((each) => hostCovers(each, host)));
    const solver = found && challenge(mesh, certificate, host);
    if (found !== undefined && solver !== undefined) {
      const { issuer, isSure } = solver;
      return {
        severity: isSure ? 'warning' : 'info',
        related: [
          { object: issuer },
          { object: found.redirecting.gateway, path: `${found.redirecting.path}.tls.httpsRedirect` },
        ],
        message: `${issuer.kind} ${issuer.name} proves ${host} by HTTP-01, and ${found.redirecting.path.slice('spec.'.length)} of Gateway ${found.redirecting.gateway.key} redirects http://${host} to HTTPS, where the server waits for this certificate: the challenge fails, and the certificate is not issued.${isSure ? '' : ' Unless something in front of the gateway answers the challenge.'}`,
        fix: `Remove httpsRedirect from that server and redirect with a rule of the VirtualService (redirect: {scheme: https} with match port ${found.redirecting.number}); or use a dns01 solver; or write the annotation ${TEMPORARY}: "true" on the Certificate, and route /.well-known/acme-challenge/ at the HTTPS server too.`,
      };
    }
  }
  return undefined;
}

/** A server that needs the certificate of a Secret, with one for the same pods that redirects to HTTPS. */
interface Waiting {
  /** Where the pods of the gateway look for the Secret; none where they are not known. */
  readonly namespaces: readonly string[];
  readonly redirecting: GatewayServer;
  /** The hosts that are redirected and that the server has. */
  readonly redirects: readonly string[];
}

/** By the name of the Secret. */
type Redirecting = ReadonlyMap<string, readonly Waiting[]>;

function redirectingServers(mesh: Mesh): Redirecting {
  const waiting = new Map<string, Waiting[]>();
  const groups = groupBy(mesh.all('networking.istio.io/Gateway'), ({ spec }) => selectorKey(spec.selector));
  for (const gateways of groups.values()) {
    const servers = gateways.flatMap((gateway) => serversOf(gateway));
    const redirecting = redirectsByHost(servers);
    const namespaces = redirecting === undefined ? [] : namespacesOfGateway(mesh, gateways[0]);
    for (const server of redirecting === undefined ? [] : servers) {
      const secrets = [server.server.tls?.credentialName ?? '', ...(server.server.tls?.credentialNames ?? [])];
      const found = secrets.every((name) => name === '')
        ? []
        : bareHosts(server).flatMap((host) => redirecting!.overlapping(host));
      for (const secret of secrets.filter((name) => name !== '')) {
        found.forEach((each) =>
          push(waiting, secret, { namespaces, redirecting: each.server, redirects: [each.host] }),
        );
      }
    }
  }
  return waiting;
}

interface Redirect {
  readonly server: GatewayServer;
  readonly host: string;
}

/** The hosts that servers redirect to HTTPS; undefined where none does. */
function redirectsByHost(servers: readonly GatewayServer[]): HostTable<Redirect> | undefined {
  const redirecting = servers.filter(({ server }) => server.tls?.httpsRedirect === true);
  const table = new HostTable<Redirect>();
  redirecting.forEach((server) => bareHosts(server).forEach((host) => table.add(host, { server, host })));
  return redirecting.length === 0 ? undefined : table;
}

interface Challenge {
  readonly issuer: MeshObject;
  /** Whether the solver's Ingress is one that Istio reads. */
  readonly isSure: boolean;
}

/** The HTTP-01 solver of a certificate's issuer for a host; undefined where it is another one, or not known. */
function challenge(mesh: Mesh, certificate: Certificate, host: string): Challenge | undefined {
  const { name, kind = 'Issuer' } = at(certificate.spec, 'issuerRef') as { name?: string; kind?: string };
  const issuer =
    kind === 'ClusterIssuer'
      ? mesh.find('cert-manager.io/ClusterIssuer', '', name ?? '')
      : mesh.find('cert-manager.io/Issuer', certificate.namespace, name ?? '');
  const solvers = issuer === undefined ? [] : list(at(issuer.spec, 'acme', 'solvers'));
  const fitting = solvers.filter((solver) => isFor(solver, certificate, host));
  // The most specific selector decides: by names, then by zones, then by labels, then none.
  const [solver] = [...fitting].sort((a, b) => rank(b) - rank(a));
  const ingress = at(solver, 'http01', 'ingress');
  if (issuer === undefined || ingress === undefined) {
    return undefined;
  }
  const className = at(ingress, 'ingressClassName') ?? at(ingress, 'class');
  return { issuer, isSure: className === undefined || className === meshConfig(mesh).ingressClass };
}

function isFor(solver: unknown, { labels }: Certificate, host: string): boolean {
  const names = list(at(solver, 'selector', 'dnsNames'));
  const zones = list(at(solver, 'selector', 'dnsZones'));
  const wanted = Object.entries((at(solver, 'selector', 'matchLabels') ?? {}) as Record<string, unknown>);
  return (
    (names.length === 0 || names.includes(host)) &&
    (zones.length === 0 || zones.some((zone) => host === zone || host.endsWith(`.${String(zone)}`))) &&
    wanted.every(([key, value]) => labels[key] === value) &&
    // A wildcard cannot be proved by HTTP.
    !(host.startsWith('*') && at(solver, 'http01') !== undefined)
  );
}

function rank(solver: unknown): number {
  const has = (key: string): boolean => at(solver, 'selector', key) !== undefined;
  return has('dnsNames') ? 3 : has('dnsZones') ? 2 : has('matchLabels') ? 1 : 0;
}
