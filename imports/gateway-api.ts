// Generated from the CRDs of Gateway API 1.5.1 by `npm run import`: do not edit.

import type { ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { TypedApiObject } from '../lib/core/typed-api-object';

/**
 * The BackendTLSPolicy of Gateway API, as it is written.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicyspec
 */
export class BackendTlsPolicy extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'BackendTLSPolicy' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: BackendTlsPolicyProps): any {
    return TypedApiObject._manifest(BackendTlsPolicy.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: BackendTlsPolicyProps) {
    super(scope, id, BackendTlsPolicy.GVK, props);
  }
}

/** Metadata and spec of {@link BackendTlsPolicy}. */
export interface BackendTlsPolicyProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The BackendTLSPolicySpec itself.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicyspec
   */
  readonly spec: BackendTlsPolicySpec;
}

/**
 * The GRPCRoute of Gateway API, as it is written.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutespec
 */
export class GrpcRoute extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GRPCRoute' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: GrpcRouteProps): any {
    return TypedApiObject._manifest(GrpcRoute.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: GrpcRouteProps) {
    super(scope, id, GrpcRoute.GVK, props);
  }
}

/** Metadata and spec of {@link GrpcRoute}. */
export interface GrpcRouteProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The GRPCRouteSpec itself.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutespec
   */
  readonly spec: GrpcRouteSpec;
}

/**
 * The Gateway of Gateway API, as it is written.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec
 */
export class Gateway extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: GatewayProps): any {
    return TypedApiObject._manifest(Gateway.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, Gateway.GVK, props);
  }
}

/** Metadata and spec of {@link Gateway}. */
export interface GatewayProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The GatewaySpec itself.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec
   */
  readonly spec: GatewaySpec;
}

/**
 * The GatewayClass of Gateway API, as it is written.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayclassspec
 */
export class GatewayClass extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: GatewayClassProps): any {
    return TypedApiObject._manifest(GatewayClass.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: GatewayClassProps) {
    super(scope, id, GatewayClass.GVK, props);
  }
}

/** Metadata and spec of {@link GatewayClass}. */
export interface GatewayClassProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The GatewayClassSpec itself.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayclassspec
   */
  readonly spec: GatewayClassSpec;
}

/**
 * The HTTPRoute of Gateway API, as it is written.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec
 */
export class HttpRoute extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: HttpRouteProps): any {
    return TypedApiObject._manifest(HttpRoute.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: HttpRouteProps) {
    super(scope, id, HttpRoute.GVK, props);
  }
}

/** Metadata and spec of {@link HttpRoute}. */
export interface HttpRouteProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The HTTPRouteSpec itself.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec
   */
  readonly spec: HttpRouteSpec;
}

/**
 * The ListenerSet of Gateway API, as it is written.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenersetspec
 */
export class ListenerSet extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'ListenerSet' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: ListenerSetProps): any {
    return TypedApiObject._manifest(ListenerSet.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: ListenerSetProps) {
    super(scope, id, ListenerSet.GVK, props);
  }
}

/** Metadata and spec of {@link ListenerSet}. */
export interface ListenerSetProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The ListenerSetSpec itself.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenersetspec
   */
  readonly spec: ListenerSetSpec;
}

/**
 * The ReferenceGrant of Gateway API, as it is written.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantspec
 */
export class ReferenceGrant extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'ReferenceGrant' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: ReferenceGrantProps): any {
    return TypedApiObject._manifest(ReferenceGrant.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: ReferenceGrantProps) {
    super(scope, id, ReferenceGrant.GVK, props);
  }
}

/** Metadata and spec of {@link ReferenceGrant}. */
export interface ReferenceGrantProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The ReferenceGrantSpec itself.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantspec
   */
  readonly spec: ReferenceGrantSpec;
}

/**
 * The TLSRoute of Gateway API, as it is written.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsroutespec
 */
export class TlsRoute extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'TLSRoute' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: TlsRouteProps): any {
    return TypedApiObject._manifest(TlsRoute.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: TlsRouteProps) {
    super(scope, id, TlsRoute.GVK, props);
  }
}

/** Metadata and spec of {@link TlsRoute}. */
export interface TlsRouteProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The TLSRouteSpec itself.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsroutespec
   */
  readonly spec: TlsRouteSpec;
}

/**
 * The message AllowedListeners.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#allowedlisteners
 */
export interface AllowedListeners {
  /**
   * A {@link ListenerNamespaces}.
   *
   * @default {"from":"None"}
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#allowedlisteners
   */
  readonly namespaces?: ListenerNamespaces;
}

/**
 * The message AllowedRoutes.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes
 */
export interface AllowedRoutes {
  /**
   * A {@link RouteNamespaces}.
   *
   * @default {"from":"Same"}
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes
   */
  readonly namespaces?: RouteNamespaces;

  /**
   * A list of {@link RouteGroupKind}, at most 8 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes
   */
  readonly kinds?: RouteGroupKind[];
}

