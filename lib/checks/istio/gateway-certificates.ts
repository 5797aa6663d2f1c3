import type { ServerTlsSettings } from '../../../imports/networking';
import { gatewayIndex, selectorKey } from '../../mesh/gateways';
import type { Mesh } from '../../mesh/mesh';
import { selects } from '../../mesh/workload';
import type { Check } from '../check';
import { listedOthers } from './listed-others';

/** Certificates that several Gateways on the same pods have. */
export const gatewayCertificates: Check = {
  codes: ['IST0138'],
  reads: ['networking.istio.io/Gateway'],
  run(mesh, report) {
    const users = mesh.derive(gatewaysByCertificate);
    for (const object of mesh.derive(gatewayIndex).all) {
      object.spec.servers?.forEach(({ tls }, i) => {
        const certificate = certificateOf(tls);
        for (const { selector, gateways } of users.get(certificate ?? '')?.values() ?? []) {
          if (
            certificate !== undefined &&
            selects(object.spec.selector, selector) &&
            gateways.some((key) => key !== object.key)
          ) {
            report({
              code: 'IST0138',
              object,
              path: `spec.servers[${i}].tls.${tls?.credentialName ? 'credentialName' : 'serverCertificate'}`,
              message:
                `Gateway ${listedOthers(gateways, object.key)} has the same certificate (${tls?.credentialName || tls?.serverCertificate}) on the same pods. ` +
                'Browsers use one HTTP/2 connection for all hosts of a certificate, and a connection belongs to one Gateway: requests to the ' +
                'hosts of the other get 404 with the response flag NR now and then.',
              fix: 'Put the hosts of one certificate on one server of one Gateway, or give each Gateway a certificate for its own hosts only.',
            });
            return;
          }
        }
      });
    }
  },
};

/** Gateways that have a certificate, by their selector. */
interface Users {
  readonly selector: Readonly<Record<string, string>>;
  readonly gateways: string[];
}

function gatewaysByCertificate(mesh: Mesh): ReadonlyMap<string, ReadonlyMap<string, Users>> {
  const result = new Map<string, Map<string, Users>>();
  for (const { key, spec } of mesh.derive(gatewayIndex).all) {
    const { servers = [], selector = {} } = spec;
    for (const certificate of new Set(servers.flatMap(({ tls }) => certificateOf(tls) ?? []))) {
      const bySelector = result.get(certificate) ?? new Map<string, Users>();
      result.set(certificate, bySelector);
      const users = bySelector.get(selectorKey(selector)) ?? { selector, gateways: [] };
      bySelector.set(selectorKey(selector), users);
      users.gateways.push(key);
    }
  }
  return result;
}

function certificateOf(tls: ServerTlsSettings | undefined): string | undefined {
  const { credentialName = '', serverCertificate = '', privateKey = '' } = tls ?? {};
  if (credentialName !== '') {
    return `secret ${credentialName}`;
  }
  return serverCertificate === '' || privateKey === '' ? undefined : `files ${serverCertificate} ${privateKey}`;
}
