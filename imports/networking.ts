// Generated from the CRDs of Istio 1.31.1 by `npm run import`: do not edit.

import type { ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { TypedApiObject } from '../lib/core/typed-api-object';

/**
 * The DestinationRule of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule
 */
export class DestinationRule extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: DestinationRuleProps): any {
    return TypedApiObject._manifest(DestinationRule.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: DestinationRuleProps) {
    super(scope, id, DestinationRule.GVK, props);
  }
}

/** Metadata and spec of {@link DestinationRule}. */
export interface DestinationRuleProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The DestinationRule itself.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule
   */
  readonly spec: DestinationRuleSpec;
}

/**
 * The EnvoyFilter of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter
 */
export class EnvoyFilter extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: EnvoyFilterProps = {}): any {
    return TypedApiObject._manifest(EnvoyFilter.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: EnvoyFilterProps = {}) {
    super(scope, id, EnvoyFilter.GVK, props);
  }
}

/** Metadata and spec of {@link EnvoyFilter}. */
export interface EnvoyFilterProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The EnvoyFilter itself.
   *
   * @default {}
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter
   */
  readonly spec?: EnvoyFilterSpec;
}

/**
 * The Gateway of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway
 */
export class Gateway extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: GatewayProps = {}): any {
    return TypedApiObject._manifest(Gateway.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: GatewayProps = {}) {
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
   * The Gateway itself.
   *
   * @default {}
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway
   */
  readonly spec?: GatewaySpec;
}

/**
 * The ProxyConfig of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig
 */
export class ProxyConfig extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1beta1', kind: 'ProxyConfig' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: ProxyConfigProps = {}): any {
    return TypedApiObject._manifest(ProxyConfig.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: ProxyConfigProps = {}) {
    super(scope, id, ProxyConfig.GVK, props);
  }
}

/** Metadata and spec of {@link ProxyConfig}. */
export interface ProxyConfigProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The ProxyConfig itself.
   *
   * @default {}
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig
   */
  readonly spec?: ProxyConfigSpec;
}

/**
 * The ServiceEntry of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry
 */
export class ServiceEntry extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: ServiceEntryProps): any {
    return TypedApiObject._manifest(ServiceEntry.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: ServiceEntryProps) {
    super(scope, id, ServiceEntry.GVK, props);
  }
}

/** Metadata and spec of {@link ServiceEntry}. */
export interface ServiceEntryProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The ServiceEntry itself.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry
   */
  readonly spec: ServiceEntrySpec;
}

/**
 * The Sidecar of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar
 */
export class Sidecar extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: SidecarProps = {}): any {
    return TypedApiObject._manifest(Sidecar.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: SidecarProps = {}) {
    super(scope, id, Sidecar.GVK, props);
  }
}

/** Metadata and spec of {@link Sidecar}. */
export interface SidecarProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The Sidecar itself.
   *
   * @default {}
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar
   */
  readonly spec?: SidecarSpec;
}

/**
 * The VirtualService of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
 */
export class VirtualService extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: VirtualServiceProps = {}): any {
    return TypedApiObject._manifest(VirtualService.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: VirtualServiceProps = {}) {
    super(scope, id, VirtualService.GVK, props);
  }
}

/** Metadata and spec of {@link VirtualService}. */
export interface VirtualServiceProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The VirtualService itself.
   *
   * @default {}
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
   */
  readonly spec?: VirtualServiceSpec;
}

/**
 * The WorkloadEntry of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
 */
export class WorkloadEntry extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'WorkloadEntry' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: WorkloadEntryProps): any {
    return TypedApiObject._manifest(WorkloadEntry.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: WorkloadEntryProps) {
    super(scope, id, WorkloadEntry.GVK, props);
  }
}

/** Metadata and spec of {@link WorkloadEntry}. */
export interface WorkloadEntryProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The WorkloadEntry itself.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
   */
  readonly spec: WorkloadEntrySpec;
}

/**
 * The WorkloadGroup of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup
 */
export class WorkloadGroup extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'WorkloadGroup' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: WorkloadGroupProps): any {
    return TypedApiObject._manifest(WorkloadGroup.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: WorkloadGroupProps) {
    super(scope, id, WorkloadGroup.GVK, props);
  }
}

/** Metadata and spec of {@link WorkloadGroup}. */
export interface WorkloadGroupProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The WorkloadGroup itself.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup
   */
  readonly spec: WorkloadGroupSpec;
}

/**
 * The message ClientTLSSettings.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export interface ClientTlsSettings {
  /**
   * A {@link ClientTlsSettingsTlsMode}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-mode
   */
  readonly mode?: ClientTlsSettingsTlsMode;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-client_certificate
   */
  readonly clientCertificate?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-private_key
   */
  readonly privateKey?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-ca_certificates
   */
  readonly caCertificates?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-credential_name
   */
  readonly credentialName?: string;

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-subject_alt_names
   */
  readonly subjectAltNames?: string[];

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-sni
   */
  readonly sni?: string;

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-insecure_skip_verify
   */
  readonly insecureSkipVerify?: boolean;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-ca_crl
   */
  readonly caCrl?: string;
}

/**
 * The message ConnectionPoolSettings.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings
 */
export interface ConnectionPoolSettings {
  /**
   * A {@link ConnectionPoolSettingsTcpSettings}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-tcp
   */
  readonly tcp?: ConnectionPoolSettingsTcpSettings;

  /**
   * A {@link ConnectionPoolSettingsHttpSettings}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-http
   */
  readonly http?: ConnectionPoolSettingsHttpSettings;
}

/**
 * The message ConnectionPoolSettings.HTTPSettings.ConnectionKeepalive.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-ConnectionKeepalive
 */
export interface ConnectionPoolSettingsConnectionKeepalive {
  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-ConnectionKeepalive-interval
   */
  readonly interval?: string;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-ConnectionKeepalive-timeout
   */
  readonly timeout?: string;
}

/**
 * The message ConnectionPoolSettings.HTTPSettings.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings
 */
export interface ConnectionPoolSettingsHttpSettings {
  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-http1_max_pending_requests
   */
  readonly http1MaxPendingRequests?: number;

  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-http2_max_requests
   */
  readonly http2MaxRequests?: number;

  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-max_requests_per_connection
   */
  readonly maxRequestsPerConnection?: number;

  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-max_retries
   */
  readonly maxRetries?: number;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-idle_timeout
   */
  readonly idleTimeout?: string;

  /**
   * A {@link ConnectionPoolSettingsH2UpgradePolicy}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-h2_upgrade_policy
   */
  readonly h2UpgradePolicy?: ConnectionPoolSettingsH2UpgradePolicy;

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-use_client_protocol
   */
  readonly useClientProtocol?: boolean;

  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-max_concurrent_streams
   */
  readonly maxConcurrentStreams?: number;

  /**
   * A {@link ConnectionPoolSettingsConnectionKeepalive}. Since Istio 1.31.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-http2_keep_alive
   */
  readonly http2KeepAlive?: ConnectionPoolSettingsConnectionKeepalive;
}

/**
 * The message ConnectionPoolSettings.TCPSettings.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings
 */
export interface ConnectionPoolSettingsTcpSettings {
  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-max_connections
   */
  readonly maxConnections?: number;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-connect_timeout
   */
  readonly connectTimeout?: string;

  /**
   * A {@link ConnectionPoolSettingsTcpSettingsTcpKeepalive}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-tcp_keepalive
   */
  readonly tcpKeepalive?: ConnectionPoolSettingsTcpSettingsTcpKeepalive;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-max_connection_duration
   */
  readonly maxConnectionDuration?: string;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-idle_timeout
   */
  readonly idleTimeout?: string;
}

/**
 * The message ConnectionPoolSettings.TCPSettings.TcpKeepalive.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive
 */
export interface ConnectionPoolSettingsTcpSettingsTcpKeepalive {
  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive-probes
   */
  readonly probes?: number;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive-time
   */
  readonly time?: string;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive-interval
   */
  readonly interval?: string;
}

