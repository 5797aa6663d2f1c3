import type { Protocol } from '../istio/protocol';
import { protocolOfPort } from '../istio/protocol';
import type { IServicePortLike } from './service-like';

/** Protocols by which Istio does not read requests. HTTPS is not one: a rule may lead to a server that has its own certificate. */
const NO_HTTP: ReadonlyMap<Protocol, string> = new Map([
  ['TCP', 'TCP'],
  ['TLS', 'TLS'],
  ['UDP', 'UDP'],
  ['Mongo', 'MongoDB'],
  ['MySQL', 'MySQL'],
  ['Redis', 'Redis'],
]);

/**
 * What is wrong with a port of a Service as the destination of HTTP rules, if anything. A port that says nothing of its protocol is
 * right: Istio finds it out.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export function httpProblem(port: IServicePortLike): string | undefined {
  const { protocol } = port;
  if (isNoTcp(port)) {
    return `port ${port.port} speaks ${protocol}, and HTTP rules need TCP. Write another port.`;
  }
  const reason = notReadAsHttp(port);
  return reason && `${reason}, so HTTP rules have no effect on it. If it speaks HTTP, name it "http".`;
}

/** Why Istio does not read requests on a port of a Service, if it does not: `port 6379 has the name "redis", which Istio takes for Redis`. */
export function notReadAsHttp(port: IServicePortLike): string | undefined {
  const { name, protocol, appProtocol } = port;
  if (isNoTcp(port)) {
    return `port ${port.port} speaks ${protocol}`;
  }
  const taken = NO_HTTP.get(protocolOfPort(port));
  if (taken === undefined) {
    return undefined;
  }
  const by = saysProtocol(port)
    ? `has the ${appProtocol === undefined ? 'name' : 'appProtocol'} "${appProtocol ?? name}", which Istio takes for ${taken}`
    : 'does not say its protocol, and Istio assumes TCP for that number';
  return `port ${port.port} ${by}`;
}

function isNoTcp({ protocol }: IServicePortLike): boolean {
  return protocol === 'UDP' || protocol === 'SCTP';
}

/** Whether a port is what it is whatever its number. */
function saysProtocol({ name, appProtocol }: IServicePortLike): boolean {
  return protocolOfPort({ name, appProtocol }) !== 'Unsupported';
}
