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
   * Whether the header also applies to subdomains of the hosts.
   *
   * @default false
   */
  readonly hstsIncludeSubDomains?: boolean;
}

/** How the gateway terminates TLS. */
export interface IngressTlsOptions extends HstsOptions {
  /**
   * Whether plain HTTP is redirected to HTTPS. Otherwise it is served as well. Istio field
   * `servers[].tls.httpsRedirect`; that leads to port 443, so with other ports it is a rule with `redirect` in the VirtualService.
   *
   * Rejects wildcards among the hosts where plain HTTP of a port other than 80 leads to 443: such a redirect names the host.
   *
   * @default true
   */
  readonly redirect?: boolean;

  /**
   * Whether a port for plain HTTP is opened at all.
   *
   * Rejects false together with `redirect` or an `httpPort`, which are about that port.
   *
   * @default true, unless the gateway's Service has no port 80 and neither `redirect` nor `httpPort` is given
   */
  readonly plainHttp?: boolean;

  /**
   * Port number of the gateway's Service for HTTPS. Istio field `servers[].port.number`.
   *
   * @default 443
   */
  readonly port?: number;

  /**
   * Protocol versions, cipher suites and the like. Istio field `servers[].tls`.
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
   * Rejects the name with a namespace before it, and a certificate that another Gateway of the chart has on the same port of the same pods.
   *
   * @param credentialName name of a Secret of type `kubernetes.io/tls` in the namespace of the gateway's pods (`istio-system` for
   * the gateway of istioctl), whatever the namespace of the chart
   * @param options ports, redirect, HSTS and settings of TLS
   */
  public static credential(credentialName: string, options: IngressTlsOptions = {}): IngressTls {
    return new IngressTls(options, credentialName, ServerTls.credential(credentialName, options?.settings));
  }

  /**
   * At the gateway, for clients that show a certificate signed by `ca.crt` of the Secret.
   *
   * @param credentialName name of a Secret with `tls.crt`, `tls.key` and `ca.crt` in the namespace of the gateway's pods
   * @param options ports, redirect, HSTS and settings of TLS
   */
  public static mutual(credentialName: string, options: IngressTlsOptions = {}): IngressTls {
    return new IngressTls(options, credentialName, ServerTls.mutual(credentialName, options?.settings));
  }

  /**
   * Somewhere else: at a load balancer in front of the gateway, or at the shared Gateway that the routes are bound to. The
   * routes serve plain HTTP and never redirect, because behind a load balancer that would be a loop.
   *
   * @param options HSTS
   */
  public static elsewhere(options: HstsOptions = {}): IngressTls {
    return new IngressTls(options);
  }

  private constructor(
    private readonly options: IngressTlsOptions,
    /** @internal */
    public readonly _credentialName?: string,
    /** @internal */
    public readonly _server?: ServerTls,
  ) {}

  /** @internal */
  public get _redirect(): boolean {
    return this._server !== undefined && this.options?.redirect !== false;
  }

  /** @internal */
  public get _port(): number {
    return this.options?.port ?? 443;
  }

  /**
   * @internal The port for plain HTTP; undefined if there is none.
   *
   * @param httpPort the one that was asked for
   * @param ports those of the gateway's Service
   */
  public _httpPort(httpPort: number | undefined, ports: number[]): number | undefined {
    const { plainHttp, redirect } = this.options ?? {};
    const wanted = plainHttp ?? (httpPort !== undefined || redirect !== undefined || ports.includes(80));
    return wanted || this._server === undefined ? (httpPort ?? 80) : undefined;
  }

  /** @internal */
  public _checkPlainHttp(httpPort: number | undefined, problems: Problems): void {
    const { plainHttp, redirect } = this.options ?? {};
    expectBoolean(plainHttp, problems, 'tls.plainHttp');
    for (const [field, given] of [
      ['tls.redirect', redirect],
      ['httpPort', httpPort],
    ] as const) {
      if (plainHttp === false && given !== undefined) {
        problems.add(field, 'applies to plain HTTP, which plainHttp: false disables. Omit one of them.');
      }
    }
  }

  /** @internal The value of Strict-Transport-Security. */
  public _hsts(problems: Problems): string | undefined {
    const options =
      expectObject(
        this.options,
        this._server === undefined ? 'HstsOptions' : 'IngressTlsOptions',
        problems,
        '',
        '{ hsts: Duration.days(365) }',
      ) ?? {};
    expectBoolean(options.redirect, problems, 'redirect');
    expectBoolean(options.hstsIncludeSubDomains, problems, 'hstsIncludeSubDomains');
    if (options.hsts === undefined) {
      if (options.hstsIncludeSubDomains) {
        problems.add(
          'hstsIncludeSubDomains',
          'is part of the header that hsts enables. Write hsts: Duration.days(365) as well.',
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
        'tells browsers to use only HTTPS, but redirect: false also serves plain HTTP. Write one of them.',
      );
    }
    const seconds = options.hsts.toSeconds({ integral: false });
    if (!Number.isInteger(seconds) || seconds < 0) {
      problems.add('hsts', `${seconds} seconds is not a time for browsers (whole seconds). Write Duration.days(365).`);
      return undefined;
    }
    return `max-age=${seconds}${options.hstsIncludeSubDomains ? '; includeSubDomains' : ''}`;
  }
}
