import type { HttpRedirect } from '../../../../imports/networking';
import type { GatewayServer } from '../../../mesh/gateway-servers';
import { speaksTls } from '../../../mesh/gateway-servers';
import type { Wording } from '../../check';
import type { Absence, Target } from './doors';
import { defaultPort, urlOf } from './doors';

/**
 * Where a redirect sends the requests for a host; undefined where scheme and port stay as they were, and where the scheme is none of HTTP
 * (pilot/pkg/networking/core/route/route.go: ApplyRedirect).
 */
export function targetOf(
  { scheme: given = '', authority = '', port, derivePort }: HttpRedirect,
  server: GatewayServer,
  host: string,
): Target | undefined {
  const own = speaksTls(server) ? 'https' : 'http';
  const scheme = given === '' ? own : given.toLowerCase();
  if (scheme !== 'http' && scheme !== 'https') {
    return undefined;
  }
  const [, name = host, written] = /^([^:]+)(?::(\d+))?$/.exec(authority) ?? [];
  const chosen = port ?? (derivePort === 'FROM_REQUEST_PORT' ? server.number : undefined);
  const number = chosen ?? (written === undefined ? undefined : Number(written));
  return number === undefined && scheme === own && authority === '' ? undefined : { scheme, host: name, port: number };
}

/** @param door what takes connections there: a server, or a listener of the Gateway API */
export function wordsFor(
  target: Target,
  absence: Absence,
  { name, door }: { readonly name: string; readonly door: 'server' | 'listener' },
): Wording {
  const { scheme, host, port } = target;
  const kind = scheme === 'https' ? 'with TLS' : 'for plain HTTP';
  if (absence.what === 'scheme') {
    return {
      absence: true,
      message: `Clients are sent to ${urlOf(target)}, and ${name} has no ${door} ${kind} for ${host}: the next request fails.`,
      fix:
        scheme === 'https'
          ? `Add a ${door} for port ${port ?? 443} with protocol HTTPS and a certificate for ${host}, or remove the redirect.`
          : `Add a ${door} for port ${port ?? 80} with protocol HTTP, or write scheme: https.`,
    };
  }
  const usual = absence.instead.find((number) => number === defaultPort(scheme));
  return {
    severity: 'warning',
    message: `Clients are sent to ${urlOf(target)}, and ${name} listens ${kind} for ${host} on ${absence.instead.join(' and ')} only: the next request fails.`,
    fix: usual === undefined ? `Write port: ${absence.instead[0]}.` : `Remove port, or write port: ${usual}.`,
  };
}