/**
 * The message CorsPolicy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export interface CorsPolicy {
  /**
   * A list of texts.
   *
   * @deprecated by Istio; its reference says what to write instead
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
   */
  readonly allowOrigin?: string[];

  /**
   * A list of {@link StringMatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-allow_origins
   */
  readonly allowOrigins?: StringMatch[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-allow_methods
   */
  readonly allowMethods?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-allow_headers
   */
  readonly allowHeaders?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-expose_headers
   */
  readonly exposeHeaders?: string[];

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-max_age
   */
  readonly maxAge?: string;

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-allow_credentials
   */
  readonly allowCredentials?: boolean;

  /**
   * A {@link CorsPolicyUnmatchedPreflights}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-unmatched_preflights
   */
  readonly unmatchedPreflights?: CorsPolicyUnmatchedPreflights;
}

/**
 * The message Delegate.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
 */
export interface Delegate {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate-name
   */
  readonly name?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate-namespace
   */
  readonly namespace?: string;
}

/**
 * The message Destination.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export interface Destination {
  /**
   * A text.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-host
   */
  readonly host: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-subset
   */
  readonly subset?: string;

  /**
   * A {@link PortSelector}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-port
   */
  readonly port?: PortSelector;
}

/**
 * The message DestinationRule.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule
 */
export interface DestinationRuleSpec {
  /**
   * A text.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-host
   */
  readonly host: string;

  /**
   * A {@link TrafficPolicy}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-traffic_policy
   */
  readonly trafficPolicy?: TrafficPolicy;

  /**
   * A list of {@link Subset}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-subsets
   */
  readonly subsets?: Subset[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-export_to
   */
  readonly exportTo?: string[];

  /**
   * A {@link TypeWorkloadSelector}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-workload_selector
   */
  readonly workloadSelector?: TypeWorkloadSelector;
}

/**
 * The message EnvoyFilter.ClusterMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch
 */
export interface EnvoyFilterClusterMatch {
  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch-port_number
   */
  readonly portNumber?: number;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch-service
   */
  readonly service?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch-subset
   */
  readonly subset?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch-name
   */
  readonly name?: string;
}

/**
 * The message EnvoyFilter.EnvoyConfigObjectMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch
 */
export interface EnvoyFilterEnvoyConfigObjectMatch {
  /**
   * A {@link EnvoyFilterPatchContext}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch-context
   */
  readonly context?: EnvoyFilterPatchContext;

  /**
   * A {@link EnvoyFilterProxyMatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch-proxy
   */
  readonly proxy?: EnvoyFilterProxyMatch;

  /**
   * A {@link EnvoyFilterListenerMatch}. At most one of `listener`, `routeConfiguration`, `cluster`, `waypoint` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch-listener
   */
  readonly listener?: EnvoyFilterListenerMatch;

  /**
   * A {@link EnvoyFilterRouteConfigurationMatch}. At most one of `listener`, `routeConfiguration`, `cluster`,
   * `waypoint` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch-route_configuration
   */
  readonly routeConfiguration?: EnvoyFilterRouteConfigurationMatch;

  /**
   * A {@link EnvoyFilterClusterMatch}. At most one of `listener`, `routeConfiguration`, `cluster`, `waypoint` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch-cluster
   */
  readonly cluster?: EnvoyFilterClusterMatch;

  /**
   * A {@link EnvoyFilterWaypointMatch}. At most one of `listener`, `routeConfiguration`, `cluster`, `waypoint` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch
   */
  readonly waypoint?: EnvoyFilterWaypointMatch;
}

/**
 * The message EnvoyFilter.EnvoyConfigObjectPatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectPatch
 */
export interface EnvoyFilterEnvoyConfigObjectPatch {
  /**
   * A {@link EnvoyFilterApplyTo}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectPatch-apply_to
   */
  readonly applyTo?: EnvoyFilterApplyTo;

  /**
   * A {@link EnvoyFilterEnvoyConfigObjectMatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectPatch-match
   */
  readonly match?: EnvoyFilterEnvoyConfigObjectMatch;

  /**
   * A {@link EnvoyFilterPatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectPatch-patch
   */
  readonly patch?: EnvoyFilterPatch;
}

/**
 * The message EnvoyFilter.WaypointMatch.FilterMatch.SubFilterMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-FilterMatch-SubFilterMatch
 */
export interface EnvoyFilterFilterMatchSubFilterMatch {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-FilterMatch-SubFilterMatch-name
   */
  readonly name?: string;
}

/**
 * The message EnvoyFilter.ListenerMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch
 */
export interface EnvoyFilterListenerMatch {
  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-port_number
   */
  readonly portNumber?: number;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch
   */
  readonly portName?: string;

  /**
   * A {@link EnvoyFilterListenerMatchFilterChainMatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-filter_chain
   */
  readonly filterChain?: EnvoyFilterListenerMatchFilterChainMatch;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-listener_filter
   */
  readonly listenerFilter?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-name
   */
  readonly name?: string;
}

/**
 * The message EnvoyFilter.ListenerMatch.FilterChainMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch
 */
export interface EnvoyFilterListenerMatchFilterChainMatch {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch-name
   */
  readonly name?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch-sni
   */
  readonly sni?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch-transport_protocol
   */
  readonly transportProtocol?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch-application_protocols
   */
  readonly applicationProtocols?: string;

  /**
   * A {@link EnvoyFilterListenerMatchFilterMatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch-filter
   */
  readonly filter?: EnvoyFilterListenerMatchFilterMatch;

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch-destination_port
   */
  readonly destinationPort?: number;
}

/**
 * The message EnvoyFilter.ListenerMatch.FilterMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterMatch
 */
export interface EnvoyFilterListenerMatchFilterMatch {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterMatch-name
   */
  readonly name?: string;

  /**
   * A {@link EnvoyFilterListenerMatchSubFilterMatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterMatch-sub_filter
   */
  readonly subFilter?: EnvoyFilterListenerMatchSubFilterMatch;
}

/**
 * The message EnvoyFilter.ListenerMatch.SubFilterMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-SubFilterMatch
 */
export interface EnvoyFilterListenerMatchSubFilterMatch {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-SubFilterMatch-name
   */
  readonly name?: string;
}

/**
 * The message EnvoyFilter.Patch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch
 */
export interface EnvoyFilterPatch {
  /**
   * A {@link EnvoyFilterPatchOperation}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-operation
   */
  readonly operation?: EnvoyFilterPatchOperation;

  /**
   * Free form: it is written as it is given, with every `null` in it.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-value
   */
  readonly value?: any;

  /**
   * A {@link EnvoyFilterPatchFilterClass}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-filter_class
   */
  readonly filterClass?: EnvoyFilterPatchFilterClass;
}

/**
 * The message EnvoyFilter.ProxyMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ProxyMatch
 */
export interface EnvoyFilterProxyMatch {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ProxyMatch-proxy_version
   */
  readonly proxyVersion?: string;

  /**
   * A map of texts, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ProxyMatch-metadata
   */
  readonly metadata?: { [key: string]: string };
}

/**
 * The message EnvoyFilter.RouteConfigurationMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch
 */
export interface EnvoyFilterRouteConfigurationMatch {
  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-port_number
   */
  readonly portNumber?: number;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-port_name
   */
  readonly portName?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-gateway
   */
  readonly gateway?: string;

  /**
   * A {@link EnvoyFilterVirtualHostMatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-vhost
   */
  readonly vhost?: EnvoyFilterVirtualHostMatch;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-name
   */
  readonly name?: string;
}

/**
 * The message EnvoyFilter.RouteConfigurationMatch.RouteMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch
 */
export interface EnvoyFilterRouteConfigurationMatchRouteMatch {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch-name
   */
  readonly name?: string;

  /**
   * A {@link EnvoyFilterRouteMatchAction}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch-action
   */
  readonly action?: EnvoyFilterRouteMatchAction;
}

/**
 * The message EnvoyFilter.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter
 */
export interface EnvoyFilterSpec {
  /**
   * A {@link WorkloadSelector}. At most one of `workloadSelector`, `targetRefs` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-workload_selector
   */
  readonly workloadSelector?: WorkloadSelector;

  /**
   * A list of {@link PolicyTargetReference}, at most 16 items. At most one of `workloadSelector`, `targetRefs` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-targetRefs
   */
  readonly targetRefs?: PolicyTargetReference[];