/**
 * The message BackendObjectReference.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendobjectreference
 */
export interface BackendObjectReference {
  /**
   * A text, at most 253 characters.
   *
   * @default ""
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendobjectreference
   */
  readonly group?: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default "Service"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendobjectreference
   */
  readonly kind?: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendobjectreference
   */
  readonly name: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendobjectreference
   */
  readonly namespace?: string;

  /**
   * A whole number, 1 to 65535.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendobjectreference
   */
  readonly port?: number;
}

/**
 * The message BackendRef.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendref
 */
export interface BackendRef {
  /**
   * A text, at most 253 characters.
   *
   * @default ""
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendref
   */
  readonly group?: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default "Service"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendref
   */
  readonly kind?: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendref
   */
  readonly name: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendref
   */
  readonly namespace?: string;

  /**
   * A whole number, 1 to 65535.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendref
   */
  readonly port?: number;

  /**
   * A whole number, 0 to 1000000.
   *
   * @default 1
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendref
   */
  readonly weight?: number;
}

/**
 * The message BackendTLSPolicySpec.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicyspec
 */
export interface BackendTlsPolicySpec {
  /**
   * A list of {@link LocalPolicyTargetReferenceWithSectionName}, 1 to 16 items.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicyspec
   */
  readonly targetRefs: LocalPolicyTargetReferenceWithSectionName[];

  /**
   * A {@link BackendTlsPolicyValidation}.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicyspec
   */
  readonly validation: BackendTlsPolicyValidation;

  /**
   * A map of texts, at most 4096 characters, by name, at most 16 entries.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicyspec
   */
  readonly options?: { [key: string]: string };
}

/**
 * The message BackendTLSPolicyValidation.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicyvalidation
 */
export interface BackendTlsPolicyValidation {
  /**
   * A list of {@link LocalObjectReference}, at most 8 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicyvalidation
   */
  readonly caCertificateRefs?: LocalObjectReference[];

  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicyvalidation
   */
  readonly wellKnownCACertificates?: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicyvalidation
   */
  readonly hostname: string;

  /**
   * A list of {@link SubjectAltName}, at most 5 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendtlspolicyvalidation
   */
  readonly subjectAltNames?: SubjectAltName[];
}

/**
 * The message Fraction.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#fraction
 */
export interface Fraction {
  /**
   * A whole number, not negative.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#fraction
   */
  readonly numerator: number;

  /**
   * A whole number, at least 1.
   *
   * @default 100
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#fraction
   */
  readonly denominator?: number;
}

/**
 * The message FrontendTLSConfig.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#frontendtlsconfig
 */
export interface FrontendTlsConfig {
  /**
   * A {@link TlsConfig}.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#frontendtlsconfig
   */
  readonly default: TlsConfig;

  /**
   * A list of {@link TlsPortConfig}, at most 64 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#frontendtlsconfig
   */
  readonly perPort?: TlsPortConfig[];
}

/**
 * The message FrontendTLSValidation.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#frontendtlsvalidation
 */
export interface FrontendTlsValidation {
  /**
   * A list of {@link ObjectReference}, 1 to 8 items.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#frontendtlsvalidation
   */
  readonly caCertificateRefs: ObjectReference[];

  /**
   * A {@link FrontendValidationModeType}.
   *
   * @default "AllowValidOnly"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#frontendtlsvalidation
   */
  readonly mode?: FrontendValidationModeType;
}

/**
 * The message GatewayBackendTLS.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewaybackendtls
 */
export interface GatewayBackendTls {
  /**
   * A {@link SecretObjectReference}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewaybackendtls
   */
  readonly clientCertificateRef?: SecretObjectReference;
}

/**
 * The message GatewayClassSpec.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayclassspec
 */
export interface GatewayClassSpec {
  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayclassspec
   */
  readonly controllerName: string;

  /**
   * A {@link ParametersReference}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayclassspec
   */
  readonly parametersRef?: ParametersReference;

  /**
   * A text, at most 64 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayclassspec
   */
  readonly description?: string;
}

/**
 * The message GatewayInfrastructure.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayinfrastructure
 */
export interface GatewayInfrastructure {
  /**
   * A map of texts, at most 63 characters, by name, at most 8 entries.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayinfrastructure
   */
  readonly labels?: { [key: string]: string };

  /**
   * A map of texts, at most 4096 characters, by name, at most 8 entries.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayinfrastructure
   */
  readonly annotations?: { [key: string]: string };

  /**
   * A {@link LocalParametersReference}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayinfrastructure
   */
  readonly parametersRef?: LocalParametersReference;
}

/**
 * The message GatewaySpec.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec
 */
export interface GatewaySpec {
  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec
   */
  readonly gatewayClassName: string;

  /**
   * A list of {@link Listener}, 1 to 64 items.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec
   */
  readonly listeners: Listener[];

  /**
   * A list of {@link GatewaySpecAddress}, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec
   */
  readonly addresses?: GatewaySpecAddress[];

