import type { HttpRoute, Server } from '../../../imports/networking';
import type { Problems } from '../../core/problems';
import { literal } from '../../core/literal';
import { hostCovers } from '../../istio/host';
import { serverReads } from '../../istio/server-reads';
import { Gateway } from '../../networking/gateway';
import type { IGateway } from '../../networking/gateway-handle';
import { admits, isServing, withoutNamespace } from '../../networking/gateway-handle';
import type { IngressedService } from '../ingressed-service';
import type { WrittenBackend } from './alb-backend';

/**
 * Reports why a service could not be reached through an application load balancer that ended the TLS of the client: its Gateway expects
 * something else than what the load balancer sends, or answers each request with a redirect to where it came from.
 */
export function checkServed(service: IngressedService, backend: WrittenBackend, problems: Problems): void {
  const { virtualService } = service;
  const problem = backend.encrypts ? withoutServerName(service, backend) : misread(service, backend);
  if (problem !== undefined) {
    problems.add('', problem);
    return;
  }
  const loop = virtualService._http.findIndex((rule) => redirectsAll(rule, backend.port));
  if (loop >= 0) {
    problems.add(
      '',
      `http[${loop}] of VirtualService ${virtualService.node.path} redirects to HTTPS, and what comes to the load balancer by HTTPS arrives there again: browsers would be redirected without end. Omit that rule: the load balancer redirects.`,
    );
  }
}

/**
 * Reports other Gateways of the same pods that redirect the hosts of the load balancer: of one host on one port, the servers of all Gateways
 * are one (pilot/pkg/networking/core/gateway.go: buildGatewayHTTPRouteConfig).
 */
export function checkOtherGateways(
  others: readonly Gateway[],
  hosts: readonly string[],
  { port, encrypts }: WrittenBackend,
  problems: Problems,
): void {
  for (const gateway of encrypts ? [] : others) {
    const redirecting = gateway._servers.filter((server) => server.port.number === port && redirects(server));
    const host = redirecting
      .flatMap((server) => server.hosts.map(withoutNamespace))
      .find((each) => hosts.includes(each));
    if (host !== undefined) {
      problems.add(
        'services',
        `Gateway ${gateway.node.path} redirects ${host} on port ${port} ${LOOP}. Omit httpsRedirect there.`,
      );
    }
  }
}

const LOOP =
  'to HTTPS, and what comes to the load balancer by HTTPS arrives there as plain HTTP: browsers would be redirected without end wherever the gateway does not believe x-forwarded-proto';
const NO_NAME = 'the load balancer sends no server name (SNI)';

function misread(service: IngressedService, { port }: WrittenBackend): string | undefined {
  const { gateway, virtualService } = service;
  if (!(gateway instanceof Gateway)) {
    return undefined;
  }
  for (const host of virtualService.hosts) {
    const serving = gateway._servers.filter((server) => serves(gateway, server, host, virtualService.namespace));
    const asked = serving.filter((server) => server.port.number === port);
    const at = `Gateway ${gateway.node.path} on port ${port}`;
    if (asked.some(redirects)) {
      return `${at} redirects ${host} ${LOOP}. ${elsewhere(service) ?? 'Omit httpsRedirect there: the load balancer redirects.'}`;
    }
    const isTls = asked.some((server) => serverReads(server) === 'TLS');
    if (!isTls && asked.length > 0) {
      continue;
    }
    const plain = serving.find((server) => serverReads(server) === 'plain HTTP' && !redirects(server));
    const instead =
      plain === undefined
        ? (elsewhere(service) ??
          `Give it GatewayServer.http({ hosts: [${literal(host)}]${isTls || port === 80 ? '' : `, port: ${port}`} }).`)
        : `Write backend: AlbBackend.http({ port: ${plain.port.number} }), where it serves plain HTTP.`;
    return isTls
      ? `${at} expects TLS for ${host}, and the load balancer sends plain HTTP: clients would get 502. ${instead}`
      : `${at} has no server for ${host}: clients would get 404 or 502. ${instead}`;
  }
  return undefined;
}

function withoutServerName(
  { gateway, virtualService }: IngressedService,
  { port }: WrittenBackend,
): string | undefined {
  if (!(gateway instanceof Gateway)) {
    return servesAnyHost(gateway)
      ? undefined
      : `${NO_NAME}, and whether Gateway ${gateway.gatewayName} has a server for the host "*" is not known. Write ${fromName(gateway)} if it has, or backend: AlbBackend.http().`;
  }
  const server = gateway._servers.find(
    ({ port: { number }, hosts }) =>
      number === port &&
      hosts.some((host) => withoutNamespace(host) === '*' && admits(gateway, host, virtualService.namespace)),
  );
  const shared =
    "Write gateway: new Gateway(chart, 'Edge', { servers: [GatewayServer.https({ hosts: ['*'], tls: ServerTls.credential('edge-cert') })] }) in the IngressedServices, or backend: AlbBackend.http().";
  if (server === undefined) {
    return `${NO_NAME}, and Gateway ${gateway.node.path} has no server for the host "*" on port ${port}: it would close every connection. ${shared}`;
  }
  const mode = server.tls?.mode;
  if (serverReads(server) !== 'TLS') {
    return `Gateway ${gateway.node.path} on port ${port} expects plain ${server.port.protocol}, and the load balancer sends TLS: clients would get 502. Write backend: AlbBackend.http({ port: ${port} }).`;
  }
  if (mode !== 'SIMPLE' && mode !== 'OPTIONAL_MUTUAL') {
    const why = mode?.includes('MUTUAL')
      ? 'asks for a client certificate, and the load balancer has none'
      : 'does not end TLS';
    return `the server of Gateway ${gateway.node.path} on port ${port} ${why}. Write ServerTls.credential('edge-cert') there.`;
  }
  return undefined;
}

function serves(gateway: Gateway, { hosts }: Server, host: string, namespace: string | undefined): boolean {
  return hosts.some((each) => hostCovers(withoutNamespace(each), host) && admits(gateway, each, namespace));
}

function redirects({ tls }: Server): boolean {
  return tls?.httpsRedirect === true;
}

/** Whether a rule sends all requests of some path from the load balancer to HTTPS on the same path. */
function redirectsAll({ match, redirect }: HttpRoute, port: number): boolean {
  return (
    redirect?.scheme === 'https' &&
    redirect.authority === undefined &&
    redirect.uri === undefined &&
    (match ?? [{}]).some(
      (each) =>
        (each.port ?? port) === port &&
        [each.scheme, each.headers, each.withoutHeaders].every((one) => one === undefined),
    )
  );
}

/** What to write in a service whose own Gateway expects what is true without the load balancer. */
function elsewhere({ ownGateway, node }: IngressedService): string | undefined {
  return ownGateway === undefined
    ? undefined
    : `Write tls: IngressTls.elsewhere() in ${node.path} (IngressedService): the load balancer ends TLS, and redirects.`;
}

function servesAnyHost(gateway: IGateway): boolean {
  return (
    isServing(gateway) && gateway._serves().some(({ hosts }) => hosts.some((host) => withoutNamespace(host) === '*'))
  );
}

/** The Gateway with what is not known of it. */
function fromName({ gatewayName }: IGateway): string {
  const [namespace, name] = gatewayName.split('/');
  return `Gateway.fromName(${literal(name)}, { namespace: ${literal(namespace)}, hosts: ['*'] })`;
}