  /**
   * A list of {@link EnvoyFilterEnvoyConfigObjectPatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-config_patches
   */
  readonly configPatches?: EnvoyFilterEnvoyConfigObjectPatch[];

  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-priority
   */
  readonly priority?: number;
}

/**
 * The message EnvoyFilter.RouteConfigurationMatch.VirtualHostMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-VirtualHostMatch
 */
export interface EnvoyFilterVirtualHostMatch {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-VirtualHostMatch-name
   */
  readonly name?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-VirtualHostMatch-domain_name
   */
  readonly domainName?: string;

  /**
   * A {@link EnvoyFilterRouteConfigurationMatchRouteMatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-VirtualHostMatch-route
   */
  readonly route?: EnvoyFilterRouteConfigurationMatchRouteMatch;
}

/** The message EnvoyFilter.WaypointMatch. */
export interface EnvoyFilterWaypointMatch {
  /**
   * A whole number, 1 to 65535.
   *
   * @default - not set
   */
  readonly portNumber?: number;

  /**
   * A {@link EnvoyFilterWaypointMatchRouteMatch}.
   *
   * @default - not set
   */
  readonly route?: EnvoyFilterWaypointMatchRouteMatch;

  /**
   * A {@link EnvoyFilterWaypointMatchFilterMatch}.
   *
   * @default - not set
   */
  readonly filter?: EnvoyFilterWaypointMatchFilterMatch;
}

/**
 * The message EnvoyFilter.WaypointMatch.FilterMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-FilterMatch
 */
export interface EnvoyFilterWaypointMatchFilterMatch {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-FilterMatch-name
   */
  readonly name?: string;

  /**
   * A {@link EnvoyFilterFilterMatchSubFilterMatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-FilterMatch-sub_filter
   */
  readonly subFilter?: EnvoyFilterFilterMatchSubFilterMatch;
}

/**
 * The message EnvoyFilter.WaypointMatch.RouteMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-RouteMatch
 */
export interface EnvoyFilterWaypointMatchRouteMatch {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-RouteMatch-name
   */
  readonly name?: string;
}

/**
 * The message ExecHealthCheckConfig.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ExecHealthCheckConfig
 */
export interface ExecHealthCheckConfig {
  /**
   * A list of texts, not empty.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ExecHealthCheckConfig-command
   */
  readonly command: string[];
}

/**
 * The message Gateway.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway
 */
export interface GatewaySpec {
  /**
   * A list of {@link Server}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway-servers
   */
  readonly servers?: Server[];

  /**
   * A map of texts, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway-selector
   */
  readonly selector?: { [key: string]: string };
}

/**
 * The message GrpcHealthCheckConfig.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#GrpcHealthCheckConfig
 */
export interface GrpcHealthCheckConfig {
  /**
   * A whole number, 1 to 65535.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#GrpcHealthCheckConfig-port
   */
  readonly port?: number;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#GrpcHealthCheckConfig-service
   */
  readonly service?: string;
}

/**
 * The message Headers.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers
 */
export interface Headers {
  /**
   * A {@link HeadersHeaderOperations}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-request
   */
  readonly request?: HeadersHeaderOperations;

  /**
   * A {@link HeadersHeaderOperations}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-response
   */
  readonly response?: HeadersHeaderOperations;
}

/**
 * The message Headers.HeaderOperations.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations
 */
export interface HeadersHeaderOperations {
  /**
   * A map of texts, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations-set
   */
  readonly set?: { [key: string]: string };

  /**
   * A map of texts, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations-add
   */
  readonly add?: { [key: string]: string };

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations-remove
   */
  readonly remove?: string[];
}

/**
 * The message HTTPBody.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPBody
 */
export interface HttpBody {
  /**
   * A text. At most one of `string`, `bytes` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPBody-string
   */
  readonly string?: string;

  /**
   * Bytes in base64. At most one of `string`, `bytes` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPBody-bytes
   */
  readonly bytes?: string;
}

/**
 * The message HTTPDirectResponse.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse
 */
export interface HttpDirectResponse {
  /**
   * A whole number, not negative.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse-status
   */
  readonly status: number;

  /**
   * A {@link HttpBody}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse-body
   */
  readonly body?: HttpBody;
}

/**
 * The message HTTPFaultInjection.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
 */
export interface HttpFaultInjection {
  /**
   * A {@link HttpFaultInjectionDelay}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-delay
   */
  readonly delay?: HttpFaultInjectionDelay;

  /**
   * A {@link HttpFaultInjectionAbort}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-abort
   */
  readonly abort?: HttpFaultInjectionAbort;
}

/**
 * The message HTTPFaultInjection.Abort.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Abort
 */
export interface HttpFaultInjectionAbort {
  /**
   * A whole number. At most one of `httpStatus`, `grpcStatus`, `http2Error` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Abort-http_status
   */
  readonly httpStatus?: number;

  /**
   * A text. At most one of `httpStatus`, `grpcStatus`, `http2Error` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Abort-grpc_status
   */
  readonly grpcStatus?: string;

  /**
   * A text. At most one of `httpStatus`, `grpcStatus`, `http2Error` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Abort
   */
  readonly http2Error?: string;

  /**
   * A {@link Percent}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Abort-percentage
   */
  readonly percentage?: Percent;
}

/**
 * The message HTTPFaultInjection.Delay.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Delay
 */
export interface HttpFaultInjectionDelay {
  /**
   * A whole number.
   *
   * @deprecated by Istio; its reference says what to write instead
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Delay-percent
   */
  readonly percent?: number;

  /**
   * A duration, such as "5s" or "100ms". At most one of `fixedDelay`, `exponentialDelay` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Delay-fixed_delay
   */
  readonly fixedDelay?: string;

  /**
   * A duration, such as "5s" or "100ms". At most one of `fixedDelay`, `exponentialDelay` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Delay
   */
  readonly exponentialDelay?: string;

  /**
   * A {@link Percent}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Delay-percentage
   */
  readonly percentage?: Percent;
}

/**
 * The message HTTPHeader.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHeader
 */
export interface HttpHeader {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHeader-name
   */
  readonly name?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHeader-value
   */
  readonly value?: string;
}

/**
 * The message HTTPHealthCheckConfig.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig
 */
export interface HttpHealthCheckConfig {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig-path
   */
  readonly path?: string;

  /**
   * A whole number, 1 to 65535.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig-port
   */
  readonly port: number;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig-host
   */
  readonly host?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig-scheme
   */
  readonly scheme?: string;

  /**
   * A list of {@link HttpHeader}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig-http_headers
   */
  readonly httpHeaders?: HttpHeader[];
}

/**
 * The message HTTPMatchRequest.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export interface HttpMatchRequest {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-name
   */
  readonly name?: string;

  /**
   * A {@link StringMatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-uri
   */
  readonly uri?: StringMatch;

  /**
   * A {@link StringMatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-scheme
   */
  readonly scheme?: StringMatch;

  /**
   * A {@link StringMatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-method
   */
  readonly method?: StringMatch;

  /**
   * A {@link StringMatch}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-authority
   */
  readonly authority?: StringMatch;

  /**
   * A map of {@link StringMatch}, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-headers
   */
  readonly headers?: { [key: string]: StringMatch };

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-port
   */
  readonly port?: number;

  /**
   * A map of texts, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-source_labels
   */
  readonly sourceLabels?: { [key: string]: string };

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-gateways
   */
  readonly gateways?: string[];

  /**
   * A map of {@link StringMatch}, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-query_params
   */
  readonly queryParams?: { [key: string]: StringMatch };

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-ignore_uri_case
   */
  readonly ignoreUriCase?: boolean;

  /**
   * A map of {@link StringMatch}, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-without_headers
   */
  readonly withoutHeaders?: { [key: string]: StringMatch };

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-source_namespace
   */
  readonly sourceNamespace?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-stat_prefix
   */
  readonly statPrefix?: string;
}

/**
 * The message HTTPMirrorPolicy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy
 */
export interface HttpMirrorPolicy {
  /**
   * A {@link Destination}.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy-destination
   */
  readonly destination: Destination;