  /**
   * A {@link GatewayInfrastructure}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec
   */
  readonly infrastructure?: GatewayInfrastructure;

  /**
   * A {@link AllowedListeners}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec
   */
  readonly allowedListeners?: AllowedListeners;

  /**
   * A {@link GatewayTlsConfig}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec
   */
  readonly tls?: GatewayTlsConfig;
}

/**
 * The message GatewaySpecAddress.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspecaddress
 */
export interface GatewaySpecAddress {
  /**
   * A text, 1 to 253 characters.
   *
   * @default "IPAddress"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspecaddress
   */
  readonly type?: string;

  /**
   * A text, at most 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspecaddress
   */
  readonly value?: string;
}

/**
 * The message GatewayTLSConfig.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewaytlsconfig
 */
export interface GatewayTlsConfig {
  /**
   * A {@link GatewayBackendTls}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewaytlsconfig
   */
  readonly backend?: GatewayBackendTls;

  /**
   * A {@link FrontendTlsConfig}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewaytlsconfig
   */
  readonly frontend?: FrontendTlsConfig;
}

/**
 * The message GRPCBackendRef.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcbackendref
 */
export interface GrpcBackendRef {
  /**
   * A text, at most 253 characters.
   *
   * @default ""
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcbackendref
   */
  readonly group?: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default "Service"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcbackendref
   */
  readonly kind?: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcbackendref
   */
  readonly name: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcbackendref
   */
  readonly namespace?: string;

  /**
   * A whole number, 1 to 65535.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcbackendref
   */
  readonly port?: number;

  /**
   * A whole number, 0 to 1000000.
   *
   * @default 1
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcbackendref
   */
  readonly weight?: number;

  /**
   * A list of {@link GrpcRouteFilter}, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcbackendref
   */
  readonly filters?: GrpcRouteFilter[];
}

/**
 * The message GRPCHeaderMatch.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcheadermatch
 */
export interface GrpcHeaderMatch {
  /**
   * A {@link GrpcHeaderMatchType}.
   *
   * @default "Exact"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcheadermatch
   */
  readonly type?: GrpcHeaderMatchType;

  /**
   * A text, 1 to 256 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcheadermatch
   */
  readonly name: string;

  /**
   * A text, 1 to 4096 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcheadermatch
   */
  readonly value: string;
}

/**
 * The message GRPCMethodMatch.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcmethodmatch
 */
export interface GrpcMethodMatch {
  /**
   * A {@link GrpcMethodMatchType}.
   *
   * @default "Exact"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcmethodmatch
   */
  readonly type?: GrpcMethodMatchType;

  /**
   * A text, at most 1024 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcmethodmatch
   */
  readonly service?: string;

  /**
   * A text, at most 1024 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcmethodmatch
   */
  readonly method?: string;
}

/**
 * The message GRPCRouteFilter.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutefilter
 */
export interface GrpcRouteFilter {
  /**
   * A {@link GrpcRouteFilterType}.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutefilter
   */
  readonly type: GrpcRouteFilterType;

  /**
   * A {@link HttpHeaderFilter}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutefilter
   */
  readonly requestHeaderModifier?: HttpHeaderFilter;

  /**
   * A {@link HttpHeaderFilter}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutefilter
   */
  readonly responseHeaderModifier?: HttpHeaderFilter;

  /**
   * A {@link HttpRequestMirrorFilter}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutefilter
   */
  readonly requestMirror?: HttpRequestMirrorFilter;

  /**
   * A {@link LocalObjectReference}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutefilter
   */
  readonly extensionRef?: LocalObjectReference;
}

/**
 * The message GRPCRouteMatch.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutematch
 */
export interface GrpcRouteMatch {
  /**
   * A {@link GrpcMethodMatch}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutematch
   */
  readonly method?: GrpcMethodMatch;

  /**
   * A list of {@link GrpcHeaderMatch}, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutematch
   */
  readonly headers?: GrpcHeaderMatch[];
}

/**
 * The message GRPCRouteRule.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcrouterule
 */
export interface GrpcRouteRule {
  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcrouterule
   */
  readonly name?: string;

  /**
   * A list of {@link GrpcRouteMatch}, at most 64 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcrouterule
   */
  readonly matches?: GrpcRouteMatch[];

  /**
   * A list of {@link GrpcRouteFilter}, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcrouterule
   */
  readonly filters?: GrpcRouteFilter[];

  /**
   * A list of {@link GrpcBackendRef}, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcrouterule
   */
  readonly backendRefs?: GrpcBackendRef[];
}

/**
 * The message GRPCRouteSpec.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutespec
 */
export interface GrpcRouteSpec {
  /**
   * A list of {@link ParentReference}, at most 32 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutespec
   */
  readonly parentRefs?: ParentReference[];

  /**
   * A list of texts, 1 to 253 characters, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutespec
   */
  readonly hostnames?: string[];

  /**
   * A list of {@link GrpcRouteRule}, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutespec
   */
  readonly rules?: GrpcRouteRule[];
}

