import type { ServerTlsSettings } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { nearest } from '../../../core/unknown-field';
import { isPassThrough } from '../../../istio/server-rules';
import type { Verdict } from './errors-only';

const CIPHERS = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'AES256-SHA',
  'DES-CBC3-SHA',
];
const OWN_CERTIFICATES = ['serverCertificate', 'privateKey', 'caCertificates'] as const;
const SOURCES = ['tlsCertificates', 'credentialName', 'credentialNames'] as const;
const MAX_CERTIFICATES = 2;

/**
 * Says what is wrong with how a listener of a gateway or sidecar answers TLS.
 *
 * @param options.secrets whether certificates can come from secrets, as in a gateway
 */
export function checkServerTls(
  tls: ServerTlsSettings,
  path: string,
  verdict: Verdict,
  { secrets }: { readonly secrets: boolean },
): void {
  const mode: string = tls.mode ?? 'PASSTHROUGH';
  checkCiphers(tls, path, verdict);
  if (mode === 'ISTIO_MUTUAL') {
    for (const name of [...OWN_CERTIFICATES, ...SOURCES].filter((each) => isSet(tls[each]))) {
      verdict.error(
        `${path}.${name}`,
        `ISTIO_MUTUAL uses the certificates that Istio issues, but ${name} names another one.`,
        `Remove ${name}, or write mode: MUTUAL.`,
      );
    }
    return;
  }
  if (isPassThrough(tls)) {
    for (const name of [...OWN_CERTIFICATES, ...SOURCES, 'caCrl' as const].filter((each) => isSet(tls[each]))) {
      verdict.warning(
        `${path}.${name}`,
        `${mode} forwards TLS without terminating it, so ${name} is ignored.`,
        `Remove ${name}, or write mode: SIMPLE to terminate TLS here.`,
      );
    }
  }
  checkSources(tls, path, verdict);
  const ends = mode === 'SIMPLE' || mode === 'MUTUAL' || mode === 'OPTIONAL_MUTUAL';
  if (ends && (isSet(tls.credentialName) || isSet(tls.credentialNames))) {
    return;
  }
  if (ends) {
    const certificates = (file: string): string =>
      `Write the path of ${file}${secrets ? ', or the name of a secret in credentialName' : ''}.`;
    checkCertificates(tls, mode, path, verdict, certificates);
  }
  checkRevocation(tls, mode, path, verdict);
}

function checkCiphers(
  { minProtocolVersion, cipherSuites = [] }: ServerTlsSettings,
  path: string,
  verdict: Verdict,
): void {
  if ((minProtocolVersion === 'TLSV1_0' || minProtocolVersion === 'TLSV1_1') && cipherSuites.length === 0) {
    verdict.warning(
      `${path}.minProtocolVersion`,
      `${minProtocolVersion} needs old ciphers, but the default list has none of them.`,
      'Write minProtocolVersion: TLSV1_2, or list ciphers such as ECDHE-RSA-AES128-SHA in cipherSuites.',
    );
  }
  cipherSuites.forEach((cipher, i) => {
    if (!isCipher(cipher)) {
      verdict.warning(
        `${path}.cipherSuites[${i}]`,
        `Istio does not know the cipher ${show(cipher)} and ignores it.`,
        `Write ${nearest(cipher, CIPHERS) ?? `one of ${CIPHERS.join(', ')}`}.`,
      );
    } else if (cipherSuites.indexOf(cipher) < i) {
      verdict.warning(
        `${path}.cipherSuites[${i}]`,
        `The cipher ${show(cipher)} is listed twice.`,
        'Remove this entry.',
      );
    }
  });
}

/** What begins with a sign, such as `-ALL`, is an expression that Envoy reads and istiod does not. It looks at the first byte for that. */
function isCipher(text: string): boolean {
  const first = Buffer.from(text).toString('latin1', 0, 1);
  return text === '' || text === 'ALL' || CIPHERS.includes(text) || !/[\p{L}\p{N}]/u.test(first);
}

function checkSources(tls: ServerTlsSettings, path: string, verdict: Verdict): void {
  const given = [
    ...(isSet(tls.serverCertificate) && isSet(tls.privateKey) ? ['serverCertificate with privateKey'] : []),
    ...SOURCES.filter((each) => isSet(tls[each])),
  ];
  if (given.length > 1) {
    verdict.error(
      path,
      `The certificate can only come from one source, but ${given.join(' and ')} are set.`,
      `Keep one of ${given.join(' and ')}.`,
    );
  }
}

function checkCertificates(
  tls: ServerTlsSettings,
  mode: string,
  path: string,
  verdict: Verdict,
  fix: (file: string) => string,
): void {
  if (mode !== 'SIMPLE' && !isSet(tls.caCertificates)) {
    verdict.error(
      `${path}.caCertificates`,
      `${mode} checks client certificates, but no CA certificate is set.`,
      fix('a CA file in caCertificates'),
    );
  }
  const listed = tls.tlsCertificates ?? [];
  if (listed.length > MAX_CERTIFICATES) {
    verdict.warning(
      `${path}.tlsCertificates`,
      `Istio uses at most ${MAX_CERTIFICATES} certificates, but there are ${listed.length}.`,
      'Keep one certificate with an RSA key and one with an ECDSA key.',
    );
  }
  const certificates = listed.length > 0 ? listed : [tls];
  certificates.forEach((certificate, i) => {
    const at = certificate === tls ? path : `${path}.tlsCertificates[${i}]`;
    for (const name of (['serverCertificate', 'privateKey'] as const).filter((each) => !isSet(certificate[each]))) {
      verdict.error(
        `${at}.${name}`,
        `${mode} terminates TLS here, but ${name} is missing.`,
        fix(`the file into ${name}`),
      );
    }
  });
}

function checkRevocation(tls: ServerTlsSettings, mode: string, path: string, verdict: Verdict): void {
  if (!isSet(tls.caCrl)) {
    return;
  }
  if (isSet(tls.credentialName)) {
    verdict.error(
      `${path}.caCrl`,
      'With credentialName the list of revoked certificates comes from the secret, not from caCrl.',
      'Put the list in the key ca.crl of the secret, and remove caCrl.',
    );
  }
  if (mode === 'SIMPLE') {
    verdict.error(
      `${path}.caCrl`,
      'SIMPLE does not request client certificates, so caCrl has no effect.',
      'Remove caCrl, or write mode: MUTUAL.',
    );
  }
}

function isSet(value: string | readonly unknown[] | undefined): boolean {
  return value !== undefined && value.length > 0;
}
