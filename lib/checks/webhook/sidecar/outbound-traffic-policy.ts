import type { OutboundTrafficPolicy } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import type { Verdict } from '../shared/errors-only';
import { isDnsLabel } from '../../../istio/domain-name';
import { fqdnProblem } from '../shared/host';
import { portProblem } from '../shared/port';

/** Of the modes of MeshConfig this one is known here by its number only. */
const DYNAMIC_DNS = '3';

/** Says what is wrong with where calls to hosts that no listener knows go. */
export function checkOutboundTrafficPolicy({ mode, egressProxy }: OutboundTrafficPolicy, verdict: Verdict): void {
  if (mode !== undefined && String(mode) === DYNAMIC_DNS) {
    verdict.error(
      'spec.outboundTrafficPolicy.mode',
      `The mode ${DYNAMIC_DNS} of MeshConfig, ALLOW_ANY_DYNAMIC_DNS, does not exist in a Sidecar.`,
      'Write ALLOW_ANY or REGISTRY_ONLY.',
    );
  }
  if (egressProxy === undefined) {
    return;
  }
  const path = 'spec.outboundTrafficPolicy.egressProxy';
  if (mode !== 'ALLOW_ANY') {
    verdict.error(
      path,
      `egressProxy is for unknown hosts, but mode ${mode ?? 'REGISTRY_ONLY'} rejects those.`,
      'Write mode: ALLOW_ANY, or remove egressProxy.',
    );
    return;
  }
  const { host = '', subset = '', port } = egressProxy;
  const wrongHost = fqdnProblem(host);
  if (wrongHost !== undefined) {
    verdict.error(`${path}.host`, `The host of the proxy ${wrongHost}`, 'Write its full name.');
  }
  if (subset !== '' && !isDnsLabel(subset)) {
    verdict.error(
      `${path}.subset`,
      `${show(subset)} is not the name of a subset.`,
      'Write the name of a subset of the DestinationRule of that host, or remove it.',
    );
  }
  const wrongPort = portProblem(port?.number);
  if (wrongPort !== undefined) {
    verdict.error(
      `${path}.port.number`,
      `The port of the proxy ${wrongPort}`,
      'Write the port where the proxy listens.',
    );
  }
}