/**
 * The message HTTPBackendRef.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
 */
export interface HttpBackendRef {
  /**
   * A text, at most 253 characters.
   *
   * @default ""
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
   */
  readonly group?: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default "Service"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
   */
  readonly kind?: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
   */
  readonly name: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
   */
  readonly namespace?: string;

  /**
   * A whole number, 1 to 65535.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
   */
  readonly port?: number;

  /**
   * A whole number, 0 to 1000000.
   *
   * @default 1
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
   */
  readonly weight?: number;

  /**
   * A list of {@link HttpRouteFilter}, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
   */
  readonly filters?: HttpRouteFilter[];
}

/**
 * The message HTTPCORSFilter.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter
 */
export interface HttpCorsFilter {
  /**
   * A list of texts, 1 to 253 characters, at most 64 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter
   */
  readonly allowOrigins?: string[];

  /**
   * True or false.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter
   */
  readonly allowCredentials?: boolean;

  /**
   * A list of {@link HttpMethodWithWildcard}, at most 9 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter
   */
  readonly allowMethods?: HttpMethodWithWildcard[];

  /**
   * A list of texts, 1 to 256 characters, at most 64 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter
   */
  readonly allowHeaders?: string[];

  /**
   * A list of texts, 1 to 256 characters, at most 64 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter
   */
  readonly exposeHeaders?: string[];

  /**
   * A whole number, at least 1.
   *
   * @default 5
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter
   */
  readonly maxAge?: number;
}

/**
 * The message HTTPHeader.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheader
 */
export interface HttpHeader {
  /**
   * A text, 1 to 256 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheader
   */
  readonly name: string;

  /**
   * A text, 1 to 4096 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheader
   */
  readonly value: string;
}

/**
 * The message HTTPHeaderFilter.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheaderfilter
 */
export interface HttpHeaderFilter {
  /**
   * A list of {@link HttpHeader}, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheaderfilter
   */
  readonly set?: HttpHeader[];

  /**
   * A list of {@link HttpHeader}, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheaderfilter
   */
  readonly add?: HttpHeader[];

  /**
   * A list of texts, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheaderfilter
   */
  readonly remove?: string[];
}

/**
 * The message HTTPHeaderMatch.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheadermatch
 */
export interface HttpHeaderMatch {
  /**
   * A {@link HeaderMatchType}.
   *
   * @default "Exact"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheadermatch
   */
  readonly type?: HeaderMatchType;

  /**
   * A text, 1 to 256 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheadermatch
   */
  readonly name: string;

  /**
   * A text, 1 to 4096 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpheadermatch
   */
  readonly value: string;
}

/**
 * The message HTTPPathMatch.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch
 */
export interface HttpPathMatch {
  /**
   * A {@link PathMatchType}.
   *
   * @default "PathPrefix"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch
   */
  readonly type?: PathMatchType;

  /**
   * A text, at most 1024 characters.
   *
   * @default "/"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch
   */
  readonly value?: string;
}

/**
 * The message HTTPPathModifier.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier
 */
export interface HttpPathModifier {
  /**
   * A {@link HttpPathModifierType}.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier
   */
  readonly type: HttpPathModifierType;

  /**
   * A text, at most 1024 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier
   */
  readonly replaceFullPath?: string;

  /**
   * A text, at most 1024 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier
   */
  readonly replacePrefixMatch?: string;
}

/**
 * The message HTTPQueryParamMatch.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpqueryparammatch
 */
export interface HttpQueryParamMatch {
  /**
   * A {@link QueryParamMatchType}.
   *
   * @default "Exact"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpqueryparammatch
   */
  readonly type?: QueryParamMatchType;

  /**
   * A text, 1 to 256 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpqueryparammatch
   */
  readonly name: string;

  /**
   * A text, 1 to 1024 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpqueryparammatch
   */
  readonly value: string;
}

/**
 * The message HTTPRequestMirrorFilter.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprequestmirrorfilter
 */
export interface HttpRequestMirrorFilter {
  /**
   * A {@link BackendObjectReference}.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprequestmirrorfilter
   */
  readonly backendRef: BackendObjectReference;

  /**
   * A whole number, 0 to 100. At most one of `percent`, `fraction` is set.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprequestmirrorfilter
   */
  readonly percent?: number;

  /**
   * A {@link Fraction}. At most one of `percent`, `fraction` is set.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprequestmirrorfilter
   */
  readonly fraction?: Fraction;
}

/**
 * The message HTTPRequestRedirectFilter.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprequestredirectfilter
 */
export interface HttpRequestRedirectFilter {
  /**
   * A {@link HttpRequestRedirectFilterScheme}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprequestredirectfilter
   */
  readonly scheme?: HttpRequestRedirectFilterScheme;

  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprequestredirectfilter
   */
  readonly hostname?: string;

  /**
   * A {@link HttpPathModifier}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprequestredirectfilter
   */
  readonly path?: HttpPathModifier;

  /**
   * A whole number, 1 to 65535.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprequestredirectfilter
   */
  readonly port?: number;

