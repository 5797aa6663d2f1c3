import type { SidecarPort } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { isGoAddress } from '../../../schema/go-address';
import type { Verdict } from '../shared/errors-only';
import { labelLike } from '../shared/label-like';
import { portNameProblem, portProblem, protocolFix, protocolProblem } from '../shared/port';

/** Says what is wrong with the port of a listener, whatever its number. */
export function checkListenerPort(
  { name = '', protocol, targetPort = 0 }: SidecarPort,
  path: string,
  verdict: Verdict,
): void {
  if (targetPort > 0) {
    verdict.error(`${path}.targetPort`, 'targetPort has no effect in a Sidecar.', 'Remove targetPort.');
  }
  const wrongName = name === '' ? undefined : portNameProblem(name);
  if (wrongName !== undefined) {
    verdict.error(
      `${path}.name`,
      `The name of the port ${wrongName}`,
      `Write a name such as ${labelLike(name, 'http')}, or none.`,
    );
  }
  const wrongProtocol = protocolProblem(protocol);
  if (wrongProtocol !== undefined) {
    verdict.error(`${path}.protocol`, `The protocol ${wrongProtocol}`, protocolFix(protocol));
  }
}

/** Says what is wrong with where a listener with a port number listens. */
export function checkNumberAndBind(number: number | undefined, bind: string, path: string, verdict: Verdict): void {
  const wrongNumber = portProblem(number);
  if (wrongNumber !== undefined) {
    verdict.error(`${path}.port.number`, `The port of the listener ${wrongNumber}`, 'Write a port from 1 to 65535.');
  }
  if (bind !== '' && !isGoAddress(bind)) {
    verdict.error(
      `${path}.bind`,
      `${show(bind)} is not an IP address that a listener could bind.`,
      'Write an address such as 127.0.0.1, or remove bind.',
    );
  }
}