  /**
   * A {@link Percent}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy-percentage
   */
  readonly percentage?: Percent;
}

/**
 * The message HTTPRedirect.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect
 */
export interface HttpRedirect {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-uri
   */
  readonly uri?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-authority
   */
  readonly authority?: string;

  /**
   * A whole number, not negative. At most one of `port`, `derivePort` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-port
   */
  readonly port?: number;

  /**
   * A {@link HttpRedirectRedirectPortSelection}. At most one of `port`, `derivePort` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-derive_port
   */
  readonly derivePort?: HttpRedirectRedirectPortSelection;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-scheme
   */
  readonly scheme?: string;

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-redirect_code
   */
  readonly redirectCode?: number;

  /**
   * A text. Since Istio 1.31.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-prefix_rewrite
   */
  readonly prefixRewrite?: string;
}

/**
 * The message HTTPRetry.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
 */
export interface HttpRetry {
  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry-attempts
   */
  readonly attempts?: number;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry-per_try_timeout
   */
  readonly perTryTimeout?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry-retry_on
   */
  readonly retryOn?: string;

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry-retry_remote_localities
   */
  readonly retryRemoteLocalities?: boolean;

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry-retry_ignore_previous_hosts
   */
  readonly retryIgnorePreviousHosts?: boolean;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry-backoff
   */
  readonly backoff?: string;
}

/**
 * The message HTTPRewrite.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
 */
export interface HttpRewrite {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite-uri
   */
  readonly uri?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite-authority
   */
  readonly authority?: string;

  /**
   * A {@link RegexRewrite}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite-uri_regex_rewrite
   */
  readonly uriRegexRewrite?: RegexRewrite;
}

/**
 * The message HTTPRoute.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export interface HttpRoute {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-name
   */
  readonly name?: string;

  /**
   * A list of {@link HttpMatchRequest}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-match
   */
  readonly match?: HttpMatchRequest[];

  /**
   * A list of {@link HttpRouteDestination}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-route
   */
  readonly route?: HttpRouteDestination[];

  /**
   * A {@link HttpRedirect}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-redirect
   */
  readonly redirect?: HttpRedirect;

  /**
   * A {@link HttpDirectResponse}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-direct_response
   */
  readonly directResponse?: HttpDirectResponse;

  /**
   * A {@link Delegate}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-delegate
   */
  readonly delegate?: Delegate;

  /**
   * A {@link HttpRewrite}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-rewrite
   */
  readonly rewrite?: HttpRewrite;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-timeout
   */
  readonly timeout?: string;

  /**
   * A {@link HttpRetry}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-retries
   */
  readonly retries?: HttpRetry;

  /**
   * A {@link HttpFaultInjection}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-fault
   */
  readonly fault?: HttpFaultInjection;

  /**
   * A {@link Destination}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-mirror
   */
  readonly mirror?: Destination;

  /**
   * A list of {@link HttpMirrorPolicy}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-mirrors
   */
  readonly mirrors?: HttpMirrorPolicy[];

  /**
   * A whole number, not negative.
   *
   * @deprecated by Istio; its reference says what to write instead
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
   */
  readonly mirrorPercent?: number;

  /**
   * A {@link Percent}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-mirror_percentage
   */
  readonly mirrorPercentage?: Percent;

  /**
   * A {@link CorsPolicy}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-cors_policy
   */
  readonly corsPolicy?: CorsPolicy;

  /**
   * A {@link Headers}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-headers
   */
  readonly headers?: Headers;
}

/**
 * The message HTTPRouteDestination.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
 */
export interface HttpRouteDestination {
  /**
   * A {@link Destination}.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-destination
   */
  readonly destination: Destination;

  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-weight
   */
  readonly weight?: number;

  /**
   * A {@link Headers}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-headers
   */
  readonly headers?: Headers;
}

/**
 * The message IstioEgressListener.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener
 */
export interface IstioEgressListener {
  /**
   * A {@link SidecarPort}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-port
   */
  readonly port?: SidecarPort;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-bind
   */
  readonly bind?: string;

  /**
   * A {@link CaptureMode}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-capture_mode
   */
  readonly captureMode?: CaptureMode;

  /**
   * A list of texts.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-hosts
   */
  readonly hosts: string[];
}

/**
 * The message IstioIngressListener.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener
 */
export interface IstioIngressListener {
  /**
   * A {@link SidecarPort}.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener-port
   */
  readonly port: SidecarPort;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener-bind
   */
  readonly bind?: string;

  /**
   * A {@link CaptureMode}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener-capture_mode
   */
  readonly captureMode?: CaptureMode;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener-default_endpoint
   */
  readonly defaultEndpoint?: string;

  /**
   * A {@link ServerTlsSettings}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener-tls
   */
  readonly tls?: ServerTlsSettings;

  /**
   * A {@link ConnectionPoolSettings}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener-connection_pool
   */
  readonly connectionPool?: ConnectionPoolSettings;
}

/**
 * The message L4MatchAttributes.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes
 */
export interface L4MatchAttributes {
  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes-destination_subnets
   */
  readonly destinationSubnets?: string[];

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes-port
   */
  readonly port?: number;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes
   */
  readonly sourceSubnet?: string;

  /**
   * A map of texts, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes-source_labels
   */
  readonly sourceLabels?: { [key: string]: string };

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes-gateways
   */
  readonly gateways?: string[];

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes-source_namespace
   */
  readonly sourceNamespace?: string;
}

/**
 * The message LoadBalancerSettings.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
 */
export interface LoadBalancerSettings {
  /**
   * A {@link LoadBalancerSettingsSimpleLb}. At most one of `simple`, `consistentHash` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-simple
   */
  readonly simple?: LoadBalancerSettingsSimpleLb;

  /**
   * A {@link LoadBalancerSettingsConsistentHashLb}. At most one of `simple`, `consistentHash` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-consistent_hash
   */
  readonly consistentHash?: LoadBalancerSettingsConsistentHashLb;

  /**
   * A {@link LocalityLoadBalancerSetting}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-locality_lb_setting
   */
  readonly localityLbSetting?: LocalityLoadBalancerSetting;

  /**
   * A {@link ZoneAwareLoadBalancerSetting}. Since Istio 1.31.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-zone_aware_lb_setting
   */
  readonly zoneAwareLbSetting?: ZoneAwareLoadBalancerSetting;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-warmup_duration_secs
   */
  readonly warmupDurationSecs?: string;

  /**
   * A {@link WarmupConfiguration}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-warmup
   */
  readonly warmup?: WarmupConfiguration;
}

/**
 * The message LoadBalancerSettings.ConsistentHashLB.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB
 */
export interface LoadBalancerSettingsConsistentHashLb {
  /**
   * A text. At most one of `httpHeaderName`, `httpCookie`, `useSourceIp`, `httpQueryParameterName` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-http_header_name
   */
  readonly httpHeaderName?: string;

  /**
   * A {@link LoadBalancerSettingsConsistentHashLbHttpCookie}. At most one of `httpHeaderName`, `httpCookie`,
   * `useSourceIp`, `httpQueryParameterName` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-http_cookie
   */
  readonly httpCookie?: LoadBalancerSettingsConsistentHashLbHttpCookie;

  /**
   * True or false. At most one of `httpHeaderName`, `httpCookie`, `useSourceIp`, `httpQueryParameterName` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-use_source_ip
   */
  readonly useSourceIp?: boolean;

  /**
   * A text. At most one of `httpHeaderName`, `httpCookie`, `useSourceIp`, `httpQueryParameterName` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-http_query_parameter_name
   */
  readonly httpQueryParameterName?: string;

  /**
   * A {@link LoadBalancerSettingsConsistentHashLbRingHash}. At most one of `ringHash`, `maglev` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-ring_hash
   */
  readonly ringHash?: LoadBalancerSettingsConsistentHashLbRingHash;

  /**
   * A {@link LoadBalancerSettingsConsistentHashLbMagLev}. At most one of `ringHash`, `maglev` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-maglev
   */
  readonly maglev?: LoadBalancerSettingsConsistentHashLbMagLev;

  /**
   * A whole number, not negative.
   *
   * @deprecated by Istio; its reference says what to write instead
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-minimum_ring_size
   */
  readonly minimumRingSize?: number;
}

