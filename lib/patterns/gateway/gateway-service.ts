import { compact, expectList, expectPort, needObject, needPort } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { STATUS_PORT } from '../../istio/load-balancer';
import { protocolOfPort } from '../../istio/protocol';
import { PROXY_PORTS } from '../../istio/proxy-ports';
import { dnsLabelProblem } from '../../kubernetes/names';
import type { GatewayPort } from '../../networking/gateway-workload';
import type { ServiceShape } from './load-balancer-preset';

/** A port of a gateway's Service with all that is said of it. */
export type ServedPort = Required<GatewayPort>;

/** What the Service calls the port of the health check: Istio reads the protocol from the name. */
export const STATUS_PORT_NAME = 'http-status';

const STATUS: ServedPort = { port: STATUS_PORT, targetPort: STATUS_PORT, name: STATUS_PORT_NAME };

const USUAL: GatewayPort[] = [{ port: 80 }, { port: 443 }];

/** The ports of a gateway's Service, with names and ports of the pods, checked. */
export function writePorts(given: GatewayPort[] | undefined, problems: Problems): ServedPort[] {
  if (Array.isArray(given) && given.length === 0) {
    problems.add(
      'ports',
      'is empty, so nothing would reach the gateway. Write [{ port: 443 }], or omit it for 80 and 443.',
    );
  }
  const written: ServedPort[] = [];
  expectList(given ?? USUAL, problems, 'ports', '[{ port: 443 }]').forEach((each, i) => {
    const at = problems.in(`ports[${i}]`);
    const port = readPort(each, at);
    if (port !== undefined) {
      checkTaken(port, written, at);
      written.push(port);
    }
  });
  return written;
}

function readPort(given: GatewayPort, problems: Problems): ServedPort | undefined {
  const example = typeof given === 'number' ? `{ port: ${String(given)} }` : '{ port: 443, targetPort: 8443 }';
  const read = needObject(given, 'GatewayPort', problems, '', example);
  const port = read && needPort(read.port, problems, 'port');
  if (read === undefined || port === undefined) {
    return undefined;
  }
  const targetPort = expectPort(read.targetPort, problems, 'targetPort') ?? port;
  const name = read.name ?? usualName(port);
  const problem =
    dnsLabelProblem(name, 'the name of a port') ??
    (protocolOfPort({ name, port }) === 'Unsupported'
      ? `${show(name)} does not begin with a protocol, by which Istio knows what comes. Write 'http-${name}' or 'tcp-${name}'.`
      : undefined);
  if (problem !== undefined) {
    problems.add('name', problem);
  }
  const own = PROXY_PORTS.get(targetPort);
  if (own !== undefined) {
    problems.add(
      read.targetPort === undefined ? 'port' : 'targetPort',
      `${targetPort} of the pods is taken by ${own}, so no server can listen there. Write another${read.targetPort === undefined ? ', or a targetPort' : ''}.`,
    );
  } else if (port === STATUS_PORT) {
    problems.add('port', `${port} is the port of the health check. Write another.`);
  }
  return { port, targetPort, name };
}

function checkTaken({ port, targetPort, name }: ServedPort, others: readonly ServedPort[], problems: Problems): void {
  if (others.some((other) => other.port === port)) {
    problems.add('port', `${port} is given twice. Omit one of them.`);
    return;
  }
  const same = others.find((other) => other.targetPort === targetPort);
  if (same !== undefined) {
    problems.add(
      'targetPort',
      `${targetPort} is the port of the pods behind ${same.port} too, and one listener can't tell them apart. Write another.`,
    );
  }
  if (others.some((other) => other.name === name)) {
    problems.add('name', `${show(name)} is the name of another port. Write another.`);
  }
}

/** As Istio's chart calls them; of others nothing is known but that they are TCP. */
function usualName(port: number): string {
  return port === 80 ? 'http2' : port === 443 ? 'https' : `tcp-${port}`;
}

/** The spec of a gateway's Service. */
export function serviceSpec(
  { type, fields, hasStatusPort, nodePorts }: ServiceShape,
  ports: readonly ServedPort[],
  selector: Record<string, string>,
): Record<string, unknown> {
  const all = hasStatusPort ? [STATUS, ...ports] : ports;
  return compact({
    type,
    selector,
    ports: all.map(({ port, targetPort, name }) =>
      compact({ name, port, targetPort, protocol: 'TCP', nodePort: nodePorts?.get(port) }),
    ),
    ...fields,
  });
}
