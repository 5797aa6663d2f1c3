import type { Duration } from 'cdk8s';
import type { ClaimToHeader, JwtHeader, JwtRule as JwtRuleFields } from '../../imports/security';
import { compact, expectBoolean, expectDuration, expectItems, expectString, needObject } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { readJwks } from '../istio/jwks';
import { optionalTexts } from './need-texts';

/** Whose tokens are taken, and where they are. */
export interface JwtRuleOptions {
  /**
   * Who makes out the tokens: their claim `iss`, as it is. Istio field `issuer`.
   *
   * @default - any issuer whose tokens the keys of `jwksUri` sign
   */
  readonly issuer?: string;

  /**
   * Where the issuer publishes its keys. Either `jwksUri` or `jwks`. Istio field `jwksUri`.
   *
   * @default - where the issuer's OpenID discovery says (`issuer` is then a URL)
   */
  readonly jwksUri?: string;

  /**
   * The public keys themselves, as a JSON Web Key Set. Either `jwksUri` or `jwks`. Istio field `jwks`.
   *
   * Rejects private keys.
   *
   * @default - they are fetched
   */
  readonly jwks?: string;

  /**
   * Audiences that are accepted: one of them must be in the claim `aud`. Istio field `audiences`.
   *
   * @default - for anybody
   */
  readonly audiences?: string[];

  /**
   * Headers with the token, and what stands before it. Where any place is given, the usual ones are not looked at. Istio field `fromHeaders`.
   *
   * @default - `Authorization: Bearer`, where no other place is given
   */
  readonly fromHeaders?: JwtHeader[];

  /**
   * Query parameters with the token. Istio field `fromParams`.
   *
   * @default - `access_token`, where no other place is given
   */
  readonly fromParams?: string[];

  /**
   * Cookies with the token. Istio field `fromCookies`.
   *
   * @default - none
   */
  readonly fromCookies?: string[];

  /**
   * A header in which the application gets the claims, as base64url of their JSON. Istio field `outputPayloadToHeader`.
   *
   * @default - none
   */
  readonly outputPayloadToHeader?: string;

  /**
   * Headers in which the application gets single claims. Istio field `outputClaimToHeaders`.
   *
   * @default - none
   */
  readonly outputClaimToHeaders?: ClaimToHeader[];

  /**
   * Whether the application gets the token too. Istio field `forwardOriginalToken`.
   *
   * @default false
   */
  readonly forwardOriginalToken?: boolean;

  /**
   * How long istiod or the proxy waits for the keys. Istio field `timeout`.
   *
   * @default - 5 seconds
   */
  readonly timeout?: Duration;

  /**
   * Claims that are lists of words between blanks, as `scope` and `permission` always are. Istio field `spaceDelimitedClaims`.
   *
   * @default - those two only
   */
  readonly spaceDelimitedClaims?: string[];
}

const EXAMPLE = "{ issuer: 'https://issuer.example.com', jwksUri: 'https://issuer.example.com/.well-known/jwks.json' }";

/**
 * Whose tokens (JWT) are taken. A token of an issuer that no rule names is refused, as is one that is expired or signed with another key.
 *
 * Rejected where it is used: keys that are not found, private keys, and names that no header has.
 *
 * @example
 * JwtRule.of({ issuer: 'https://issuer.example.com', jwksUri: 'https://issuer.example.com/.well-known/jwks.json', audiences: ['shop'] });
 *
 * @see https://istio.io/latest/docs/reference/config/security/jwt/
 */
export class JwtRule {
  /**
   * Tokens of an issuer.
   *
   * @param options whose tokens, and where they are
   */
  public static of(options: JwtRuleOptions): JwtRule {
    return new JwtRule(options);
  }

  private constructor(private readonly options: JwtRuleOptions) {}