/**
 * The message LoadBalancerSettings.ConsistentHashLB.HTTPCookie.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie
 */
export interface LoadBalancerSettingsConsistentHashLbHttpCookie {
  /**
   * A text.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie-name
   */
  readonly name: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie-path
   */
  readonly path?: string;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie-ttl
   */
  readonly ttl?: string;

  /**
   * A list of {@link LoadBalancerSettingsHttpCookieAttribute}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie-attributes
   */
  readonly attributes?: LoadBalancerSettingsHttpCookieAttribute[];
}

/**
 * The message LoadBalancerSettings.ConsistentHashLB.MagLev.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-MagLev
 */
export interface LoadBalancerSettingsConsistentHashLbMagLev {
  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-MagLev-table_size
   */
  readonly tableSize?: number;
}

/**
 * The message LoadBalancerSettings.ConsistentHashLB.RingHash.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-RingHash
 */
export interface LoadBalancerSettingsConsistentHashLbRingHash {
  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-RingHash-minimum_ring_size
   */
  readonly minimumRingSize?: number;
}

/**
 * The message LoadBalancerSettings.ConsistentHashLB.HTTPCookie.Attribute.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie-Attribute
 */
export interface LoadBalancerSettingsHttpCookieAttribute {
  /**
   * A text.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie-Attribute-name
   */
  readonly name: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie-Attribute-value
   */
  readonly value?: string;
}

/**
 * The message LocalityLoadBalancerSetting.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting
 */
export interface LocalityLoadBalancerSetting {
  /**
   * A list of {@link LocalityLoadBalancerSettingDistribute}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-distribute
   */
  readonly distribute?: LocalityLoadBalancerSettingDistribute[];

  /**
   * A list of {@link LocalityLoadBalancerSettingFailover}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-failover
   */
  readonly failover?: LocalityLoadBalancerSettingFailover[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-failover_priority
   */
  readonly failoverPriority?: string[];

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-enabled
   */
  readonly enabled?: boolean;
}

/**
 * The message LocalityLoadBalancerSetting.Distribute.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Distribute
 */
export interface LocalityLoadBalancerSettingDistribute {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Distribute-from
   */
  readonly from?: string;

  /**
   * A map of whole numbers, not negative, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Distribute-to
   */
  readonly to?: { [key: string]: number };
}

/**
 * The message LocalityLoadBalancerSetting.Failover.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Failover
 */
export interface LocalityLoadBalancerSettingFailover {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Failover-from
   */
  readonly from?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Failover-to
   */
  readonly to?: string;
}

/**
 * The message OutboundTrafficPolicy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy
 */
export interface OutboundTrafficPolicy {
  /**
   * A {@link OutboundTrafficPolicyMode}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy-mode
   */
  readonly mode?: OutboundTrafficPolicyMode;

  /**
   * A {@link Destination}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy
   */
  readonly egressProxy?: Destination;
}

/**
 * The message OutlierDetection.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
 */
export interface OutlierDetection {
  /**
   * A whole number.
   *
   * @deprecated by Istio; its reference says what to write instead
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
   */
  readonly consecutiveErrors?: number;

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-split_external_local_origin_errors
   */
  readonly splitExternalLocalOriginErrors?: boolean;

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-consecutive_local_origin_failures
   */
  readonly consecutiveLocalOriginFailures?: number;

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-consecutive_gateway_errors
   */
  readonly consecutiveGatewayErrors?: number;

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-consecutive_5xx_errors
   */
  readonly consecutive5xxErrors?: number;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-interval
   */
  readonly interval?: string;

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-base_ejection_time
   */
  readonly baseEjectionTime?: string;

  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-max_ejection_percent
   */
  readonly maxEjectionPercent?: number;

  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-min_health_percent
   */
  readonly minHealthPercent?: number;

  /**
   * A list of whole numbers, 100 to 599. Since Istio 1.31.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-outlier_detection_http_error_codes
   */
  readonly outlierDetectionHttpErrorCodes?: number[];
}

/**
 * The message Percent.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Percent
 */
export interface Percent {
  /**
   * A number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Percent-value
   */
  readonly value?: number;
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
 * The message Port.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port
 */
export interface Port {
  /**
   * A whole number, not negative.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port-number
   */
  readonly number: number;

  /**
   * A text.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port-protocol
   */
  readonly protocol: string;

  /**
   * A text.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port-name
   */
  readonly name: string;

  /**
   * A whole number, not negative.
   *
   * @deprecated by Istio; its reference says what to write instead
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port
   */
  readonly targetPort?: number;
}

/**
 * The message PortSelector.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#PortSelector
 */
export interface PortSelector {
  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#PortSelector-number
   */
  readonly number?: number;
}

/**
 * The message ProxyConfig.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig
 */
export interface ProxyConfigSpec {
  /**
   * A {@link TypeWorkloadSelector}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig-selector
   */
  readonly selector?: TypeWorkloadSelector;

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig-concurrency
   */
  readonly concurrency?: number;

  /**
   * A map of texts, at most 2048 characters, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig-environment_variables
   */
  readonly environmentVariables?: { [key: string]: string };

  /**
   * A {@link ProxyImage}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig-image
   */
  readonly image?: ProxyImage;
}

/**
 * The message ProxyImage.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyImage
 */
export interface ProxyImage {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyImage-image_type
   */
  readonly imageType?: string;
}

/**
 * The message ReadinessProbe.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe
 */
export interface ReadinessProbe {
  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-initial_delay_seconds
   */
  readonly initialDelaySeconds?: number;

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-timeout_seconds
   */
  readonly timeoutSeconds?: number;

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-period_seconds
   */
  readonly periodSeconds?: number;

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-success_threshold
   */
  readonly successThreshold?: number;

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-failure_threshold
   */
  readonly failureThreshold?: number;

  /**
   * A {@link HttpHealthCheckConfig}. At most one of `httpGet`, `tcpSocket`, `exec`, `grpc` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-http_get
   */
  readonly httpGet?: HttpHealthCheckConfig;

  /**
   * A {@link TcpHealthCheckConfig}. At most one of `httpGet`, `tcpSocket`, `exec`, `grpc` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-tcp_socket
   */
  readonly tcpSocket?: TcpHealthCheckConfig;

  /**
   * A {@link ExecHealthCheckConfig}. At most one of `httpGet`, `tcpSocket`, `exec`, `grpc` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-exec
   */
  readonly exec?: ExecHealthCheckConfig;

  /**
   * A {@link GrpcHealthCheckConfig}. At most one of `httpGet`, `tcpSocket`, `exec`, `grpc` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-grpc
   */
  readonly grpc?: GrpcHealthCheckConfig;
}

/**
 * The message RegexRewrite.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RegexRewrite
 */
export interface RegexRewrite {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RegexRewrite-match
   */
  readonly match?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RegexRewrite-rewrite
   */
  readonly rewrite?: string;
}

/**
 * The message RouteDestination.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RouteDestination
 */
export interface RouteDestination {
  /**
   * A {@link Destination}.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RouteDestination-destination
   */
  readonly destination: Destination;

  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RouteDestination-weight
   */
  readonly weight?: number;
}

/**
 * The message Server.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export interface Server {
  /**
   * A {@link Port}.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server-port
   */
  readonly port: Port;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server-bind
   */
  readonly bind?: string;

  /**
   * A list of texts.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server-hosts
   */
  readonly hosts: string[];

  /**
   * A {@link ServerTlsSettings}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server-tls
   */
  readonly tls?: ServerTlsSettings;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
   */
  readonly defaultEndpoint?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server-name
   */
  readonly name?: string;
}

/**
 * The message ServerTLSSettings.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export interface ServerTlsSettings {
  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-https_redirect
   */
  readonly httpsRedirect?: boolean;

  /**
   * A {@link ServerTlsSettingsTlsMode}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-mode
   */
  readonly mode?: ServerTlsSettingsTlsMode;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-server_certificate
   */
  readonly serverCertificate?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-private_key
   */
  readonly privateKey?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-ca_certificates
   */
  readonly caCertificates?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-ca_crl
   */
  readonly caCrl?: string;

