import type { ConnectionPoolSettings, OutlierDetection } from '../../imports/networking';
import { isObject } from '../core/is-object';
import type { Mesh } from './reading/mesh';

export type OutboundMode = 'ALLOW_ANY' | 'REGISTRY_ONLY' | 'ALLOW_ANY_DYNAMIC_DNS';

const OUTBOUND_MODES: readonly OutboundMode[] = ['ALLOW_ANY', 'REGISTRY_ONLY', 'ALLOW_ANY_DYNAMIC_DNS'];
const PATH_NORMALIZATIONS = ['BASE', 'NONE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'] as const;
const INGRESS_MODES = ['STRICT', 'DEFAULT', 'OFF'] as const;
const VISIBILITIES = ['PUBLIC', 'NAMESPACE', 'NONE'] as const;

/** Who may see ServiceEntries at most, by the labels of their namespaces. */
export interface ServiceEntryVisibility {
  readonly applyToSidecars: boolean;
  readonly byDefault: (typeof VISIBILITIES)[number];
  /** The first one all of whose rules fit decides. */
  readonly policies: readonly {
    readonly visibility: (typeof VISIBILITIES)[number];
    /** A LabelSelector for each rule; undefined for a rule that never fits. */
    readonly namespaceSelectors: readonly (object | undefined)[];
  }[];
}

/** MeshConfig as istiod has it: what the settings say, and Istio's defaults (pkg/config/mesh/mesh.go: DefaultMeshConfig). */
export interface MeshConfig {
  readonly defaultServiceExportTo: readonly string[];
  readonly defaultVirtualServiceExportTo: readonly string[];
  readonly defaultDestinationRuleExportTo: readonly string[];
  readonly serviceEntryVisibility: ServiceEntryVisibility;
  readonly outboundTrafficPolicy: OutboundMode;
  readonly enableAutoMtls: boolean;
  /** As a route of a VirtualService has it; undefined for Istio's own. */
  readonly defaultHttpRetryPolicy?: Readonly<Record<string, unknown>>;
  /** The default for DestinationRules that do not set it. */
  readonly defaultTrafficPolicy: {
    readonly connectionPool?: ConnectionPoolSettings;
    readonly outlierDetection?: OutlierDetection;
  };
  /** Whether requests to ports with HTTP go there in HTTP/2 (`h2UpgradePolicy`). */
  readonly upgradesToHttp2: boolean;
  readonly pathNormalization: (typeof PATH_NORMALIZATIONS)[number];
  readonly ingressControllerMode: (typeof INGRESS_MODES)[number];
  readonly ingressService: string;
  readonly ingressSelector?: string;
  readonly ingressClass: string;
}

export function meshConfig(mesh: Mesh): MeshConfig {
  return mesh.derive(readMeshConfig);
}

function readMeshConfig({ context: { meshConfig: given } }: Mesh): MeshConfig {
  const traffic = objectOf(given.defaultTrafficPolicy);
  return {
    defaultServiceExportTo: textsOf(given.defaultServiceExportTo) ?? ['*'],
    defaultVirtualServiceExportTo: textsOf(given.defaultVirtualServiceExportTo) ?? ['*'],
    defaultDestinationRuleExportTo: textsOf(given.defaultDestinationRuleExportTo) ?? ['*'],
    serviceEntryVisibility: entryVisibility(objectOf(given.serviceEntryVisibility)),
    outboundTrafficPolicy: oneOf(OUTBOUND_MODES, objectOf(given.outboundTrafficPolicy).mode, 'ALLOW_ANY'),
    enableAutoMtls: given.enableAutoMtls !== false,
    defaultHttpRetryPolicy: isObject(given.defaultHttpRetryPolicy) ? given.defaultHttpRetryPolicy : undefined,
    defaultTrafficPolicy: {
      connectionPool: isObject(traffic.connectionPool) ? traffic.connectionPool : undefined,
      outlierDetection: isObject(traffic.outlierDetection) ? traffic.outlierDetection : undefined,
    },
    upgradesToHttp2: given.h2UpgradePolicy === 'UPGRADE',
    pathNormalization: pathNormalization(objectOf(given.pathNormalization).normalization),
    ingressControllerMode: oneOf(INGRESS_MODES, given.ingressControllerMode, 'STRICT'),
    ingressService: textOf(given.ingressService) ?? 'istio-ingressgateway',
    ingressSelector: textOf(given.ingressSelector),
    ingressClass: textOf(given.ingressClass) ?? 'istio',
  };
}

/** DEFAULT, the value where nothing is written, means BASE. */
function pathNormalization(given: unknown): MeshConfig['pathNormalization'] {
  return oneOf(PATH_NORMALIZATIONS, given, 'BASE');
}

function entryVisibility(given: Record<string, unknown>): ServiceEntryVisibility {
  const visibility = (value: unknown): ServiceEntryVisibility['byDefault'] => oneOf(VISIBILITIES, value, 'PUBLIC');
  return {
    applyToSidecars: given.applyToSidecars === true,
    byDefault: visibility(given.defaultVisibility),
    policies: listOf(given.policies).map((policy) => ({
      visibility: visibility(policy.visibility),
      namespaceSelectors: listOf(policy.matchingRules).map(({ namespaceSelector }) =>
        isObject(namespaceSelector) ? namespaceSelector : undefined,
      ),
    })),
  };
}

function oneOf<T extends string>(values: readonly T[], given: unknown, byDefault: T): T {
  return values.find((value) => value === given) ?? byDefault;
}

function objectOf(given: unknown): Record<string, unknown> {
  return isObject(given) ? given : {};
}

function listOf(given: unknown): Record<string, unknown>[] {
  return Array.isArray(given) ? given.map(objectOf) : [];
}

function textOf(given: unknown): string | undefined {
  return typeof given === 'string' && given !== '' ? given : undefined;
}

/** An empty list is the same as none. */
function textsOf(given: unknown): readonly string[] | undefined {
  const texts = Array.isArray(given) ? given.filter((each): each is string => typeof each === 'string') : [];
  return texts.length === 0 ? undefined : texts;
}
