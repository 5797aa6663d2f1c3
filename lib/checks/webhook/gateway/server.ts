import type { Port, Server } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { isGoAddress } from '../../../schema/go-address';
import { isPassThrough } from '../../../istio/server-rules';
import { COMMON_PROTOCOLS, isHttpProtocol, isProtocol, isTlsProtocol, portProblem } from '../shared/port';
import type { WebhookVerdict } from '../webhook-check';
import { checkServerHost } from './server-host';
import { checkServerTls } from '../shared/server-tls';

const UNIX = 'unix://';

export function checkServer(server: Server, path: string, converted: boolean, verdict: WebhookVerdict): void {
  const { hosts = [], port, bind = '', tls } = server;
  if (hosts.length === 0) {
    verdict.error(`${path}.hosts`, 'The server has no hosts.', 'Write the hosts, or ["*"] for all.');
  }
  hosts.forEach((host, i) => checkServerHost(host, `${path}.hosts[${i}]`, converted, verdict));
  const portIsRight = checkPort(port, bind, `${path}.port`, verdict);
  checkBind(port, bind, path, verdict);
  if (tls !== undefined) {
    checkServerTls(tls, `${path}.tls`, verdict, { secrets: true });
  }
  if (portIsRight) {
    checkProtocol(server, path, verdict);
  }
}

/** Whether the port is right. */
function checkPort(port: Port | undefined, bind: string, path: string, verdict: WebhookVerdict): boolean {
  if (port === undefined) {
    verdict.error(path, 'The server has no port.', 'Write port with number, name and protocol.');
    return false;
  }
  let right = true;
  const error = (field: string, message: string, fix: string): void => {
    right = false;
    verdict.error(`${path}.${field}`, message, fix);
  };
  const { number = 0, protocol, name = '', targetPort = 0 } = port;
  if (!isProtocol(protocol)) {
    error(
      'protocol',
      (protocol ?? '') === ''
        ? 'The protocol is missing.'
        : `The protocol is ${show(protocol)}, which Istio does not know.`,
      `Write ${COMMON_PROTOCOLS}.`,
    );
  }
  const problem = number > 0 || !bind.startsWith(UNIX) ? portProblem(port.number) : undefined;
  if (problem !== undefined) {
    error('number', `The number of the port ${problem}`, 'Write the port that the gateway listens on.');
  }
  if (targetPort > 0) {
    error(
      'targetPort',
      `targetPort is ${targetPort}, but a Gateway ignores it.`,
      'Remove targetPort; the Service of the gateway has it.',
    );
  }
  if (name === '') {
    error('name', 'The port has no name.', 'Write a name that is unique among the servers.');
  }
  return right;
}

function checkBind(port: Port | undefined, bind: string, path: string, verdict: WebhookVerdict): void {
  if (!bind.startsWith(UNIX)) {
    if (bind !== '' && !isGoAddress(bind)) {
      verdict.error(
        `${path}.bind`,
        `bind is ${show(bind)}, but must be an IP address or a socket.`,
        'Write an IP address, unix:///<path> for a socket, or remove bind.',
      );
    }
    return;
  }
  const socket = bind.slice(UNIX.length);
  if (!socket.startsWith('@') && (!socket.startsWith('/') || socket.endsWith('/'))) {
    verdict.error(
      `${path}.bind`,
      socket === '' ? 'bind names no socket.' : `bind has ${show(socket)}, which is not an absolute path of a file.`,
      'Write unix:///<path>, or unix://@<name> for a socket without a file.',
    );
  }
  if ((port?.number ?? 0) !== 0) {
    verdict.error(
      `${path}.port.number`,
      `The number of the port is ${port?.number}, but a socket has no port number.`,
      'Write number: 0.',
    );
  }
}

/** Whether there is `tls` goes with the protocol. */
function checkProtocol({ port: { protocol }, tls }: Server, path: string, verdict: WebhookVerdict): void {
  if (isTlsProtocol(protocol)) {
    if (tls === undefined) {
      verdict.error(
        `${path}.tls`,
        `The protocol is ${protocol}, but the server has no tls.`,
        'Write tls with a mode, such as {mode: SIMPLE, credentialName: <name of a Secret>}.',
      );
    }
    return;
  }
  if (tls === undefined) {
    return;
  }
  const { caCertificates, privateKey, serverCertificate } = tls;
  if (!isHttpProtocol(protocol)) {
    verdict.error(
      `${path}.tls`,
      `The server has tls, but the protocol ${protocol} does not use TLS.`,
      'Write protocol: TLS, or remove tls.',
    );
  } else if (
    !isPassThrough(tls) ||
    [caCertificates, privateKey, serverCertificate].some((file) => (file ?? '') !== '')
  ) {
    verdict.error(
      `${path}.tls`,
      `The server has TLS settings, but the protocol ${protocol} does not use TLS. Only httpsRedirect is allowed in tls.`,
      'Write protocol: HTTPS, or keep only httpsRedirect in tls.',
    );
  }
}
