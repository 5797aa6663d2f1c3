/*
 * What the text of an allowed origin gives away: that it fits no origin that a browser sends.
 *
 * Istio passes the text on unchanged (`pilot/pkg/networking/core/route/route.go: TranslateCORSPolicy`), and Envoy compares it with the header
 * `Origin`: scheme and host in lower case, and the port unless it is that of the scheme. Nothing follows, no slash either. A text that
 * fits "*" allows every origin.
 */

/** How an origin is compared. */
export type OriginComparison = 'exact' | 'prefix' | 'regex';

export type OriginMistakeKind = 'no scheme' | 'path' | 'wildcard' | 'capitals' | 'port';

/** A text that fits no origin. */
export interface OriginMistake {
  readonly kind: OriginMistakeKind;
  /** What is meant. */
  readonly instead: { readonly comparison: OriginComparison; readonly text: string };
}

/** Why a text fits no origin, if it gives that away. */
export function originMistake(comparison: OriginComparison, text: string): OriginMistake | undefined {
  return comparison === 'regex' ? expressionMistake(text) : literalMistake(comparison, text);
}

function literalMistake(comparison: 'exact' | 'prefix', text: string): OriginMistake | undefined {
  if (text === '' || text === '*' || text === 'null' || (comparison === 'prefix' && isUnfinished(text))) {
    return undefined;
  }
  const [, scheme = '', host, path = ''] = PARTS.exec(text.replace(/^(https?):\/*/i, '$1://').replace(/^\/+/, ''))!;
  const origin = withoutDefaultPort((scheme || schemeFor(host)) + host).toLowerCase();
  if (host.includes('*')) {
    return { kind: 'wildcard', instead: { comparison: 'regex', text: toExpression(origin) } };
  }
  const kind = !text.includes('://')
    ? 'no scheme'
    : path !== ''
      ? 'path'
      : text !== text.toLowerCase()
        ? 'capitals'
        : comparison === 'exact' && origin !== text
          ? 'port'
          : undefined;
  return kind && { kind, instead: { comparison, text: origin } };
}

/** Whether a prefix ends before there is a host, as "https://" does. */
function isUnfinished(text: string): boolean {
  return /^[a-z][a-z0-9+-]*(:\/{0,2})?$/.test(text) && text !== 'localhost';
}

function expressionMistake(text: string): OriginMistake | undefined {
  const [, anchor, body] = /^(\^?)(.*?)\$?$/s.exec(text)!;
  if (body === '*') {
    return { kind: 'wildcard', instead: { comparison: 'exact', text: '*' } };
  }
  if (GLOB.test(body) && !body.includes('.*')) {
    const [, scheme = '', host] = PARTS.exec(body)!;
    return {
      kind: 'wildcard',
      instead: { comparison: 'regex', text: toExpression((scheme || 'https://') + host.replace(/\\\./g, '.')) },
    };
  }
  if (/^[\w-]+(\\?\.[\w-]+)+(:\d+)?$/.test(body)) {
    return { kind: 'no scheme', instead: { comparison: 'regex', text: `${anchor}https://${body}` } };
  }
  const path = /^([^[\]]*:\/\/[^/[\]]+)\/(\.[*+])?$/.exec(body);
  return path === null ? undefined : { kind: 'path', instead: { comparison: 'regex', text: path[1] } };
}

/** A wildcard stands for the labels before a host, or for a port. */
function toExpression(origin: string): string {
  return origin
    .split(/(\*+)/)
    .map((part, i, parts) =>
      part.startsWith('*')
        ? parts[i - 1].endsWith(':')
          ? '[0-9]+'
          : '[^/:]+'
        : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('');
}

function schemeFor(host: string): string {
  return /^(localhost|127\.0\.0\.1)(:|$)/.test(host) ? 'http://' : 'https://';
}

function withoutDefaultPort(origin: string): string {
  return origin.replace(/^(https:\/\/.*):443$|^(http:\/\/.*):80$/i, '$1$2');
}

/** Scheme, host with port, and what follows. */
const PARTS = /^([a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)(.*)$/is;
/** A name with a star where a label would be. After ".", "]" or ")" a star repeats. */
const GLOB =
  /^([a-z][a-z0-9+.-]*:\/\/)?([\w-]+(\\?\.))*\*(\\?\.[\w-]+)*(:\d+)?$|^([a-z][a-z0-9+.-]*:\/\/)[\w-]+(\\?\.[\w-]+)*:\*$/i;
