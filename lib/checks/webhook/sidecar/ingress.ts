import type { IstioIngressListener } from '../../../../imports/networking';
import { checkConnectionPool } from '../shared/connection-pool';
import type { Verdict } from '../shared/errors-only';
import { isHttpProtocol, protocolName } from '../shared/port';
import { unixPath, unixPathProblem } from '../shared/unix-address';
import { checkIngressTls } from './ingress-tls';
import { checkListenerPort, checkNumberAndBind } from './port';

/** Addresses that an application can be called at, and a port. */
const ENDPOINT = /^(?:|127\.0\.0\.1|0\.0\.0\.0|\[(?:|127\.0\.0\.1|0\.0\.0\.0|::1|::)\]):\+?(\d+)$/;

/** Says what is wrong with the listeners for calls to the workload. */
export function checkIngress(ingress: readonly IstioIngressListener[], verdict: Verdict): void {
  const numbers = new Set<number>();
  ingress.forEach((listener, i) => {
    const path = `spec.ingress[${i}]`;
    const { port, bind = '', defaultEndpoint = '', tls, connectionPool } = listener;
    if (port === undefined) {
      verdict.error(
        `${path}.port`,
        'The listener has no port.',
        'Write port: { number: 8080, protocol: HTTP, name: http }.',
      );
      return;
    }
    checkListenerPort(port, `${path}.port`, verdict);
    checkNumberAndBind(port.number, bind, path, verdict);
    const number = port.number ?? 0;
    if (numbers.has(number)) {
      verdict.error(`${path}.port.number`, `Another listener already has the port ${number}.`, 'Write another port.');
    }
    numbers.add(number);
    checkDefaultEndpoint(defaultEndpoint, `${path}.defaultEndpoint`, verdict);
    if (tls !== undefined) {
      checkIngressTls(tls, port, path, verdict);
    }
    checkConnectionPool(connectionPool, `${path}.connectionPool`, verdict);
    if (connectionPool?.http !== undefined && !isHttpProtocol(port.protocol)) {
      verdict.warning(
        `${path}.connectionPool.http`,
        `The protocol of the port is ${protocolName(port.protocol)}, so only the tcp limits apply.`,
        'Write protocol: HTTP if the port speaks it, or remove http of the connection pool.',
      );
    }
  });
}

function checkDefaultEndpoint(endpoint: string, path: string, verdict: Verdict): void {
  if (endpoint === '') {
    return;
  }
  const socket = unixPath(endpoint);
  const wrongPath = socket === undefined ? undefined : unixPathProblem(socket);
  if (wrongPath !== undefined) {
    verdict.error(path, `The path of the socket ${wrongPath}`, 'Write unix:///run/app.sock, or unix://@name.');
  }
  const [, port] = ENDPOINT.exec(endpoint) ?? [];
  if (socket === undefined && !(Number(port) >= 1 && Number(port) <= 65535)) {
    verdict.error(
      path,
      `"${endpoint}" is not an address of the application of the workload.`,
      'Write 127.0.0.1:8080 with the port of the application, 0.0.0.0:8080 for the address of the pod, or unix:///run/app.sock.',
    );
  }
}
