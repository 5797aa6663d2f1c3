// Generated from the CRDs of Istio 1.31.1 by `npm run import`: do not edit.

import type { ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { TypedApiObject } from '../lib/core/typed-api-object';

/**
 * The Telemetry of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry
 */
export class Telemetry extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: TelemetryProps = {}): any {
    return TypedApiObject._manifest(Telemetry.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: TelemetryProps = {}) {
    super(scope, id, Telemetry.GVK, props);
  }
}

/** Metadata and spec of {@link Telemetry}. */
export interface TelemetryProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The Telemetry itself.
   *
   * @default {}
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry
   */
  readonly spec?: TelemetrySpec;
}

/**
 * The message AccessLogging.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging
 */
export interface AccessLogging {
  /**
   * A {@link AccessLoggingLogSelector}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-match
   */
  readonly match?: AccessLoggingLogSelector;

  /**
   * A list of {@link ProviderRef}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-providers
   */
  readonly providers?: ProviderRef[];

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-disabled
   */
  readonly disabled?: boolean;

  /**
   * A {@link AccessLoggingFilter}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-filter
   */
  readonly filter?: AccessLoggingFilter;
}

/**
 * The message AccessLogging.Filter.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-Filter
 */
export interface AccessLoggingFilter {
  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-Filter-expression
   */
  readonly expression?: string;
}

/**
 * The message AccessLogging.LogSelector.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-LogSelector
 */
export interface AccessLoggingLogSelector {
  /**
   * A {@link WorkloadMode}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-LogSelector-mode
   */
  readonly mode?: WorkloadMode;
}

/**
 * The message MetricSelector.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricSelector
 */
export interface MetricSelector {
  /**
   * A {@link MetricSelectorIstioMetric}. At most one of `metric`, `customMetric` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricSelector-metric
   */
  readonly metric?: MetricSelectorIstioMetric;

  /**
   * A text, not empty. At most one of `metric`, `customMetric` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricSelector-custom_metric
   */
  readonly customMetric?: string;

  /**
   * A {@link WorkloadMode}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricSelector-mode
   */
  readonly mode?: WorkloadMode;
}

/**
 * The message Metrics.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics
 */
export interface Metrics {
  /**
   * A list of {@link ProviderRef}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics-providers
   */
  readonly providers?: ProviderRef[];

  /**
   * A list of {@link MetricsOverrides}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics-overrides
   */
  readonly overrides?: MetricsOverrides[];

  /**
   * A duration, such as "5s" or "100ms".
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics-reporting_interval
   */
  readonly reportingInterval?: string;
}

/**
 * The message MetricsOverrides.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides
 */
export interface MetricsOverrides {
  /**
   * A {@link MetricSelector}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-match
   */
  readonly match?: MetricSelector;

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-disabled
   */
  readonly disabled?: boolean;

  /**
   * A map of {@link MetricsOverridesTagOverride}, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-tag_overrides
   */
  readonly tagOverrides?: { [key: string]: MetricsOverridesTagOverride };
}

/**
 * The message MetricsOverrides.TagOverride.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride
 */
export interface MetricsOverridesTagOverride {
  /**
   * A {@link MetricsOverridesTagOverrideOperation}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride-operation
   */
  readonly operation?: MetricsOverridesTagOverrideOperation;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride-value
   */
  readonly value?: string;
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
 * The message ProviderRef.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#ProviderRef
 */
export interface ProviderRef {
  /**
   * A text, not empty.
   *
   * @see https://istio.io/latest/docs/reference/config/telemetry/#ProviderRef-name
   */
  readonly name: string;
}

/**
 * The message Telemetry.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry
 */
export interface TelemetrySpec {
  /**
   * A {@link WorkloadSelector}. At most one of `selector`, `targetRef`, `targetRefs` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry-selector
   */
  readonly selector?: WorkloadSelector;

  /**
   * A {@link PolicyTargetReference}. At most one of `selector`, `targetRef`, `targetRefs` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry
   */
  readonly targetRef?: PolicyTargetReference;

  /**
   * A list of {@link PolicyTargetReference}, at most 16 items. At most one of `selector`, `targetRef`, `targetRefs` is
   * set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry-targetRefs
   */
  readonly targetRefs?: PolicyTargetReference[];

  /**
   * A list of {@link Tracing}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry-tracing
   */
  readonly tracing?: Tracing[];

  /**
   * A list of {@link Metrics}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry-metrics
   */
  readonly metrics?: Metrics[];

  /**
   * A list of {@link AccessLogging}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry-access_logging
   */
  readonly accessLogging?: AccessLogging[];
}

/**
 * The message Tracing.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing
 */
export interface Tracing {
  /**
   * A {@link TracingTracingSelector}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-match
   */
  readonly match?: TracingTracingSelector;

  /**
   * A list of {@link ProviderRef}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-providers
   */
  readonly providers?: ProviderRef[];

  /**
   * A number, 0 to 100.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-random_sampling_percentage
   */
  readonly randomSamplingPercentage?: number;

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-disable_span_reporting
   */
  readonly disableSpanReporting?: boolean;

