import type { IConstruct } from 'constructs';
import type { IServiceAccountLike } from '../../kubernetes/service-account-like';
import type { IServiceLike } from '../../kubernetes/service-like';
import type { IWorkloadLike } from '../../kubernetes/workload-like';
import type { ReleaseVersion } from '../../patterns/release/release-version';

/** What a client says and does besides the URL. */
export interface CallOptions {
  /**
   * Headers by name. `host` is what proxies route by, whatever the URL says.
   *
   * @default - none
   */
  readonly headers?: Record<string, string>;

  /**
   * The version of HTTP: "1.0", "1.1" or "2".
   *
   * @default - "2" over TLS and for gRPC, otherwise "1.1"
   */
  readonly httpVersion?: string;

  /**
   * The IP address that a client outside the mesh calls from, for policies by `ipBlocks` and `remoteIpBlocks`. What proxies before the gateway say
   * of it stands in the header `x-forwarded-for`.
   *
   * Rejects what is no IP address alone (a name, a port behind it, a range), and calls of pods: these have an address of their own.
   *
   * @default - not known: the trace says so where a policy asks for it
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-ingress/
   */
  readonly clientAddress?: string;

  /**
   * The address that the client dials, as `host:port`, whatever the URL says.
   *
   * @default - from outside the gateway that has a server for the host; from a workload the host of the URL
   */
  readonly connectTo?: string;

  /**
   * The gateway that the client dials, as `namespace/name`.
   *
   * @default - as for `connectTo`
   */
  readonly at?: string;

  /**
   * The server name that TLS is opened with; an empty text for none.
   *
   * @default - the host of the URL, unless it is an address
   */
  readonly sni?: string;

  /**
   * The protocols that the client offers when it opens TLS, such as "h2".
   *
   * @default - ["h2", "http/1.1"] for https://, none for tls://
   */
  readonly alpn?: string[];

  /**
   * URIs in the certificate that the client shows if it is asked, such as `spiffe://partner.example.com/ns/shop/sa/web`.
   *
   * @default - it has no certificate
   */
  readonly certificateUris?: string[];

  /**
   * What the token of the request says: `{ iss: 'https://login.example.com', sub: 'alice' }`. The token counts as one that its issuer
   * signed.
   *
   * @default - no token
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- claims are free-form
  readonly claims?: Record<string, any>;
}

/** The same for a request of any method. */
export interface RequestOptions extends CallOptions {
  /**
   * The method.
   *
   * @default "GET", for gRPC "POST"
   */
  readonly method?: string;
}

/** A whole question: who asks for what, and how the client connects. */
export interface CallProps extends RequestOptions {
  /**
   * What is asked: `http://`, `https://`, `grpc://`, `grpcs://` with the path and query of a request; `tls://host:port` or `tcp://host:port` for a
   * connection that no proxy reads a request in. The scheme says the protocol, and the host is what the client dials unless `connectTo` or `at` do.
   */
  readonly url: string;

  /**
   * Who asks: a Deployment or another workload, the Service in front of it, the ServiceAccount that it runs as, a version of a release, or a name:
   * "namespace/name", or "namespace/*" for any pod with a sidecar there.
   *
   * Rejects what stands for no pods, or for several workloads.
   *
   * @default "outside": a client that is not in the mesh, by the gateway that has a server for the host and port
   */
  readonly from?: IWorkloadLike | IServiceLike | IServiceAccountLike | ReleaseVersion | IConstruct | string;
}