  /**
   * A text. At most one of `credentialName`, `credentialNames` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-credential_name
   */
  readonly credentialName?: string;

  /**
   * A list of texts, 1 to 2 items. At most one of `tlsCertificates`, `credentialNames` is set. At most one of
   * `credentialName`, `credentialNames` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-credential_names
   */
  readonly credentialNames?: string[];

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-ca_cert_credential_name
   */
  readonly caCertCredentialName?: string;

  /**
   * A list of {@link ServerTlsSettingsTlsCertificate}, 1 to 2 items. At most one of `tlsCertificates`,
   * `credentialNames` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-tls_certificates
   */
  readonly tlsCertificates?: ServerTlsSettingsTlsCertificate[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-subject_alt_names
   */
  readonly subjectAltNames?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-verify_certificate_spki
   */
  readonly verifyCertificateSpki?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-verify_certificate_hash
   */
  readonly verifyCertificateHash?: string[];

  /**
   * A {@link ServerTlsSettingsTlsProtocol}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-min_protocol_version
   */
  readonly minProtocolVersion?: ServerTlsSettingsTlsProtocol;

  /**
   * A {@link ServerTlsSettingsTlsProtocol}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-max_protocol_version
   */
  readonly maxProtocolVersion?: ServerTlsSettingsTlsProtocol;

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-cipher_suites
   */
  readonly cipherSuites?: string[];

  /**
   * True or false. Since Istio 1.31.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-insecure_skip_verify
   */
  readonly insecureSkipVerify?: boolean;
}

/**
 * The message ServerTLSSettings.TLSCertificate.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSCertificate
 */
export interface ServerTlsSettingsTlsCertificate {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSCertificate-server_certificate
   */
  readonly serverCertificate?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSCertificate-private_key
   */
  readonly privateKey?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSCertificate
   */
  readonly caCertificates?: string;
}

/**
 * The message ServiceEntry.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry
 */
export interface ServiceEntrySpec {
  /**
   * A list of texts, 1 to 256 items.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-hosts
   */
  readonly hosts: string[];

  /**
   * A list of texts, at most 64 characters, at most 256 items.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-addresses
   */
  readonly addresses?: string[];

  /**
   * A list of {@link ServicePort}, at most 256 items.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-ports
   */
  readonly ports?: ServicePort[];

  /**
   * A {@link ServiceEntryLocation}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-location
   */
  readonly location?: ServiceEntryLocation;

  /**
   * A {@link ServiceEntryResolution}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-resolution
   */
  readonly resolution?: ServiceEntryResolution;

  /**
   * A list of {@link WorkloadEntrySpec}, at most 4096 items. At most one of `workloadSelector`, `endpoints` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-endpoints
   */
  readonly endpoints?: WorkloadEntrySpec[];

  /**
   * A {@link WorkloadSelector}. At most one of `workloadSelector`, `endpoints` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-workload_selector
   */
  readonly workloadSelector?: WorkloadSelector;

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-export_to
   */
  readonly exportTo?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-subject_alt_names
   */
  readonly subjectAltNames?: string[];
}

/**
 * The message ServicePort.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort
 */
export interface ServicePort {
  /**
   * A whole number, 1 to 65535.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort-number
   */
  readonly number: number;

  /**
   * A text, at most 256 characters.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort-protocol
   */
  readonly protocol?: string;

  /**
   * A text, at most 256 characters.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort-name
   */
  readonly name: string;

  /**
   * A whole number, 1 to 65535.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort-target_port
   */
  readonly targetPort?: number;
}

/**
 * The message SidecarPort.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort
 */
export interface SidecarPort {
  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort-number
   */
  readonly number?: number;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort-protocol
   */
  readonly protocol?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort-name
   */
  readonly name?: string;

  /**
   * A whole number, not negative.
   *
   * @deprecated by Istio; its reference says what to write instead
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort
   */
  readonly targetPort?: number;
}

/**
 * The message Sidecar.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar
 */
export interface SidecarSpec {
  /**
   * A {@link WorkloadSelector}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-workload_selector
   */
  readonly workloadSelector?: WorkloadSelector;

  /**
   * A list of {@link IstioIngressListener}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-ingress
   */
  readonly ingress?: IstioIngressListener[];

  /**
   * A list of {@link IstioEgressListener}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-egress
   */
  readonly egress?: IstioEgressListener[];

  /**
   * A {@link ConnectionPoolSettings}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-inbound_connection_pool
   */
  readonly inboundConnectionPool?: ConnectionPoolSettings;

  /**
   * A {@link OutboundTrafficPolicy}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-outbound_traffic_policy
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
}

/**
 * The message StringMatch.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 */
export interface StringMatch {
  /**
   * A text. At most one of `exact`, `prefix`, `regex` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch-exact
   */
  readonly exact?: string;

  /**
   * A text. At most one of `exact`, `prefix`, `regex` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch-prefix
   */
  readonly prefix?: string;

  /**
   * A text. At most one of `exact`, `prefix`, `regex` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch-regex
   */
  readonly regex?: string;
}

/**
 * The message Subset.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
 */
export interface Subset {
  /**
   * A text.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset-name
   */
  readonly name: string;

  /**
   * A map of texts, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset-labels
   */
  readonly labels?: { [key: string]: string };

  /**
   * A {@link TrafficPolicy}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset-traffic_policy
   */
  readonly trafficPolicy?: TrafficPolicy;
}

/**
 * The message TCPHealthCheckConfig.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#TCPHealthCheckConfig
 */
export interface TcpHealthCheckConfig {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#TCPHealthCheckConfig-host
   */
  readonly host?: string;

  /**
   * A whole number, 1 to 65535.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#TCPHealthCheckConfig-port
   */
  readonly port: number;
}

/**
 * The message TCPRoute.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute
 */
export interface TcpRoute {
  /**
   * A list of {@link L4MatchAttributes}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute-match
   */
  readonly match?: L4MatchAttributes[];

  /**
   * A list of {@link RouteDestination}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute-route
   */
  readonly route?: RouteDestination[];
}

/**
 * The message TLSMatchAttributes.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes
 */
export interface TlsMatchAttributes {
  /**
   * A list of texts.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes-sni_hosts
   */
  readonly sniHosts: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes-destination_subnets
   */
  readonly destinationSubnets?: string[];

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes-port
   */
  readonly port?: number;

  /**
   * A map of texts, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes-source_labels
   */
  readonly sourceLabels?: { [key: string]: string };

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes-gateways
   */
  readonly gateways?: string[];

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes-source_namespace
   */
  readonly sourceNamespace?: string;
}

/**
 * The message TLSRoute.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute
 */
export interface TlsRoute {
  /**
   * A list of {@link TlsMatchAttributes}.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute-match
   */
  readonly match: TlsMatchAttributes[];

  /**
   * A list of {@link RouteDestination}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute-route
   */
  readonly route?: RouteDestination[];
}

/**
 * The message TrafficPolicy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
 */
export interface TrafficPolicy {
  /**
   * A {@link LoadBalancerSettings}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-load_balancer
   */
  readonly loadBalancer?: LoadBalancerSettings;

  /**
   * A {@link ConnectionPoolSettings}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-connection_pool
   */
  readonly connectionPool?: ConnectionPoolSettings;

  /**
   * A {@link OutlierDetection}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-outlier_detection
   */
  readonly outlierDetection?: OutlierDetection;

  /**
   * A {@link ClientTlsSettings}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-tls
   */
  readonly tls?: ClientTlsSettings;

  /**
   * A list of {@link TrafficPolicyPortTrafficPolicy}, at most 4096 items.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-port_level_settings
   */
  readonly portLevelSettings?: TrafficPolicyPortTrafficPolicy[];

  /**
   * A {@link TrafficPolicyTunnelSettings}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-tunnel
   */
  readonly tunnel?: TrafficPolicyTunnelSettings;

  /**
   * A {@link TrafficPolicyProxyProtocol}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-proxy_protocol
   */
  readonly proxyProtocol?: TrafficPolicyProxyProtocol;

