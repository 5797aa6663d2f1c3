import type { ClientTlsSettings } from '../../../imports/networking';
import { analyzed } from './shared/analyzed';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check, Report } from '../check';

type DestinationRule = MeshObject<'networking.istio.io/DestinationRule'>;

/** TLS to servers without the certificates of the authorities that they are checked against. */
export const destinationRuleCaCertificates: Check = {
  name: 'destination-rule-ca-certificates',
  mirrors: ['destinationrule.CaCertificateAnalyzer'],
  codes: {
    IST0128: {
      name: 'NoServerCertificateVerificationDestinationLevel',
      severity: 'warning',
      source: 'istio',
      summary: 'TLS to a host has no CA certificates to verify the server with.',
      explanation:
        'Without `caCertificates` the proxy verifies the server with the CAs that its own image trusts; older releases, for which the warning was made, did not verify it at all. That is fine for a public server. For a server with a certificate of a private CA the handshake fails, and requests get 503 with the response flag UF. `credentialName` only works with a `workloadSelector`: without one, sidecars do not get the Secret and send plain text.',
      remedy: 'Write `caCertificates` for a private CA; for public servers accept the warning.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0128/',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings',
      ],
    },
    IST0129: {
      name: 'NoServerCertificateVerificationPortLevel',
      severity: 'warning',
      source: 'istio',
      summary: 'TLS to a port has no CA certificates to verify the server with.',
      explanation:
        'The settings of a port replace those of the whole host, including `caCertificates`: nothing is inherited. The proxy then verifies the server with the CAs that its own image trusts, which only works for public servers. It rejects a server with a certificate of a private CA: requests get 503 with the response flag UF.',
      remedy: 'Write `caCertificates` in the settings of the port too; for public servers accept the warning.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0129/',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings',
      ],
    },
  },
  run(mesh, report) {
    for (const object of analyzed(mesh, 'networking.istio.io/DestinationRule')) {
      const { tls, portLevelSettings = [] } = object.spec.trafficPolicy ?? {};
      if (isUnchecked(tls, object)) {
        report({ code: 'IST0128', object, path: 'spec.trafficPolicy.tls', ...told(tls, object, '') });
      }
      portLevelSettings.forEach(({ port, tls: ofPort }, i) => {
        if (isUnchecked(ofPort, object)) {
          const path = `spec.trafficPolicy.portLevelSettings[${i}].tls`;
          report({ code: 'IST0129', object, path, ...told(ofPort, object, ` port ${port?.number ?? 0}`) });
        }
      });
    }
  },
};

function isUnchecked(tls: ClientTlsSettings | undefined, { spec }: DestinationRule): tls is ClientTlsSettings {
  const { mode, caCertificates = '', credentialName = '' } = tls ?? {};
  const fromSecret = credentialName !== '' && spec.workloadSelector !== undefined;
  return (String(mode) === 'SIMPLE' || String(mode) === 'MUTUAL') && caCertificates === '' && !fromSecret;
}

function told(
  { mode, credentialName = '', subjectAltNames = [], insecureSkipVerify }: ClientTlsSettings,
  { spec: { host = 'a server without a host' } }: DestinationRule,
  port: string,
): Pick<Report, 'message' | 'fix'> {
  const what = `TLS to ${host}${port} has mode ${mode} and no caCertificates.`;
  if (credentialName !== '') {
    return {
      message:
        `${what} It names the Secret ${credentialName}, which sidecars do not get without a workloadSelector: they omit TLS altogether and ` +
        'send plain text. Only gateways read the Secret.',
      fix: 'Write workloadSelector with the labels of the pods that may read the Secret, or caCertificates with a file that is mounted in the proxies.',
    };
  }
  if (insecureSkipVerify === true) {
    return {
      message: `${what} insecureSkipVerify disables verification too, so the proxy accepts any server that answers under this name.`,
      fix: 'Remove insecureSkipVerify and write caCertificates.',
    };
  }
  return {
    message:
      `${what} The proxy verifies the server with the CAs that its own image trusts. That works for public servers; a server with a certificate of a private CA is rejected, and requests get 503 with the response flag UF.` +
      (subjectAltNames.length === 0 ? '' : ` Its name has to be one of ${subjectAltNames.join(', ')}.`),
    fix: 'For a private CA write caCertificates: the path of its PEM file in the proxy. For public servers nothing needs to change; put the annotation galley.istio.io/analyze-suppress on the DestinationRule.',
  };
}
