import type * as api from '../../../imports/gateway-api';
import type { HttpRoute } from '../../../imports/networking';
import { LeftOut } from './left-out';

type Headers = HttpRoute['headers'];

/** The filters of a rule, or of a backend; of one type the last one counts. */
export class Filters {
  constructor(private readonly filters: readonly api.HttpRouteFilter[] = []) {}

  public find<K extends keyof api.HttpRouteFilter>(key: K): api.HttpRouteFilter[K] | undefined {
    return this.filters.filter((each) => each[key] !== undefined).at(-1)?.[key];
  }

  public get mirrors(): readonly api.HttpRequestMirrorFilter[] {
    return this.filters.flatMap(({ requestMirror }) => requestMirror ?? []);
  }

  public get headers(): Headers {
    return headersOf(this.find('requestHeaderModifier'), this.find('responseHeaderModifier'));
  }

  /**
   * What istiod leaves the whole route out for: a filter of another type, or with header values that are none (conversion.go: InvalidFilter).
   *
   * @param path of the rule or the backend that they are for
   */
  public fault(types: readonly string[], path: string): LeftOut | undefined {
    for (const [
      i,
      { type, requestHeaderModifier: request, responseHeaderModifier: response },
    ] of this.filters.entries()) {
      if (!types.includes(type)) {
        return new LeftOut(`${path}.filters[${i}].type`, `it takes no filter ${type} here`, fixOfType(type, types));
      }
      const headers = [request, response].flatMap((each) => [...(each?.set ?? []), ...(each?.add ?? [])]);
      if (headers.some(hasControlCharacter)) {
        return new LeftOut(
          `${path}.filters[${i}]`,
          'the value of a header holds control characters',
          'Write the value without them.',
        );
      }
    }
    return undefined;
  }
}

const HEADER_FILTERS = ['RequestHeaderModifier', 'ResponseHeaderModifier'];

/** The types of filters that istiod knows, by where they stand. */
export const KNOWN_FILTERS = {
  HTTPRoute: [...HEADER_FILTERS, 'RequestRedirect', 'RequestMirror', 'URLRewrite', 'CORS'],
  GRPCRoute: [...HEADER_FILTERS, 'RequestMirror'],
  backend: HEADER_FILTERS,
} as const;

function fixOfType(type: string, types: readonly string[]): string {
  return types === KNOWN_FILTERS.backend && KNOWN_FILTERS.HTTPRoute.some((each) => each === type)
    ? 'Write it among the filters of a rule, in a rule of its own where other backends go without it.'
    : `Remove it. There are ${types.join(', ')}.`;
}

/** conversion.go: isValidHeaderValue */
function hasControlCharacter({ value }: { readonly value: string }): boolean {
  return /[\u0000-\u0008\u000a-\u001f\u007f]/.test(value);
}

function headersOf(request: api.HttpHeaderFilter | undefined, response: api.HttpHeaderFilter | undefined): Headers {
  return request === undefined && response === undefined
    ? undefined
    : { request: request && operations(request), response: response && operations(response) };
}

/** Of one name the first one counts (conversion.go: headerListToMap). */
function operations({
  set = [],
  add = [],
  remove,
}: api.HttpHeaderFilter): NonNullable<NonNullable<Headers>['request']> {
  const byName = (headers: readonly { readonly name: string; readonly value: string }[]): Record<string, string> =>
    Object.fromEntries([...headers].reverse().map(({ name, value }) => [name.toLowerCase(), value]));
  return { set: byName(set), add: byName(add), remove };
}

/** conversion.go: createRedirectFilter. */
export function redirectOf({ scheme, hostname, path, port, statusCode }: api.HttpRequestRedirectFilter): object {
  return {
    // What the API server writes where nothing is written.
    redirectCode: statusCode ?? 302,
    authority: hostname,
    scheme,
    ...(port === undefined
      ? { derivePort: scheme === undefined ? 'FROM_REQUEST_PORT' : 'FROM_PROTOCOL_DEFAULT' }
      : { port }),
    uri: path?.replaceFullPath,
    prefixRewrite: path?.replacePrefixMatch,
  };
}

/** conversion.go: createRewriteFilter. */
export function rewriteOf({ hostname, path }: api.HttpUrlRewriteFilter): HttpRoute['rewrite'] {
  const { type, replaceFullPath, replacePrefixMatch } = path ?? {};
  const prefix = replacePrefixMatch?.replace(/\/$/, '');
  return {
    authority: hostname,
    uri: type !== 'ReplacePrefixMatch' ? undefined : prefix === '' ? '/' : prefix,
    uriRegexRewrite: type === 'ReplaceFullPath' ? { match: '/.*', rewrite: replaceFullPath } : undefined,
  };
}

/** A preflight of another origin goes no further (conversion.go: createCorsFilter). */
export function corsOf(cors: api.HttpCorsFilter): object {
  const { allowOrigins = [], allowCredentials, allowMethods, allowHeaders, exposeHeaders, maxAge = 5 } = cors;
  return {
    allowOrigins: allowOrigins.map(originMatch),
    allowCredentials: allowCredentials === true ? true : undefined,
    allowMethods,
    allowHeaders,
    exposeHeaders,
    maxAge: maxAge > 0 ? `${maxAge}s` : undefined,
    unmatchedPreflights: 'IGNORE',
  };
}

function originMatch(origin: string): object {
  const [start, ...rest] = origin.split('*');
  if (origin === '*') {
    return { regex: '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/\\s?#]+$' };
  }
  if (rest.length === 0) {
    return { exact: origin };
  }
  const literally = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return rest.length === 1 && rest[0] === ''
    ? { prefix: start }
    : { regex: `^${origin.split('*').map(literally).join('.*')}$` };
}
