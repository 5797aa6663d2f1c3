import type { IstioVersion } from '../core/istio-version';
import type { World } from '../core/world';

/** A finding that is known and accepted. */
export interface Suppression {
  /** `IST0118`, or a pattern such as `KIA*`. */
  readonly code: string;

  /**
   * The objects that it holds for, as `Kind namespace/name`; `*` stands for any text: `Service shop/*`.
   *
   * @default - all objects
   */
  readonly object?: string;

  /** Why it is accepted. Reports print it with the number of findings that it removed. Must not be empty. */
  readonly reason: string;
}

/** Another cluster of the mesh that the manifests are for. */
export interface OtherCluster {
  /** The name that Istio knows it by: `--name` of `istioctl create-remote-secret`. */
  readonly name: string;

  /**
   * What is in it, such as the manifests that are made for it or what `kubectl get -o yaml` prints. It is read, and
   * nothing is reported of it.
   *
   * @default - nothing
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- free-form, as manifests are
  readonly manifests?: any[];
}

/** What the manifests do not contain, and how the checks treat them. */
export interface CheckSettings {
  /**
   * The release of Istio in the cluster. Fields and kinds that it does not know are findings.
   *
   * @default - IstioVersion.V1_31; with `upgradeTo` the release before that
   */
  readonly istioVersion?: IstioVersion;

  /**
   * The release that the cluster is upgraded to. Only what the upgrade changes is reported then: what this release refuses or reports and
   * `istioVersion` does not, what takes effect by it, and what it does otherwise with the same manifests.
   *
   * Rejects a release that is not later than `istioVersion`, which is the one before it by default.
   *
   * @default - no upgrade: all findings for `istioVersion`
   */
  readonly upgradeTo?: IstioVersion;

  /**
   * The DNS domain of the cluster, the end of every service's full name.
   *
   * @default "cluster.local"
   */
  readonly clusterDomain?: string;

  /**
   * The namespace whose DestinationRules, Sidecars and policies apply to the whole mesh (`meshConfig.rootNamespace`).
   *
   * @default "istio-system"
   */
  readonly rootNamespace?: string;

  /**
   * The trust domain of the workloads' identities (`meshConfig.trustDomain`).
   *
   * @default "cluster.local"
   */
  readonly trustDomain?: string;

  /**
   * Former trust domains that are still accepted (`meshConfig.trustDomainAliases`).
   *
   * @default - none
   */
  readonly trustDomainAliases?: string[];

  /**
   * MeshConfig of Istio, with its own field names, as it is in the ConfigMap `istio`. It is read as istiod reads it: by either spelling of a
   * field (`rootNamespace`, `root_namespace`).
   *
   * Rejects what istiod refuses, such as a value that an enum does not have, and names of fields that are misspelt. Other fields that istiod does
   * not know have no effect.
   *
   * @default - Istio's defaults
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- free-form, and jsii knows no other word for it
  readonly meshConfig?: any;

  /**
   * Kubernetes objects in the cluster that are not among the manifests, such as another team's Services or the output of
   * `kubectl get -o yaml`. The checks read them and report nothing about them.
   *
   * @default - none
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- free-form, as manifests are
  readonly externals?: any[];

  /**
   * The name that Istio knows this cluster by (`global.multiCluster.clusterName` of its chart).
   *
   * @default "Kubernetes"
   */
  readonly clusterName?: string;

  /**
   * The other clusters of the mesh: Services that differ from one to another are findings, and identities of their
   * workloads are known.
   *
   * @default - this is the only one
   */
  readonly otherClusters?: OtherCluster[];

  /**
   * Whether the manifests and the externals are all that there is.
   *
   * @default World.OPEN
   */
  readonly world?: World;

  /**
   * Codes that are checked only on request, such as `KIA1301`: workloads without an AuthorizationPolicy.
   *
   * @default - none
   */
  readonly include?: string[];

  /**
   * Findings that are known and accepted.
   *
   * @default - none
   */
  readonly suppress?: Suppression[];
}
