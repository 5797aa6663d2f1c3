import type { WorkloadEntrySpec } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { nearest } from '../../../core/unknown-field';
import { isGoAddress } from '../../../schema/go-address';
import type { Verdict } from './errors-only';
import { fqdnProblem } from './host';
import { checkLabels } from './labels';
import { portNameProblem, portProblem } from './port';
import { unixPath, unixPathProblem } from './unix-address';

/** What an endpoint is part of. */
interface EndpointOptions {
  /** Names of the ports of the ServiceEntry; undefined where no ServiceEntry is known. */
  readonly ports?: ReadonlySet<string>;
  /** Whether the address can be a DNS name. */
  readonly dns: boolean;
}

/** Says what is wrong with a workload that has an address: a WorkloadEntry, or an endpoint of a static ServiceEntry. */
export function checkEndpoint(
  endpoint: WorkloadEntrySpec,
  path: string,
  verdict: Verdict,
  { ports, dns }: EndpointOptions,
): void {
  const { address = '', network = '' } = endpoint;
  const at = path === 'spec' ? 'The workload' : 'The endpoint';
  const socket = unixPath(address);
  if (address === '' && network === '') {
    verdict.error(
      `${path}.address`,
      `${at} has no address.`,
      'Write its IP address, or network if a gateway leads there.',
    );
  } else if (address === '') {
    verdict.warning(
      `${path}.address`,
      `${at} has no address, so it is reached through a gateway of the network ${show(network)}.`,
      `Write its address unless only the gateway of that network is to be called.`,
    );
  } else if (socket !== undefined) {
    checkSocket(endpoint, socket, path, verdict, ports);
  } else {
    checkAddress(address, `${path}.address`, dns, verdict);
  }
  checkEndpointPorts(endpoint, path, ports, verdict);
  checkLabels(endpoint.labels, `${path}.labels`, verdict);
}

function checkAddress(address: string, path: string, dns: boolean, verdict: Verdict): void {
  if (isGoAddress(address)) {
    return;
  }
  if (!dns) {
    verdict.error(
      path,
      `${show(address)} is not an IP address, but resolution: STATIC does not look up names.`,
      'Write an IP address, or resolution: DNS.',
    );
  } else {
    checkDnsAddress(address, path, verdict);
  }
}

/** Says what is wrong with an address that is an IP address or a DNS name. */
export function checkDnsAddress(address: string, path: string, verdict: Verdict): void {
  const problem = isGoAddress(address) ? undefined : fqdnProblem(address);
  if (problem !== undefined) {
    verdict.error(
      path,
      address === ''
        ? 'The endpoint has no address.'
        : `${show(address)} is not an IP address, and as a DNS name it ${problem}`,
      'Write an IP address or a full DNS name.',
    );
  }
}

function checkSocket(
  endpoint: WorkloadEntrySpec,
  socket: string,
  path: string,
  verdict: Verdict,
  ports: ReadonlySet<string> | undefined,
): void {
  const problem = unixPathProblem(socket);
  if (problem !== undefined) {
    verdict.error(
      `${path}.address`,
      `The path of the socket ${problem}`,
      'Write unix:///run/app.sock, or unix://@name for an abstract socket.',
    );
  }
  if (Object.keys(endpoint.ports ?? {}).length > 0) {
    verdict.error(`${path}.ports`, 'A socket has no ports.', 'Remove ports.');
  }
  if (ports !== undefined && ports.size !== 1) {
    verdict.error(
      `${path}.address`,
      `A socket can serve only one port, but the ServiceEntry has ${ports.size}.`,
      'Keep one port of the ServiceEntry, and write another ServiceEntry for the others.',
    );
  }
}

/** Says what is wrong with the ports of an endpoint: those of a ServiceEntry by name, with their numbers there. */
export function checkEndpointPorts(
  endpoint: WorkloadEntrySpec,
  path: string,
  known: ReadonlySet<string> | undefined,
  verdict: Verdict,
): void {
  for (const [name, number] of Object.entries(endpoint.ports ?? {})) {
    const at = `${path}.ports.${name}`;
    if (known !== undefined && !known.has(name)) {
      verdict.error(
        at,
        `The ServiceEntry has no port with the name ${show(name)}.`,
        known.size === 0
          ? 'Add the port to ports of the ServiceEntry.'
          : `Write ${nearest(name, [...known]) ?? [...known].join(' or ')}, or add the port to ports of the ServiceEntry.`,
      );
    }
    const wrongName = portNameProblem(name);
    if (wrongName !== undefined) {
      verdict.error(at, `The name of the port ${wrongName}`, 'Write the name that the port has in the ServiceEntry.');
    }
    const wrongNumber = portProblem(number);
    if (wrongNumber !== undefined) {
      verdict.error(at, `The port ${wrongNumber}`, 'Write the port where the workload listens.');
    }
  }
}
