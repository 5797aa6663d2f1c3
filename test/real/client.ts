import * as http from 'node:http';
import * as http2 from 'node:http2';
import * as net from 'node:net';
import * as tls from 'node:tls';
import type { KeyPair } from './certificates';
import type { Seen } from './backend';

/** A connection as it leaves the client. */
export interface Route {
  /** Address of the client. */
  readonly from: string;
  /** Where it connects to. */
  readonly to: { readonly address: string; readonly port: number };
  /** The destination that a sidecar's interception would tell. */
  readonly originalDestination?: { readonly address: string; readonly port: number };
  /** The tunnel (HBONE) in which ztunnel sends the connection: to which address, and as whom. */
  readonly tunnel?: { readonly to: string; readonly pair: KeyPair; readonly authority: string };
}

export interface ClientRequest {
  readonly url: string;
  readonly method?: string;
  /**
   * The path by the letter.
   * @default - that of the URL, as browsers tidy it
   */
  readonly path?: string;
  readonly headers?: { [name: string]: string | string[] };
  /**
   * What is sent to `tcp:` and `tls:` URLs.
   * @default - a line
   */
  readonly text?: string;
  /** Server name in the TLS handshake, where it differs from the URL's host. */
  readonly sni?: string;
  readonly clientCertificate?: KeyPair;
  /** Whether any certificate of the server will do. */
  readonly trustsAnyone?: boolean;
  readonly http2?: boolean;
  /** The only version of TLS that the client speaks. */
  readonly tlsVersion?: tls.SecureVersion;
  /** The only cipher suite of TLS 1.2 that the client knows, as OpenSSL calls it. */
  readonly cipherSuite?: string;
  /** Address of the client that a load balancer before the gateway tells by the PROXY protocol. */
  readonly toldClient?: string;
  /**
   * The port that this load balancer was asked for, which it tells as well.
   * @default - the one that the pods listen on
   */
  readonly toldPort?: number;
  /** Whether it has a connection of its own; otherwise it may use one that is open. */
  readonly ownConnection?: boolean;
  /** Milliseconds after which it counts as hanging. */
  readonly timeout: number;
}

/** What came back. */
export interface Answer {
  readonly status?: number;
  readonly headers: { [name: string]: string | string[] | undefined };
  readonly body: string;
  /** What the backend saw, if it was one that answered. */
  readonly seen?: Seen;
  /** Certificate of the server. */
  readonly certificate?: string;
  /** No answer: connection refused, reset, handshake failed. */
  readonly failed?: string;
}

/** Sends `http:`, `https:`, `tls:` and `tcp:` URLs; keeps its connections. */
export class Client {
  private readonly agents = new Map<string, http.Agent>();

  /** @param trusted certificate of the authority that it trusts */
  constructor(private readonly trusted: string) {}

  public async send(route: Route, request: ClientRequest): Promise<Answer> {
    try {
      const { protocol } = new URL(request.url);
      return await (protocol === 'tcp:' || protocol === 'tls:'
        ? this.line(route, request)
        : request.http2
          ? this.http2(route, request)
          : this.http1(route, request));
    } catch (error) {
      return { headers: {}, body: '', failed: messageOf(error) };
    }
  }

  public close(): void {
    this.agents.forEach((agent) => agent.destroy());
    this.agents.clear();
  }

  private http1(route: Route, request: ClientRequest): Promise<Answer> {
    const url = new URL(request.url);
    const agent = this.agent(route, request);
    return new Promise((resolve, reject) => {
      const sent = http.request(
        {
          agent,
          host: url.hostname,
          port: url.port,
          path: request.path ?? url.pathname + url.search,
          method: request.method ?? 'GET',
          headers: { host: url.host, ...(request.ownConnection && { connection: 'close' }), ...request.headers },
          timeout: request.timeout,
        },
        (response) => {
          const certificate = certificateOf(response.socket);
          let body = '';
          response.setEncoding('utf8').on('data', (text: string) => (body += text));
          response.on('error', reject);
          response.on('end', () => resolve(answer(response.statusCode, response.headers, body, certificate)));
        },
      );
      sent.on('error', reject);
      sent.on('timeout', () => sent.destroy(new Error(`no answer in ${request.timeout} ms`)));
      sent.end();
    });
  }

