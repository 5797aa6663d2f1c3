import { expectEnum, expectPort, needObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { ALB } from '../../istio/load-balancer';

/** In which version of HTTP an application load balancer of AWS speaks to the gateway. */
export enum AlbProtocolVersion {
  /** HTTP/1.1, whatever the client speaks. */
  HTTP1 = 'HTTP1',
  /** HTTP/2, from the client to the gateway, and so gRPC. Clients that speak HTTP/1.1 get 464 from the load balancer. */
  HTTP2 = 'HTTP2',
}

/** To which port of the gateway an application load balancer sends requests, and how. */
export interface AlbBackendOptions {
  /**
   * Port number of the gateway's Service. Kubernetes field `backend.service.port.number`.
   *
   * Rejects a port that the Service does not have, and one without a server for the hosts.
   *
   * @default 80; 443 for `AlbBackend.https`
   */
  readonly port?: number;

  /**
   * The version of HTTP. Annotation `backend-protocol-version`.
   *
   * @default AlbProtocolVersion.HTTP1
   */
  readonly protocolVersion?: AlbProtocolVersion;
}

/** How requests get from the load balancer to the gateway, checked. */
export interface WrittenBackend {
  readonly port: number;
  /** Whether the load balancer speaks TLS to the gateway. */
  readonly encrypts: boolean;
  readonly annotations: Record<string, string | undefined>;
}

/**
 * How an application load balancer of AWS, which ended the TLS of the client, speaks to the gateway.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#backend-protocol
 */
export class AlbBackend {
  /**
   * Plain HTTP. The servers of the gateway must neither redirect nor expect TLS: `IngressTls.elsewhere()`.
   *
   * @param options port and version of HTTP
   */
  public static http(options: AlbBackendOptions = {}): AlbBackend {
    return new AlbBackend(false, options);
  }

  /**
   * HTTPS, with a certificate of the gateway, which the load balancer does not verify. It sends no server name (SNI), so the gateway needs
   * a server for the host "*".
   *
   * @param options port and version of HTTP
   */
  public static https(options: AlbBackendOptions = {}): AlbBackend {
    return new AlbBackend(true, options);
  }

  private constructor(
    private readonly encrypts: boolean,
    private readonly options: AlbBackendOptions,
  ) {}

  /** @internal */
  public _write(problems: Problems): WrittenBackend {
    const { encrypts } = this;
    const usual = encrypts ? 443 : 80;
    const options = needObject(this.options, 'AlbBackendOptions', problems, '', `{ port: ${usual} }`) ?? {};
    const version = expectEnum(
      options.protocolVersion,
      AlbProtocolVersion,
      'AlbProtocolVersion',
      problems,
      'protocolVersion',
    );
    return {
      port: expectPort(options.port, problems, 'port') ?? usual,
      encrypts,
      annotations: {
        [`${ALB}backend-protocol`]: encrypts ? 'HTTPS' : undefined,
        [`${ALB}backend-protocol-version`]: version === AlbProtocolVersion.HTTP1 ? undefined : version,
      },
    };
  }
}
