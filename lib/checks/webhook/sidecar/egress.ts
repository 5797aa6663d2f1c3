import type { IstioEgressListener, SidecarPort } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import type { Verdict } from '../shared/errors-only';
import { unixPath, unixPathProblem } from '../shared/unix-address';
import { checkEgressHosts } from './egress-hosts';
import { checkListenerPort, checkNumberAndBind } from './port';

/** Says what is wrong with the listeners for calls of the workload. */
export function checkEgress(egress: readonly IstioEgressListener[], namespace: string, verdict: Verdict): void {
  const taken = new Set<number | string>();
  egress.forEach((listener, i) => {
    const path = `spec.egress[${i}]`;
    const { port, bind = '', hosts = [] } = listener;
    if (port !== undefined) {
      checkPort(listener, port, path, verdict);
      const { number = 0 } = port;
      const place = number === 0 ? bind : number;
      if (taken.has(place)) {
        verdict.error(
          number === 0 ? `${path}.bind` : `${path}.port.number`,
          number === 0
            ? `Another listener already has the socket ${show(bind)}.`
            : `Another listener already has the port ${number}.`,
          'Merge the hosts of the two listeners, or write another port or socket.',
        );
      }
      taken.add(place);
    } else if (i < egress.length - 1) {
      verdict.error(
        `${path}.port`,
        'A listener without a port covers all other ports, so there can be only one, and it must be the last.',
        'Move it to the end, or write its port.',
      );
    }
    checkEgressHosts(hosts, `${path}.hosts`, namespace, verdict);
  });
}

function checkPort(listener: IstioEgressListener, port: SidecarPort, path: string, verdict: Verdict): void {
  const { bind = '', captureMode = 'DEFAULT' } = listener;
  checkListenerPort(port, `${path}.port`, verdict);
  if (port.number) {
    checkNumberAndBind(port.number, bind, path, verdict);
    return;
  }
  const socket = unixPath(bind);
  const wrongPath = socket === undefined ? undefined : unixPathProblem(socket);
  if (socket === undefined) {
    verdict.error(
      `${path}.port.number`,
      'The listener has neither the number of a port nor a socket.',
      'Write the number of the port, or bind: unix:///run/proxy.sock.',
    );
  }
  if (wrongPath !== undefined) {
    verdict.error(
      `${path}.bind`,
      `The path of the socket ${wrongPath}`,
      'Write unix:///run/proxy.sock, or unix://@name.',
    );
  }
  if (captureMode !== 'DEFAULT' && captureMode !== 'NONE') {
    verdict.error(
      `${path}.captureMode`,
      `Traffic to a socket cannot be captured with ${captureMode}.`,
      'Write captureMode: NONE, or remove it.',
    );
  }
}
