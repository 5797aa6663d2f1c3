import type { ServerTlsSettings } from '../../../../imports/networking';
import type { WebhookVerdict } from '../webhook-check';
import { checkCiphers } from './ciphers';

const CERTIFICATES = [
  'serverCertificate',
  'privateKey',
  'caCertificates',
  'tlsCertificates',
  'credentialName',
  'credentialNames',
] as const;
/** Modes in which the gateway shows a certificate of its own. */
const WITH_CERTIFICATE: readonly string[] = ['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'];
/** Envoy takes one RSA and one ECDSA certificate. */
const MAX_CERTIFICATES = 2;

/** Says what is wrong with the TLS settings of a server, whatever its port. */
export function checkTls(tls: ServerTlsSettings, path: string, verdict: WebhookVerdict): void {
  // PASSTHROUGH is the default of its enum.
  const mode: string = tls.mode ?? 'PASSTHROUGH';
  checkCiphers(tls, path, verdict);
  if (mode === 'ISTIO_MUTUAL') {
    for (const field of given(tls)) {
      verdict.error(
        `${path}.${field}`,
        `In the mode ISTIO_MUTUAL the gateway shows the certificate that Istio gave it, and ${field} is set.`,
        `Remove ${field}, or write another mode.`,
      );
    }
    return;
  }
  if (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH') {
    for (const field of [...given(tls), ...(isSet(tls.caCrl) ? ['caCrl'] : [])]) {
      verdict.warning(
        `${path}.${field}`,
        `In the mode ${mode} TLS goes through the gateway as it is, so ${field} is not used.`,
        `Remove ${field}, or write mode: SIMPLE if the gateway is to end TLS.`,
      );
    }
  }
  checkOneSource(tls, path, verdict);
  const usesCertificate = WITH_CERTIFICATE.includes(mode);
  if (usesCertificate && (isSet(tls.credentialName) || isSet(tls.credentialNames))) {
    return;
  }
  if (usesCertificate) {
    checkFiles(tls, path, mode, verdict);
  }
  checkRevocation(tls, path, mode, verdict);
}

function checkOneSource(tls: ServerTlsSettings, path: string, verdict: WebhookVerdict): void {
  const sources = [
    ...(isSet(tls.serverCertificate) && isSet(tls.privateKey) ? ['serverCertificate'] : []),
    ...(['credentialName', 'credentialNames', 'tlsCertificates'] as const).filter((field) => isSet(tls[field])),
  ];
  if (sources.length > 1) {
    verdict.error(
      `${path}.${sources[1]}`,
      `The certificate of the server comes from ${sources.join(' and ')}, and there can be one source.`,
      `Keep one of ${sources.join(', ')}.`,
    );
  }
}

function checkFiles(tls: ServerTlsSettings, path: string, mode: string, verdict: WebhookVerdict): void {
  const { caCertificates, tlsCertificates = [] } = tls;
  const fix = (field: string): string => `Write credentialName with the name of a Secret, or ${field} with a path.`;
  if (mode !== 'SIMPLE' && !isSet(caCertificates)) {
    verdict.error(
      `${path}.caCertificates`,
      `In the mode ${mode} the certificates of clients are checked, and nothing says against what.`,
      fix('caCertificates'),
    );
  }
  if (tlsCertificates.length > MAX_CERTIFICATES) {
    verdict.warning(
      `${path}.tlsCertificates`,
      `There are ${tlsCertificates.length} certificates, and a server can show ${MAX_CERTIFICATES}: one RSA and one ECDSA.`,
      'Keep two, and write a server of its own for other hosts.',
    );
  }
  const certificates =
    tlsCertificates.length === 0
      ? [{ at: path, ...tls }]
      : tlsCertificates.map((each, i) => ({ at: `${path}.tlsCertificates[${i}]`, ...each }));
  for (const certificate of certificates) {
    for (const field of ['serverCertificate', 'privateKey'] as const) {
      if (!isSet(certificate[field])) {
        verdict.error(
          `${certificate.at}.${field}`,
          `In the mode ${mode} the server shows a certificate, and ${field} is missing.`,
          fix(field),
        );
      }
    }
  }
}

function checkRevocation(tls: ServerTlsSettings, path: string, mode: string, verdict: WebhookVerdict): void {
  if (!isSet(tls.caCrl)) {
    return;
  }
  if (isSet(tls.credentialName)) {
    verdict.error(
      `${path}.caCrl`,
      'With credentialName the list of revoked certificates comes from the Secret too, and caCrl is set.',
      'Remove caCrl, and put the list into the Secret under the key ca.crl.',
    );
  }
  if (mode === 'SIMPLE') {
    verdict.error(
      `${path}.caCrl`,
      'In the mode SIMPLE clients show no certificates, so there is nothing that could be revoked.',
      'Remove caCrl, or write mode: MUTUAL.',
    );
  }
}

function given(tls: ServerTlsSettings): string[] {
  return CERTIFICATES.filter((field) => isSet(tls[field]));
}

function isSet(value: string | readonly unknown[] | undefined): boolean {
  return value !== undefined && value.length > 0;
}
