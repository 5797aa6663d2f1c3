import type { IConstruct } from 'constructs';
import type { ConnectionPoolSettings, IstioIngressListener, ServerTlsSettings } from '../../imports/networking';
import { compact, expectValue, needObject } from '../core/expect';
import type { Problems } from '../core/problems';
import { checkStructure } from '../core/structure';
import { isHttp, isTls, parseProtocol } from '../istio/protocol';
import type { DefaultEndpoint } from './default-endpoint';
import { writeBind } from './bind';
import type { ServerTls } from './server-tls';
import type { SidecarListenerOptions } from './sidecar-port';
import { writeSidecarPort } from './sidecar-port';
import { checkConnectionPool } from './traffic-policy';

/**
 * A port on which a sidecar takes calls for its application.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener
 */
export interface IngressListener extends SidecarListenerOptions {
  /** Port number on the pod that callers reach. Istio field `port.number`. */
  readonly port: number;

  /**
   * The IP address that the listener binds. Istio field `bind`.
   *
   * @default - the address of the pod
   */
  readonly bind?: string;

  /**
   * Where the application listens. Istio field `defaultEndpoint`.
   *
   * @default - the address and port that the caller called
   */
  readonly defaultEndpoint?: DefaultEndpoint;

  /**
   * TLS that the sidecar ends, for callers outside the mesh: `ServerTls.of({ mode, serverCertificate, privateKey })` with
   * certificates in files. Istio field `tls`.
   *
   * Rejects Secrets, redirects and Istio's own mutual TLS, which sidecars can't do.
   *
   * @default - Istio's own mutual TLS, as PeerAuthentication says
   */
  readonly tls?: ServerTls;

  /**
   * How many connections and requests the sidecar takes on this port. Istio field `connectionPool`.
   *
   * @default - `inboundConnectionPool` of the Sidecar
   */
  readonly connectionPool?: ConnectionPoolSettings;
}

/** Writes a port as Istio's IstioIngressListener. */
export function writeIngressListener(
  listener: IngressListener,
  scope: IConstruct,
  problems: Problems,
): IstioIngressListener {
  const given = needObject(listener, 'IngressListener', problems, '', "{ port: 8080, protocol: 'HTTP' }");
  if (given === undefined) {
    return { port: {} };
  }
  if (given.captureMode !== undefined) {
    checkStructure(scope, 'CaptureMode', given.captureMode, problems.in('captureMode'));
  }
  return compact({
    port: writeSidecarPort(given.port, given, problems),
    bind: writeBind(given.bind, problems),
    captureMode: given.captureMode,
    defaultEndpoint: expectValue(
      given.defaultEndpoint,
      scope,
      problems,
      'defaultEndpoint',
      'DefaultEndpoint.localhost(8080)',
    ) as string | undefined,
    tls: writeTls(given, scope, problems.in('tls')),
    connectionPool: writePool(given, scope, problems.in('connectionPool')),
  });
}

function writeTls(listener: IngressListener, scope: IConstruct, problems: Problems): ServerTlsSettings | undefined {
  const before = problems.count;
  const tls = expectValue(
    listener.tls,
    scope,
    problems,
    '',
    "ServerTls.of({ mode: ..., serverCertificate: '/etc/certs/tls.crt', ... })",
  ) as ServerTlsSettings | undefined;
  if (tls === undefined || problems.count > before) {
    return tls;
  }
  if (!isTls(parseProtocol(listener.protocol))) {
    problems.add('', 'needs a port with protocol HTTPS or TLS. Write one of them.');
  }
  if (tls.mode === 'ISTIO_MUTUAL' || tls.mode === 'AUTO_PASSTHROUGH') {
    problems.add(
      'mode',
      `${tls.mode} is for gateways. Write SIMPLE or MUTUAL; Istio's own mutual TLS needs no tls here.`,
    );
  }
  for (const field of [
    'credentialName',
    'credentialNames',
    'tlsCertificates',
    'subjectAltNames',
    'httpsRedirect',
  ] as const) {
    if (tls[field] !== undefined) {
      problems.add(
        field,
        'is for gateways. For a sidecar write serverCertificate, privateKey and caCertificates: paths of files in the pod.',
      );
    }
  }
  return tls;
}

function writePool(
  listener: IngressListener,
  scope: IConstruct,
  problems: Problems,
): ConnectionPoolSettings | undefined {
  const pool = listener.connectionPool;
  if (pool === undefined) {
    return undefined;
  }
  const before = problems.count;
  checkConnectionPool(pool, scope, problems);
  if (problems.count === before && pool.http !== undefined && !isHttp(parseProtocol(listener.protocol))) {
    problems.add(
      'http',
      "has no effect, because the port is not declared as HTTP. Write protocol: 'HTTP', 'HTTP2' or 'GRPC'.",
    );
  }
  return pool;
}
