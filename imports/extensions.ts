// Generated from the CRDs of Istio 1.31.1 by `npm run import`: do not edit.

import type { ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { TypedApiObject } from '../lib/core/typed-api-object';

/**
 * The TrafficExtension of Istio, as it is written. Since Istio 1.30.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension
 */
export class TrafficExtension extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'extensions.istio.io/v1alpha1', kind: 'TrafficExtension' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: TrafficExtensionProps): any {
    return TypedApiObject._manifest(TrafficExtension.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: TrafficExtensionProps) {
    super(scope, id, TrafficExtension.GVK, props);
  }
}

/** Metadata and spec of {@link TrafficExtension}. */
export interface TrafficExtensionProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The TrafficExtension itself.
   *
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension
   */
  readonly spec: TrafficExtensionSpec;
}

/**
 * The WasmPlugin of Istio, as it is written.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin
 */
export class WasmPlugin extends TypedApiObject {
  /** API version and kind of the object. */
  public static readonly GVK: GroupVersionKind = { apiVersion: 'extensions.istio.io/v1alpha1', kind: 'WasmPlugin' };

  /**
   * The manifest alone, to put into another object.
   *
   * @param props metadata and spec
   */
  public static manifest(props: WasmPluginProps): any {
    return TypedApiObject._manifest(WasmPlugin.GVK, props);
  }

  /**
   * @param scope the construct that the object belongs to
   * @param id its id in there
   * @param props metadata and spec
   */
  constructor(scope: Construct, id: string, props: WasmPluginProps) {
    super(scope, id, WasmPlugin.GVK, props);
  }
}

/** Metadata and spec of {@link WasmPlugin}. */
export interface WasmPluginProps {
  /**
   * Name, namespace, labels and annotations.
   *
   * @default - a generated name in the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The WasmPlugin itself.
   *
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin
   */
  readonly spec: WasmPluginSpec;
}

/**
 * The message EnvVar.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#EnvVar
 */
export interface EnvVar {
  /**
   * A text, 1 to 256 characters.
   *
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#EnvVar-name
   */
  readonly name: string;

  /**
   * A {@link EnvValueSource}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#EnvVar-value_from
   */
  readonly valueFrom?: EnvValueSource;

  /**
   * A text, at most 2048 characters.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#EnvVar-value
   */
  readonly value?: string;
}

/**
 * The message LuaConfig.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#LuaConfig
 */
export interface LuaConfig {
  /**
   * A text, 1 to 65536 characters.
   *
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#LuaConfig-inline_code
   */
  readonly inlineCode: string;
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
 * The message PortSelector.
 *
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PortSelector
 */
export interface PortSelector {
  /**
   * A whole number, 1 to 65535.
   *
   * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PortSelector-number
   */
  readonly number: number;
}

/**
 * The message TrafficExtension.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension
 */
export interface TrafficExtensionSpec {
  /**
   * A {@link WorkloadSelector}. At most one of `selector`, `targetRefs` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-selector
   */
  readonly selector?: WorkloadSelector;

  /**
   * A list of {@link PolicyTargetReference}, at most 16 items. At most one of `selector`, `targetRefs` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-targetRefs
   */
  readonly targetRefs?: PolicyTargetReference[];

  /**
   * A {@link TrafficExtensionExecutionPhase}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-phase
   */
  readonly phase?: TrafficExtensionExecutionPhase;

  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-priority
   */
  readonly priority?: number;

  /**
   * A list of {@link TrafficSelector}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-match
   */
  readonly match?: TrafficSelector[];

  /**
   * A {@link WasmConfig}. At most one of `wasm`, `lua` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-wasm
   */
  readonly wasm?: WasmConfig;

  /**
   * A {@link LuaConfig}. At most one of `wasm`, `lua` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-lua
   */
  readonly lua?: LuaConfig;
}

/**
 * The message TrafficSelector.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficSelector
 */
export interface TrafficSelector {
  /**
   * A {@link WorkloadMode}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficSelector-mode
   */
  readonly mode?: WorkloadMode;

  /**
   * A list of {@link PortSelector}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficSelector-ports
   */
  readonly ports?: PortSelector[];
}

/**
 * The message VmConfig.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#VmConfig
 */
export interface VmConfig {
  /**
   * A list of {@link EnvVar}, at most 256 items.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#VmConfig-env
   */
  readonly env?: EnvVar[];
}

/**
 * The message WasmConfig.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig
 */
export interface WasmConfig {
  /**
   * A text, not empty.
   *
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig-url
   */
  readonly url: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig-sha256
   */
  readonly sha256?: string;

  /**
   * A {@link PullPolicy}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig-image_pull_policy
   */
  readonly imagePullPolicy?: PullPolicy;

  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig-image_pull_secret
   */
  readonly imagePullSecret?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig
   */
  readonly verificationKey?: string;

  /**
   * Free form: it is written as it is given, with every `null` in it.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig-plugin_config
   */
  readonly pluginConfig?: any;

  /**
   * A text, 1 to 256 characters.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig-plugin_name
   */
  readonly pluginName?: string;

  /**
   * A {@link FailStrategy}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig-fail_strategy
   */
  readonly failStrategy?: FailStrategy;

