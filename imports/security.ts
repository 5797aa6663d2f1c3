// Generated from the CRDs of Istio 1.31.1 by `npm run import`: do not edit.

import type { ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { TypedApiObject } from '../lib/core/typed-api-object';

/**
 * The AuthorizationPolicy of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
 */
export class AuthorizationPolicy extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: AuthorizationPolicyProps = {}): any {
    return TypedApiObject._manifest(AuthorizationPolicy.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: AuthorizationPolicyProps = {}) {
    super(scope, id, AuthorizationPolicy.GVK, props);
  }
}

/** Metadata and spec of {@link AuthorizationPolicy}. */
export interface AuthorizationPolicyProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The AuthorizationPolicy itself.
   *
   * @default {}
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
   */
  readonly spec?: AuthorizationPolicySpec;
}

/**
 * The PeerAuthentication of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication
 */
export class PeerAuthentication extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: PeerAuthenticationProps = {}): any {
    return TypedApiObject._manifest(PeerAuthentication.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: PeerAuthenticationProps = {}) {
    super(scope, id, PeerAuthentication.GVK, props);
  }
}

/** Metadata and spec of {@link PeerAuthentication}. */
export interface PeerAuthenticationProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The PeerAuthentication itself.
   *
   * @default {}
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication
   */
  readonly spec?: PeerAuthenticationSpec;
}

/**
 * The RequestAuthentication of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication
 */
export class RequestAuthentication extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'security.istio.io/v1', kind: 'RequestAuthentication' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: RequestAuthenticationProps = {}): any {
    return TypedApiObject._manifest(RequestAuthentication.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: RequestAuthenticationProps = {}) {
    super(scope, id, RequestAuthentication.GVK, props);
  }
}

/** Metadata and spec of {@link RequestAuthentication}. */
export interface RequestAuthenticationProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The RequestAuthentication itself.
   *
   * @default {}
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication
   */
  readonly spec?: RequestAuthenticationSpec;
}

/**
 * The message AuthorizationPolicy.ExtensionProvider.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-ExtensionProvider
 */
export interface AuthorizationPolicyExtensionProvider {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-ExtensionProvider-name
   */
  readonly name?: string;
}

/**
 * The message AuthorizationPolicy.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
 */
export interface AuthorizationPolicySpec {
  /**
   * A {@link WorkloadSelector}. At most one of `selector`, `targetRef`, `targetRefs` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-selector
   */
  readonly selector?: WorkloadSelector;

  /**
   * A {@link PolicyTargetReference}. At most one of `selector`, `targetRef`, `targetRefs` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
   */
  readonly targetRef?: PolicyTargetReference;

  /**
   * A list of {@link PolicyTargetReference}, at most 16 items. At most one of `selector`, `targetRef`, `targetRefs` is
   * set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-targetRefs
   */
  readonly targetRefs?: PolicyTargetReference[];

  /**
   * A list of {@link Rule}, at most 512 items.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-rules
   */
  readonly rules?: Rule[];

  /**
   * A {@link AuthorizationPolicyAction}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-action
   */
  readonly action?: AuthorizationPolicyAction;

  /**
   * A {@link AuthorizationPolicyExtensionProvider}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-provider
   */
  readonly provider?: AuthorizationPolicyExtensionProvider;
}

/**
 * The message ClaimToHeader.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#ClaimToHeader
 */
export interface ClaimToHeader {
  /**
   * A text, not empty.
   *
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#ClaimToHeader-header
   */
  readonly header: string;

  /**
   * A text, not empty.
   *
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#ClaimToHeader-claim
   */
  readonly claim: string;
}

/**
 * The message Condition.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Condition
 */
export interface Condition {
  /**
   * A text.
   *
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Condition-key
   */
  readonly key: string;

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Condition-values
   */
  readonly values?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Condition-not_values
   */
  readonly notValues?: string[];
}

/**
 * The message JWTHeader.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTHeader
 */
export interface JwtHeader {
  /**
   * A text, not empty.
   *
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTHeader-name
   */
  readonly name: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTHeader-prefix
   */
  readonly prefix?: string;
}

/**
 * The message JWTRule.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule
 */
export interface JwtRule {
  /**
   * A text, not empty.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-issuer
   */
  readonly issuer?: string;

  /**
   * A list of texts, not empty.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-audiences
   */
  readonly audiences?: string[];

  /**
   * A text, 1 to 2048 characters. At most one of `jwksUri`, `jwks` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-jwks_uri
   */
  readonly jwksUri?: string;

  /**
   * A text. At most one of `jwksUri`, `jwks` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-jwks
   */
  readonly jwks?: string;

  /**
   * A list of {@link JwtHeader}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-from_headers
   */
  readonly fromHeaders?: JwtHeader[];

  /**
   * A list of texts, not empty.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-from_params
   */
  readonly fromParams?: string[];

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-output_payload_to_header
   */
  readonly outputPayloadToHeader?: string;

  /**
   * A list of texts, not empty.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-from_cookies
   */
  readonly fromCookies?: string[];

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-forward_original_token
   */
  readonly forwardOriginalToken?: boolean;

  /**
   * A list of {@link ClaimToHeader}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-output_claim_to_headers
   */
  readonly outputClaimToHeaders?: ClaimToHeader[];

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-timeout
   */
  readonly timeout?: string;

  /**
   * A list of texts, not empty, at most 64 items.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-space_delimited_claims
   */
  readonly spaceDelimitedClaims?: string[];
}

/**
 * The message Operation.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
 */
