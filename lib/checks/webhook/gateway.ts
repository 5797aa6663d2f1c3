import { show } from '../../core/problems';
import { checkServer } from './gateway/server';
import { isDnsLabel } from '../../istio/domain-name';
import { isHttpProtocol } from './shared/port';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck } from './webhook-check';

/** What istiod says of a Gateway before it is stored. */
export const gateway: WebhookCheck<'networking.istio.io/Gateway'> = {
  name: 'gateway',
  mirrors: 'ValidateGateway',
  codes: { ...schemaValidationError, ...schemaWarning },
  kind: 'networking.istio.io/Gateway',
  run({ name, annotations, spec: { servers = [] } }, verdict) {
    const converted = annotations['internal.istio.io/gateway-semantics'] === 'gateway';
    if (!isDnsLabel(name) && !converted) {
      verdict.error(
        'metadata.name',
        `The name ${show(name)} is not valid for a Gateway: it may have at most 63 letters, digits and "-", with a letter or digit at both ends.`,
        `Write ${show(name.replace(/\./g, '-').slice(0, 63))}, or another name without dots.`,
      );
    }
    if (servers.length === 0) {
      verdict.error(
        'spec.servers',
        'The Gateway has no servers, so it opens no port.',
        'Write at least one server, with port and hosts.',
      );
    }
    const names = new Map<string, number>();
    servers.forEach((server, i) => {
      const path = `spec.servers[${i}]`;
      checkServer(server, path, converted, verdict);
      const { port, tls } = server;
      if (port === undefined) {
        return;
      }
      const portName = port.name ?? '';
      const first = names.get(portName);
      if (first !== undefined) {
        verdict.error(
          `${path}.port.name`,
          portName === ''
            ? `The port has no name, like that of spec.servers[${first}].`
            : `The port has the same name as that of spec.servers[${first}]: ${show(portName)}.`,
          `Write a name that no other server has, such as ${show(`${portName || 'http'}-${i}`)}.`,
        );
      }
      names.set(portName, first ?? i);
      if (tls?.httpsRedirect === true && !isHttpProtocol(port.protocol)) {
        verdict.warning(
          `${path}.tls.httpsRedirect`,
          `httpsRedirect redirects plain HTTP to HTTPS, but the protocol of the port is ${show(port.protocol ?? '')}.`,
          'Move httpsRedirect to a server with the protocol HTTP.',
        );
      }
    });
  },
};
