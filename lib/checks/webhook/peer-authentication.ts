import { checkWorkloadSelector } from './shared/labels';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck } from './webhook-check';

export const peerAuthentication: WebhookCheck<'security.istio.io/PeerAuthentication'> = {
  name: 'peer-authentication',
  mirrors: 'ValidatePeerAuthentication',
  codes: { ...schemaValidationError, ...schemaWarning },
  kind: 'security.istio.io/PeerAuthentication',
  run({ spec: { selector, portLevelMtls } }, verdict) {
    const path = 'spec.portLevelMtls';
    const ports = Object.keys(portLevelMtls ?? {});
    if (selector !== undefined) {
      checkWorkloadSelector(selector.matchLabels, 'spec.selector.matchLabels', verdict);
    }
    if (ports.length > 0 && Object.keys(selector?.matchLabels ?? {}).length === 0) {
      verdict.error(
        path,
        'The policy applies to a whole namespace or the mesh, but portLevelMtls needs a selector.',
        'Select the workloads with spec.selector.matchLabels, or remove portLevelMtls.',
      );
    }
    if (portLevelMtls !== undefined && ports.length === 0) {
      verdict.error(path, 'portLevelMtls has no port.', 'Write a port with its mode, or remove portLevelMtls.');
    }
    for (const port of ports) {
      if (!/^[1-9]\d*$/.test(port) || Number(port) > 65535) {
        verdict.error(
          `${path}.${port}`,
          `"${port}" is not a port.`,
          'Write a number from 1 to 65535, the port of the container.',
        );
      }
    }
  },
};