export interface Operation {
  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-hosts
   */
  readonly hosts?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-not_hosts
   */
  readonly notHosts?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-ports
   */
  readonly ports?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-not_ports
   */
  readonly notPorts?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-methods
   */
  readonly methods?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-not_methods
   */
  readonly notMethods?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-paths
   */
  readonly paths?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-not_paths
   */
  readonly notPaths?: string[];
}

/**
 * The message PeerAuthentication.MutualTLS.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS
 */
export interface PeerAuthenticationMutualTls {
  /**
   * A {@link PeerAuthenticationMutualTlsMode}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-mode
   */
  readonly mode?: PeerAuthenticationMutualTlsMode;
}

/**
 * The message PeerAuthentication.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication
 */
export interface PeerAuthenticationSpec {
  /**
   * A {@link WorkloadSelector}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-selector
   */
  readonly selector?: WorkloadSelector;

  /**
   * A {@link PeerAuthenticationMutualTls}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-mtls
   */
  readonly mtls?: PeerAuthenticationMutualTls;

  /**
   * A map of {@link PeerAuthenticationMutualTls}, by name, not empty.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-port_level_mtls
   */
  readonly portLevelMtls?: { [key: string]: PeerAuthenticationMutualTls };
}

/**
 * The message PolicyTargetReference.
 *
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference
 */
export interface PolicyTargetReference {
  /**
   * A text, at most 253 characters.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference-group
   */
  readonly group?: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference-kind
   */
  readonly kind: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference-name
   */
  readonly name: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference-namespace
   */
  readonly namespace?: string;
}

/**
 * The message RequestAuthentication.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication
 */
export interface RequestAuthenticationSpec {
  /**
   * A {@link WorkloadSelector}. At most one of `selector`, `targetRef`, `targetRefs` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication-selector
   */
  readonly selector?: WorkloadSelector;

  /**
   * A {@link PolicyTargetReference}. At most one of `selector`, `targetRef`, `targetRefs` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication
   */
  readonly targetRef?: PolicyTargetReference;

  /**
   * A list of {@link PolicyTargetReference}, at most 16 items. At most one of `selector`, `targetRef`, `targetRefs` is
   * set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication-targetRefs
   */
  readonly targetRefs?: PolicyTargetReference[];

  /**
   * A list of {@link JwtRule}, at most 4096 items.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication-jwt_rules
   */
  readonly jwtRules?: JwtRule[];
}

/**
 * The message Rule.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule
 */
export interface Rule {
  /**
   * A list of {@link RuleFrom}, at most 512 items.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-from
   */
  readonly from?: RuleFrom[];

  /**
   * A list of {@link RuleTo}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-to
   */
  readonly to?: RuleTo[];

  /**
   * A list of {@link Condition}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-when
   */
  readonly when?: Condition[];
}

/**
 * The message Rule.From.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-From
 */
export interface RuleFrom {
  /**
   * A {@link Source}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-From-source
   */
  readonly source?: Source;
}

/**
 * The message Rule.To.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-To
 */
export interface RuleTo {
  /**
   * A {@link Operation}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-To-operation
   */
  readonly operation?: Operation;
}

/**
 * The message Source.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */
export interface Source {
  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-principals
   */
  readonly principals?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_principals
   */
  readonly notPrincipals?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-request_principals
   */
  readonly requestPrincipals?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_request_principals
   */
  readonly notRequestPrincipals?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-namespaces
   */
  readonly namespaces?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_namespaces
   */
  readonly notNamespaces?: string[];

  /**
   * A list of texts, at most 320 characters, at most 16 items.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-service_accounts
   */
  readonly serviceAccounts?: string[];

  /**
   * A list of texts, at most 320 characters, at most 16 items.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_service_accounts
   */
  readonly notServiceAccounts?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-ip_blocks
   */
  readonly ipBlocks?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_ip_blocks
   */
  readonly notIpBlocks?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-remote_ip_blocks
   */
  readonly remoteIpBlocks?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_remote_ip_blocks
   */
  readonly notRemoteIpBlocks?: string[];

  /**
   * A list of texts. Since Istio 1.30.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-trust_domains
   */
  readonly trustDomains?: string[];

  /**
   * A list of texts. Since Istio 1.30.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_trust_domains
   */
  readonly notTrustDomains?: string[];
}

/**
 * The message WorkloadSelector.
 *
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadSelector
 */
export interface WorkloadSelector {
  /**
   * A map of texts, at most 63 characters, by name, at most 4096 entries.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadSelector-match_labels
   */
  readonly matchLabels?: { [key: string]: string };
}

/**
 * The values of AuthorizationPolicy.Action.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-Action
 */
export enum AuthorizationPolicyAction {
  /** Writes `ALLOW`. */
  ALLOW = 'ALLOW',
  /** Writes `DENY`. */
  DENY = 'DENY',
  /** Writes `AUDIT`. */
  AUDIT = 'AUDIT',
  /** Writes `CUSTOM`. */
  CUSTOM = 'CUSTOM',
}

/**
 * The values of PeerAuthentication.MutualTLS.Mode.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode
 */
export enum PeerAuthenticationMutualTlsMode {
  /** Writes `UNSET`. */
  UNSET = 'UNSET',
  /** Writes `DISABLE`. */
  DISABLE = 'DISABLE',
  /** Writes `PERMISSIVE`. */
  PERMISSIVE = 'PERMISSIVE',
  /** Writes `STRICT`. */
  STRICT = 'STRICT',
}
