import type { HttpRedirect, HttpRoute } from '../../imports/networking';
import { formatPieces } from '../istio/header-format';
import { matchedPath } from '../istio/path-rewrite';
import type { PlacedDestination } from '../mesh/delegates';
import type { Header, Request } from './call';
import { rewrittenBy } from './expression';
import type { RouteEntry } from './http-routes';
import { forwardedProto } from './received';

interface HeaderChanges {
  readonly set?: Readonly<Record<string, string>>;
  readonly add?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

/** A request as the server gets it: path, host and headers as a route and its destination say (r/ applyHTTPRouteDestination). */
export function rewritten(route: RouteEntry, request: Request, destination?: PlacedDestination): Request {
  const rule = route.rule?.rule;
  const own = destinationHeaders(rule, route, destination);
  const [ofRule, ofOwn] = [rule?.headers?.request, own].map((each) => (each === undefined ? [] : [each]));
  const isWeighted = (route.rule?.destinations.length ?? 0) > 1;
  return {
    ...request,
    path: rewrittenPath(route, request.path),
    authority: authorityOf(rule, own, isWeighted) ?? request.authority,
    // Those of one of several destinations are changes of their own, made before those of the route.
    headers: changed(request.headers, isWeighted ? [ofOwn, ofRule] : [[...ofRule, ...ofOwn]]),
  };
}

/** What a response gets. */
export function responseHeaders(route: RouteEntry, destination?: PlacedDestination): readonly Header[] {
  const rule = route.rule?.rule;
  const own = routeOf(rule, route, destination)?.headers?.response;
  return changed([], [[rule?.headers?.response, own].filter((each) => each !== undefined)]);
}

function routeOf(
  rule: HttpRoute | undefined,
  route: RouteEntry,
  destination: PlacedDestination | undefined,
): NonNullable<HttpRoute['route']>[number] | undefined {
  const place = destination === undefined ? -1 : (route.rule?.destinations.indexOf(destination) ?? -1);
  return rule?.route?.[place];
}

function destinationHeaders(
  rule: HttpRoute | undefined,
  route: RouteEntry,
  destination: PlacedDestination | undefined,
): HeaderChanges | undefined {
  return routeOf(rule, route, destination)?.headers?.request;
}

/** Of several destinations each has its own, which comes before that of the route (r/ processDestination, processWeightedDestination). */
function authorityOf(
  rule: HttpRoute | undefined,
  own: HeaderChanges | undefined,
  isWeighted: boolean,
): string | undefined {
  const ofRule = given(rule?.rewrite?.authority) ?? setAuthority(rule?.headers?.request);
  const ofDestination = setAuthority(own);
  return isWeighted ? (ofDestination ?? ofRule) : (ofRule ?? ofDestination);
}

function setAuthority({ set = {}, add = {} }: HeaderChanges = {}): string | undefined {
  const find = (headers: Readonly<Record<string, string>>): string | undefined =>
    given(Object.entries(headers).find(([name]) => isAuthority(name))?.[1]);
  return find(set) ?? find(add);
}

function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function isAuthority(name: string): boolean {
  return /^(host|:authority)$/i.test(name);
}

/** What routes cannot change (r/ isInternalHeader). */
function isInternal(name: string): boolean {
  return name.startsWith(':') || name.toLowerCase() === 'host';
}

/** Of the changes that are made together, Envoy removes first, and then sets and adds (r/ TranslateHeadersOperations). */
function changed(headers: readonly Header[], steps: readonly (readonly HeaderChanges[])[]): readonly Header[] {
  return steps.reduce(changedAtOnce, headers);
}

function changedAtOnce(headers: readonly Header[], changes: readonly HeaderChanges[]): readonly Header[] {
  const gone = new Set(
    changes.flatMap(({ remove = [] }) => remove.filter((name) => !isInternal(name)).map((name) => name.toLowerCase())),
  );
  let result = headers.filter(([name]) => !gone.has(name));
  for (const { set = {}, add = {} } of changes) {
    for (const header of sorted(set)) {
      const [name] = header;
      const at = result.findIndex(([each]) => each === name);
      result = result.filter(([each], i) => each !== name || i === at);
      if (at < 0) {
        result.push(header);
      } else {
        result[at] = header;
      }
    }
    result.push(...sorted(add));
  }
  return result;
}

function sorted(headers: Readonly<Record<string, string>>): Header[] {
  return Object.entries(headers)
    .filter(([name]) => !isInternal(name))
    .map(([name, value]) => written(name.toLowerCase(), value))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** A header with a value that has text and variables of Envoy (source/common/formatter/substitution_formatter.cc). */
function written(name: string, value: string): Header {
  const pieces = formatPieces(value);
  return pieces.some(({ isVariable }) => isVariable)
    ? [name, value, 'open']
    : [name, pieces.map(({ text }) => text).join('')];
}

function rewrittenPath(route: RouteEntry, path: string): string {
  const rewrite = route.rule?.rule.rewrite;
  if (rewrite === undefined) {
    return path;
  }
  const [text, query] = apart(path);
  const { uriRegexRewrite, uri = '' } = rewrite;
  if (uriRegexRewrite !== undefined) {
    return rewrittenBy(uriRegexRewrite.match ?? '', uriRegexRewrite.rewrite ?? '', text) + query;
  }
  return (uri === '' ? text : replaced(route, text, uri)) + query;
}

/** The text in the place of what was matched: of the prefix, or of the whole path. */
function replaced(route: RouteEntry, path: string, text: string): string {
  const { way, text: matched } = matchedPath(route.match);
  if (way !== 'prefix') {
    return text;
  }
  const prefix = route.bySegments === true && matched !== '/' ? matched.replace(/\/$/, '') : matched;
  const rest = path.slice(prefix.length);
  // A prefix of the Gateway API that goes away leaves one slash.
  return route.bySegments === true && text === '/' ? `/${rest.replace(/^\//, '')}` : text + rest;
}

function apart(path: string): readonly [path: string, query: string] {
  const end = path.indexOf('?');
  return end < 0 ? [path, ''] : [path.slice(0, end), path.slice(end)];
}

/** How a request came to the proxy that redirects it. */
export interface RedirectScope {
  /** Of the server of a Gateway, or of the listener of a sidecar. */
  readonly port: number;
}

/**
 * Where a redirect sends a client (r/ ApplyRedirect; Envoy's source/common/router/config_impl.cc: RouteEntryImplBase::newUri,
 * http/utility.cc: newUri).
 */
export function locationOf(route: RouteEntry, request: Request, { port: ofListener }: RedirectScope): string {
  const redirect: HttpRedirect = route.rule?.rule.redirect ?? {};
  const { authority = '', uri = '', prefixRewrite = '' } = redirect;
  const scheme = given(redirect.scheme) ?? request.scheme;
  const current = forwardedProto(request);
  const wanted = redirectPort(redirect, route.port ?? ofListener, scheme);
  const [path, query] = apart(request.path);
  const host = hostOf(given(authority) ?? request.authority ?? '', {
    port: wanted,
    // Without a host of its own, the port of the Host goes with the scheme that it was the default of.
    dropped: authority === '' && wanted === undefined && scheme !== current ? DEFAULT_PORTS[current] : undefined,
  });
  const target =
    prefixRewrite !== ''
      ? replaced(route, path, prefixRewrite) + query
      : uri === ''
        ? request.path
        : uri.includes('?')
          ? uri
          : uri + query;
  return `${scheme}://${host}${target}`;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

function redirectPort({ port, derivePort }: HttpRedirect, own: number, scheme: string): number | undefined {
  const wanted = port ?? (derivePort === 'FROM_REQUEST_PORT' ? own : undefined);
  return wanted === undefined || wanted === 0 || wanted === DEFAULT_PORTS[scheme] ? undefined : wanted;
}

function hostOf(authority: string, { port, dropped }: { readonly port?: number; readonly dropped?: number }): string {
  const [, name, own] = /^(.*?)(?::(\d+))?$/.exec(authority) ?? [, authority];
  if (port !== undefined) {
    return `${name}:${port}`;
  }
  return own !== undefined && Number(own) === dropped ? (name ?? '') : authority;
}

/** Where `httpsRedirect` sends a client: the same, with another scheme. */
export function httpsLocation({ authority = '', path }: Request): string {
  return `https://${authority}${path}`;
}
