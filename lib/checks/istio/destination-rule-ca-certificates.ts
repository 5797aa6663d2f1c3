import type { ClientTlsSettings } from '../../../imports/networking';
import { analyzed } from './shared/analyzed';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check, Report } from '../check';

type DestinationRule = MeshObject<'networking.istio.io/DestinationRule'>;

/** TLS to servers without the certificates of the authorities that they are checked against. */
export const destinationRuleCaCertificates: Check = {
  codes: ['IST0128', 'IST0129'],
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
        `${what} It names the Secret ${credentialName}, which sidecars do not get without a workloadSelector: they leave TLS out altogether and ` +
        'send plain text. Only gateways read the Secret.',
      fix: 'Write workloadSelector with the labels of the pods that may read the Secret, or caCertificates with a file that is mounted in the proxies.',
    };
  }
  if (insecureSkipVerify === true) {
    return {
      message: `${what} insecureSkipVerify turns the check off too, so the proxy talks to any server that answers under this name.`,
      fix: 'Take insecureSkipVerify out and write caCertificates.',
    };
  }
  return {
    message:
      `${what} The proxy checks the server against the authorities that its own operating system trusts: right for public servers, while one ` +
      'with a certificate of a private authority is refused, and requests get 503 with the response flag UF.' +
      (subjectAltNames.length === 0 ? '' : ` Its name has to be one of ${subjectAltNames.join(', ')}.`),
    fix:
      'For a private authority write caCertificates: the path of its PEM file in the proxy. For public servers leave it, and put the annotation ' +
      'galley.istio.io/analyze-suppress on the DestinationRule.',
  };
}
