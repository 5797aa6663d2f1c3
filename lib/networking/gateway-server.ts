import type { IConstruct } from 'constructs';
import type { Server } from '../../imports/networking';
import {
  compact,
  expectBoolean,
  expectPort,
  expectString,
  expectStrings,
  expectValue,
  needObject,
} from '../core/expect';
import type { Struct } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { dnsLabelProblem } from '../kubernetes/names';
import { writeBind } from './bind';
import { hostProblem } from './host';
import type { ServerTls } from './server-tls';
import { isTls, parseProtocol, PROTOCOLS } from '../istio/protocol';

/** What every server of a gateway has. */
export interface GatewayServerOptions {
  /**
   * For which hosts: DNS names, wildcards ("*.example.com") or "*", each optionally after the namespace whose VirtualServices may
   * be bound ("shop/www.example.com", "./www.example.com"). Istio field `hosts`.
   *
   * Rejects schemes, ports and paths.
   */
  readonly hosts: string[];

  /**
   * Name of the server's port; each server of a Gateway has its own. Istio field `port.name`.
   *
   * @default - protocol and port, such as "https-443"
   */
  readonly portName?: string;

  /**
   * Name of the server, which appears in telemetry. Istio field `name`.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * The address that the listener binds, for gateways with several. Istio field `bind`.
   *
   * @default - all addresses of the pod
   */
  readonly bind?: string;
}

/** A server for plain HTTP. */
export interface HttpServerOptions extends GatewayServerOptions {
  /**
   * Port number of the gateway's Service. Istio field `port.number`.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * Whether every request is answered with a redirect to HTTPS. Istio field `tls.httpsRedirect`.
   *
   * @default false
   */
  readonly httpsRedirect?: boolean;
}

/** A server for TLS. */
export interface TlsServerOptions extends GatewayServerOptions {
  /**
   * Port number of the gateway's Service. Istio field `port.number`.
   *
   * @default 443
   */
  readonly port?: number;

  /** What the server does with TLS. Istio field `tls`. */
  readonly tls: ServerTls;
}

/** A server for TCP. */
export interface TcpServerOptions extends GatewayServerOptions {
  /** Port number of the gateway's Service. Istio field `port.number`. */
  readonly port: number;
}

/** A server for any protocol. */
export interface ProtocolServerOptions extends GatewayServerOptions {
  /** Port number of the gateway's Service. Istio field `port.number`. */
  readonly port: number;

  /** HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP or TLS. Istio field `port.protocol`. */
  readonly protocol: string;

  /**
   * What the server does with TLS. Istio field `tls`.
   *
   * @default - nothing
   */
  readonly tls?: ServerTls;
}

