import type { IConstruct } from 'constructs';
import type { ClientTlsSettings } from '../../../imports/networking';
import { ClientTlsSettingsTlsMode } from '../../../imports/networking';
import { compact, expectItems, expectObject, expectStrings } from '../../core/expect';
import { literal } from '../../core/literal';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { isPlainObject } from '../../core/value';
import { hostProblem } from '../../networking/host';
import { gatewaySecretProblem } from '../../networking/secret-name';
import { checkClientTls } from '../../networking/traffic-policy';
import type { EgressPlace } from './egress';

/** What the server of a host is asked for, and what its certificate must say. */
export interface OriginTlsOptions {
  /**
   * The server name of the TLS handshake, where it is not the host. It is then also the name that the certificate must have, because with
   * `sni` alone Istio would take any certificate of a trusted authority. Istio field `sni`.
   *
   * Rejected for several hosts, each of which has a server name of its own.
   *
   * @default - the host
   */
  readonly sni?: string;

  /**
   * Names of which the certificate must have one. Istio field `subjectAltNames`.
   *
   * @default - `sni`, or the host
   */
  readonly subjectAltNames?: string[];
}

/** The same for TLS without a certificate of the client. */
export interface SimpleOriginTlsOptions extends OriginTlsOptions {
  /**
   * The authorities that may have signed the certificate of the server: name of a Secret with `ca.crt`, in the namespace of the gateway's pods.
   * Istio field `credentialName`.
   *
   * Rejected with `EgressExit.sidecar()`: sidecars do not get it from Istio, and would send plain HTTP.
   *
   * @default - those that the image of the proxy trusts, as for public servers
   */
  readonly caCredential?: string;
}

type Write = (hosts: readonly string[], scope: IConstruct, problems: Problems) => ClientTlsSettings;

/**
 * How TLS to a host outside the cluster begins. The certificate of the server is verified: who signed it, and that it is for the host.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export class OriginTls {
  /**
   * The server shows a certificate, and the client none, as with most public hosts (mode SIMPLE).
   *
   * @param options authorities, server name and names in the certificate
   */
  public static simple(options: SimpleOriginTlsOptions = {}): OriginTls {
    return new OriginTls('caCredential', (hosts, _scope, problems) => {
      const example = "{ caCredential: 'partner-ca' }";
      const given = expectObject(options, 'SimpleOriginTlsOptions', problems, '', example) ?? {};
      const { caCredential } = given;
      if (caCredential !== undefined) {
        checkSecret(caCredential, 'caCredential', problems);
      }
      return compact({
        mode: ClientTlsSettingsTlsMode.SIMPLE,
        credentialName: caCredential,
        ...writeNames(given, hosts, problems),
      });
    });
  }

  /**
   * Both show a certificate (mode MUTUAL).
   *
   * Rejects the name with a namespace before it; and `EgressExit.sidecar()`, because sidecars do not get the Secret from Istio.
   *
   * @param credentialName name of a Secret with `tls.crt`, `tls.key` and `ca.crt`, in the namespace of the gateway's pods. `ca.crt`, with the
   * authorities that may have signed the certificate of the server, may be in a Secret of its own: the same name and "-cacert"
   * @param options server name and names in the certificate
   */
  public static mutual(credentialName: string, options: OriginTlsOptions = {}): OriginTls {
    return new OriginTls('credentialName', (hosts, _scope, problems) => {
      const given = expectObject(options, 'OriginTlsOptions', problems, '', "{ sni: 'api.example.com' }") ?? {};
      checkSecret(credentialName, 'credentialName', problems);
      return { mode: ClientTlsSettingsTlsMode.MUTUAL, credentialName, ...writeNames(given, hosts, problems) };
    });
  }

  /**
   * All fields of Istio's ClientTLSSettings, such as certificates in files that are mounted into the proxies.
   *
   * Rejects modes without TLS to the host, and `sni` without `subjectAltNames`, with which Istio would take any certificate of a trusted
   * authority.
   *
   * @param settings as Istio has them
   */
  public static of(settings: ClientTlsSettings): OriginTls {
    return new OriginTls('credentialName', (_hosts, scope, problems) => {
      checkSettings(settings, scope, problems);
      return settings;
    });
  }

  private constructor(
    /** What names the Secret. */
    private readonly credential: string,
    private readonly write: Write,
  ) {}

  /** @internal As a DestinationRule takes it. */
  public _toJson(
    hosts: readonly string[],
    place: EgressPlace | undefined,
    scope: IConstruct,
    problems: Problems,
  ): ClientTlsSettings {
    const before = problems.count;
    const tls = this.write(hosts, scope, problems);
    if (problems.count === before && tls.credentialName !== undefined && place === 'sidecar') {
      problems.add(
        this.credential,
        `the gateway gets the Secret ${show(tls.credentialName)} from Istio, but sidecars do not, and would send plain HTTP. Omit exit to let TLS begin at the gateway, or mount files into the sidecars and write ${filesFor(tls.mode!)}.`,
      );
    }
    return tls;
  }
}