  private async http2(route: Route, request: ClientRequest): Promise<Answer> {
    const url = new URL(request.url);
    const socket = await this.connect(route, request, ['h2']);
    const session = http2.connect(url.origin, { createConnection: () => socket });
    try {
      return await new Promise((resolve, reject) => {
        session.on('error', reject);
        const stream = session.request({
          ':path': request.path ?? url.pathname + url.search,
          ':method': request.method ?? 'GET',
          ...request.headers,
        });
        let headers: Answer['headers'] = {};
        let body = '';
        stream.setTimeout(request.timeout, () => reject(new Error(`no answer in ${request.timeout} ms`)));
        stream.on('response', (received) => (headers = received));
        stream.setEncoding('utf8').on('data', (text: string) => (body += text));
        stream.on('error', reject);
        stream.on('end', () =>
          headers[':status'] === undefined
            ? reject(new Error('connection closed'))
            : resolve(answer(Number(headers[':status']), headers, body, certificateOf(socket))),
        );
        stream.end();
      });
    } finally {
      session.destroy();
    }
  }

  /** One line to and fro, over TCP or TLS. */
  private async line(route: Route, request: ClientRequest): Promise<Answer> {
    const socket = await this.connect(route, request, undefined);
    // A connection that has ended knows of none.
    const certificate = certificateOf(socket);
    return new Promise((resolve, reject) => {
      let body = '';
      const timer = setTimeout(() => socket.destroy(new Error(`no answer in ${request.timeout} ms`)), request.timeout);
      socket.on('error', reject);
      socket.setEncoding('utf8').on('data', (text: string) => (body += text));
      socket.on('close', () => {
        clearTimeout(timer);
        if (body === '') {
          reject(new Error('connection closed'));
        } else {
          resolve(answer(undefined, {}, body, certificate));
        }
      });
      socket.write(request.text ?? 'hello\n');
    });
  }

  private agent(route: Route, request: ClientRequest): http.Agent {
    const { protocol, hostname } = new URL(request.url);
    const key = JSON.stringify([
      request.ownConnection,
      request.toldClient,
      request.toldPort,
      route,
      protocol,
      request.sni ?? hostname,
      request.clientCertificate,
      request.trustsAnyone,
      request.tlsVersion,
      request.cipherSuite,
    ]);
    const known = this.agents.get(key);
    if (known !== undefined) {
      return known;
    }
    const agent = new http.Agent({ keepAlive: !request.ownConnection, maxSockets: 4 });
    agent.createConnection = (_options, done) => {
      this.connect(route, request, ['http/1.1']).then(
        (socket) => done!(null, socket),
        (error: Error) => done!(error, undefined as never),
      );
      return undefined;
    };
    this.agents.set(key, agent);
    return agent;
  }

  private async open(route: Route, timeout: number): Promise<net.Socket> {
    if (route.tunnel !== undefined) {
      return throughTunnel({ ...route, tunnel: route.tunnel }, timeout);
    }
    const socket = net.connect({ host: route.to.address, port: route.to.port, localAddress: route.from });
    await within(timeout, socket, 'connect');
    return socket;
  }