  /**
   * One of 301, 302, 303, 307, 308.
   *
   * @default 302
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprequestredirectfilter
   */
  readonly statusCode?: number;
}

/**
 * The message HTTPRouteFilter.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
 */
export interface HttpRouteFilter {
  /**
   * A {@link HttpRouteFilterType}.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
   */
  readonly type: HttpRouteFilterType;

  /**
   * A {@link HttpHeaderFilter}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
   */
  readonly requestHeaderModifier?: HttpHeaderFilter;

  /**
   * A {@link HttpHeaderFilter}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
   */
  readonly responseHeaderModifier?: HttpHeaderFilter;

  /**
   * A {@link HttpRequestMirrorFilter}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
   */
  readonly requestMirror?: HttpRequestMirrorFilter;

  /**
   * A {@link HttpRequestRedirectFilter}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
   */
  readonly requestRedirect?: HttpRequestRedirectFilter;

  /**
   * A {@link HttpUrlRewriteFilter}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
   */
  readonly urlRewrite?: HttpUrlRewriteFilter;

  /**
   * A {@link HttpCorsFilter}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
   */
  readonly cors?: HttpCorsFilter;

  /**
   * A {@link LocalObjectReference}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
   */
  readonly extensionRef?: LocalObjectReference;
}

/**
 * The message HTTPRouteMatch.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
 */
export interface HttpRouteMatch {
  /**
   * A {@link HttpPathMatch}.
   *
   * @default {"type":"PathPrefix","value":"/"}
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
   */
  readonly path?: HttpPathMatch;

  /**
   * A list of {@link HttpHeaderMatch}, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
   */
  readonly headers?: HttpHeaderMatch[];

  /**
   * A list of {@link HttpQueryParamMatch}, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
   */
  readonly queryParams?: HttpQueryParamMatch[];

  /**
   * A {@link HttpMethod}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
   */
  readonly method?: HttpMethod;
}

/**
 * The message HTTPRouteRule.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export interface HttpRouteRule {
  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
   */
  readonly name?: string;

  /**
   * A list of {@link HttpRouteMatch}, at most 64 items.
   *
   * @default [{"path":{"type":"PathPrefix","value":"/"}}]
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
   */
  readonly matches?: HttpRouteMatch[];

  /**
   * A list of {@link HttpRouteFilter}, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
   */
  readonly filters?: HttpRouteFilter[];

  /**
   * A list of {@link HttpBackendRef}, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
   */
  readonly backendRefs?: HttpBackendRef[];

  /**
   * A {@link HttpRouteTimeouts}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
   */
  readonly timeouts?: HttpRouteTimeouts;
}

/**
 * The message HTTPRouteSpec.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec
 */
export interface HttpRouteSpec {
  /**
   * A list of {@link ParentReference}, at most 32 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec
   */
  readonly parentRefs?: ParentReference[];

  /**
   * A list of texts, 1 to 253 characters, at most 16 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec
   */
  readonly hostnames?: string[];

  /**
   * A list of {@link HttpRouteRule}, 1 to 16 items.
   *
   * @default [{"matches":[{"path":{"type":"PathPrefix","value":"/"}}]}]
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec
   */
  readonly rules?: HttpRouteRule[];
}

/**
 * The message HTTPRouteTimeouts.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutetimeouts
 */
export interface HttpRouteTimeouts {
  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutetimeouts
   */
  readonly request?: string;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutetimeouts
   */
  readonly backendRequest?: string;
}

/**
 * The message HTTPURLRewriteFilter.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpurlrewritefilter
 */
export interface HttpUrlRewriteFilter {
  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpurlrewritefilter
   */
  readonly hostname?: string;

  /**
   * A {@link HttpPathModifier}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpurlrewritefilter
   */
  readonly path?: HttpPathModifier;
}

/** The message LabelSelector. */
export interface LabelSelector {
  /**
   * A map of texts, by name.
   *
   * @default - not set
   */
  readonly matchLabels?: { [key: string]: string };

  /**
   * A list of {@link LabelSelectorRequirement}.
   *
   * @default - not set
   */
  readonly matchExpressions?: LabelSelectorRequirement[];
}

/** The message LabelSelectorRequirement. */
export interface LabelSelectorRequirement {
  /** A text. */
  readonly key: string;

  /** A text. */
  readonly operator: string;

  /**
   * A list of texts.
   *
   * @default - not set
   */
  readonly values?: string[];
}

/**
 * The message Listener.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener
 */
export interface Listener {
  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener
   */
  readonly name: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener
   */
  readonly hostname?: string;

  /**
   * A whole number, 1 to 65535.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener
   */
  readonly port: number;

  /**
   * A text, 1 to 255 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener
   */
  readonly protocol: string;

  /**
   * A {@link ListenerTlsConfig}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener
   */
  readonly tls?: ListenerTlsConfig;

  /**
   * A {@link AllowedRoutes}.
   *
   * @default {"namespaces":{"from":"Same"}}
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener
   */
  readonly allowedRoutes?: AllowedRoutes;
}

