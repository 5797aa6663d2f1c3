import type { JwtHeader } from '../../../imports/security';
import type { Condition } from '../../security/condition';
import type { ClientAddress } from '../gateway/client-address';

/** Whose tokens open the dashboards, and where they are. */
export interface JwtLoginOptions {
  /** Who makes out the tokens: their claim `iss`, as it is. Istio field `jwtRules[].issuer`. */
  readonly issuer: string;

  /**
   * Where the issuer publishes its keys. Either `jwksUri` or `jwks`. Istio field `jwtRules[].jwksUri`.
   *
   * @default - where the issuer's OpenID discovery says (`issuer` is then a URL)
   */
  readonly jwksUri?: string;

  /**
   * The public keys themselves, as a JSON Web Key Set. Either `jwksUri` or `jwks`. Istio field `jwtRules[].jwks`.
   *
   * @default - they are fetched
   */
  readonly jwks?: string;

  /**
   * Audiences that are accepted: one of them must be in the claim `aud`. Istio field `jwtRules[].audiences`.
   *
   * @default - for anybody
   */
  readonly audiences?: string[];

  /**
   * What a token must say besides, all of it: `[Condition.claim('groups', ['operators'])]`. Istio field `rules[].when`.
   *
   * Rejects conditions that are not about the token.
   *
   * @default - nothing
   */
  readonly claims?: Condition[];

  /**
   * Headers with the token, and what stands before it. Istio field `jwtRules[].fromHeaders`.
   *
   * For all hosts of the gateway a token in that place must be one that some RequestAuthentication of the gateway takes. Where other
   * applications get tokens of other issuers there, name a header that they do not use.
   *
   * @default - `Authorization: Bearer`, where no cookie is given
   */
  readonly fromHeaders?: JwtHeader[];

  /**
   * Cookies with the token. Istio field `jwtRules[].fromCookies`.
   *
   * @default - none
   */
  readonly fromCookies?: string[];

  /**
   * Whether the dashboards get the header with the token. Istio field `http[].headers.request.remove`: with false the routes remove it.
   *
   * @default false
   */
  readonly forwardToken?: boolean;

  /**
   * Whether OPTIONS requests need no token: browsers send none before a request from a page of another origin (CORS preflight).
   *
   * @default false
   */
  readonly corsPreflight?: boolean;
}

/** What is different about an external authorizer. */
export interface ExternalAuthorizerOptions {
  /**
   * Whether OPTIONS requests are not asked about: browsers send no cookie before a request from a page of another origin (CORS preflight).
   *
   * @default false
   */
  readonly corsPreflight?: boolean;
}

/** How addresses of clients are known. */
export interface SourceRangesOptions {
  /**
   * Which address is that of the client. Istio field `notIpBlocks` or `notRemoteIpBlocks`.
   *
   * Rejects what contradicts the GatewayDeployment, and one whose pods never see the address of a client.
   *
   * @default - as the GatewayDeployment says; needed for a gateway that was installed otherwise
   */
  readonly clientAddress?: ClientAddress;
}
