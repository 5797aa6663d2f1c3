import type { ServerTlsSettings } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { nearest } from '../../../core/unknown-field';
import type { WebhookVerdict } from '../webhook-check';

const CIPHER_SUITES: readonly string[] = [
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

/** Warns of versions of TLS and cipher suites that do not work. */
export function checkCiphers(
  { minProtocolVersion, cipherSuites = [] }: ServerTlsSettings,
  path: string,
  verdict: WebhookVerdict,
): void {
  if (['TLSV1_0', 'TLSV1_1'].includes(minProtocolVersion ?? '') && cipherSuites.length === 0) {
    verdict.warning(
      `${path}.minProtocolVersion`,
      `The least version is ${minProtocolVersion}, and none of the ciphers that are on by default works with it.`,
      'Write cipherSuites that clients of this version have, such as ECDHE-RSA-AES128-SHA, or minProtocolVersion: TLSV1_2.',
    );
  }
  const seen = new Set<string>();
  cipherSuites.forEach((suite, i) => {
    const at = `${path}.cipherSuites[${i}]`;
    if (!isCipherSuite(suite)) {
      const meant = nearest(suite, [...CIPHER_SUITES]);
      verdict.warning(
        at,
        `${show(suite)} is not a cipher suite that Envoy has, and is left out.`,
        meant === undefined ? `Write one of ${CIPHER_SUITES.join(', ')}.` : `Write ${meant}.`,
      );
    } else if (seen.has(suite)) {
      verdict.warning(at, `The cipher suite ${show(suite)} is there twice.`, 'Remove it here.');
    }
    seen.add(suite);
  });
}

/** What begins with a sign is an expression that Envoy reads, and istiod does not. It looks at the first byte for that. */
function isCipherSuite(text: string): boolean {
  const first = Buffer.from(text).toString('latin1', 0, 1);
  return text === '' || text === 'ALL' || !/[\p{L}\p{N}]/u.test(first) || CIPHER_SUITES.includes(text);
}
