/*
 * Tokens (JWT) as Envoy reads and checks them: envoy source/extensions/filters/http/jwt_authn/authenticator.cc: AuthenticatorImpl::startVerify, with
 * the texts of jwt_verify_lib (status.cc).
 */
import type { KeyObject } from 'node:crypto';
import { constants, createPublicKey, verify } from 'node:crypto';
import type { JwtRule } from '../../imports/security';
import { isObject } from '../core/is-object';
import type { Claims } from './token-claims';

/** A token that can be read. */
export interface Jwt {
  readonly text: string;
  readonly algorithm: string;
  /** Of its key. */
  readonly keyId?: string;
  /** Whether it is taken for signed. */
  readonly isTold: boolean;
  readonly claims: Claims;
}

/** Why a token is refused, in the words of Envoy. */
export interface TokenRefusal {
  readonly refused: string;
}

export const UNKNOWN_ISSUER = 'Jwt issuer is not configured';
/** The one refusal that is no 401. */
export const AUDIENCE = 'Audiences in Jwt are not allowed';
const NO_FORM = 'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections';
const NO_SIGNATURE = 'Jwt verification fails';
const NO_KEY = "Jwks doesn't have key to match kid or alg from Jwt";

/** Seconds by which clocks may differ. */
const SKEW = 60;

/** A text for a token of which only the claims are known. */
export function tokenOf(claims: Claims): string {
  const [header, payload] = [{ alg: 'none' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return `${header}.${payload}.told`;
}

/** @param isTold whether it stands for one that its issuer signed */
export function readJwt(text: string, isTold = false): Jwt | TokenRefusal {
  const sections = text.split('.');
  if (sections.length !== 3 || sections.includes('')) {
    return { refused: NO_FORM };
  }
  const [header, claims, signature] = sections.map(sectionOf);
  if (!isObject(header.json)) {
    return { refused: `Jwt header is an invalid ${header.encoded ? 'JSON' : BASE64}` };
  }
  const { alg, kid } = header.json;
  if (typeof alg !== 'string') {
    return { refused: 'Jwt header [alg] field is required and must be a string' };
  }
  if (!isTold && !Object.hasOwn(ALGORITHMS, alg)) {
    return { refused: 'Jwt header [alg] is not supported' };
  }
  if (!isObject(claims.json)) {
    return { refused: `Jwt payload is an invalid ${claims.encoded ? 'JSON' : BASE64}` };
  }
  return signature.encoded
    ? { text, algorithm: alg, keyId: typeof kid === 'string' ? kid : undefined, claims: claims.json, isTold }
    : { refused: `Jwt signature is an invalid ${BASE64}` };
}

/**
 * Why a rule of a RequestAuthentication refuses a token that it found; undefined where it takes it, and `unknown` where the keys of the issuer
 * are not in the rule.
 *
 * @param now in seconds
 */
export function refusalBy(rule: JwtRule, jwt: Jwt, now: number): TokenRefusal | 'unknown' | undefined {
  const { iss, exp, nbf, aud } = jwt.claims;
  if (iss !== rule.issuer) {
    return { refused: UNKNOWN_ISSUER };
  }
  if (typeof nbf === 'number' && nbf > now + SKEW) {
    return { refused: 'Jwt not yet valid' };
  }
  if (typeof exp === 'number' && exp < now - SKEW) {
    return { refused: 'Jwt is expired' };
  }
  const audiences = (Array.isArray(aud) ? (aud as unknown[]) : [aud]).map(plainAudience);
  const allowed = (rule.audiences ?? []).map(plainAudience);
  if (allowed.length > 0 && !audiences.some((each) => allowed.includes(each))) {
    return { refused: AUDIENCE };
  }
  if (jwt.isTold) {
    return undefined;
  }
  const keys = (rule.jwks ?? '') === '' ? undefined : keysOf(rule.jwks!);
  if (keys === undefined) {
    return 'unknown';
  }
  const fitting = keys.filter(
    ({ kid, alg }) =>
      (kid === undefined || jwt.keyId === undefined || kid === jwt.keyId) && (alg ?? jwt.algorithm) === jwt.algorithm,
  );
  if (fitting.length === 0) {
    return { refused: NO_KEY };
  }
  return fitting.some((key) => isSignedBy(jwt, key)) ? undefined : { refused: NO_SIGNATURE };
}

/** The scheme and a slash at the end do not count (jwt_verify_lib check_audience.cc: SanitizeAudience). */
function plainAudience(audience: unknown): unknown {
  return typeof audience === 'string' ? audience.replace(/^https?:\/\//, '').replace(/\/$/, '') : audience;
}

/** How each algorithm signs: its hash, and how the signature is written. */
const ALGORITHMS: Readonly<Record<string, { readonly hash?: string; readonly way?: 'pss' | 'p1363' | 'hmac' }>> = {
  ...Object.fromEntries(
    [256, 384, 512].flatMap((size) => [
      [`RS${size}`, { hash: `sha${size}` }],
      [`PS${size}`, { hash: `sha${size}`, way: 'pss' as const }],
      [`ES${size}`, { hash: `sha${size}`, way: 'p1363' as const }],
      [`HS${size}`, { hash: `sha${size}`, way: 'hmac' as const }],
    ]),
  ),
  EdDSA: {},
};

interface Key {
  readonly kid?: string;
  readonly alg?: string;
  /** Undefined where it cannot be used here. */
  readonly key?: KeyObject;
}

function keysOf(jwks: string): readonly Key[] | undefined {
  const value = parsed(jwks);
  const all = isObject(value) && Array.isArray(value.keys) ? (value.keys as unknown[]) : undefined;
  return all?.filter(isObject).map((jwk) => ({
    kid: typeof jwk.kid === 'string' ? jwk.kid : undefined,
    alg: typeof jwk.alg === 'string' ? jwk.alg : undefined,
    key: publicKey(jwk),
  }));
}

function publicKey(jwk: Record<string, unknown>): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function isSignedBy({ text, algorithm }: Jwt, { key }: Key): boolean {
  const { hash, way } = ALGORITHMS[algorithm];
  if (key === undefined || way === 'hmac') {
    return false;
  }
  const end = text.lastIndexOf('.');
  const options =
    way === 'pss'
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING }
      : way === 'p1363'
        ? { key, dsaEncoding: 'ieee-p1363' as const }
        : { key };
  try {
    return verify(hash, Buffer.from(text.slice(0, end)), options, Buffer.from(text.slice(end + 1), 'base64url'));
  } catch {
    return false;
  }
}

const BASE64 = 'Base64url encoded';

/** What a part of a token holds, and whether it can be decoded at all. */
function sectionOf(section: string): { readonly encoded: boolean; readonly json: unknown } {
  const encoded = /^[A-Za-z0-9_-]+$/.test(section) && section.length % 4 !== 1;
  return { encoded, json: encoded ? parsed(Buffer.from(section, 'base64url').toString()) : undefined };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
