import type { CaptureMode, SidecarPort } from '../../imports/networking';
import { compact, needPort } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { dnsLabelProblem } from '../kubernetes/names';
import { PROTOCOLS } from '../istio/protocol';

/** How connections come to a listener of a sidecar. */
export interface SidecarListenerOptions {
  /**
   * HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP or TLS. Istio field `port.protocol`.
   *
   * @default - Istio looks at the first bytes of each connection
   */
  readonly protocol?: string;

  /**
   * Name of the port. Istio field `port.name`.
   *
   * @default - none
   */
  readonly portName?: string;

  /**
   * Whether connections are redirected to the listener by iptables, or the application connects to it itself (NONE). Istio
   * field `captureMode`.
   *
   * @default - as the mesh is set up: iptables
   */
  readonly captureMode?: CaptureMode;
}

/** Writes the port of a listener; 0 is that of a unix domain socket. */
export function writeSidecarPort(
  number: number | undefined,
  options: SidecarListenerOptions,
  problems: Problems,
): SidecarPort {
  const { protocol, portName } = options;
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
    problems.add('protocol', `${show(protocol)} is not a protocol of sidecars. Write one of: ${PROTOCOLS.join(', ')}.`);
  }
  const nameProblem = portName === undefined ? undefined : dnsLabelProblem(portName, 'the name of a port');
  if (nameProblem !== undefined) {
    problems.add('portName', nameProblem);
  }
  return compact({ number: number === 0 ? 0 : needPort(number, problems, 'port'), protocol, name: portName });
}
