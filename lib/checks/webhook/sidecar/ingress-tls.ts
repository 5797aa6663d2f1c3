import type { ServerTlsSettings, SidecarPort } from '../../../../imports/networking';
import type { Verdict } from '../shared/errors-only';
import { isTlsProtocol, protocolName } from '../shared/port';
import { checkServerTls } from '../shared/server-tls';

/** Fields that gateways have and sidecars do not, and what to do instead. */
const NOT_HERE: readonly (readonly [keyof ServerTlsSettings, string])[] = [
  ['subjectAltNames', 'Write an AuthorizationPolicy that lists the allowed callers.'],
  ['httpsRedirect', 'Remove httpsRedirect.'],
  ['credentialName', 'Write the paths of files in serverCertificate and privateKey.'],
  ['credentialNames', 'Write the paths of files in serverCertificate and privateKey.'],
  ['tlsCertificates', 'Write the paths of files in serverCertificate and privateKey.'],
];

/** Says what is wrong with how a sidecar answers TLS. */
export function checkIngressTls(tls: ServerTlsSettings, port: SidecarPort, path: string, verdict: Verdict): void {
  for (const [name, fix] of NOT_HERE) {
    const value = tls[name];
    const given = Array.isArray(value) ? value.length > 0 : Boolean(value);
    if (given) {
      verdict.error(`${path}.tls.${name}`, `A sidecar does not support ${name}.`, fix);
    }
  }
  if (tls.mode === 'ISTIO_MUTUAL' || tls.mode === 'AUTO_PASSTHROUGH') {
    verdict.error(
      `${path}.tls.mode`,
      `The mode ${tls.mode} is for gateways only.`,
      tls.mode === 'ISTIO_MUTUAL'
        ? "Remove tls, and write a PeerAuthentication with mode STRICT: sidecars then require Istio's mutual TLS."
        : 'Write mode: SIMPLE or MUTUAL.',
    );
  }
  if (!isTlsProtocol(port.protocol)) {
    verdict.error(
      `${path}.port.protocol`,
      `The listener has tls, and the protocol of its port is ${protocolName(port.protocol)}.`,
      'Write protocol: HTTPS or TLS, or remove tls.',
    );
  }
  checkServerTls(tls, `${path}.tls`, verdict, { secrets: false });
}
