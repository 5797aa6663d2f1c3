import * as http from 'node:http';
import * as http2 from 'node:http2';
import * as net from 'node:net';
import * as tls from 'node:tls';
import type { KeyPair } from './certificates';

/** What a backend saw of a request; it is also its answer. */
export interface Seen {
  readonly backend: string;
  readonly port: number;
  /** Source address of the connection. */
  readonly peer: string;
  readonly protocol: 'http/1.1' | 'h2' | 'tcp';
  readonly method?: string;
  readonly path?: string;
  readonly headers?: { [name: string]: string | string[] | undefined };
  /** Who opened the tunnel (HBONE) that the connection came by: `cluster.local/ns/shop/sa/web`. */
  readonly tunnel?: string;
  /** Present with TLS. */
  readonly tls?: { readonly sni?: string; readonly alpn?: string; readonly clientCertificate?: string };
  /** First bytes of a TCP connection. */
  readonly text?: string;
}

/** Header with which a request tells the backend what to do: `status=503,delay=2000`. */
export const BEHAVE = 'x-behave';

/** Source address that sidecars use towards their own application. */
const FROM_SIDECAR = '127.0.0.6';

/** With which TLS begins. */
const HANDSHAKE = 0x16;

export interface BackendOptions {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** With TLS: the certificate. Without: HTTP/1.1, HTTP/2 and lines of text. */
  readonly tls?: KeyPair;
  /** Whether a client may speak plain text as well where it could open TLS. */
  readonly plainToo?: boolean;
  /** Port of the sidecar that gets every connection but its own, as iptables would have it. */
  readonly redirectTo?: number;
  /** Whether the ztunnel of the pod lets a connection in that comes by no tunnel, from an address to a port. */
  readonly admits?: (address: string, port: number) => boolean;
  /** Who opened the tunnel that a connection came by, by its address and port. */
  readonly tunnelOf?: (client: string) => string | undefined;
  /** Told of each request. */
  readonly onSeen?: (seen: Seen) => void;
}

/** An application: says what it saw. */
export class Backend {
  private readonly server: net.Server;
  private readonly secure?: tls.Server;
  private readonly http1: http.Server;
  private readonly http2: http2.Http2Server;
  private readonly sockets = new Set<net.Socket>();

  constructor(private readonly options: BackendOptions) {
    this.http1 = http.createServer((request, response) => this.answer(request, response, request.socket));
    this.http2 = http2.createServer((request, response) =>
      this.answer(request, response, request.stream.session!.socket),
    );
    this.secure = options.tls && this.secureServer(options.tls);
    this.server = net.createServer((socket) => this.accept(socket));
  }

  public async start(): Promise<this> {
    const { address, port, name } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) =>
        reject(new Error(`${name}: ${explain(error, address, port)}`)),
      );
      this.server.listen(port, address, resolve);
    });
    return this;
  }

  public stop(): void {
    this.server.close();
    this.sockets.forEach((socket) => socket.destroy());
  }

  private accept(socket: net.Socket): void {
    this.track(socket);
    const { redirectTo, address, port, admits, tunnelOf } = this.options;
    const { remoteAddress = '', remotePort } = socket;
    if (
      admits !== undefined &&
      tunnelOf?.(`${remoteAddress}:${remotePort}`) === undefined &&
      !admits(remoteAddress, port)
    ) {
      socket.destroy();
      return;
    }
    if (redirectTo !== undefined && socket.remoteAddress !== FROM_SIDECAR) {
      const sidecar = net.connect(redirectTo, address);
      this.track(sidecar);
      sidecar.write(`PROXY TCP4 ${socket.remoteAddress} ${address} ${socket.remotePort} ${port}\r\n`);
      socket.pipe(sidecar).pipe(socket);
      // What was said before the end arrives.
      socket.on('close', () => sidecar.destroySoon());
      sidecar.on('close', () => socket.destroySoon());
      return;
    }
    if (this.secure === undefined) {
      this.serve(socket);
    } else if (this.options.plainToo === true) {
      this.serveEither(socket, this.secure);
    } else {
      this.secure.emit('connection', socket);
    }
  }

  /** The first byte says whether it is TLS. */
  private serveEither(socket: net.Socket, secure: tls.Server): void {
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null;
      if (first === null) {
        return;
      }
      socket.unshift(first);
      if (first[0] === HANDSHAKE) {
        secure.emit('connection', socket);
      } else {
        this.serve(socket);
      }
    });
  }

  private secureServer({ certificate: cert, key }: KeyPair): tls.Server {
    const options = { cert, key, ALPNProtocols: ['h2', 'http/1.1'], requestCert: true, rejectUnauthorized: false };
    return tls.createServer(options, (socket) => {
      this.track(socket);
      // HTTP/2 reads from TLS by itself, and would miss what was read before.
      if (socket.alpnProtocol === 'h2') {
        this.http2.emit('connection', socket);
      } else {
        this.serve(socket);
      }
    });
  }

  /** The first bytes say which protocol it is. */
  private serve(socket: net.Socket): void {
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null;
      if (first === null) {
        return;
      }
      socket.unshift(first);
      const text = first.toString('latin1');
      if (text.startsWith('PRI ')) {
        this.http2.emit('connection', socket);
      } else if (/^[A-Z]+ \S+ HTTP\//.test(text)) {
        this.http1.emit('connection', socket);
      } else {
        socket.once('data', () =>
          socket.end(`${JSON.stringify(this.see(socket, { protocol: 'tcp', text: text.trim() }))}\n`),
        );
      }
    });
  }

  private answer(
    request: http.IncomingMessage | http2.Http2ServerRequest,
    response: http.ServerResponse | http2.Http2ServerResponse,
    socket: net.Socket,
  ): void {
    const seen = this.see(socket, {
      protocol: request.httpVersion === '2.0' ? 'h2' : 'http/1.1',
      method: request.method,
      path: request.url,
      headers: request.headers,
    });
    const behaviour = new URLSearchParams(String(request.headers[BEHAVE] ?? '').replaceAll(',', '&'));
    setTimeout(
      () => {
        response.writeHead(Number(behaviour.get('status') ?? 200), { 'content-type': 'application/json' });
        response.end(JSON.stringify(seen));
      },
      Number(behaviour.get('delay') ?? 0),
    ).unref();
  }

  private see(socket: net.Socket, what: Omit<Seen, 'backend' | 'port' | 'peer'>): Seen {
    const { name, port, onSeen, tunnelOf } = this.options;
    const peer = socket.remoteAddress ?? '';
    const tunnel = tunnelOf?.(`${peer}:${socket.remotePort}`);
    const seen = { backend: name, port, peer, ...(tunnel !== undefined && { tunnel }), ...what, tls: tlsOf(socket) };
    onSeen?.(seen);
    return seen;
  }

  private track(socket: net.Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
  }
}

function tlsOf(socket: net.Socket): Seen['tls'] {
  if (!(socket instanceof tls.TLSSocket)) {
    return undefined;
  }
  const certificate = socket.getPeerCertificate();
  return {
    // False where the client sends none.
    sni: textOf((socket as unknown as { servername?: string | false }).servername),
    alpn: textOf(socket.alpnProtocol),
    clientCertificate: certificate?.subjectaltname,
  };
}

function textOf(value: string | false | null | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function explain(error: NodeJS.ErrnoException, address: string, port: number): string {
  switch (error.code) {
    case 'EACCES':
      return `port ${port} needs root here, or: sudo sysctl -w net.ipv4.ip_unprivileged_port_start=0`;
    case 'EADDRINUSE':
      return `${address}:${port} is in use`;
    default:
      return error.message;
  }
}