function writeNames(
  { sni, subjectAltNames }: OriginTlsOptions,
  hosts: readonly string[],
  problems: Problems,
): Pick<ClientTlsSettings, 'sni' | 'subjectAltNames'> {
  const problem = sni === undefined ? undefined : hostProblem(sni, {});
  if (problem !== undefined) {
    problems.add('sni', problem);
  } else if (sni !== undefined && hosts.length > 1) {
    problems.add(
      'sni',
      `${show(sni)} would be the server name of ${hosts.length} hosts (${hosts.join(', ')}). Give this host an EgressTlsOrigination of its own, or omit sni: the server name is then the host.`,
    );
  }
  const example = `['${hosts[0] ?? 'api.example.com'}']`;
  const names = expectItems(subjectAltNames, problems, 'subjectAltNames', example);
  if (names !== undefined) {
    expectStrings(names, problems, 'subjectAltNames', example);
  }
  // With a server name that is written, Istio no longer compares it with the certificate.
  return compact({ sni, subjectAltNames: names ?? (sni === undefined ? undefined : [sni]) });
}

function checkSecret(name: string, field: string, problems: Problems): void {
  const problem = gatewaySecretProblem(name);
  if (problem !== undefined) {
    problems.add(field, problem);
  }
}

function checkSettings(settings: ClientTlsSettings, scope: IConstruct, problems: Problems): void {
  if (!isPlainObject(settings)) {
    problems.add(
      '',
      `${show(settings)} does not fit here. Write { mode: networking.ClientTlsSettingsTlsMode.SIMPLE }.`,
    );
    return;
  }
  const before = problems.count;
  checkClientTls(settings, scope, problems);
  if (problems.count > before) {
    return;
  }
  const { mode, sni, subjectAltNames = [], insecureSkipVerify }: ClientTlsSettings = settings;
  if (mode !== ClientTlsSettingsTlsMode.SIMPLE && mode !== ClientTlsSettingsTlsMode.MUTUAL) {
    problems.add(
      'mode',
      `${show(mode)} is no TLS that a host outside the mesh takes. Write networking.ClientTlsSettingsTlsMode.SIMPLE or .MUTUAL.`,
    );
  }
  if (sni !== undefined && insecureSkipVerify !== true && subjectAltNames.length === 0) {
    problems.add(
      'subjectAltNames',
      `is needed with sni: without it Istio takes any certificate of a trusted authority. Write [${literal(sni)}].`,
    );
  }
}

function filesFor(mode: string): string {
  const fields =
    mode === 'MUTUAL'
      ? "clientCertificate: '/etc/tls/tls.crt', privateKey: '/etc/tls/tls.key', caCertificates: '/etc/tls/ca.crt'"
      : "caCertificates: '/etc/tls/ca.crt'";
  return `OriginTls.of({ mode: networking.ClientTlsSettingsTlsMode.${mode}, ${fields} })`;
}