  /**
   * A {@link TrafficPolicyRetryBudget}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-retry_budget
   */
  readonly retryBudget?: TrafficPolicyRetryBudget;
}

/**
 * The message TrafficPolicy.PortTrafficPolicy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy
 */
export interface TrafficPolicyPortTrafficPolicy {
  /**
   * A {@link PortSelector}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy-port
   */
  readonly port?: PortSelector;

  /**
   * A {@link LoadBalancerSettings}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy-load_balancer
   */
  readonly loadBalancer?: LoadBalancerSettings;

  /**
   * A {@link ConnectionPoolSettings}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy-connection_pool
   */
  readonly connectionPool?: ConnectionPoolSettings;

  /**
   * A {@link OutlierDetection}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy-outlier_detection
   */
  readonly outlierDetection?: OutlierDetection;

  /**
   * A {@link ClientTlsSettings}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy-tls
   */
  readonly tls?: ClientTlsSettings;
}

/**
 * The message TrafficPolicy.ProxyProtocol.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol
 */
export interface TrafficPolicyProxyProtocol {
  /**
   * A {@link TrafficPolicyProxyProtocolVersion}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol-version
   */
  readonly version?: TrafficPolicyProxyProtocolVersion;
}

/**
 * The message TrafficPolicy.RetryBudget.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget
 */
export interface TrafficPolicyRetryBudget {
  /**
   * A number, 0 to 100.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget-percent
   */
  readonly percent?: number;

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget-min_retry_concurrency
   */
  readonly minRetryConcurrency?: number;

  /**
   * A duration, such as "5s" or "100ms". Since Istio 1.31.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget-budget_interval
   */
  readonly budgetInterval?: string;
}

/**
 * The message TrafficPolicy.TunnelSettings.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings
 */
export interface TrafficPolicyTunnelSettings {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings-protocol
   */
  readonly protocol?: string;

  /**
   * A text.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings-target_host
   */
  readonly targetHost: string;