  private async connect(route: Route, request: ClientRequest, alpn: string[] | undefined): Promise<net.Socket> {
    const { protocol, hostname } = new URL(request.url);
    const socket = await this.open(route, request.timeout);
    if (route.originalDestination !== undefined) {
      const { address, port } = route.originalDestination;
      socket.write(`PROXY TCP4 ${route.from} ${address} ${socket.localPort} ${port}\r\n`);
    }
    if (request.toldClient !== undefined) {
      const { toldClient, toldPort = route.to.port } = request;
      socket.write(`PROXY TCP4 ${toldClient} ${route.to.address} ${socket.localPort} ${toldPort}\r\n`);
    }
    if (protocol !== 'https:' && protocol !== 'tls:') {
      return socket;
    }
    const name = request.sni ?? hostname;
    const secure = tls.connect({
      socket,
      servername: net.isIP(name) ? '' : name,
      ca: this.trusted,
      rejectUnauthorized: !request.trustsAnyone,
      ALPNProtocols: alpn,
      cert: request.clientCertificate?.certificate,
      key: request.clientCertificate?.key,
      ...(request.tlsVersion && { minVersion: request.tlsVersion, maxVersion: request.tlsVersion }),
      ciphers: request.cipherSuite,
    });
    // A tunnel does not end by itself with what is in it.
    secure.on('close', () => socket.destroy());
    await within(request.timeout, secure, 'secureConnect');
    return secure;
  }
}

/** A stream through a tunnel: CONNECT in HTTP/2 over mutual TLS, with the identity of the workload. */
async function throughTunnel(
  { from, to, tunnel }: Route & { tunnel: NonNullable<Route['tunnel']> },
  timeout: number,
): Promise<net.Socket> {
  const outer = tls.connect({
    host: to.address,
    port: to.port,
    localAddress: from,
    cert: tunnel.pair.certificate,
    key: tunnel.pair.key,
    ca: tunnel.authority,
    // The certificate names an identity of the mesh and no host.
    checkServerIdentity: () => undefined,
    ALPNProtocols: ['h2'],
  } as tls.ConnectionOptions);
  await within(timeout, outer, 'secureConnect');
  const session = http2.connect('https://waypoint', { createConnection: () => outer });
  session.on('error', () => undefined);
  const stream = session.request({ ':method': 'CONNECT', ':authority': tunnel.to });
  stream.on('close', () => session.destroy());
  const status = await new Promise<number>((resolve, reject) => {
    stream.once('response', (headers) => resolve(Number(headers[':status'])));
    stream.once('error', reject);
    stream.once('close', () => reject(new Error('connection closed before the tunnel was open')));
  });
  if (status !== 200) {
    session.destroy();
    // What ztunnel is not let in, it closes.
    throw new Error(status === 401 ? 'connection closed' : `the waypoint opens no tunnel: ${status}`);
  }
  return stream as unknown as net.Socket;
}

function within(milliseconds: number, socket: net.Socket, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new Error(`no ${event} in ${milliseconds} ms`)), milliseconds);
    socket.once(event, () => {
      clearTimeout(timer);
      resolve();
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once('close', () => {
      clearTimeout(timer);
      reject(new Error(`connection closed before ${event}`));
    });
  });
}

function answer(
  status: number | undefined,
  headers: Answer['headers'],
  body: string,
  certificate: string | undefined,
): Answer {
  let seen: Seen | undefined;
  try {
    seen = JSON.parse(body) as Seen;
  } catch {
    // An answer of a proxy.
  }
  return { status, headers, body, certificate, seen: seen?.backend === undefined ? undefined : seen };
}

function certificateOf(socket: net.Socket): string | undefined {
  return socket instanceof tls.TLSSocket ? socket.getPeerCertificate().subjectaltname : undefined;
}

/** Why there is no answer, without what differs from run to run. */
function messageOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') {
    return 'connection refused';
  }
  const alert = /alert (.*?):/.exec(message);
  if (alert !== null) {
    return `TLS alert ${alert[1]}`;
  }
  // Which of them it is depends on how far the client has got when the connection ends.
  return code === 'ECONNRESET' || code === 'EPIPE' || /closed|disconnected/.test(message)
    ? 'connection closed'
    : message;
}
