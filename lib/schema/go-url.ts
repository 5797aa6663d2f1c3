import { parseGoAddress } from './go-address';

const SCHEME = /^([a-zA-Z][a-zA-Z0-9+\-.]*):/;

const CONTROL = /[\u0000-\u001f\u007f]/;
const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})/;
/** Only bytes beyond ASCII and the percent sign can be written as %XX in a host. */
const HOST = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"\u0080-\uffff]|%25|%[89a-fA-F][0-9a-fA-F])*$/;
/** More than in a host can be written as %XX in a zone, if it could stand there as it is. */
const ZONE =
  /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"\u0080-\uffff]|%2[0-9a-cA-CeE1-9]|%20|%25|%2[dD]|%3[0-9a-eA-E]|%4[1-9a-fA-F]|%5[0-9abdfABDF]|%6[1-9a-fA-F]|%7[0-9aAeE])*$/;
const USER = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const PORT = /^(?::\d*)?$/;

/** Whether Go's `url.ParseRequestURI` takes this. */
export function isRequestUri(text: string): boolean {
  return text !== '' && parse(text, true) !== undefined;
}

/** The scheme of a URL, in lower case, if both `url.ParseRequestURI` and `url.Parse` of Go take it. */
export function schemeOfUrl(text: string): string | undefined {
  const hash = text.indexOf('#');
  const fragment = hash < 0 ? '' : text.slice(hash + 1);
  return isRequestUri(text) && !BAD_ESCAPE.test(fragment)
    ? parse(hash < 0 ? text : text.slice(0, hash), false)
    : undefined;
}

/** The scheme. */
function parse(text: string, request: boolean): string | undefined {
  if (CONTROL.test(text) || text.startsWith(':')) {
    return undefined;
  }
  if (text === '*') {
    return '';
  }
  const [start = '', given = ''] = SCHEME.exec(text) ?? [];
  const scheme = given.toLowerCase();
  const [rest] = text.slice(start.length).split('?', 1);
  if (!rest.startsWith('/')) {
    const refused = request || rest.split('/', 1)[0].includes(':') || BAD_ESCAPE.test(rest);
    return scheme === '' && refused ? undefined : scheme;
  }
  let path = rest;
  if (rest.startsWith('//') && (scheme !== '' || (!request && !rest.startsWith('///')))) {
    const slash = rest.indexOf('/', 2);
    path = slash < 0 ? '' : rest.slice(slash);
    if (!isAuthority(scheme, rest.slice(2, slash < 0 ? undefined : slash))) {
      return undefined;
    }
  }
  return BAD_ESCAPE.test(path) ? undefined : scheme;
}

function isAuthority(scheme: string, authority: string): boolean {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  return USER.test(user) && !BAD_ESCAPE.test(user) && isHost(scheme, authority.slice(at + 1));
}

function isHost(scheme: string, host: string): boolean {
  const bracket = host.lastIndexOf('[');
  if (bracket === 0) {
    const end = host.lastIndexOf(']');
    return end > 0 && PORT.test(host.slice(end + 1)) && isLiteral(host.slice(1, end));
  }
  const strict = scheme === 'http' || scheme === 'https';
  const colon = strict ? host.indexOf(':') : host.lastIndexOf(':');
  return bracket < 0 && HOST.test(host) && (colon < 0 || PORT.test(host.slice(colon)));
}

function isLiteral(text: string): boolean {
  const zone = text.indexOf('%25');
  const address = zone < 0 ? text : text.slice(0, zone);
  if (!HOST.test(address) || (zone >= 0 && !ZONE.test(text.slice(zone)))) {
    return false;
  }
  return parseGoAddress(address + (zone < 0 ? '' : unescape(text.slice(zone))))?.family === 6;
}

/** With one character for each byte: only its ASCII counts here. */
function unescape(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}
