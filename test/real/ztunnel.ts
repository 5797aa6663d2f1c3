import * as http2 from 'node:http2';
import * as net from 'node:net';
import type * as tls from 'node:tls';
import type { KeyPair } from './certificates';

/** Where pods and waypoints take tunnels (HBONE). */
export const HBONE_PORT = 15008;

export interface ZtunnelOptions {
  /** Of the pod. */
  readonly address: string;
  readonly pair: KeyPair;
  /** Certificate of the authority of the mesh. */
  readonly authority: string;
  /** Of each connection to the application, by its address and port, the identity that opened the tunnel. */
  readonly identities: Map<string, string>;
}

/** Stands in for the ztunnel of a pod: takes tunnels for it, and knows who is at the other end. It asks no policies. */
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
    const application = net.connect({ host, port: Number(port), localAddress: peer.remoteAddress });
    this.track(application);
    stream.on('error', () => application.destroy());
    stream.on('close', () => application.destroy());
    application.on('error', () => stream.close());
    application.on('close', () => stream.end());
    application.on('connect', () => {
      const client = `${application.localAddress}:${application.localPort}`;
      this.options.identities.set(client, identityOf(peer));
      application.on('close', () => this.options.identities.delete(client));
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