/**
 * The message ListenerEntry.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenerentry
 */
export interface ListenerEntry {
  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenerentry
   */
  readonly name: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenerentry
   */
  readonly hostname?: string;

  /**
   * A whole number, 1 to 65535.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenerentry
   */
  readonly port: number;

  /**
   * A text, 1 to 255 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenerentry
   */
  readonly protocol: string;

  /**
   * A {@link ListenerTlsConfig}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenerentry
   */
  readonly tls?: ListenerTlsConfig;

  /**
   * A {@link AllowedRoutes}.
   *
   * @default {"namespaces":{"from":"Same"}}
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenerentry
   */
  readonly allowedRoutes?: AllowedRoutes;
}

/**
 * The message ListenerNamespaces.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenernamespaces
 */
export interface ListenerNamespaces {
  /**
   * A {@link FromNamespaces}.
   *
   * @default "None"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenernamespaces
   */
  readonly from?: FromNamespaces;

  /**
   * A {@link LabelSelector}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenernamespaces
   */
  readonly selector?: LabelSelector;
}

/**
 * The message ListenerSetSpec.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenersetspec
 */
export interface ListenerSetSpec {
  /**
   * A {@link ParentGatewayReference}.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenersetspec
   */
  readonly parentRef: ParentGatewayReference;

  /**
   * A list of {@link ListenerEntry}, 1 to 64 items.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenersetspec
   */
  readonly listeners: ListenerEntry[];
}

/**
 * The message ListenerTLSConfig.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenertlsconfig
 */
export interface ListenerTlsConfig {
  /**
   * A {@link TlsModeType}.
   *
   * @default "Terminate"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenertlsconfig
   */
  readonly mode?: TlsModeType;

  /**
   * A list of {@link SecretObjectReference}, at most 64 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenertlsconfig
   */
  readonly certificateRefs?: SecretObjectReference[];

  /**
   * A map of texts, at most 4096 characters, by name, at most 16 entries.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenertlsconfig
   */
  readonly options?: { [key: string]: string };
}

/**
 * The message LocalObjectReference.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#localobjectreference
 */
export interface LocalObjectReference {
  /**
   * A text, at most 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#localobjectreference
   */
  readonly group: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#localobjectreference
   */
  readonly kind: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#localobjectreference
   */
  readonly name: string;
}

/**
 * The message LocalParametersReference.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#localparametersreference
 */
export interface LocalParametersReference {
  /**
   * A text, at most 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#localparametersreference
   */
  readonly group: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#localparametersreference
   */
  readonly kind: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#localparametersreference
   */
  readonly name: string;
}

/**
 * The message LocalPolicyTargetReferenceWithSectionName.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#localpolicytargetreferencewithsectionname
 */
export interface LocalPolicyTargetReferenceWithSectionName {
  /**
   * A text, at most 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#localpolicytargetreferencewithsectionname
   */
  readonly group: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#localpolicytargetreferencewithsectionname
   */
  readonly kind: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#localpolicytargetreferencewithsectionname
   */
  readonly name: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#localpolicytargetreferencewithsectionname
   */
  readonly sectionName?: string;
}

/**
 * The message ObjectReference.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#objectreference
 */
export interface ObjectReference {
  /**
   * A text, at most 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#objectreference
   */
  readonly group: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#objectreference
   */
  readonly kind: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#objectreference
   */
  readonly name: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#objectreference
   */
  readonly namespace?: string;
}

/**
 * The message ParametersReference.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#parametersreference
 */
export interface ParametersReference {
  /**
   * A text, at most 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parametersreference
   */
  readonly group: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parametersreference
   */
  readonly kind: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parametersreference
   */
  readonly name: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parametersreference
   */
  readonly namespace?: string;
}

/**
 * The message ParentGatewayReference.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentgatewayreference
 */
export interface ParentGatewayReference {
  /**
   * A text, at most 253 characters.
   *
   * @default "gateway.networking.k8s.io"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentgatewayreference
   */
  readonly group?: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default "Gateway"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentgatewayreference
   */
  readonly kind?: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentgatewayreference
   */
  readonly name: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentgatewayreference
   */
  readonly namespace?: string;
}

/**
 * The message ParentReference.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference
 */
export interface ParentReference {
  /**
   * A text, at most 253 characters.
   *
   * @default "gateway.networking.k8s.io"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference
   */
  readonly group?: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default "Gateway"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference
   */
  readonly kind?: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference
   */
  readonly namespace?: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference
   */
  readonly name: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference
   */
  readonly sectionName?: string;

  /**
   * A whole number, 1 to 65535.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference
   */
  readonly port?: number;
}

/**
 * The message ReferenceGrantFrom.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantfrom
 */
export interface ReferenceGrantFrom {
  /**
   * A text, at most 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantfrom
   */
  readonly group: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantfrom
   */
  readonly kind: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantfrom
   */
  readonly namespace: string;
}