  /**
   * A whole number, not negative.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings-target_port
   */
  readonly targetPort: number;
}

/**
 * The message WorkloadSelector.
 *
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadSelector
 */
export interface TypeWorkloadSelector {
  /**
   * A map of texts, at most 63 characters, by name, at most 4096 entries.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadSelector-match_labels
   */
  readonly matchLabels?: { [key: string]: string };
}

/**
 * The message VirtualService.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
 */
export interface VirtualServiceSpec {
  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-hosts
   */
  readonly hosts?: string[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-gateways
   */
  readonly gateways?: string[];

  /**
   * A list of {@link HttpRoute}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-http
   */
  readonly http?: HttpRoute[];

  /**
   * A list of {@link TlsRoute}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-tls
   */
  readonly tls?: TlsRoute[];

  /**
   * A list of {@link TcpRoute}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-tcp
   */
  readonly tcp?: TcpRoute[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-export_to
   */
  readonly exportTo?: string[];
}

/**
 * The message WarmupConfiguration.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration
 */
export interface WarmupConfiguration {
  /**
   * A duration, such as "5s" or "100ms".
   *
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration-duration
   */
  readonly duration: string;

  /**
   * A number, 0 to 100.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration-minimum_percent
   */
  readonly minimumPercent?: number;

  /**
   * A number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration-aggression
   */
  readonly aggression?: number;
}

/**
 * The message WorkloadEntry.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
 */
export interface WorkloadEntrySpec {
  /**
   * A text, at most 256 characters.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-address
   */
  readonly address?: string;

  /**
   * A map of whole numbers, 1 to 65535, by name, at most 128 entries.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-ports
   */
  readonly ports?: { [key: string]: number };

  /**
   * A map of texts, by name, at most 256 entries.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-labels
   */
  readonly labels?: { [key: string]: string };

  /**
   * A text, at most 2048 characters.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-network
   */
  readonly network?: string;

  /**
   * A text, at most 2048 characters.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-locality
   */
  readonly locality?: string;

  /**
   * A whole number, not negative.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-weight
   */
  readonly weight?: number;

  /**
   * A text, at most 253 characters.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-service_account
   */
  readonly serviceAccount?: string;
}

/**
 * The message WorkloadGroup.ObjectMeta.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-ObjectMeta
 */
export interface WorkloadGroupObjectMeta {
  /**
   * A map of texts, by name, at most 256 entries.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-ObjectMeta-labels
   */
  readonly labels?: { [key: string]: string };

  /**
   * A map of texts, by name, at most 256 entries.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-ObjectMeta-annotations
   */
  readonly annotations?: { [key: string]: string };
}

/**
 * The message WorkloadGroup.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup
 */
export interface WorkloadGroupSpec {
  /**
   * A {@link WorkloadGroupObjectMeta}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-metadata
   */
  readonly metadata?: WorkloadGroupObjectMeta;

  /**
   * A {@link WorkloadEntrySpec}.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-template
   */
  readonly template: WorkloadEntrySpec;

  /**
   * A {@link ReadinessProbe}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-probe
   */
  readonly probe?: ReadinessProbe;
}

/**
 * The message WorkloadSelector.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#WorkloadSelector
 */
export interface WorkloadSelector {
  /**
   * A map of texts, at most 63 characters, by name, at most 256 entries.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#WorkloadSelector-labels
   */
  readonly labels?: { [key: string]: string };
}

/**
 * The message ZoneAwareLoadBalancerSetting.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting
 */
export interface ZoneAwareLoadBalancerSetting {
  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-enabled
   */
  readonly enabled?: boolean;

  /**
   * A list of {@link ZoneAwareLoadBalancerSettingFailover}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-failover
   */
  readonly failover?: ZoneAwareLoadBalancerSettingFailover[];

  /**
   * A list of texts.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-failover_priority
   */
  readonly failoverPriority?: string[];

  /**
   * A whole number, 1 to 4294967295.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-min_cluster_size
   */
  readonly minClusterSize?: number;
}

/**
 * The message ZoneAwareLoadBalancerSetting.Failover.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-Failover
 */
export interface ZoneAwareLoadBalancerSettingFailover {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-Failover-from
   */
  readonly from?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-Failover-to
   */
  readonly to?: string;
}

/**
 * The values of CaptureMode.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#CaptureMode
 */
export enum CaptureMode {
  /** Writes `DEFAULT`. */
  DEFAULT = 'DEFAULT',
  /** Writes `IPTABLES`. */
  IPTABLES = 'IPTABLES',
  /** Writes `NONE`. */
  NONE = 'NONE',
}

/**
 * The values of ClientTLSSettings.TLSmode.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode
 */
export enum ClientTlsSettingsTlsMode {
  /** Writes `DISABLE`. */
  DISABLE = 'DISABLE',
  /** Writes `SIMPLE`. */
  SIMPLE = 'SIMPLE',
  /** Writes `MUTUAL`. */
  MUTUAL = 'MUTUAL',
  /** Writes `ISTIO_MUTUAL`. */
  ISTIO_MUTUAL = 'ISTIO_MUTUAL',
}

/**
 * The values of ConnectionPoolSettings.HTTPSettings.H2UpgradePolicy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-H2UpgradePolicy
 */
export enum ConnectionPoolSettingsH2UpgradePolicy {
  /** Writes `DEFAULT`. */
  DEFAULT = 'DEFAULT',
  /** Writes `DO_NOT_UPGRADE`. */
  DO_NOT_UPGRADE = 'DO_NOT_UPGRADE',
  /** Writes `UPGRADE`. */
  UPGRADE = 'UPGRADE',
}

/**
 * The values of CorsPolicy.UnmatchedPreflights.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-UnmatchedPreflights
 */
export enum CorsPolicyUnmatchedPreflights {
  /** Writes `UNSPECIFIED`. */
  UNSPECIFIED = 'UNSPECIFIED',
  /** Writes `FORWARD`. */
  FORWARD = 'FORWARD',
  /** Writes `IGNORE`. */
  IGNORE = 'IGNORE',
}

/**
 * The values of EnvoyFilter.ApplyTo.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ApplyTo
 */
export enum EnvoyFilterApplyTo {
  /** Writes `INVALID`. */
  INVALID = 'INVALID',
  /** Writes `LISTENER`. */
  LISTENER = 'LISTENER',
  /** Writes `FILTER_CHAIN`. */
  FILTER_CHAIN = 'FILTER_CHAIN',
  /** Writes `NETWORK_FILTER`. */
  NETWORK_FILTER = 'NETWORK_FILTER',
  /** Writes `HTTP_FILTER`. */
  HTTP_FILTER = 'HTTP_FILTER',
  /** Writes `ROUTE_CONFIGURATION`. */
  ROUTE_CONFIGURATION = 'ROUTE_CONFIGURATION',
  /** Writes `VIRTUAL_HOST`. */
  VIRTUAL_HOST = 'VIRTUAL_HOST',
  /** Writes `HTTP_ROUTE`. */
  HTTP_ROUTE = 'HTTP_ROUTE',
  /** Writes `CLUSTER`. */
  CLUSTER = 'CLUSTER',
  /** Writes `EXTENSION_CONFIG`. */
  EXTENSION_CONFIG = 'EXTENSION_CONFIG',
  /** Writes `BOOTSTRAP`. */
  BOOTSTRAP = 'BOOTSTRAP',
  /** Writes `LISTENER_FILTER`. */
  LISTENER_FILTER = 'LISTENER_FILTER',
}

/**
 * The values of EnvoyFilter.PatchContext.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-PatchContext
 */
export enum EnvoyFilterPatchContext {
  /** Writes `ANY`. */
  ANY = 'ANY',
  /** Writes `SIDECAR_INBOUND`. */
  SIDECAR_INBOUND = 'SIDECAR_INBOUND',
  /** Writes `SIDECAR_OUTBOUND`. */
  SIDECAR_OUTBOUND = 'SIDECAR_OUTBOUND',
  /** Writes `GATEWAY`. */
  GATEWAY = 'GATEWAY',
  /** Writes `WAYPOINT`. */
  WAYPOINT = 'WAYPOINT',
}

/**
 * The values of EnvoyFilter.Patch.FilterClass.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-FilterClass
 */
export enum EnvoyFilterPatchFilterClass {
  /** Writes `UNSPECIFIED`. */
  UNSPECIFIED = 'UNSPECIFIED',
  /** Writes `AUTHN`. */
  AUTHN = 'AUTHN',
  /** Writes `AUTHZ`. */
  AUTHZ = 'AUTHZ',
  /** Writes `STATS`. */
  STATS = 'STATS',
}

/**
 * The values of EnvoyFilter.Patch.Operation.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation
 */
export enum EnvoyFilterPatchOperation {
  /** Writes `INVALID`. */
  INVALID = 'INVALID',
  /** Writes `MERGE`. */
  MERGE = 'MERGE',
  /** Writes `ADD`. */
  ADD = 'ADD',
  /** Writes `REMOVE`. */
  REMOVE = 'REMOVE',
  /** Writes `INSERT_BEFORE`. */
  INSERT_BEFORE = 'INSERT_BEFORE',
  /** Writes `INSERT_AFTER`. */
  INSERT_AFTER = 'INSERT_AFTER',
  /** Writes `INSERT_FIRST`. */
  INSERT_FIRST = 'INSERT_FIRST',
  /** Writes `REPLACE`. */
  REPLACE = 'REPLACE',
  /** Writes `MERGE_AND_REPLACE_LIST`. Since Istio 1.31. */
  MERGE_AND_REPLACE_LIST = 'MERGE_AND_REPLACE_LIST',
}

/**
 * The values of EnvoyFilter.RouteConfigurationMatch.RouteMatch.Action.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch-Action
 */
export enum EnvoyFilterRouteMatchAction {
  /** Writes `ANY`. */
  ANY = 'ANY',
  /** Writes `ROUTE`. */
  ROUTE = 'ROUTE',
  /** Writes `REDIRECT`. */
  REDIRECT = 'REDIRECT',
  /** Writes `DIRECT_RESPONSE`. */
  DIRECT_RESPONSE = 'DIRECT_RESPONSE',
}

/**
 * The values of HTTPRedirect.RedirectPortSelection.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-RedirectPortSelection
 */
export enum HttpRedirectRedirectPortSelection {
  /** Writes `FROM_PROTOCOL_DEFAULT`. */
  FROM_PROTOCOL_DEFAULT = 'FROM_PROTOCOL_DEFAULT',
  /** Writes `FROM_REQUEST_PORT`. */
  FROM_REQUEST_PORT = 'FROM_REQUEST_PORT',
}

/**
 * The values of LoadBalancerSettings.SimpleLB.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-SimpleLB
 */
export enum LoadBalancerSettingsSimpleLb {
  /** Writes `UNSPECIFIED`. */
  UNSPECIFIED = 'UNSPECIFIED',
  /**
   * Writes `LEAST_CONN`.
   *
   * @deprecated by Istio; its reference says what to write instead
   */
  LEAST_CONN = 'LEAST_CONN',
  /** Writes `RANDOM`. */
  RANDOM = 'RANDOM',
  /** Writes `PASSTHROUGH`. */
  PASSTHROUGH = 'PASSTHROUGH',
  /** Writes `ROUND_ROBIN`. */
  ROUND_ROBIN = 'ROUND_ROBIN',
  /** Writes `LEAST_REQUEST`. */
  LEAST_REQUEST = 'LEAST_REQUEST',
}

/**
 * The values of OutboundTrafficPolicy.Mode.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy-Mode
 */
export enum OutboundTrafficPolicyMode {
  /** Writes `REGISTRY_ONLY`. */
  REGISTRY_ONLY = 'REGISTRY_ONLY',
  /** Writes `ALLOW_ANY`. */
  ALLOW_ANY = 'ALLOW_ANY',
}

/**
 * The values of ServerTLSSettings.TLSmode.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode
 */
export enum ServerTlsSettingsTlsMode {
  /** Writes `PASSTHROUGH`. */
  PASSTHROUGH = 'PASSTHROUGH',
  /** Writes `SIMPLE`. */
  SIMPLE = 'SIMPLE',
  /** Writes `MUTUAL`. */
  MUTUAL = 'MUTUAL',
  /** Writes `AUTO_PASSTHROUGH`. */
  AUTO_PASSTHROUGH = 'AUTO_PASSTHROUGH',
  /** Writes `ISTIO_MUTUAL`. */
  ISTIO_MUTUAL = 'ISTIO_MUTUAL',
  /** Writes `OPTIONAL_MUTUAL`. */
  OPTIONAL_MUTUAL = 'OPTIONAL_MUTUAL',
}

/**
 * The values of ServerTLSSettings.TLSProtocol.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSProtocol
 */
export enum ServerTlsSettingsTlsProtocol {
  /** Writes `TLS_AUTO`. */
  TLS_AUTO = 'TLS_AUTO',
  /** Writes `TLSV1_0`. */
  TLSV1_0 = 'TLSV1_0',
  /** Writes `TLSV1_1`. */
  TLSV1_1 = 'TLSV1_1',
  /** Writes `TLSV1_2`. */
  TLSV1_2 = 'TLSV1_2',
  /** Writes `TLSV1_3`. */
  TLSV1_3 = 'TLSV1_3',
}

/**
 * The values of ServiceEntry.Location.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Location
 */
export enum ServiceEntryLocation {
  /** Writes `MESH_EXTERNAL`. */
  MESH_EXTERNAL = 'MESH_EXTERNAL',
  /** Writes `MESH_INTERNAL`. */
  MESH_INTERNAL = 'MESH_INTERNAL',
}

/**
 * The values of ServiceEntry.Resolution.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution
 */
export enum ServiceEntryResolution {
  /** Writes `NONE`. */
  NONE = 'NONE',
  /** Writes `STATIC`. */
  STATIC = 'STATIC',
  /** Writes `DNS`. */
  DNS = 'DNS',
  /** Writes `DNS_ROUND_ROBIN`. */
  DNS_ROUND_ROBIN = 'DNS_ROUND_ROBIN',
  /** Writes `DYNAMIC_DNS`. */
  DYNAMIC_DNS = 'DYNAMIC_DNS',
}

/**
 * The values of TrafficPolicy.ProxyProtocol.VERSION.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol-VERSION
 */
export enum TrafficPolicyProxyProtocolVersion {
  /** Writes `V1`. */
  V1 = 'V1',
  /** Writes `V2`. */
  V2 = 'V2',
}
