import type { ServicePort } from '../../../../imports/networking';
import type { MeshObject } from '../../../mesh/reading/mesh-object';
import { show } from '../../../core/problems';
import type { Verdict } from '../shared/errors-only';
import { labelLike } from '../shared/label-like';
import {
  isHttpProtocol,
  isTlsProtocol,
  portNameProblem,
  portProblem,
  protocolFix,
  protocolName,
  protocolProblem,
} from '../shared/port';

const AUTO_ALLOCATE = 'networking.istio.io/enable-autoallocate-ip';

/** Says what is wrong with the ports of a ServiceEntry. */
export function checkPorts(object: MeshObject<'networking.istio.io/ServiceEntry'>, verdict: Verdict): void {
  const { ports = [], hosts = [], resolution = 'NONE' } = object.spec;
  const names = new Set<string>();
  const numbers = new Set<number>();
  ports.forEach((port, i) => {
    const path = `spec.ports[${i}]`;
    const { name = '', number = 0 } = port;
    if (names.has(name)) {
      verdict.error(`${path}.name`, `Another port already has the name ${show(name)}.`, 'Give each port its own name.');
    }
    if (numbers.has(number)) {
      verdict.error(
        `${path}.number`,
        `Another port already has the number ${number}.`,
        'Remove one of the two, or write another number.',
      );
    }
    names.add(name);
    numbers.add(number);
    checkPort(port, path, verdict);
    warnOfTcpWithoutAddress(port, path, object, verdict);
  });
  const shared = ports.findIndex(({ protocol }) => !isHttpProtocol(protocol) && !isTlsProtocol(protocol));
  if (resolution !== 'NONE' && hosts.length > 1 && shared >= 0) {
    verdict.error(
      `spec.ports[${shared}].protocol`,
      `The protocol of the port is ${protocolName(ports[shared].protocol)}, so its traffic does not show which of the ${hosts.length} hosts is called.`,
      'Write one ServiceEntry for each host, or protocol HTTP or TLS if the port uses it.',
    );
  }
}

function checkPort({ name, number, protocol, targetPort = 0 }: ServicePort, path: string, verdict: Verdict): void {
  const wrongTarget = targetPort === 0 ? undefined : portProblem(targetPort);
  if (wrongTarget !== undefined) {
    verdict.error(`${path}.targetPort`, `The target port ${wrongTarget}`, 'Write the port where the endpoints listen.');
  }
  const wrongName = portNameProblem(name);
  if (wrongName !== undefined) {
    verdict.error(
      `${path}.name`,
      `The name of the port ${wrongName}`,
      `Write a name such as ${labelLike(name ?? '', 'http')}.`,
    );
  }
  const wrongProtocol = protocolProblem(protocol);
  if (wrongProtocol !== undefined) {
    verdict.error(`${path}.protocol`, `The protocol ${wrongProtocol}`, protocolFix(protocol));
  }
  const wrongNumber = portProblem(number);
  if (wrongNumber !== undefined) {
    verdict.error(`${path}.number`, `The port ${wrongNumber}`, 'Write the port that clients call.');
  }
}

function warnOfTcpWithoutAddress(
  { protocol = '' }: ServicePort,
  path: string,
  { spec, labels }: MeshObject<'networking.istio.io/ServiceEntry'>,
  verdict: Verdict,
): void {
  const { addresses = [], resolution = 'NONE' } = spec;
  if (addresses.length > 0 || (protocol !== '' && protocol !== 'TCP')) {
    return;
  }
  if (resolution === 'NONE') {
    verdict.warning(
      `${path}.protocol`,
      'With resolution: NONE and no addresses Envoy takes all TCP connections to this port, whatever their destination.',
      'Write the addresses of the service, or a protocol that names its host: HTTP or TLS.',
    );
  } else if (labels[AUTO_ALLOCATE]?.toLowerCase() === 'false') {
    verdict.warning(
      `${path}.protocol`,
      `The label ${AUTO_ALLOCATE} says that Istio gives the hosts no address, and without one Envoy takes all TCP connections to this port.`,
      `Write addresses, or remove the label.`,
    );
  }
}