/**
 * The message ReferenceGrantSpec.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantspec
 */
export interface ReferenceGrantSpec {
  /**
   * A list of {@link ReferenceGrantFrom}, 1 to 16 items.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantspec
   */
  readonly from: ReferenceGrantFrom[];

  /**
   * A list of {@link ReferenceGrantTo}, 1 to 16 items.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantspec
   */
  readonly to: ReferenceGrantTo[];
}

/**
 * The message ReferenceGrantTo.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantto
 */
export interface ReferenceGrantTo {
  /**
   * A text, at most 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantto
   */
  readonly group: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantto
   */
  readonly kind: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantto
   */
  readonly name?: string;
}

/**
 * The message RouteGroupKind.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#routegroupkind
 */
export interface RouteGroupKind {
  /**
   * A text, at most 253 characters.
   *
   * @default "gateway.networking.k8s.io"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#routegroupkind
   */
  readonly group?: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#routegroupkind
   */
  readonly kind: string;
}

/**
 * The message RouteNamespaces.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#routenamespaces
 */
export interface RouteNamespaces {
  /**
   * A {@link FromNamespaces}.
   *
   * @default "Same"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#routenamespaces
   */
  readonly from?: FromNamespaces;

  /**
   * A {@link LabelSelector}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#routenamespaces
   */
  readonly selector?: LabelSelector;
}

/**
 * The message SecretObjectReference.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#secretobjectreference
 */
export interface SecretObjectReference {
  /**
   * A text, at most 253 characters.
   *
   * @default ""
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#secretobjectreference
   */
  readonly group?: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default "Secret"
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#secretobjectreference
   */
  readonly kind?: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#secretobjectreference
   */
  readonly name: string;

  /**
   * A text, 1 to 63 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#secretobjectreference
   */
  readonly namespace?: string;
}

/**
 * The message SubjectAltName.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#subjectaltname
 */
export interface SubjectAltName {
  /**
   * A {@link SubjectAltNameType}.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#subjectaltname
   */
  readonly type: SubjectAltNameType;

  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#subjectaltname
   */
  readonly hostname?: string;

  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#subjectaltname
   */
  readonly uri?: string;
}

/**
 * The message TLSConfig.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsconfig
 */
export interface TlsConfig {
  /**
   * A {@link FrontendTlsValidation}.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsconfig
   */
  readonly validation?: FrontendTlsValidation;
}

/**
 * The message TLSPortConfig.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsportconfig
 */
export interface TlsPortConfig {
  /**
   * A whole number, 1 to 65535.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsportconfig
   */
  readonly port: number;

  /**
   * A {@link TlsConfig}.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsportconfig
   */
  readonly tls: TlsConfig;
}

/**
 * The message TLSRouteRule.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsrouterule
 */
export interface TlsRouteRule {
  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsrouterule
   */
  readonly name?: string;

  /**
   * A list of {@link BackendRef}, 1 to 16 items.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsrouterule
   */
  readonly backendRefs: BackendRef[];
}

/**
 * The message TLSRouteSpec.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsroutespec
 */
export interface TlsRouteSpec {
  /**
   * A list of {@link ParentReference}, at most 32 items.
   *
   * @default - not set
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsroutespec
   */
  readonly parentRefs?: ParentReference[];

  /**
   * A list of texts, 1 to 253 characters, 1 to 16 items.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsroutespec
   */
  readonly hostnames: string[];

  /**
   * A list of {@link TlsRouteRule}, 1 to 1 items.
   *
   * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsroutespec
   */
  readonly rules: TlsRouteRule[];
}

/**
 * The values of FromNamespaces.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#fromnamespaces
 */
export enum FromNamespaces {
  /** Writes `All`. */
  ALL = 'All',
  /** Writes `Selector`. */
  SELECTOR = 'Selector',
  /** Writes `Same`. */
  SAME = 'Same',
  /** Writes `None`. */
  NONE = 'None',
}

/**
 * The values of FrontendValidationModeType.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#frontendvalidationmodetype
 */
export enum FrontendValidationModeType {
  /** Writes `AllowValidOnly`. */
  ALLOW_VALID_ONLY = 'AllowValidOnly',
  /** Writes `AllowInsecureFallback`. */
  ALLOW_INSECURE_FALLBACK = 'AllowInsecureFallback',
}

/**
 * The values of GRPCHeaderMatchType.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcheadermatchtype
 */
export enum GrpcHeaderMatchType {
  /** Writes `Exact`. */
  EXACT = 'Exact',
  /** Writes `RegularExpression`. */
  REGULAR_EXPRESSION = 'RegularExpression',
}

/**
 * The values of GRPCMethodMatchType.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcmethodmatchtype
 */
export enum GrpcMethodMatchType {
  /** Writes `Exact`. */
  EXACT = 'Exact',
  /** Writes `RegularExpression`. */
  REGULAR_EXPRESSION = 'RegularExpression',
}

/**
 * The values of GRPCRouteFilterType.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutefiltertype
 */
