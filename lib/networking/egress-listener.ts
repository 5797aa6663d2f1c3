import type { IConstruct } from 'constructs';
import type { CaptureMode, IstioEgressListener } from '../../imports/networking';
import { CaptureMode as Capture } from '../../imports/networking';
import { compact, expectList, needObject } from '../core/expect';
import type { Problems } from '../core/problems';
import { checkStructure } from '../core/structure';
import { writeBind } from './bind';
import { EgressHost, writeEgressHosts } from './egress-host';
import type { SidecarListenerOptions } from './sidecar-port';
import { writeSidecarPort } from './sidecar-port';
import { UNIX, unixSocketProblem } from '../istio/unix-socket';

/** A listener for calls on all ports that no other listener has. */
export interface AnyPortEgressOptions {
  /**
   * The address that the listeners bind. Istio field `bind`.
   *
   * @default - the address of each Service, or all
   */
  readonly bind?: string;

  /**
   * Whether connections are redirected to the listeners by iptables, or the application connects to them itself (NONE). Istio
   * field `captureMode`.
   *
   * @default - as the mesh is set up: iptables
   */
  readonly captureMode?: CaptureMode;
}

/** A listener for calls on one port. */
export interface PortEgressOptions extends SidecarListenerOptions {
  /** Port number that the application connects to. Istio field `port.number`. */
  readonly port: number;

  /** The hosts that the application can call there. Istio field `hosts`. */
  readonly hosts: EgressHost[];

  /**
   * The IP address that the listener binds. Istio field `bind`.
   *
   * @default - the address of each Service, or all
   */
  readonly bind?: string;
}

/** A listener for calls through a socket in the file system. */
export interface SocketEgressOptions extends SidecarListenerOptions {
  /** Path of the socket, or "@name" for an abstract one. Istio field `bind`. */
  readonly path: string;

  /** The hosts that the application can call there. Istio field `hosts`. */
  readonly hosts: EgressHost[];
}

/** What each form of listener takes. */
const STRUCTS = { any: 'AnyPortEgressOptions', port: 'PortEgressOptions', socket: 'SocketEgressOptions' } as const;

/**
 * Calls that the application makes: on which port, and to which hosts.
 *
 * Rejected where it is used: a listener without hosts, and a socket that is not an absolute path.
 *
 * @example
 * EgressListener.anyPort([EgressHost.sameNamespace(), EgressHost.namespace('istio-system')]);
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener
 */
export class EgressListener {
  /**
   * All ports that no other listener of the Sidecar has: the usual way to list the hosts that a workload calls.
   *
   * @param hosts the hosts that the application can call
   */
  public static anyPort(hosts: EgressHost[], options: AnyPortEgressOptions = {}): EgressListener {
    return new EgressListener('any', options, hosts);
  }

  /** One port. */
  public static port(options: PortEgressOptions): EgressListener {
    return new EgressListener('port', options, options?.hosts);
  }

  /** A unix domain socket that the application connects to. */
  public static unixSocket(options: SocketEgressOptions): EgressListener {
    return new EgressListener('socket', options, options?.hosts);
  }

  private constructor(
    private readonly form: keyof typeof STRUCTS,
    private readonly options: Partial<PortEgressOptions> & Partial<SocketEgressOptions>,
    private readonly hosts: EgressHost[],
  ) {}

  /** @internal */
  public _toJson(problems: Problems, scope: IConstruct, namespace?: string): IstioEgressListener {
    const options = needObject(
      this.options,
      STRUCTS[this.form],
      problems,
      '',
      'EgressListener.anyPort([EgressHost.sameNamespace()])',
    );
    if (options === undefined) {
      return { hosts: [] };
    }
    const before = problems.count;
    const hosts = expectList(this.hosts, problems, 'hosts', '[EgressHost.sameNamespace()]');
    const listed = problems.count === before;
    if (this.form === 'port' && listed) {
      checkPortOfHosts(options.port, hosts, scope, problems);
    }
    if (options.captureMode !== undefined) {
      checkStructure(scope, 'CaptureMode', options.captureMode, problems.in('captureMode'));
    }
    return compact({
      port:
        this.form === 'any'
          ? undefined
          : writeSidecarPort(this.form === 'socket' ? 0 : options.port, options, problems),
      bind: this.form === 'socket' ? writeSocket(options, problems) : writeBind(options.bind, problems),
      captureMode: options.captureMode,
      hosts: listed ? writeEgressHosts(hosts, namespace, scope, problems) : [],
    });
  }
}

/** A listener with a port serves only hosts that have this port, and the port is that of the Service. */
function checkPortOfHosts(port: number | undefined, hosts: EgressHost[], scope: IConstruct, problems: Problems): void {
  const known = hosts.map((host) => (host instanceof EgressHost ? host._ports(scope) : undefined));
  const ports = [...new Set(known.flatMap((each) => each ?? []))].sort((a, b) => a - b);
  if (
    port !== undefined &&
    ports.length > 0 &&
    known.every((each) => (each ?? []).length > 0) &&
    !ports.includes(port)
  ) {
    problems.add(
      'port',
      `${port} is not a port of these hosts, so the listener would serve nothing. They have: ${ports.join(', ')}.`,
    );
  }
}

function writeSocket(options: Partial<SocketEgressOptions>, problems: Problems): string {
  const problem = unixSocketProblem(options.path);
  if (problem !== undefined) {
    problems.add('path', problem);
  }
  if (options.captureMode === Capture.IPTABLES) {
    problems.add('captureMode', 'iptables cannot capture traffic for a socket. Write NONE, or omit it.');
  }
  return `${UNIX}${options.path}`;
}
