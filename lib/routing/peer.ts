/*
 * Whom a proxy takes for the other end of a connection: the names in its certificate, and the address of the client.
 */
import { isIP } from 'node:net';
import { gatewayRequests, hasNoIdentity } from '../mesh/gateway-requests';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';
import { trustedProxies } from '../mesh/trusted-proxies';
import type { Request } from './call';
import { isOpenHeader } from './call';
import type { Connection, ServerCall } from './server-call';

/** The names in the certificate of the peer; undefined where they are not known. */
export function namesOf({ tls, identity, clientCertificate }: Connection): readonly string[] | undefined {
  switch (tls) {
    case 'none':
      return [];
    case 'mesh':
      return identity === undefined ? undefined : [`spiffe://${identity}`];
    case 'foreign': {
      const { uris = [], dnsNames = [], subject } = clientCertificate ?? {};
      return [...uris, ...dnsNames, ...(subject === undefined ? [] : [subject])];
    }
  }
}

/** Only servers that ask for certificates see any. */
export function namesAtGateway(
  mesh: Mesh,
  proxy: Proxy,
  { connection, port }: ServerCall,
): readonly string[] | undefined {
  const names = namesOf(connection);
  if (connection.tls !== 'foreign' || names?.length === 0) {
    return names;
  }
  const servers = gatewayRequests(mesh, proxy).filter(
    ({ request }) => request.port === undefined || request.port === port,
  );
  const without = servers.filter(({ request }) => hasNoIdentity(request)).length;
  return without === servers.length ? [] : without === 0 ? names : undefined;
}

/**
 * The address that `remoteIpBlocks` are compared with: at a gateway the peer, or what the nth trusted proxy before it wrote; elsewhere the last
 * entry of X-Forwarded-For, whoever wrote it (envoy source/common/http/conn_manager_utility.cc: mutateRequestHeaders).
 */
export function remoteAddress(
  mesh: Mesh,
  { kind, annotations }: Proxy,
  { connection, request }: ServerCall,
): string | undefined {
  const { client, address } = connection;
  const peer = client === undefined ? address : client.address;
  if (kind !== 'gateway') {
    return client === undefined ? (forwardedFor(request, 1) ?? peer) : peer;
  }
  const trusted = trustedProxies(mesh, annotations) ?? 0;
  return (trusted > 0 ? forwardedFor(request, trusted) : undefined) ?? peer;
}

/** An entry of X-Forwarded-For, counted from the end; undefined where it is no address. */
function forwardedFor(request: Request | undefined, fromEnd: number): string | undefined {
  const all = request?.headers
    .filter((header) => header[0] === 'x-forwarded-for' && !isOpenHeader(header))
    .flatMap(([, value]) => value.split(','));
  const entry = all?.at(-fromEnd)?.trim() ?? '';
  return isIP(entry) > 0 ? entry : undefined;
}
