import { parseGoAddress } from './go-address';

/** What Go makes of a URL, as far as it is asked for. */
interface GoUrl {
  /** In lower case; empty where there is none. */
  readonly scheme: string;
  /** Without port and brackets. */
  readonly hostname: string;
  /** Digits; empty where there is none. */
  readonly port: string;
}

const SCHEME = /^([a-zA-Z][a-zA-Z0-9+\-.]*):/;
const CONTROL = /[\u0000-\u001f\u007f]/;
const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})/;
/** Only bytes beyond ASCII and the percent sign can be written as %XX in a host. */
const HOST = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"\u0080-\uffff]|%25|%[89a-fA-F][0-9a-fA-F])*$/;
/** More than in a host can be written as %XX in a zone, if it could stand there as it is. */
const ZONE =
  /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"\u0080-\uffff]|%2[0-9a-cA-CeE1-9]|%20|%25|%2[dD]|%3[0-9a-eA-E]|%4[1-9a-fA-F]|%5[0-9abdfABDF]|%6[1-9a-fA-F]|%7[0-9aAeE])*$/;
const USER = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const PORT = /^(?::(\d*))?$/;

/** A URL as Go's `url.Parse` reads it; undefined where that would reject it. */
export function parseGoUrl(text: string): GoUrl | undefined {
  const hash = text.indexOf('#');
  const fragment = hash < 0 ? '' : text.slice(hash + 1);
  return BAD_ESCAPE.test(fragment) ? undefined : parse(hash < 0 ? text : text.slice(0, hash), false);
}

/** A URL that is absolute or a path from the root, as Go's `url.ParseRequestURI` reads it; undefined where that would reject it. */
export function parseGoRequestUri(text: string): GoUrl | undefined {
  return text === '' ? undefined : parse(text, true);
}

function parse(text: string, request: boolean): GoUrl | undefined {
  if (CONTROL.test(text) || text.startsWith(':')) {
    return undefined;
  }
  const [start = '', given = ''] = SCHEME.exec(text) ?? [];
  const scheme = given.toLowerCase();
  const hostless = { scheme, hostname: '', port: '' };
  if (text === '*') {
    return hostless;
  }
  const [rest] = text.slice(start.length).split('?', 1);
  if (!rest.startsWith('/')) {
    const refused = request || rest.split('/', 1)[0].includes(':') || BAD_ESCAPE.test(rest);
    return scheme === '' && refused ? undefined : hostless;
  }
  const hasHost = rest.startsWith('//') && (scheme !== '' || (!request && !rest.startsWith('///')));
  const slash = hasHost ? rest.indexOf('/', 2) : 0;
  if (slash >= 0 && BAD_ESCAPE.test(rest.slice(slash))) {
    return undefined;
  }
  return hasHost ? parseAuthority(scheme, rest.slice(2, slash < 0 ? undefined : slash)) : hostless;
}

/** `user:password@host:port` */
function parseAuthority(scheme: string, authority: string): GoUrl | undefined {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  const host = authority.slice(at + 1);
  if (!USER.test(user) || BAD_ESCAPE.test(user)) {
    return undefined;
  }
  const [hostname, colonPort] = host.includes('[') ? splitLiteral(host) : splitHost(scheme, host);
  const port = PORT.exec(colonPort);
  return hostname === undefined || port === null ? undefined : { scheme, hostname, port: port[1] ?? '' };
}

/** A host, if it is one, and what follows it. */
type HostAndPort = readonly [hostname: string | undefined, colonPort: string];

function splitHost(scheme: string, host: string): HostAndPort {
  // Of other schemes a list of hosts with ports is taken.
  const strict = scheme === 'http' || scheme === 'https';
  const colon = strict ? host.indexOf(':') : host.lastIndexOf(':');
  const end = colon < 0 ? host.length : colon;
  return [HOST.test(host) ? unescape(host.slice(0, end)) : undefined, host.slice(end)];
}

/** `[::1%25eth0]:80` */
function splitLiteral(host: string): HostAndPort {
  const end = host.lastIndexOf(']');
  const whole = host.lastIndexOf('[') === 0 && end > 0;
  return [whole ? literalAddress(host.slice(1, end)) : undefined, host.slice(end + 1)];
}

function literalAddress(text: string): string | undefined {
  const zone = text.indexOf('%25');
  const address = zone < 0 ? text : text.slice(0, zone);
  if (!HOST.test(address) || (zone >= 0 && !ZONE.test(text.slice(zone)))) {
    return undefined;
  }
  const unescaped = address + (zone < 0 ? '' : unescape(text.slice(zone)));
  return parseGoAddress(unescaped)?.family === 6 ? unescaped : undefined;
}

/** With one character for each byte: only its ASCII counts here. */
function unescape(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}
