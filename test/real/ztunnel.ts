import * as http2 from 'node:http2';
import * as net from 'node:net';
import type * as tls from 'node:tls';
import type { KeyPair } from './certificates';
import type { ZtunnelConnection } from './ztunnel-policies';

/** Where pods and waypoints take tunnels (HBONE). */
export const HBONE_PORT = 15008;

/** Ports that nobody else gets. */
const FIRST_PORT = 20_000;
const LAST_PORT = 29_999;
let nextPort = FIRST_PORT;

export interface ZtunnelOptions {
  /** Of the pod. */
  readonly address: string;
  readonly pair: KeyPair;
  /** Certificate of the authority of the mesh. */
  readonly authority: string;
  /** Whether the policies let a connection in. */
  readonly admits: (connection: ZtunnelConnection) => boolean;
  /** Of each connection to the application, by its address and port, the identity that opened the tunnel. */
  readonly identities: Map<string, string>;
}

/** Stands in for the ztunnel of a pod: takes tunnels for it, knows who is at the other end, and asks the policies as istiod gives them to it. */
export class Ztunnel {
  private readonly server: http2.Http2SecureServer;
  private readonly ends = new Set<{ destroy(): void }>();

  constructor(private readonly options: ZtunnelOptions) {
    const { pair, authority } = options;
    this.server = http2.createSecureServer({
      cert: pair.certificate,
      key: pair.key,
      ca: authority,
      requestCert: true,
      rejectUnauthorized: true,
    });
    this.server.on('session', (session) => {
      this.track(session);
      session.on('error', () => session.destroy());
    });
    this.server.on('stream', (stream, headers) => this.open(stream, String(headers[':authority'])));
  }

  public async start(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(HBONE_PORT, this.options.address, resolve);
    });
    return this;
  }

  public stop(): void {
    this.server.close();
    this.ends.forEach((end) => end.destroy());
  }

  private open(stream: http2.ServerHttp2Stream, authority: string): void {
    const [, host, port] = /^(.*):(\d+)$/.exec(authority)!;
    const peer = stream.session!.socket as tls.TLSSocket;
    const connection = { identity: identityOf(peer), address: peer.remoteAddress ?? '', port: Number(port) };
    if (!this.options.admits(connection)) {
      stream.respond({ ':status': 401 }, { endStream: true });
      return;
    }
    // The application sees who it is before the connection is open, so its port is known before.
    nextPort = nextPort < LAST_PORT ? nextPort + 1 : FIRST_PORT;
    const client = `${connection.address}:${nextPort}`;
    this.options.identities.set(client, connection.identity);
    const application = net.connect({
      host,
      port: Number(port),
      localAddress: connection.address,
      localPort: nextPort,
    });
    this.track(application);
    stream.on('error', () => application.destroy());
    stream.on('close', () => application.destroy());
    application.on('error', () => stream.close());
    application.on('close', () => {
      this.options.identities.delete(client);
      stream.end();
    });
    application.on('connect', () => {
      stream.respond({ ':status': 200 });
      stream.pipe(application).pipe(stream);
    });
  }

  private track(end: net.Socket | http2.ServerHttp2Session): void {
    this.ends.add(end);
    end.on('close', () => this.ends.delete(end));
  }
}

/** `cluster.local/ns/shop/sa/web` */
function identityOf(peer: tls.TLSSocket): string {
  const { subjectaltname = '' } = peer.getPeerCertificate();
  return subjectaltname.replace(/^URI:spiffe:\/\//, '');
}