  /**
   * A map of {@link TracingCustomTag}, by name.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-custom_tags
   */
  readonly customTags?: { [key: string]: TracingCustomTag };

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing
   */
  readonly useRequestIdForTraceSampling?: boolean;

  /**
   * True or false.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-enable_istio_tags
   */
  readonly enableIstioTags?: boolean;

  /**
   * True or false. Since Istio 1.30.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-disable_context_propagation
   */
  readonly disableContextPropagation?: boolean;
}

/**
 * The message Tracing.CustomTag.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag
 */
export interface TracingCustomTag {
  /**
   * A {@link TracingLiteral}. At most one of `literal`, `environment`, `header`, `formatter` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag-literal
   */
  readonly literal?: TracingLiteral;

  /**
   * A {@link TracingEnvironment}. At most one of `literal`, `environment`, `header`, `formatter` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag-environment
   */
  readonly environment?: TracingEnvironment;

  /**
   * A {@link TracingRequestHeader}. At most one of `literal`, `environment`, `header`, `formatter` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag-header
   */
  readonly header?: TracingRequestHeader;

  /**
   * A {@link TracingFormatter}. At most one of `literal`, `environment`, `header`, `formatter` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag-formatter
   */
  readonly formatter?: TracingFormatter;
}

/**
 * The message Tracing.Environment.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Environment
 */
export interface TracingEnvironment {
  /**
   * A text, not empty.
   *
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Environment-name
   */
  readonly name: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Environment-default_value
   */
  readonly defaultValue?: string;
}

/**
 * The message Tracing.Formatter.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Formatter
 */
export interface TracingFormatter {
  /**
   * A text, not empty.
   *
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Formatter-value
   */
  readonly value: string;
}

/**
 * The message Tracing.Literal.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Literal
 */
export interface TracingLiteral {
  /**
   * A text, not empty.
   *
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Literal-value
   */
  readonly value: string;
}

/**
 * The message Tracing.RequestHeader.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-RequestHeader
 */
export interface TracingRequestHeader {
  /**
   * A text, not empty.
   *
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-RequestHeader-name
   */
  readonly name: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-RequestHeader-default_value
   */
  readonly defaultValue?: string;
}

/**
 * The message Tracing.TracingSelector.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-TracingSelector
 */
export interface TracingTracingSelector {
  /**
   * A {@link WorkloadMode}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-TracingSelector-mode
   */
  readonly mode?: WorkloadMode;
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
 * The values of MetricSelector.IstioMetric.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricSelector-IstioMetric
 */
export enum MetricSelectorIstioMetric {
  /** Writes `ALL_METRICS`. */
  ALL_METRICS = 'ALL_METRICS',
  /** Writes `REQUEST_COUNT`. */
  REQUEST_COUNT = 'REQUEST_COUNT',
  /** Writes `REQUEST_DURATION`. */
  REQUEST_DURATION = 'REQUEST_DURATION',
  /** Writes `REQUEST_SIZE`. */
  REQUEST_SIZE = 'REQUEST_SIZE',
  /** Writes `RESPONSE_SIZE`. */
  RESPONSE_SIZE = 'RESPONSE_SIZE',
  /** Writes `TCP_OPENED_CONNECTIONS`. */
  TCP_OPENED_CONNECTIONS = 'TCP_OPENED_CONNECTIONS',
  /** Writes `TCP_CLOSED_CONNECTIONS`. */
  TCP_CLOSED_CONNECTIONS = 'TCP_CLOSED_CONNECTIONS',
  /** Writes `TCP_SENT_BYTES`. */
  TCP_SENT_BYTES = 'TCP_SENT_BYTES',
  /** Writes `TCP_RECEIVED_BYTES`. */
  TCP_RECEIVED_BYTES = 'TCP_RECEIVED_BYTES',
  /** Writes `GRPC_REQUEST_MESSAGES`. */
  GRPC_REQUEST_MESSAGES = 'GRPC_REQUEST_MESSAGES',
  /** Writes `GRPC_RESPONSE_MESSAGES`. */
  GRPC_RESPONSE_MESSAGES = 'GRPC_RESPONSE_MESSAGES',
}

/**
 * The values of MetricsOverrides.TagOverride.Operation.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride-Operation
 */
export enum MetricsOverridesTagOverrideOperation {
  /** Writes `UPSERT`. */
  UPSERT = 'UPSERT',
  /** Writes `REMOVE`. */
  REMOVE = 'REMOVE',
}

/**
 * The values of WorkloadMode.
 *
 * @see https://istio.io/latest/docs/reference/config/telemetry/#WorkloadMode
 */
export enum WorkloadMode {
  /** Writes `CLIENT_AND_SERVER`. */
  CLIENT_AND_SERVER = 'CLIENT_AND_SERVER',
  /** Writes `CLIENT`. */
  CLIENT = 'CLIENT',
  /** Writes `SERVER`. */
  SERVER = 'SERVER',
}
