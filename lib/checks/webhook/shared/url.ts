import { isIpAddress } from './address';

/** What istiod looks at of a URL. */
export interface Url {
  /** In lower case; empty for a URL without one. */
  readonly scheme: string;
  /** Digits; empty where the URL names none. */
  readonly port: string;
}

const SCHEME = /^([a-zA-Z][a-zA-Z0-9+\-.]*):/;
const CONTROL = /[\u0000-\u001f\u007f]/;
const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})/;
/** In a host only bytes beyond ASCII and the percent sign can be written as %XX. */
const HOST = /^(?:[^\u0000-\u0020#%/?@\\^`{|}\u007f]|%25|%[89a-fA-F][0-9a-fA-F])*$/;
const USER = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const PORT = /^:\d*$/;
/** An IPv6 address in brackets, with a zone and a port. */
const LITERAL = /^\[([^%[\]]*)(?:%25([^[]+))?\]([^\]]*)$/;

/** A URL as Go's url.Parse reads it; undefined where that would refuse it. */
export function parseUrl(text: string): Url | undefined {
  const hash = text.indexOf('#');
  const url = parse(hash < 0 ? text : text.slice(0, hash), false);
  return hash >= 0 && BAD_ESCAPE.test(text.slice(hash + 1)) ? undefined : url;
}

/** A URL that is absolute or a path from the root, as Go's url.ParseRequestURI reads it. */
export function parseRequestUri(text: string): Url | undefined {
  return text === '' ? undefined : parse(text, true);
}

function parse(text: string, request: boolean): Url | undefined {
  if (CONTROL.test(text) || text.startsWith(':')) {
    return undefined;
  }
  const [start = '', given = ''] = SCHEME.exec(text) ?? [];
  const scheme = given.toLowerCase();
  const [rest] = text.slice(start.length).split('?', 1);
  if (!rest.startsWith('/')) {
    const relative = text !== '*' && (request || rest.split('/', 1)[0].includes(':') || BAD_ESCAPE.test(rest));
    return scheme === '' && relative ? undefined : { scheme, port: '' };
  }
  const hasHost = rest.startsWith('//') && (scheme !== '' || (!request && !rest.startsWith('///')));
  const slash = hasHost ? rest.indexOf('/', 2) : 0;
  const path = slash < 0 ? '' : rest.slice(slash);
  const port = hasHost ? portOfAuthority(rest.slice(2, slash < 0 ? undefined : slash), scheme) : '';
  return port === undefined || BAD_ESCAPE.test(path) ? undefined : { scheme, port };
}

/** The port of `user:password@host:port`; undefined where it is not one. */
function portOfAuthority(authority: string, scheme: string): string | undefined {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  const host = authority.slice(at + 1);
  if (!USER.test(user) || BAD_ESCAPE.test(user)) {
    return undefined;
  }
  if (host.includes('[')) {
    const [, address, zone, port] = LITERAL.exec(host) ?? [];
    const whole = address !== undefined && address.includes(':') && isIpAddress(address) && isZone(zone);
    return whole ? digits(port) : undefined;
  }
  // Of other schemes a list of hosts with ports is taken.
  const strict = scheme === 'http' || scheme === 'https';
  const colon = strict ? host.indexOf(':') : host.lastIndexOf(':');
  return !HOST.test(host) ? undefined : colon < 0 ? '' : digits(host.slice(colon));
}

function isZone(zone: string | undefined): boolean {
  const plain = zone
    ?.replace(/%(?:25|20)/g, '_')
    .replace(/%([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return plain === undefined || HOST.test(plain);
}

function digits(colonPort: string): string | undefined {
  return colonPort === '' || PORT.test(colonPort) ? colonPort.slice(1) : undefined;
}
