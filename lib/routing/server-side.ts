import { mutualTlsMode } from '../mesh/mutual-tls';
import type { Mesh } from '../mesh/reading/mesh';
import { closed } from './failure';
import type { ServerAnswer, ServerCall } from './server-call';

/** What the sidecar of a server, or a gateway, says to a call before it is routed or given to the application. */
export function serverSide(mesh: Mesh, { server, port, connection, request }: ServerCall): ServerAnswer {
  const { identity } = connection;
  if ('kind' in server && server.kind === 'gateway') {
    return { steps: [], outcome: 'accepted', identity, unknown: [], request };
  }
  const { mode, from, path } = mutualTlsMode(mesh, server, port);
  const refused = mode === 'STRICT' ? connection.tls !== 'mesh' : mode === 'DISABLE' && connection.tls === 'mesh';
  return {
    steps: [{ layer: 'mutualTls', decision: mode, object: from, path, considered: [] }],
    outcome: refused ? closed('TlsMismatch') : 'accepted',
    identity,
    unknown: [],
    request,
  };
}
