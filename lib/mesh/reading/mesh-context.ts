import type { World } from '../../core/world';
import type { Manifest } from './mesh-object';

/**
 * The order of age that is taken where no file shows it: as the objects stand in the files, which is what `kubectl apply -f` makes of
 * them, or by name, which is what counts when all are made within one second.
 */
export type AgeOrder = 'listed' | 'named';

/** What the manifests themselves do not say: the mesh they are for. */
export interface MeshContext {
  /** `1.31` */
  readonly istioVersion: string;
  /** The release of an upgrade, where only what it changes is asked for. */
  readonly upgradeTo?: string;
  readonly clusterDomain: string;
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  /** MeshConfig of Istio, with its own field names; what it does not say has Istio's defaults. */
  readonly meshConfig: Readonly<Record<string, unknown>>;
  /** The name that Istio knows the cluster by. */
  readonly clusterName: string;
  /** The other clusters of the mesh, and what is in them. */
  readonly otherClusters: readonly { readonly name: string; readonly manifests: readonly Manifest[] }[];
  readonly world: `${World}`;
  readonly age: AgeOrder;
  /** Codes that are looked for although nobody does by default. */
  readonly include: readonly string[];
}

export const DEFAULT_CONTEXT: MeshContext = {
  istioVersion: '1.31',
  clusterDomain: 'cluster.local',
  rootNamespace: 'istio-system',
  trustDomain: 'cluster.local',
  trustDomainAliases: [],
  meshConfig: {},
  clusterName: 'Kubernetes',
  otherClusters: [],
  world: 'open',
  age: 'listed',
  include: [],
};
