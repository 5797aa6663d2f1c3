import type { SentRequest } from '../routing/case';
import { pathOf } from '../routing/case';
import type { Answer } from './client';
import type { Mesh } from './mesh';
import { OUTSIDE } from './mesh';

/** After which a request hangs. */
const TIMEOUT = 5000;

/** The first byte of an alert of TLS. */
const ALERT = '\x15';

/**
 * Sends a request of a case.
 *
 * @param ownConnection whether no request before it has used its connection
 */
export async function sendCase(mesh: Mesh, request: SentRequest, ownConnection = true): Promise<Answer> {
  const { from = OUTSIDE, to, protocol = 'http', method, sni, text, headers, address, version } = request;
  const host = request.host ?? to;
  const url = `${protocol}://${/^[\w.:-]+$/.test(host) ? host : 'example.com'}/`;
  const answer = await mesh.send(
    from,
    undefined,
    {
      url,
      path: pathOf(request),
      method,
      text,
      headers: { [version === '2' ? ':authority' : 'host']: host, ...headers },
      http2: version === '2',
      sni: sni === null ? '' : (sni ?? host.replace(/:\d+$/, '')),
      trustsAnyone: true,
      ownConnection,
      timeout: TIMEOUT,
    },
    request.certificate,
    { to, from: address },
  );
  return asHttp(answer);
}

/** How a connection ended that gave no answer: as cases call it. */
export function endOf({ failed }: Answer): string | undefined {
  return /^(TLS alert|.*wrong version number)/.test(failed ?? '') ? 'connection closed' : failed;
}

/** HTTP that came back where none was spoken; an alert of TLS comes before the end of the connection. */
function asHttp(answer: Answer): Answer {
  if (answer.body.startsWith(ALERT)) {
    return { ...answer, body: '', failed: 'connection closed' };
  }
  const [, status] = /^HTTP\/1\.1 (\d+) /.exec(answer.body) ?? [];
  return status === undefined ? answer : { ...answer, status: Number(status) };
}