export enum GrpcRouteFilterType {
  /** Writes `ResponseHeaderModifier`. */
  RESPONSE_HEADER_MODIFIER = 'ResponseHeaderModifier',
  /** Writes `RequestHeaderModifier`. */
  REQUEST_HEADER_MODIFIER = 'RequestHeaderModifier',
  /** Writes `RequestMirror`. */
  REQUEST_MIRROR = 'RequestMirror',
  /** Writes `ExtensionRef`. */
  EXTENSION_REF = 'ExtensionRef',
}

/**
 * The values of HeaderMatchType.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#headermatchtype
 */
export enum HeaderMatchType {
  /** Writes `Exact`. */
  EXACT = 'Exact',
  /** Writes `RegularExpression`. */
  REGULAR_EXPRESSION = 'RegularExpression',
}

/**
 * The values of HTTPMethod.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpmethod
 */
export enum HttpMethod {
  /** Writes `GET`. */
  GET = 'GET',
  /** Writes `HEAD`. */
  HEAD = 'HEAD',
  /** Writes `POST`. */
  POST = 'POST',
  /** Writes `PUT`. */
  PUT = 'PUT',
  /** Writes `DELETE`. */
  DELETE = 'DELETE',
  /** Writes `CONNECT`. */
  CONNECT = 'CONNECT',
  /** Writes `OPTIONS`. */
  OPTIONS = 'OPTIONS',
  /** Writes `TRACE`. */
  TRACE = 'TRACE',
  /** Writes `PATCH`. */
  PATCH = 'PATCH',
}

/**
 * The values of HTTPMethodWithWildcard.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpmethodwithwildcard
 */
export enum HttpMethodWithWildcard {
  /** Writes `GET`. */
  GET = 'GET',
  /** Writes `HEAD`. */
  HEAD = 'HEAD',
  /** Writes `POST`. */
  POST = 'POST',
  /** Writes `PUT`. */
  PUT = 'PUT',
  /** Writes `DELETE`. */
  DELETE = 'DELETE',
  /** Writes `CONNECT`. */
  CONNECT = 'CONNECT',
  /** Writes `OPTIONS`. */
  OPTIONS = 'OPTIONS',
  /** Writes `TRACE`. */
  TRACE = 'TRACE',
  /** Writes `PATCH`. */
  PATCH = 'PATCH',
  /** Writes `*`. */
  ANY = '*',
}

/**
 * The values of HTTPPathModifierType.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifiertype
 */
export enum HttpPathModifierType {
  /** Writes `ReplaceFullPath`. */
  REPLACE_FULL_PATH = 'ReplaceFullPath',
  /** Writes `ReplacePrefixMatch`. */
  REPLACE_PREFIX_MATCH = 'ReplacePrefixMatch',
}

/** The values of HTTPRequestRedirectFilter.scheme. */
export enum HttpRequestRedirectFilterScheme {
  /** Writes `http`. */
  HTTP = 'http',
  /** Writes `https`. */
  HTTPS = 'https',
}

/**
 * The values of HTTPRouteFilterType.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefiltertype
 */
export enum HttpRouteFilterType {
  /** Writes `RequestHeaderModifier`. */
  REQUEST_HEADER_MODIFIER = 'RequestHeaderModifier',
  /** Writes `ResponseHeaderModifier`. */
  RESPONSE_HEADER_MODIFIER = 'ResponseHeaderModifier',
  /** Writes `RequestMirror`. */
  REQUEST_MIRROR = 'RequestMirror',
  /** Writes `RequestRedirect`. */
  REQUEST_REDIRECT = 'RequestRedirect',
  /** Writes `URLRewrite`. */
  URL_REWRITE = 'URLRewrite',
  /** Writes `ExtensionRef`. */
  EXTENSION_REF = 'ExtensionRef',
  /** Writes `CORS`. */
  CORS = 'CORS',
}

/**
 * The values of PathMatchType.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#pathmatchtype
 */
export enum PathMatchType {
  /** Writes `Exact`. */
  EXACT = 'Exact',
  /** Writes `PathPrefix`. */
  PATH_PREFIX = 'PathPrefix',
  /** Writes `RegularExpression`. */
  REGULAR_EXPRESSION = 'RegularExpression',
}

/**
 * The values of QueryParamMatchType.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#queryparammatchtype
 */
export enum QueryParamMatchType {
  /** Writes `Exact`. */
  EXACT = 'Exact',
  /** Writes `RegularExpression`. */
  REGULAR_EXPRESSION = 'RegularExpression',
}

/**
 * The values of SubjectAltNameType.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#subjectaltnametype
 */
export enum SubjectAltNameType {
  /** Writes `Hostname`. */
  HOSTNAME = 'Hostname',
  /** Writes `URI`. */
  URI = 'URI',
}

/**
 * The values of TLSModeType.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#tlsmodetype
 */
export enum TlsModeType {
  /** Writes `Terminate`. */
  TERMINATE = 'Terminate',
  /** Writes `Passthrough`. */
  PASSTHROUGH = 'Passthrough',
}
