import type { ServerTlsSettings } from '../../../imports/networking';
import type { Gateway } from '../../mesh/gateways';
import { gatewayIndex } from './shared/gateway-index';
import { selectorKey } from '../../mesh/selector-key';
import type { Mesh } from '../../mesh/reading/mesh';
import { selects } from '../../mesh/workload';
import type { Check } from '../check';
import { listedOthers, relatedOthers } from './listed-others';

/** Certificates that several Gateways on the same pods have. */
export const gatewayCertificates: Check = {
  name: 'gateway-certificates',
  mirrors: ['gateway.CertificateAnalyzer'],
  codes: {
    IST0138: {
      name: 'GatewayDuplicateCertificate',
      severity: 'warning',
      source: 'istio',
      summary: 'Several Gateways on the same pods have one certificate.',
      explanation:
        'A browser that has an HTTP/2 connection to one host uses it for every other host that the certificate is ' +
        'for and that has the same address. The connection belongs to one Gateway, which has no routes for the hosts of the other: the requests get 404. The error depends on the order in which pages are opened, which makes it hard to reproduce.',
      remedy:
        'Put all hosts of one certificate on one server of one Gateway, or give each host a certificate of its own.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/',
        'https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate',
      ],
      mutual: true,
    },
  },
  run(mesh, report) {
    const users = mesh.derive(gatewaysByCertificate);
    for (const object of mesh.derive(gatewayIndex).all) {
      object.spec.servers?.forEach(({ tls }, i) => {
        const certificate = certificateOf(tls);
        const found = certificate && [...users.get(certificate.key)!.values()].find(shares(object));
        if (certificate && found) {
          report({
            code: 'IST0138',
            object,
            path: `spec.servers[${i}].tls.${certificate.field}`,
            related: relatedOthers(mesh, 'networking.istio.io/Gateway', found.gateways, object.key),
            message:
              `Gateway ${listedOthers(found.gateways, object.key)} has the same certificate (${certificate.name}) on the same pods. ` +
              'Browsers use one HTTP/2 connection for all hosts of a certificate, and a connection belongs to one Gateway: ' +
              'requests to the hosts of the other sometimes get 404 with the response flag NR.',
            fix:
              'Put the hosts of one certificate on one server of one Gateway, or give each Gateway a certificate for its own ' +
              'hosts only.',
          });
        }
      });
    }
  },
};

/** Whether there is another Gateway among those of a selector that the Gateway's own selector takes too. */
function shares({ key, spec }: Gateway): (users: Users) => boolean {
  return ({ selector, gateways }) => selects(spec.selector, selector) && gateways.some((other) => other !== key);
}

/** Gateways that have a certificate, by their selector. */
interface Users {
  readonly selector: Readonly<Record<string, string>>;
  readonly gateways: string[];
}

function gatewaysByCertificate(mesh: Mesh): ReadonlyMap<string, ReadonlyMap<string, Users>> {
  const result = new Map<string, Map<string, Users>>();
  for (const { key, spec } of mesh.derive(gatewayIndex).all) {
    const { servers = [], selector = {} } = spec;
    for (const certificate of new Set(servers.flatMap(({ tls }) => certificateOf(tls)?.key ?? []))) {
      const bySelector = result.get(certificate) ?? new Map<string, Users>();
      result.set(certificate, bySelector);
      const users = bySelector.get(selectorKey(selector)) ?? { selector, gateways: [] };
      bySelector.set(selectorKey(selector), users);
      users.gateways.push(key);
    }
  }
  return result;
}

/** A certificate, and the field that names it. */
interface Certificate {
  readonly key: string;
  readonly name: string;
  readonly field: string;
}

function certificateOf(tls: ServerTlsSettings | undefined): Certificate | undefined {
  const { credentialName = '', serverCertificate = '', privateKey = '' } = tls ?? {};
  if (credentialName !== '') {
    return { key: `secret ${credentialName}`, name: credentialName, field: 'credentialName' };
  }
  return serverCertificate === '' || privateKey === ''
    ? undefined
    : { key: `files ${serverCertificate} ${privateKey}`, name: serverCertificate, field: 'serverCertificate' };
}
