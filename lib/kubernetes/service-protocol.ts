import type { IServicePortLike } from './service-like';

/** Protocols by which Istio does not read requests, as they stand in `appProtocol` or before the first "-" of a port's name. */
const NO_HTTP = new Map([
  ['tcp', 'TCP'],
  ['tls', 'TLS'],
  ['udp', 'UDP'],
  ['mongo', 'MongoDB'],
  ['mysql', 'MySQL'],
  ['redis', 'Redis'],
]);

/**
 * What is wrong with a port of a Service as the destination of HTTP rules, if anything. A port that says nothing of its protocol is
 * right: Istio finds it out.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export function httpProblem(port: IServicePortLike): string | undefined {
  const { name, protocol, appProtocol } = port;
  if (protocol === 'UDP' || protocol === 'SCTP') {
    return `port ${port.port} speaks ${protocol}, and HTTP rules need TCP. Write another port.`;
  }
  const field = appProtocol === undefined ? 'name' : 'appProtocol';
  const said = String(appProtocol ?? name);
  const other = NO_HTTP.get((appProtocol === undefined ? said.split('-')[0] : said).toLowerCase());
  return other === undefined
    ? undefined
    : `port ${port.port} has the ${field} "${said}", which Istio takes for ${other}, so HTTP rules have no effect on it. If it speaks HTTP, name it "http".`;
}
