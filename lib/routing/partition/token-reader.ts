import type { JwtRule } from '../../../imports/security';
import type { Condition as RouteCondition } from '../../istio/http-match';
import { isObject } from '../../core/is-object';
import { claimTexts, routedClaimPath } from '../../istio/token-claims';
import type { Claims } from '../../istio/token-claims';
import { requestAuthenticationsFor } from '../../mesh/authorization';
import type { Proxy } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import { authentication } from '../authentication';
import type { Request } from '../call';
import { fitsValues } from '../match';
import type { Condition, Value } from './condition';
import { claimsOf } from './requests';
import { patternText, samplesOf } from './text-pattern';

const ANY: Request = { version: '1.1', method: 'GET', scheme: 'http', authority: 'any', path: '/', headers: [] };
/** In seconds since 1970; tokens that are made up never end. */
const NOW = 0;
const SUBJECT = 'any';

/** What tokens say that a proxy takes. */
export class TokenReader {
  constructor(
    private readonly mesh: Mesh,
    private readonly proxy: Proxy,
  ) {}

  /** What a proxy knows of a token: nothing where it looks for none. */
  public claims(value: Value): Claims {
    const claims = claimsOf(value);
    return claims === undefined
      ? {}
      : (authentication(this.mesh, this.proxy, { ...ANY, token: { claims } }, NOW).claims ?? {});
  }

  /** Which tokens the proxy takes: `issuer https://a.example.com, audience shop` */
  public get taken(): string {
    const texts = this.rules.map(({ issuer = '', audiences = [] }) =>
      [`issuer ${issuer}`, ...(audiences.length === 0 ? [] : [`audience ${audiences.join(' or ')}`])].join(', '),
    );
    return texts.length === 0 ? 'no issuer' : [...new Set(texts)].join('; ');
  }

  private get rules(): readonly JwtRule[] {
    return requestAuthenticationsFor(this.mesh, this.proxy).flatMap(({ spec }) => spec.jwtRules ?? []);
  }

  /** A token of each issuer, and none. */
  public tokens(): readonly Value[] {
    return [
      [],
      ...this.rules.map(({ issuer = '', audiences = [] }) =>
        valueOfClaims({ iss: issuer, sub: SUBJECT, ...(audiences.length > 0 && { aud: audiences[0] }) }),
      ),
    ];
  }

  /** Tokens, those that are known too, with another text for a claim. */
  public with(known: readonly Value[], path: readonly string[], texts: readonly string[]): readonly Value[] {
    const all = [...known, ...this.tokens()].map(claimsOf).filter((claims) => claims !== undefined);
    return all.flatMap((claims) => texts.map((text) => valueOfClaims(withClaim(claims, path, text))));
  }

  /** A header of a match that is a claim of a token. */
  public routedClaim(asked: RouteCondition): Condition {
    const { name, text } = asked;
    const path = routedClaimPath(name);
    const wanted = { ...asked, without: undefined };
    const texts = text === undefined ? [SUBJECT] : samplesOf(text, '');
    return {
      part: 'token',
      fits: (value) => fitsValues(wanted, claimTexts(this.claims(value), path)),
      samples: (known) => [...this.tokens(), ...this.with(known, path, texts)],
      words: {
        text: `claim ${path.join('.')}: ${text === undefined ? 'any' : patternText(text)}`,
        opposite: `without claim ${path.join('.')}: ${text === undefined ? 'any' : patternText(text)}`,
        besides: this.taken,
      },
    };
  }
}

export function valueOfClaims(claims: Claims): Value {
  return [JSON.stringify(claims)];
}

function withClaim(claims: Claims, [name, ...rest]: readonly string[], text: string): Claims {
  const own = claims[name];
  const inner: Claims = isObject(own) ? own : {};
  return { ...claims, [name]: rest.length === 0 ? text : withClaim(inner, rest, text) };
}
