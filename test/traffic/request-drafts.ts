import { isIP } from 'node:net';
import type { Draw } from '../istiod/draw';
import type { Fields } from '../real/manifest';
import type { SentRequest } from '../routing/case';
import type { Place } from './places';
import { TOKENS } from './world';

/** A request before it is known who sends it where. */
export interface Draft extends Pick<SentRequest, 'from' | 'method' | 'sni' | 'protocol'> {
  /** Names that it may ask for. */
  readonly hosts: readonly string[];
  /** The one that it asks for, where that is decided. */
  readonly host?: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly port?: number;
  readonly speaks?: Place['speaks'];
  readonly atGateway?: boolean;
  readonly place?: Place;
  /** A port beside that of the place. */
  readonly otherPort?: number;
}

type Content = Pick<Draft, 'path' | 'headers' | 'method'>;

/** What an entry of `match` is for. */
export function draftOfMatch(draw: Draw, match: Fields): Content {
  const headers: { [name: string]: string } = {};
  for (const [name, text] of Object.entries((match.headers ?? {}) as Fields)) {
    if (name.startsWith('@')) {
      headers.authorization = TOKENS.dev;
    } else {
      headers[name] = textFor(draw, text);
    }
  }
  const query = Object.entries((match.queryParams ?? {}) as Fields).map(
    ([name, text]) => `${name}=${textFor(draw, text)}`,
  );
  const path = match.uri === undefined ? draw.one(['/', '/a', '/c']) : textFor(draw, match.uri);
  return {
    path: (path.startsWith('/') ? path : `/${path}`) + (query.length > 0 ? `?${query.join('&')}` : ''),
    headers,
    method: match.method === undefined ? undefined : textFor(draw, match.method).split('|')[0],
  };
}

/** What a rule of an AuthorizationPolicy is for. */
export function draftOfOperation(draw: Draw, rule: Fields): Content & Pick<Draft, 'from' | 'host'> {
  const { operation = {} } = draw.one<Fields>(rule.to ?? [{}]);
  const { source = {} } = draw.one<Fields>(rule.from ?? [{}]);
  const [, namespace, account] = /ns\/(\w+)\/sa\/(\w+)/.exec(source.principals?.[0] ?? '') ?? [];
  const headers: { [name: string]: string } = {};
  for (const { key, values = ['1'] } of (rule.when ?? []) as Fields[]) {
    const [, name] = /^request\.headers\[(.*)\]$/.exec(key) ?? [];
    if (name !== undefined) {
      headers[name] = withoutStars(draw, values[0]);
    } else if (/^request\.auth/.test(key)) {
      headers.authorization = draw.one([TOKENS.dev, TOKENS.admin]);
    }
  }
  if (source.requestPrincipals !== undefined) {
    headers.authorization = draw.one([TOKENS.dev, TOKENS.admin]);
  }
  const [path] = (operation.paths ?? operation.notPaths ?? ['/a']) as string[];
  const [method] = (operation.methods ?? []) as string[];
  const [host] = (operation.hosts ?? operation.notHosts ?? []) as string[];
  const drawn = withoutStars(draw, path);
  return {
    path: drawn.startsWith('/') ? drawn : `/${drawn}`,
    headers,
    method: method && METHODS[method],
    ...(host !== undefined && draw.percent(60) && { host: HOSTS[host] ?? host }),
    ...(namespace === 'n1' && { from: `n1/${account}-v1` }),
  };
}

/** What a match of an HTTPRoute is for. */
export function draftOfRouteMatch(draw: Draw, { path, headers = [], queryParams = [], method }: Fields): Content {
  const query = (queryParams as Fields[]).map(({ name, value }) => `${name}=${value}`).join('&');
  const text = path?.type === 'RegularExpression' ? '/a' : ((path?.value as string | undefined) ?? '/');
  return {
    path: (draw.percent(30) && path?.type === 'PathPrefix' ? `${text}x` : text) + (query === '' ? '' : `?${query}`),
    headers: Object.fromEntries((headers as Fields[]).map(({ name, value }) => [name, value])),
    method,
  };
}

/** A text that fits. */
function textFor(draw: Draw, { exact, prefix, regex }: Fields): string {
  if (exact !== undefined) {
    return exact;
  }
  if (prefix !== undefined) {
    return prefix + draw.one(['', '', 'x', '/x']);
  }
  return regex === undefined ? draw.one(['', '1']) : draw.one(SAMPLES[regex] ?? [regex]);
}

