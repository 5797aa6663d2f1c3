import { createSign, generateKeyPairSync } from 'node:crypto';

/** Who signs tokens: its name, its public keys as JWKS, and tokens. */
export interface JwtIssuer {
  readonly name: string;
  readonly jwks: string;
  /** A token with these claims, good for an hour unless they say otherwise. */
  token(claims: { [name: string]: string | number | string[] }): string;
}

/** An issuer with keys of its own. */
export function jwtIssuer(name: string): JwtIssuer {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = 'test';
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return {
    name,
    jwks: JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] }),
    token: (claims) => {
      const now = Math.floor(Date.now() / 1000);
      const content = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode({ iss: name, sub: 'somebody', iat: now - 60, exp: now + 3600, ...claims })}`;
      return `${content}.${createSign('RSA-SHA256').update(content).sign(privateKey).toString('base64url')}`;
    },
  };
}

/** A text without the tokens in it, which are others in each run. */
export function withoutTokens(text: string): string {
  return text.replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '...');
}
