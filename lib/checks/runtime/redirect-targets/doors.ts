import { hostsOverlap } from '../../../istio/host';

/** A port that takes connections for some hosts. */
export interface Door {
  readonly number: number;
  readonly tls: boolean;
  readonly hosts: readonly string[];
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

/** What is missing for a target; undefined if nothing is. The port of a scheme may be that of a load balancer in front. */
export function absenceOf({ scheme, host, port }: Target, doors: readonly Door[]): Absence | undefined {
  const fitting = doors.filter(
    ({ tls, hosts }) => tls === (scheme === 'https') && hosts.some((each) => hostsOverlap(each, host)),
  );
  if (fitting.length === 0) {
    return { what: 'scheme' };
  }
  return port === undefined || fitting.some(({ number }) => number === port)
    ? undefined
    : { what: 'port', instead: [...new Set(fitting.map(({ number }) => number))] };
}

export function defaultPort(scheme: Target['scheme']): number {
  return scheme === 'https' ? 443 : 80;
}

/** `https://shop.example.com:8443` */
export function urlOf({ scheme, host, port }: Target): string {
  const shown = port === undefined || port === defaultPort(scheme) ? '' : `:${port}`;
  return `${scheme}://${host}${shown}`;
}