/** What the expressions of random meshes match, or nearly. */
const SAMPLES: { readonly [regex: string]: readonly string[] } = {
  'x+': ['x', 'xx', 'xy'],
  '.*': ['/', '/any'],
  '[a-z]': ['a', 'aa', 'A'],
  '/.*': ['/', '/any/thing'],
  '/a.*': ['/a', '/ab', '/a/b', '/b/a'],
  '/[ab]': ['/a', '/b', '/c', '/ab'],
  'GET|PUT': ['GET', 'PUT', 'POST'],
};

/** What methods and hosts of policies with a star are for, and nearly. */
const METHODS: { readonly [method: string]: string } = { GET: 'GET', POST: 'POST', '*': 'PUT', 'P*': 'PURGE' };
const HOSTS: { readonly [host: string]: string } = {
  '*.ext.com': 'x.ext.com',
  'a*': 'any.thing',
  '*:80': 'api.ext.com:80',
  'a.n1:*': 'a.n1:8080',
};

function withoutStars(draw: Draw, text: string): string {
  return text
    .replace('{**}', () => draw.one(['x', 'x/y', '']))
    .replace('{*}', () => draw.one(['x', 'x/y', '']))
    .replaceAll('*', () => draw.one(['', 'x']));
}

/** A request that differs in one thing. */
export function beside(draw: Draw, draft: Draft): Draft {
  const change = draw.weighted<(draw: Draw, draft: Draft) => Partial<Draft>>(
    [8, otherPath],
    [5, otherHeaders],
    [2, (_, { method }) => ({ method: method === 'POST' ? 'GET' : draw.one(['POST', 'PUT', 'OPTIONS']) })],
    [5, otherHost],
    [2, () => ({ sni: draw.one([null, 'www.ext.com', 'api.ext.com', 'a.n1.svc.cluster.local']) })],
    [2, () => ({ protocol: draw.one(['http', 'https', 'tcp']) })],
    [2, (_, { headers }) => ({ headers: { ...headers, authorization: TOKENS[draw.one(Object.keys(TOKENS))] } })],
    [1, () => ({ place: undefined, atGateway: draw.percent(50) })],
    [1, () => ({ otherPort: draw.one([80, 8080, 9000, 443, 8443, 9999]) })],
    [1, (_, { headers }) => ({ method: 'OPTIONS', headers: { ...headers, ...PREFLIGHT } })],
  );
  return { ...draft, ...change(draw, draft) };
}

const PREFLIGHT = { origin: 'https://www.ext.com', 'access-control-request-method': 'GET' };

function otherPath(draw: Draw, { path }: Draft): Partial<Draft> {
  const [, text, query] = /^([^?]*)(.*)$/.exec(path)!;
  const other = draw.one([
    `${text}/`,
    `${text}x`,
    `${text}/x`,
    `/${text}`,
    text.slice(0, -1),
    text.toUpperCase(),
    text.replace('a', '%61'),
    text.replace(/\/$/, ''),
    `${text}/../a`,
    `/.${text}`,
    `${text}%2Fb`,
  ]);
  const otherQuery = draw.weighted(
    [4, query],
    [2, '?q=1'],
    [1, '?q=x'],
    [1, '?q='],
    [1, '?Q=1'],
    [1, '?q=1&q=x'],
    [1, ''],
  );
  return { path: (other.startsWith('/') ? other : `/${other}`) + otherQuery };
}

function otherHeaders(draw: Draw, { headers }: Draft): Partial<Draft> {
  const names = Object.keys(headers);
  const [name] = names.length > 0 && draw.percent(60) ? draw.some(names, 1, 1) : [draw.one(['x-a', 'x-b', 'cookie'])];
  const { [name]: value = '1', ...rest } = headers;
  const other = draw.one([undefined, '', `${value}x`, value.toUpperCase(), '1', 'x', 'xx', 'any']);
  return { headers: other === undefined || name === 'authorization' ? rest : { ...rest, [name]: other } };
}

function otherHost(draw: Draw, { hosts, host = hosts[0] }: Draft): Partial<Draft> {
  const name = host.replace(/:.*$/, '');
  return {
    host: draw.one([
      `${name}:80`,
      `${name}:8080`,
      host.toUpperCase(),
      `${name}.`,
      ...(isIP(name) > 0 ? [] : [`x.${host}`, host.split('.').slice(1).join('.') || host, host.split('.')[0]]),
      'www.ext.com',
      'api.ext.com',
      'a.n1',
      'made.up',
      'any.thing',
    ]),
  };
}
