import type { Problems } from '../core/problems';
import { needPort } from '../core/expect';
import { UNIX, unixSocketProblem } from '../istio/unix-socket';

/**
 * Where the application behind a sidecar listens.
 *
 * Rejected where it is used: ports outside 1 to 65535, and a socket that is not an absolute path.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener-default_endpoint
 */
export class DefaultEndpoint {
  /** A port of 127.0.0.1: an application that can only be reached through its sidecar. */
  public static localhost(port: number): DefaultEndpoint {
    return new DefaultEndpoint('127.0.0.1', port);
  }

  /** A port of ::1. */
  public static localhostIpv6(port: number): DefaultEndpoint {
    return new DefaultEndpoint('[::1]', port);
  }

  /** A port of the pod's IPv4 address. Written with the address 0.0.0.0. */
  public static podIp(port: number): DefaultEndpoint {
    return new DefaultEndpoint('0.0.0.0', port);
  }

  /** A port of the pod's IPv6 address. Written with the address [::]. */
  public static podIpv6(port: number): DefaultEndpoint {
    return new DefaultEndpoint('[::]', port);
  }

  /**
   * A socket in the file system.
   *
   * @param path absolute path of the socket, or "@name" for an abstract one
   */
  public static unixSocket(path: string): DefaultEndpoint {
    return new DefaultEndpoint(undefined, undefined, path);
  }

  private constructor(
    private readonly address?: string,
    private readonly port?: number,
    private readonly path?: string,
  ) {}

  /** @internal */
  public _toJson(problems: Problems): string {
    if (this.address !== undefined) {
      needPort(this.port, problems, 'port');
      return `${this.address}:${this.port}`;
    }
    const problem = unixSocketProblem(this.path);
    if (problem !== undefined) {
      problems.add('path', problem);
    }
    return `${UNIX}${this.path}`;
  }
}
