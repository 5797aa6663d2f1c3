import type { ClientTlsSettings } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import type { Verdict } from '../shared/errors-only';

const CONFIG_MAP = 'configmap://';
const FILES = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'] as const;

/** Says what is wrong with how a sidecar or gateway opens TLS to a destination. */
export function checkClientTls(tls: ClientTlsSettings, path: string, namespace: string, verdict: Verdict): void {
  const { credentialName = '' } = tls;
  const mode: string = tls.mode ?? 'DISABLE';
  checkConfigMap(credentialName, path, namespace, verdict);
  checkSkipVerify(tls, mode, path, verdict);
  if ((mode === 'SIMPLE' || mode === 'MUTUAL') && credentialName !== '') {
    for (const name of FILES.filter((each) => (tls[each] ?? '') !== '')) {
      verdict.error(
        `${path}.${name}`,
        `All certificates come from the secret ${show(credentialName)}, but ${name} names a file.`,
        `Remove ${name}, or credentialName.`,
      );
    }
  } else if (mode === 'MUTUAL') {
    for (const name of ['clientCertificate', 'privateKey'] as const) {
      if ((tls[name] ?? '') === '') {
        verdict.error(
          `${path}.${name}`,
          `MUTUAL sends a client certificate to the server, but ${name} is missing.`,
          `Write the path of the file in ${name}, or credentialName, or mode: ISTIO_MUTUAL for the certificate that Istio issues.`,
        );
      }
    }
  }
}

function checkConfigMap(credentialName: string, path: string, namespace: string, verdict: Verdict): void {
  if (!credentialName.startsWith(CONFIG_MAP)) {
    return;
  }
  const [of, name = ''] = credentialName.slice(CONFIG_MAP.length).split('/');
  const at = `${path}.credentialName`;
  if (of === '' || name === '') {
    verdict.error(
      at,
      `${show(credentialName)} does not name a namespace and a ConfigMap.`,
      `Write ${CONFIG_MAP}${namespace}/NAME.`,
    );
  } else if (of !== namespace) {
    verdict.error(
      at,
      `The ConfigMap is in the namespace ${show(of)}, and a DestinationRule of ${show(namespace)} can only use those of its own.`,
      `Write ${CONFIG_MAP}${namespace}/${name}, and put the ConfigMap there.`,
    );
  }
}

function checkSkipVerify(tls: ClientTlsSettings, mode: string, path: string, verdict: Verdict): void {
  if (!tls.insecureSkipVerify || (mode !== 'SIMPLE' && mode !== 'MUTUAL')) {
    return;
  }
  // In MUTUAL the secret may hold the certificate to show, and no authority.
  const checking = [
    'caCertificates',
    'subjectAltNames',
    ...(mode === 'SIMPLE' ? ['credentialName' as const] : []),
  ] as const;
  for (const name of checking.filter((each) => (tls[each] ?? '').length > 0)) {
    verdict.error(
      `${path}.${name}`,
      `insecureSkipVerify accepts every server certificate, so it excludes ${name}.`,
      `Remove insecureSkipVerify, or remove ${name}.`,
    );
  }
}