  /** @internal */
  public _write(problems: Problems): JwtRuleFields {
    const given = needObject(this.options, 'JwtRuleOptions', problems, '', EXAMPLE);
    if (given === undefined) {
      return {};
    }
    checkKeys(given, problems);
    return compact({
      issuer: expectString(given.issuer, problems, 'issuer', '"https://issuer.example.com"'),
      audiences: optionalTexts(given.audiences, problems, 'audiences', "['shop']"),
      jwksUri: given.jwksUri,
      jwks: given.jwks,
      fromHeaders: writeHeaders(given.fromHeaders, problems),
      fromParams: optionalTexts(given.fromParams, problems, 'fromParams', "['token']"),
      fromCookies: optionalTexts(given.fromCookies, problems, 'fromCookies', "['session']"),
      outputPayloadToHeader: writeHeaderName(given.outputPayloadToHeader, problems, 'outputPayloadToHeader'),
      outputClaimToHeaders: writeClaims(given.outputClaimToHeaders, problems),
      forwardOriginalToken: expectBoolean(given.forwardOriginalToken, problems, 'forwardOriginalToken'),
      timeout: expectDuration(given.timeout, problems, 'timeout'),
      spaceDelimitedClaims: optionalTexts(given.spaceDelimitedClaims, problems, 'spaceDelimitedClaims', "['roles']"),
    });
  }
}

function checkKeys({ issuer, jwksUri, jwks }: JwtRuleOptions, problems: Problems): void {
  if (jwksUri !== undefined && jwks !== undefined) {
    problems.add('jwks', 'stands beside jwksUri, and the keys come from one of them. Leave one of them out.');
  }
  if (jwksUri !== undefined && !isUrl(jwksUri)) {
    problems.add(
      'jwksUri',
      `${show(jwksUri)} is not an address that istiod can fetch keys from. Write one such as "https://issuer.example.com/.well-known/jwks.json".`,
    );
  }
  if (jwks !== undefined) {
    checkKeySet(jwks, problems);
  }
  if (jwksUri !== undefined || jwks !== undefined) {
    return;
  }
  if (issuer === undefined) {
    problems.add('issuer', `is needed where no keys are given. Write ${EXAMPLE}.`);
  } else if (!isUrl(issuer)) {
    problems.add(
      'jwksUri',
      `is needed: ${show(issuer)} is not a URL, so istiod can't ask it where its keys are, and every token would be refused. Write jwksUri: 'https://...' or jwks.`,
    );
  }
}

function checkKeySet(jwks: string, problems: Problems): void {
  const { problem, secret } =
    typeof jwks === 'string'
      ? readJwks(jwks)
      : { problem: 'It is not a text: write JSON.stringify(keys).', secret: [] };
  if (problem !== undefined) {
    problems.add(
      'jwks',
      `is not a key set that Istio can read. ${problem} Write what the issuer publishes: '{"keys":[...]}'.`,
    );
  }
  for (const i of secret) {
    problems.add(
      'jwks',
      `keys[${i}] is a private key, which everyone would have who can read the policy. Write the public one, and replace both.`,
    );
  }
}

function isUrl(text: unknown): boolean {
  return typeof text === 'string' && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

const HEADER_NAME = /^[-_A-Za-z0-9]+$/;

function writeHeaderName(name: string | undefined, problems: Problems, field: string): string | undefined {
  if (name !== undefined && !(typeof name === 'string' && HEADER_NAME.test(name))) {
    problems.add(field, `${show(name)} is not the name of a header. Write one such as "x-jwt-payload".`);
  }
  return name;
}

function writeHeaders(headers: JwtHeader[] | undefined, problems: Problems): JwtHeader[] | undefined {
  return writeEntries(headers, problems, 'fromHeaders', "[{ name: 'x-token', prefix: 'Token ' }]", ({ name }, at) => {
    writeHeaderName(name ?? '', at, 'name');
  });
}

function writeClaims(claims: ClaimToHeader[] | undefined, problems: Problems): ClaimToHeader[] | undefined {
  const example = "[{ header: 'x-user', claim: 'sub' }]";
  return writeEntries(claims, problems, 'outputClaimToHeaders', example, ({ header, claim }, at) => {
    writeHeaderName(header ?? '', at, 'header');
    if (typeof claim !== 'string' || claim === '') {
      at.add('claim', `${show(claim)} is not the name of a claim. Write one such as "sub".`);
    }
  });
}

function writeEntries<T extends object>(
  entries: T[] | undefined,
  problems: Problems,
  field: string,
  example: string,
  check: (entry: T, problems: Problems) => void,
): T[] | undefined {
  const given = expectItems(entries, problems, field, example);
  given?.forEach((entry, i) => {
    const at = problems.in(`${field}[${i}]`);
    if (typeof entry !== 'object' || entry === null) {
      at.add('', `${show(entry)} does not fit here. Write ${example}.`);
    } else {
      check(entry, at);
    }
  });
  return given;
}
