import type { Duration } from 'cdk8s';
import type { ServerTlsSettings } from '../../../imports/networking';
import { expectBoolean, expectObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { ServerTls } from '../../networking/server-tls';

/** What holds wherever TLS ends. */
export interface HstsOptions {
  /**
   * For how long browsers insist on HTTPS after a visit: the header Strict-Transport-Security on every answer.
   *
   * @default - no header
   */
  readonly hsts?: Duration;

  /**
   * Whether subdomains of the hosts are meant by the header too.
   *
   * @default false
   */
  readonly hstsIncludeSubDomains?: boolean;
}

/** How the gateway ends TLS. */
export interface IngressTlsOptions extends HstsOptions {
  /**
   * Whether plain HTTP is answered with a redirect to HTTPS. Otherwise it is served as well.
   *
   * @default true
   */
  readonly redirect?: boolean;

  /**
   * Port number of the gateway's Service for HTTPS.
   *
   * @default 443
   */
  readonly port?: number;

  /**
   * Protocol versions, cipher suites and the like.
   *
   * @default - Istio's own: TLS 1.2 and later
   */
  readonly settings?: ServerTlsSettings;
}

/**
 * Where TLS ends, and with which certificate.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/
 */
export class IngressTls {
  /**
   * At the gateway, with the certificate of a Secret. Port 80 redirects to 443.
   *
   * @param credentialName name of a Secret of type `kubernetes.io/tls` in the namespace of the gateway's pods (`istio-system` for
   * the gateway of istioctl), whatever the namespace of the chart
   */
  public static credential(credentialName: string, options: IngressTlsOptions = {}): IngressTls {
    return new IngressTls(options, ServerTls.credential(credentialName, options?.settings));
  }

  /**
   * At the gateway, for clients that show a certificate signed by `ca.crt` of the Secret.
   *
   * @param credentialName name of a Secret with `tls.crt`, `tls.key` and `ca.crt` in the namespace of the gateway's pods
   */
  public static mutual(credentialName: string, options: IngressTlsOptions = {}): IngressTls {
    return new IngressTls(options, ServerTls.mutual(credentialName, options?.settings));
  }

  /**
   * Somewhere else: at a load balancer in front of the gateway, or at the shared Gateway that the routes are bound to. The
   * routes serve plain HTTP and never redirect, because behind a load balancer that would be a loop.
   */
  public static elsewhere(options: HstsOptions = {}): IngressTls {
    return new IngressTls(options);
  }

  private constructor(
    private readonly options: IngressTlsOptions,
    /** @internal */
    public readonly _server?: ServerTls,
  ) {}

  /** @internal */
  public get _redirect(): boolean {
    return this._server !== undefined && this.options.redirect !== false;
  }

  /** @internal */
  public get _port(): number {
    return this.options.port ?? 443;
  }

  /** @internal The value of Strict-Transport-Security. */
  public _hsts(problems: Problems): string | undefined {
    const options = expectObject(this.options, problems, '', '{ hsts: Duration.days(365) }') ?? {};
    expectBoolean(options.redirect, problems, 'redirect');
    expectBoolean(options.hstsIncludeSubDomains, problems, 'hstsIncludeSubDomains');
    if (options.hsts === undefined) {
      if (options.hstsIncludeSubDomains) {
        problems.add(
          'hstsIncludeSubDomains',
          'is part of the header that hsts switches on. Write hsts: Duration.days(365) as well.',
        );
      }
      return undefined;
    }
    if (typeof options.hsts?.toSeconds !== 'function') {
      problems.add(
        'hsts',
        `${show(options.hsts)} is not a Duration. Write Duration.days(365), with Duration from cdk8s.`,
      );
      return undefined;
    }
    if (options.redirect === false) {
      problems.add(
        'hsts',
        'tells browsers to use HTTPS only, and redirect: false serves plain HTTP as well. Write one of them.',
      );
    }
    return `max-age=${options.hsts.toSeconds()}${options.hstsIncludeSubDomains ? '; includeSubDomains' : ''}`;
  }
}