  /**
   * A {@link VmConfig}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig-vm_config
   */
  readonly vmConfig?: VmConfig;

  /**
   * A {@link PluginType}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig-type
   */
  readonly type?: PluginType;
}

/**
 * The message WasmPlugin.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin
 */
export interface WasmPluginSpec {
  /**
   * A {@link WorkloadSelector}. At most one of `selector`, `targetRef`, `targetRefs` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-selector
   */
  readonly selector?: WorkloadSelector;

  /**
   * A {@link PolicyTargetReference}. At most one of `selector`, `targetRef`, `targetRefs` is set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin
   */
  readonly targetRef?: PolicyTargetReference;

  /**
   * A list of {@link PolicyTargetReference}, at most 16 items. At most one of `selector`, `targetRef`, `targetRefs` is
   * set.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-targetRefs
   */
  readonly targetRefs?: PolicyTargetReference[];

  /**
   * A text, not empty.
   *
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-url
   */
  readonly url: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-sha256
   */
  readonly sha256?: string;

  /**
   * A {@link PullPolicy}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-image_pull_policy
   */
  readonly imagePullPolicy?: PullPolicy;

  /**
   * A text, 1 to 253 characters.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-image_pull_secret
   */
  readonly imagePullSecret?: string;

  /**
   * A text.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin
   */
  readonly verificationKey?: string;

  /**
   * Free form: it is written as it is given, with every `null` in it.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-plugin_config
   */
  readonly pluginConfig?: any;

  /**
   * A text, 1 to 256 characters.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-plugin_name
   */
  readonly pluginName?: string;

  /**
   * A {@link PluginPhase}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-phase
   */
  readonly phase?: PluginPhase;

  /**
   * A whole number.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-priority
   */
  readonly priority?: number;

  /**
   * A {@link FailStrategy}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-fail_strategy
   */
  readonly failStrategy?: FailStrategy;

  /**
   * A {@link VmConfig}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-vm_config
   */
  readonly vmConfig?: VmConfig;

  /**
   * A list of {@link WasmPluginTrafficSelector}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-match
   */
  readonly match?: WasmPluginTrafficSelector[];

  /**
   * A {@link PluginType}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-type
   */
  readonly type?: PluginType;
}

/**
 * The message WasmPlugin.TrafficSelector.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-TrafficSelector
 */
export interface WasmPluginTrafficSelector {
  /**
   * A {@link WorkloadMode}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-TrafficSelector-mode
   */
  readonly mode?: WorkloadMode;

  /**
   * A list of {@link PortSelector}.
   *
   * @default - not set
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-TrafficSelector-ports
   */
  readonly ports?: PortSelector[];
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
 * The values of EnvValueSource.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#EnvValueSource
 */
export enum EnvValueSource {
  /** Writes `INLINE`. */
  INLINE = 'INLINE',
  /** Writes `HOST`. */
  HOST = 'HOST',
}

/**
 * The values of FailStrategy.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#FailStrategy
 */
export enum FailStrategy {
  /** Writes `FAIL_CLOSE`. */
  FAIL_CLOSE = 'FAIL_CLOSE',
  /** Writes `FAIL_OPEN`. */
  FAIL_OPEN = 'FAIL_OPEN',
  /** Writes `FAIL_RELOAD`. */
  FAIL_RELOAD = 'FAIL_RELOAD',
}

/**
 * The values of PluginPhase.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PluginPhase
 */
export enum PluginPhase {
  /** Writes `UNSPECIFIED_PHASE`. */
  UNSPECIFIED_PHASE = 'UNSPECIFIED_PHASE',
  /** Writes `AUTHN`. */
  AUTHN = 'AUTHN',
  /** Writes `AUTHZ`. */
  AUTHZ = 'AUTHZ',
  /** Writes `STATS`. */
  STATS = 'STATS',
}

/**
 * The values of PluginType.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PluginType
 */
export enum PluginType {
  /** Writes `UNSPECIFIED_PLUGIN_TYPE`. */
  UNSPECIFIED_PLUGIN_TYPE = 'UNSPECIFIED_PLUGIN_TYPE',
  /** Writes `HTTP`. */
  HTTP = 'HTTP',
  /** Writes `NETWORK`. */
  NETWORK = 'NETWORK',
}

/**
 * The values of PullPolicy.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PullPolicy
 */
export enum PullPolicy {
  /** Writes `UNSPECIFIED_POLICY`. */
  UNSPECIFIED_POLICY = 'UNSPECIFIED_POLICY',
  /** Writes `IfNotPresent`. */
  IF_NOT_PRESENT = 'IfNotPresent',
  /** Writes `Always`. */
  ALWAYS = 'Always',
}

/**
 * The values of TrafficExtension.ExecutionPhase.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-ExecutionPhase
 */
export enum TrafficExtensionExecutionPhase {
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
 * The values of WorkloadMode.
 *
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadMode
 */
export enum WorkloadMode {
  /** Writes `UNDEFINED`. */
  UNDEFINED = 'UNDEFINED',
  /** Writes `CLIENT`. */
  CLIENT = 'CLIENT',
  /** Writes `SERVER`. */
  SERVER = 'SERVER',
  /** Writes `CLIENT_AND_SERVER`. */
  CLIENT_AND_SERVER = 'CLIENT_AND_SERVER',
}
