import { isIP } from 'node:net';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { nearest } from '../core/unknown-field';

/** What the scheme of a URL says of a call. */
interface Scheme {
  /** Undefined where the URL must have one. */
  readonly port?: number;
  readonly tls: boolean;
  /** Whether there is a request in the connection, and of which kind. */
  readonly request?: 'http' | 'grpc';
}

const SCHEMES: ReadonlyMap<string, Scheme> = new Map([
  ['http', { port: 80, tls: false, request: 'http' }],
  ['https', { port: 443, tls: true, request: 'http' }],
  ['grpc', { port: 80, tls: false, request: 'grpc' }],
  ['grpcs', { port: 443, tls: true, request: 'grpc' }],
  ['tls', { port: 443, tls: true }],
  ['tcp', { tls: false }],
]);

/** A URL in its parts, as the client takes them. */
export interface RequestUrl extends Scheme {
  readonly scheme: string;
  /** A name or an address, without the brackets of IPv6. */
  readonly host: string;
  readonly port: number;
  /** What the client writes as Host or `:authority`: with the port where it is not that of the scheme. */
  readonly authority: string;
  /** With query; dots and double slashes stay as they are, because proxies decide about them. */
  readonly path: string;
}

const EXAMPLE = 'Write for example https://shop.example.com/cart, or tcp://db.shop:5432.';

/**
 * Reads a URL. Not with the class of that name, which would clean up its path.
 */
export function readUrl(given: unknown, problems: Problems, field: string = 'url'): RequestUrl | undefined {
  const refuse = (why: string): undefined => {
    problems.add(field, why);
    return undefined;
  };
  if (typeof given !== 'string' || given === '') {
    return refuse(`${given === '' ? 'it is empty' : `${show(given)} is not a URL`}. ${EXAMPLE}`);
  }
  const match = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)([^#]*)/i.exec(given)!;
  const [, scheme = '', place, rest] = match;
  const name = scheme.toLowerCase();
  const known = SCHEMES.get(name);
  if (known === undefined) {
    if (scheme === '' && !isHost(splitAddress(place)?.host ?? '')) {
      return refuse(`${show(given)} is not a URL. ${EXAMPLE}`);
    }
    if (scheme === '') {
      return refuse(`${show(given)} has no scheme. Write ${show(`http://${given}`)} or ${show(`https://${given}`)}.`);
    }
    const meant = nearest(name, [...SCHEMES.keys()]);
    return refuse(
      `"${scheme}" is not a known scheme. ${meant === undefined ? `Write one of: ${[...SCHEMES.keys()].join(', ')}.` : `Did you mean ${meant}?`}`,
    );
  }
  if (place.includes('@')) {
    return refuse('it holds a user name. Write a header instead: Authorization.');
  }
  const dialled = splitAddress(place);
  if (dialled === undefined || !isHost(dialled.host)) {
    return refuse(`${show(place)} is neither a host nor host:port. ${EXAMPLE}`);
  }
  const port = dialled.port ?? known.port;
  if (port === undefined) {
    return refuse(`it names no port. Write for example ${name}://${place}:5432.`);
  }
  if (known.request === undefined && rest !== '' && rest !== '/') {
    return refuse(`${name}:// has no path, because there is no request. Write ${name}://${place}.`);
  }
  const bad = /[\u0000-\u0020\u007f\\]/.exec(rest);
  if (bad !== null) {
    return refuse(`its path holds the character ${show(bad[0])}. Write it as ${escaped(bad[0])}.`);
  }
  const text = isIP(dialled.host) === 6 ? `[${dialled.host}]` : dialled.host;
  return {
    ...known,
    scheme: name,
    host: dialled.host.toLowerCase(),
    port,
    authority: port === known.port ? text : `${text}:${port}`,
    path: (rest.startsWith('/') ? rest : `/${rest}`).replace(/[^\u0000-\u007f]+/g, (each) => escaped(each)),
  };
}

/** A host with or without a port: `shop.example.com:443`, `[::1]:80`; undefined for what is neither. */
export function splitAddress(text: string): { readonly host: string; readonly port?: number } | undefined {
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, address, name, digits] = match;
  const port = digits === undefined ? undefined : Number(digits);
  const isRight = port === undefined || (port >= 1 && port <= 65535);
  return isRight && (address === undefined || isIP(address) === 6) ? { host: address ?? name, port } : undefined;
}

/** Whatever a client can look up, and no wildcard. */
function isHost(host: string): boolean {
  return host.length <= 255 && (isIP(host) !== 0 || /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_.])?$/i.test(host));
}

/** As bytes in a URL; half of a surrogate pair is no character. */
function escaped(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
