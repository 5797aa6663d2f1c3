import type { Claims } from '../../istio/token-claims';
import type { Header, Request } from '../call';
import { headerValues } from '../call';
import type { Part, Value } from './condition';

/** The requests that are divided: all that may come to a place. */
export class Requests {
  constructor(
    /** The one that is asked where rules ask nothing else. */
    public readonly base: Request,
    /** What clients may write as Host, that of the base first. */
    private readonly authorities: readonly string[],
    /** Methods that clients may use, that of the base first. */
    private readonly methods: readonly string[],
    /** What all names end with that clients may write besides, where the host is one for many: `.example.com`. */
    private readonly nameEnd?: string,
  ) {}

  /** Whether all values of a part are known that clients may send, as far as rules ask for them. */
  public knowsAll(part: Part): boolean {
    return (
      part === 'scheme' || part === 'token' || part === 'client' || (part === 'authority' && this.nameEnd === undefined)
    );
  }

  /** Whether clients may send a value. With a name that is none of the host's, the request would be for another host. */
  public allows(part: Part, [text = '']: Value): boolean {
    if (part === 'scheme') {
      return text === this.base.scheme;
    }
    return (
      part !== 'authority' ||
      this.authorities.includes(text) ||
      (this.nameEnd !== undefined && text.endsWith(this.nameEnd) && text.length > this.nameEnd.length)
    );
  }

  /** Values of a part that are worth a try, whatever the rules ask. */
  public values(part: Part): readonly Value[] {
    switch (part) {
      case 'method':
        return this.methods.map((each) => [each]);
      case 'path':
        return PATHS;
      case 'authority':
        return this.authorities.map((each) => [each]);
      case 'scheme':
        return [[this.base.scheme]];
      case 'token':
        return [[]];
      case 'client':
        return [[ANY_CLIENT]];
      default:
        return [valueOf(this.base, part), [], ['any']];
    }
  }
}

/** An address that no network has (RFC 5737): of clients of which no rule asks anything. */
export const ANY_CLIENT = '203.0.113.1';

const PATHS: readonly Value[] = ['/', '/any', '/any/any', '/0', '/-', '/other'].map((each) => [each]);

/** What a request has in a part of it; its path is one that proxies have normalized. */
export function valueOf(request: Request, part: Part): Value {
  switch (part) {
    case 'method':
      return [request.method];
    case 'path':
      return [apart(request.path)[0]];
    case 'authority':
      return request.authority === undefined ? [] : [request.authority];
    case 'scheme':
      return [request.scheme];
    case 'token':
      return request.token === undefined ? [] : [JSON.stringify(request.token.claims)];
    case 'client':
      return [request.client ?? ANY_CLIENT];
    default:
      return part.startsWith('header ')
        ? headerValues(request, part.slice('header '.length))
        : parameterOf(apart(request.path)[1], part.slice('parameter '.length));
  }
}

/** A request with other values in some parts of it. */
export function requestWith(base: Request, values: ReadonlyMap<Part, Value>): Request {
  let request = base;
  for (const [part, value] of values) {
    request = withValue(request, part, value);
  }
  return request;
}

function withValue(request: Request, part: Part, value: Value): Request {
  const [text = ''] = value;
  const [path, query] = apart(request.path);
  switch (part) {
    case 'method':
      return { ...request, method: text };
    case 'path':
      return { ...request, path: query === '' ? text : `${text}?${query}` };
    case 'authority':
      return { ...request, authority: text };
    case 'scheme':
      return request;
    case 'client':
      return { ...request, client: text };
    case 'token': {
      const { token: _, ...rest } = request;
      return value.length === 0 ? rest : { ...rest, token: { claims: claimsOf(value)! } };
    }
    default: {
      if (part.startsWith('header ')) {
        const name = part.slice('header '.length);
        const own = value.map((each): Header => [name, each]);
        return { ...request, headers: [...request.headers.filter(([each]) => each !== name), ...own] };
      }
      const name = part.slice('parameter '.length);
      const others = query.split('&').filter((each) => each !== '' && each.split('=', 1)[0] !== name);
      const all = [...others, ...value.slice(0, 1).map((each) => `${name}=${each}`)];
      return { ...request, path: all.length === 0 ? path : `${path}?${all.join('&')}` };
    }
  }
}

/** What a token says; undefined for none. */
export function claimsOf([text]: Value): Claims | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Claims);
}

function apart(path: string): readonly [path: string, query: string] {
  const end = path.indexOf('?');
  return end < 0 ? [path, ''] : [path.slice(0, end), path.slice(end + 1)];
}

/** As it is written; of several the first. */
function parameterOf(query: string, name: string): Value {
  const own = query.split('&').find((each) => each.split('=', 1)[0] === name && each !== '');
  return own === undefined ? [] : [own.slice(name.length + 1)];
}
