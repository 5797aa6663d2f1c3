import * as fc from 'fast-check';
import { RE2JS } from 're2js';
import type { HttpMatchRequest, StringMatch } from '../../imports/networking';

/** A request, and who makes it where. */
export interface Request {
  readonly path: string;
  readonly method: string;
  readonly authority: string;
  readonly scheme: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly port: number;
  readonly gateway: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly namespace: string;
}

/** Whether one match takes one request: Envoy's rules, written a second time and without any cleverness. */
export function takes(match: HttpMatchRequest, request: Request): boolean {
  const { gateways = [], port = 0 } = match;
  const fromHere =
    gateways.length > 0
      ? gateways.includes(request.gateway)
      : Object.entries(match.sourceLabels ?? {}).every(([name, value]) => request.labels[name] === value) &&
        [undefined, '', request.namespace].includes(match.sourceNamespace);
  return (
    fromHere &&
    [0, request.port].includes(port) &&
    path(match, request.path) &&
    text(match.method, request.method) &&
    text(match.authority, request.authority) &&
    text(match.scheme, request.scheme) &&
    Object.entries(match.headers ?? {}).every(([name, value]) => there(value, request.headers[name.toLowerCase()])) &&
    Object.entries(match.withoutHeaders ?? {}).every(([name, value]) =>
      gone(value, request.headers[name.toLowerCase()]),
    ) &&
    Object.entries(match.queryParams ?? {}).every(([name, value]) => there(value, request.query[name]))
  );
}

function path({ uri, ignoreUriCase = false }: HttpMatchRequest, given: string): boolean {
  const plain = (each: string): string => (ignoreUriCase ? each.toLowerCase() : each);
  if (uri?.exact !== undefined) {
    return plain(uri.exact) === plain(given);
  }
  return uri?.prefix !== undefined ? plain(given).startsWith(plain(uri.prefix)) : text(uri, given);
}

function there(match: StringMatch, given: string | undefined): boolean {
  return given !== undefined && text(match, given);
}

function gone(match: StringMatch, given: string | undefined): boolean {
  return isPresence(match) ? given === undefined : !text(match, given ?? '');
}

function isPresence(match: StringMatch): boolean {
  return Object.keys(match).length === 0 || match.regex === '*';
}

const expressions = new Map<string, RE2JS>();

function text(match: StringMatch | undefined, given: string): boolean {
  if (match === undefined || isPresence(match)) {
    return true;
  }
  if (match.regex !== undefined) {
    const expression = expressions.get(match.regex) ?? RE2JS.compile(match.regex);
    expressions.set(match.regex, expression);
    return expression.matches(given);
  }
  return match.exact === undefined ? given.startsWith(match.prefix!) : given === match.exact;
}

const some = <T>(arbitrary: fc.Arbitrary<T>, freq = 2): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq });

const letters = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '1'), maxLength: 3 });
const paths = fc
  .array(fc.constantFrom('/', '/a', '/A', 'a', 'b', '1', '/a/b', '.'), { maxLength: 4 })
  .map((parts) => `/${parts.join('')}`);
const pathExpressions = fc.constantFrom(
  '.*',
  '/.*',
  '/.+',
  '/a.*',
  '/a/.*',
  '/a(/.*)?',
  '^/a(?:/b.*)*$',
  '/(a|b).*',
  '/a|/b.*',
  '/a+b*.*',
  '/[ab]/?',
  '/a\\.*',
  '/a\\\\?.*',
  '/a(b|/.*)',
  '(?i)/a.*',
  '/a.*$',
  '/a/[^/]+',
  '/1?',
  '/11*.*?',
  '(/a|/b)',
  '/a{0,1}.*',
  '/[(|]?a.*',
  '(/.*)+',
  '()/a',
);
const textExpressions = fc.constantFrom('.*', '.+', 'a.*', 'a|b', 'a?', 'b*', '*', 'a(b|1)?', '(a|B).*', '', '[^a].*');

const strings = (empty: boolean): fc.Arbitrary<StringMatch> =>
  fc.oneof(
    letters.map((exact) => ({ exact })),
    letters.map((prefix) => ({ prefix })),
    textExpressions.map((regex) => ({ regex })),
    ...(empty ? [fc.constant({})] : []),
  );
const maps = (names: string[]): fc.Arbitrary<Record<string, StringMatch>> =>
  fc.dictionary(fc.constantFrom(...names), strings(true), { maxKeys: 2 });

/** Matches close enough to each other that one often takes what the other does. */
export const anyMatch: fc.Arbitrary<HttpMatchRequest> = fc
  .record({
    uri: some(
      fc.oneof(
        paths.map((exact): StringMatch => ({ exact })),
        paths.map((prefix): StringMatch => ({ prefix })),
        pathExpressions.map((regex): StringMatch => ({ regex })),
      ),
      4,
    ),
    ignoreUriCase: some(fc.boolean(), 1),
    method: some(
      fc.constantFrom<StringMatch>({ exact: 'GET' }, { prefix: 'P' }, { regex: 'P.*|GET' }, { exact: 'POST' }),
      1,
    ),
    authority: some(strings(false), 1),
    scheme: some(fc.constantFrom<StringMatch>({ exact: 'http' }, { prefix: 'http' }), 1),
    headers: some(maps(['x-a', 'X-A', 'x-b'])),
    withoutHeaders: some(maps(['x-a', 'x-B'])),
    queryParams: some(maps(['q', 'Q'])),
    port: some(fc.constantFrom(0, 80, 443), 1),
    gateways: some(fc.uniqueArray(fc.constantFrom('mesh', 'a/edge'), { maxLength: 2 }), 1),
    sourceLabels: some(fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('a', 'b'), { maxKeys: 2 }), 1),
    sourceNamespace: some(fc.constantFrom('', 'shop', 'bank'), 1),
  })
  .map((match) => Object.fromEntries(Object.entries(match).filter(([, value]) => value !== undefined)));

export const anyRequest: fc.Arbitrary<Request> = fc.record({
  path: paths,
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  authority: letters,
  scheme: fc.constantFrom('http', 'https'),
  headers: fc.dictionary(fc.constantFrom('x-a', 'x-b'), letters),
  query: fc.dictionary(fc.constantFrom('q', 'Q'), letters),
  port: fc.constantFrom(80, 443),
  gateway: fc.constantFrom('mesh', 'a/edge'),
  labels: fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('a', 'b')),
  namespace: fc.constantFrom('shop', 'bank'),
});
