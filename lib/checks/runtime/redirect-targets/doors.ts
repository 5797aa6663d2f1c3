import { HostTable } from '../../../mesh/host-table';

/** A port that takes connections for some hosts. */
export interface Door {
  readonly number: number;
  readonly tls: boolean;
  readonly hosts: readonly string[];
  /** Whether it only redirects to HTTPS. */
  readonly redirects?: boolean;
}

/** Where a redirect sends clients. */
export interface Target {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  /** Undefined where the client keeps the port that it called, or takes that of the scheme. */
  readonly port?: number;
}

export type Absence =
  | { readonly what: 'scheme' }
  /** The ports that take the scheme for the host. */
  | { readonly what: 'port'; readonly instead: readonly number[] };

/** The doors of a gateway, by their hosts. */
export class Doors {
  private readonly table = new HostTable<Door>();

  constructor(all: readonly Door[]) {
    all.forEach((door) => new Set(door.hosts).forEach((host) => this.table.add(host, door)));
  }

  /** Those that have a name in common with a host. */
  public at(host: string): readonly Door[] {
    return this.table.overlapping(host);
  }

  /** What is missing for a target; undefined if nothing is. The port of a scheme may be that of a load balancer in front. */
  public absenceOf({ scheme, host, port }: Target): Absence | undefined {
    const fitting = this.at(host).filter(({ tls }) => tls === (scheme === 'https'));
    if (fitting.length === 0) {
      return { what: 'scheme' };
    }
    return port === undefined || fitting.some(({ number }) => number === port)
      ? undefined
      : { what: 'port', instead: [...new Set(fitting.map(({ number }) => number))] };
  }

  /** Whether another port takes plain HTTP for a host, which a load balancer that terminates TLS may call. */
  public hasOtherHttp(host: string, number: number): boolean {
    return this.at(host).some((door) => !door.tls && door.redirects !== true && door.number !== number);
  }
}

export function defaultPort(scheme: Target['scheme']): number {
  return scheme === 'https' ? 443 : 80;
}

/** `https://shop.example.com:8443` */
export function urlOf({ scheme, host, port }: Target): string {
  const shown = port === undefined || port === defaultPort(scheme) ? '' : `:${port}`;
  return `${scheme}://${host}${shown}`;
}