/**
 * A port that a gateway opens, and for which hosts.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export class GatewayServer {
  /** Plain HTTP on port 80. */
  public static http(options: HttpServerOptions): GatewayServer {
    return new GatewayServer('HTTP', 80, options, 'HttpServerOptions');
  }

  /** HTTPS on port 443, ended at the gateway. `http` rules choose the destination. */
  public static https(options: TlsServerOptions): GatewayServer {
    return new GatewayServer('HTTPS', 443, options, 'TlsServerOptions');
  }

  /** TLS on port 443. With `ServerTls.passthrough()` `tls` rules choose the destination, otherwise `tcp` rules. */
  public static tls(options: TlsServerOptions): GatewayServer {
    return new GatewayServer('TLS', 443, options, 'TlsServerOptions');
  }

  /** TCP. `tcp` rules choose the destination. */
  public static tcp(options: TcpServerOptions): GatewayServer {
    return new GatewayServer('TCP', undefined, options, 'TcpServerOptions');
  }

  /** Any other protocol that Istio has. */
  public static of(options: ProtocolServerOptions): GatewayServer {
    return new GatewayServer(options?.protocol, undefined, options, 'ProtocolServerOptions');
  }

  private constructor(
    private readonly protocol: string,
    private readonly defaultPort: number | undefined,
    private readonly options: GatewayServerOptions & Partial<ProtocolServerOptions> & Partial<HttpServerOptions>,
    private readonly struct: Struct,
  ) {}

  /** @internal */
  public _toJson(problems: Problems, scope: IConstruct): Server {
    const options = needObject(
      this.options,
      this.struct,
      problems,
      '',
      "GatewayServer.http({ hosts: ['shop.example.com'] })",
    );
    if (options === undefined) {
      return { hosts: [], port: { name: '', number: 0, protocol: '' } };
    }
    const number = options.port ?? this.defaultPort;
    const portName = options.portName ?? `${String(this.protocol).toLowerCase()}-${String(number)}`;
    if (number === undefined) {
      problems.add('port', 'is needed. Write the port number of the gateway’s Service.');
    }
    expectPort(number, problems, 'port');
    if (!PROTOCOLS.includes(this.protocol)) {
      problems.add(
        'protocol',
        `${show(this.protocol)} is not a protocol of gateways. Write one of: ${PROTOCOLS.join(', ')}.`,
      );
    }
    const nameProblem = dnsLabelProblem(portName, 'the name of a port');
    if (nameProblem !== undefined) {
      problems.add('portName', nameProblem);
    }
    return compact({
      port: { number: number ?? 0, name: portName, protocol: this.protocol },
      hosts: writeServerHosts(options.hosts, problems),
      name: expectString(options.name, problems, 'name', "'shop'"),
      bind: writeBind(options.bind, problems),
      tls: this.tls(options, problems, scope),
    });
  }

  private tls(options: GatewayServer['options'], problems: Problems, scope: IConstruct): Server['tls'] {
    if (expectBoolean(options.httpsRedirect, problems, 'httpsRedirect')) {
      return { httpsRedirect: true };
    }
    if (options.tls === undefined) {
      if (isTls(parseProtocol(this.protocol))) {
        problems.add(
          'tls',
          `is needed for ${this.protocol}. Write ServerTls.credential('name-of-the-secret') or ServerTls.passthrough().`,
        );
      }
      return undefined;
    }
    if (!isTls(parseProtocol(this.protocol)) && this.struct === 'ProtocolServerOptions') {
      problems.add(
        'tls',
        `is not allowed on a ${this.protocol} server. Write GatewayServer.https or GatewayServer.tls.`,
      );
    }
    return expectValue(
      options.tls,
      scope,
      problems,
      'tls',
      "ServerTls.credential('name-of-the-secret')",
    ) as Server['tls'];
  }
}

function writeServerHosts(hosts: string[], problems: Problems): string[] {
  const given = expectStrings(hosts, problems, 'hosts', "['shop.example.com']");
  if (given.length === 0) {
    problems.add('hosts', "is empty, so the server would serve nothing. Write ['shop.example.com'].");
  }
  given.forEach((host, i) => {
    const parts = host.includes('://') ? [host] : host.split('/');
    const name = parts.length === 2 ? parts[1] : host;
    const problem = hostProblem(name, { wildcard: true, any: true });
    if (problem !== undefined) {
      problems.add(`hosts[${i}]`, problem);
    } else if (
      parts.length === 2 &&
      !['.', '*'].includes(parts[0]) &&
      dnsLabelProblem(parts[0], 'a namespace') !== undefined
    ) {
      problems.add(
        `hosts[${i}]`,
        `${show(parts[0])} is not a namespace. Write a name, "." for that of the Gateway or "*" for all.`,
      );
    } else if (name !== '*' && !name.includes('.')) {
      problems.add(
        `hosts[${i}]`,
        `${show(host)} has no dot. A gateway serves full DNS names, for example "${name}.example.com".`,
      );
    } else if (given.indexOf(host) < i) {
      problems.add(`hosts[${i}]`, `${show(host)} is given twice.`);
    }
  });
  return given;
}
