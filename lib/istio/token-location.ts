/*
 * Where tokens are looked for in requests, and what is left of a request when they are taken out: envoy
 * source/extensions/filters/http/jwt_authn/extractor.cc.
 */
import type { JwtRule } from '../../imports/security';

/** A place for a token. */
export type TokenLocation =
  | { readonly kind: 'header'; readonly name: string; readonly prefix: string }
  | { readonly kind: 'parameter' | 'cookie'; readonly name: string };

type Header = readonly [name: string, value: string, ...more: unknown[]];

/** What is looked at; the path has its query. */
interface Carrier<H extends Header = Header> {
  readonly headers: readonly H[];
  readonly path: string;
}

const BY_DEFAULT: readonly TokenLocation[] = [
  { kind: 'header', name: 'authorization', prefix: 'Bearer ' },
  { kind: 'parameter', name: 'access_token' },
];

/** Where a rule looks, headers first. */
export function locationsOf({
  fromHeaders = [],
  fromParams = [],
  fromCookies = [],
}: JwtRule): readonly TokenLocation[] {
  const own: TokenLocation[] = [
    ...fromHeaders.map(({ name = '', prefix = '' }) => ({ kind: 'header' as const, name: name.toLowerCase(), prefix })),
    ...fromParams.map((name) => ({ kind: 'parameter' as const, name })),
    ...fromCookies.map((name) => ({ kind: 'cookie' as const, name })),
  ];
  return own.length === 0 ? BY_DEFAULT : own;
}

/** The token in a place; undefined for none. */
export function tokenAt(location: TokenLocation, { headers, path }: Carrier): string | undefined {
  const { kind, name } = location;
  switch (kind) {
    case 'header': {
      const values = headers.filter(([each]) => each === name).map(([, value]) => value);
      const value = values.join(',');
      const start = value.indexOf(location.prefix);
      return values.length === 0 || start < 0 ? undefined : firstToken(value.slice(start + location.prefix.length));
    }
    case 'parameter':
      return new URLSearchParams(queryOf(path)).get(name) ?? undefined;
    case 'cookie': {
      const pairs = headers.filter(([each]) => each === 'cookie').flatMap(([, value]) => value.split(';'));
      const pair = pairs.map((each) => each.trim()).find((each) => each.startsWith(`${name}=`));
      return pair?.slice(name.length + 1).replace(/^"(.*)"$/, '$1');
    }
  }
}

/** What is put in a place, to be found there. */
export function withTokenAt<H extends Header>(
  location: TokenLocation,
  token: string,
  { headers, path }: Carrier<H>,
): Carrier<H | readonly [string, string]> {
  switch (location.kind) {
    case 'header':
      return { path, headers: [...headers, [location.name, location.prefix + token]] };
    case 'parameter':
      return { headers, path: `${path}${path.includes('?') ? '&' : '?'}${location.name}=${token}` };
    case 'cookie':
      return { path, headers: [...headers, ['cookie', `${location.name}=${token}`]] };
  }
}

/** What is left when a token that was taken is removed; cookies stay. */
export function withoutTokenAt<H extends Header>(
  { kind, name }: TokenLocation,
  { headers, path }: Carrier<H>,
): Carrier<H> {
  if (kind === 'header') {
    return { path, headers: headers.filter(([each]) => each !== name) };
  }
  const query = queryOf(path);
  if (kind === 'cookie' || query === '') {
    return { headers, path };
  }
  const left = query.split('&').filter((pair) => !new URLSearchParams(pair).has(name));
  const start = path.slice(0, path.length - query.length - 1);
  return { headers, path: left.length === 0 ? start : `${start}?${left.join('&')}` };
}

/** Without what stands around it. */
function firstToken(value: string): string {
  return /[A-Za-z0-9_.-]+/.exec(value)?.[0] ?? value;
}

function queryOf(path: string): string {
  const start = path.indexOf('?');
  return start < 0 ? '' : path.slice(start + 1);
}
