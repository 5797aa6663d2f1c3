import type { IConstruct } from 'constructs';
import type { ServerTlsSettings } from '../../imports/networking';
import { ServerTlsSettingsTlsMode } from '../../imports/networking';
import { compact, expectMap } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { checkStructure } from '../core/structure';
import { gatewaySecretProblem } from './secret-name';

/**
 * What a gateway server does with TLS: terminates it with a certificate, passes it through, or terminates Istio's mutual TLS.
 *
 * Certificates are Secrets in the namespace of the gateway's pods, whatever the namespace of the Gateway object.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export class ServerTls {
  /**
   * Ends TLS with the certificate of a Secret (mode SIMPLE).
   *
   * @param secretName name of a Secret of type `kubernetes.io/tls` in the namespace of the gateway's pods
   * @param settings protocol versions, cipher suites and the like
   */
  public static credential(secretName: string, settings: ServerTlsSettings = {}): ServerTls {
    return new ServerTls(
      { ...settings, mode: ServerTlsSettingsTlsMode.SIMPLE, credentialName: secretName },
      [secretName],
      settings,
    );
  }

  /**
   * Ends TLS with one of two certificates of different key types, RSA and ECDSA (mode SIMPLE).
   *
   * @param secretNames names of one or two Secrets
   */
  public static credentials(secretNames: string[], settings: ServerTlsSettings = {}): ServerTls {
    return new ServerTls(
      { ...settings, mode: ServerTlsSettingsTlsMode.SIMPLE, credentialNames: secretNames },
      secretNames,
      settings,
    );
  }

  /**
   * Ends TLS and asks the client for a certificate, which must be signed by `ca.crt` of the Secret (mode MUTUAL).
   *
   * @param secretName name of a Secret with `tls.crt`, `tls.key` and `ca.crt`
   */
  public static mutual(secretName: string, settings: ServerTlsSettings = {}): ServerTls {
    return new ServerTls(
      { ...settings, mode: ServerTlsSettingsTlsMode.MUTUAL, credentialName: secretName },
      [secretName],
      settings,
    );
  }

  /**
   * As `mutual`, but clients without a certificate are let in (mode OPTIONAL_MUTUAL).
   *
   * @param secretName name of a Secret with `tls.crt`, `tls.key` and `ca.crt`
   */
  public static optionalMutual(secretName: string, settings: ServerTlsSettings = {}): ServerTls {
    return new ServerTls(
      { ...settings, mode: ServerTlsSettingsTlsMode.OPTIONAL_MUTUAL, credentialName: secretName },
      [secretName],
      settings,
    );
  }

  /** Leaves TLS closed; `tls` rules choose the destination by the server name (mode PASSTHROUGH). */
  public static passthrough(): ServerTls {
    return new ServerTls({ mode: ServerTlsSettingsTlsMode.PASSTHROUGH });
  }

  /** Leaves TLS closed; the server name names the destination, for traffic between clusters (mode AUTO_PASSTHROUGH). */
  public static autoPassthrough(): ServerTls {
    return new ServerTls({ mode: ServerTlsSettingsTlsMode.AUTO_PASSTHROUGH });
  }

  /** Terminates Istio's mutual TLS, so that the gateway knows the calling workload (mode ISTIO_MUTUAL). */
  public static istioMutual(settings: ServerTlsSettings = {}): ServerTls {
    return new ServerTls({ ...settings, mode: ServerTlsSettingsTlsMode.ISTIO_MUTUAL }, [], settings);
  }

  /** All fields of Istio's ServerTLSSettings, such as certificates in files. */
  public static of(settings: ServerTlsSettings): ServerTls {
    return new ServerTls(settings);
  }

  private constructor(
    private readonly settings: ServerTlsSettings,
    private readonly credentialNames: string[] = [],
    private readonly extra: ServerTlsSettings = {},
  ) {}

  /** @internal */
  public get _mode(): string | undefined {
    return this.settings?.mode;
  }

  /** @internal */
  public _toJson(problems: Problems, scope: IConstruct): ServerTlsSettings {
    expectMap(
      this.extra,
      problems,
      'settings',
      '{ minProtocolVersion: networking.ServerTlsSettingsTlsProtocol.TLSV1_3 }',
    );
    if (!Array.isArray(this.credentialNames)) {
      problems.add('credentialNames', `${show(this.credentialNames)} is not a list. Write ['shop-rsa', 'shop-ecdsa'].`);
    } else {
      for (const name of this.credentialNames) {
        const problem = gatewaySecretProblem(name);
        if (problem !== undefined) {
          problems.add('credentialName', problem);
        }
      }
    }
    for (const field of ['mode', 'credentialName', 'credentialNames'] as const) {
      if (this.extra?.[field] !== undefined) {
        problems.add(
          field,
          'is already set by the factory. Remove it from the settings, or write ServerTls.of({ ... }).',
        );
      }
    }
    const before = problems.count;
    checkStructure(scope, 'ServerTlsSettings', this.settings, problems);
    if (problems.count > before) {
      return {};
    }
    checkCertificates(this.settings, problems);
    return compact(this.settings);
  }
}

const IN_FILES = ['serverCertificate', 'privateKey'] as const;
const CERTIFICATES = ['credentialName', 'credentialNames', 'tlsCertificates'] as const;
const ENDS_TLS = ['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'];

/** Checks that the mode has the certificates that it needs, from one place, and none that it has no use for. */
function checkCertificates(settings: ServerTlsSettings, problems: Problems): void {
  const { mode = 'PASSTHROUGH' } = settings;
  const given = CERTIFICATES.filter((field) => settings[field] !== undefined);
  const files = IN_FILES.filter((field) => settings[field] !== undefined);
  const all = [...given, ...files, ...(settings.caCertificates === undefined ? [] : ['caCertificates'])];
  if (!ENDS_TLS.includes(mode)) {
    if (all.length > 0) {
      problems.add(
        '',
        `mode ${mode} takes no certificates, but ${all.join(', ')} is set. Omit it, or write mode SIMPLE or MUTUAL.`,
      );
    }
    return;
  }
  if (given.length + (files.length > 0 ? 1 : 0) > 1) {
    problems.add(
      '',
      `the certificate can only come from one source, but ${[...given, ...files].join(', ')} are set. Write one of them.`,
    );
  } else if (given.length === 0 && files.length < IN_FILES.length) {
    problems.add(
      '',
      `mode ${mode} needs a certificate. Write credentialName, or serverCertificate and privateKey for files.`,
    );
  } else if (
    mode !== 'SIMPLE' &&
    settings.caCertificates === undefined &&
    !given.some((field) => field !== 'tlsCertificates')
  ) {
    problems.add('caCertificates', 'is required to verify client certificates. Write the path of a file.');
  }
  settings.tlsCertificates?.forEach((certificate, i) => {
    for (const field of IN_FILES) {
      if (certificate[field] === undefined) {
        problems.add(`tlsCertificates[${i}].${field}`, 'is needed. Write the path of a file.');
      }
    }
  });
}
