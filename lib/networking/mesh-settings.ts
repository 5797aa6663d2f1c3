import type { IConstruct } from 'constructs';
import { needObject } from '../core/expect';
import type { IstioVersion } from '../core/istio-version';
import { Problems, show } from '../core/problems';
import { TargetMesh } from '../core/target-mesh';
import { GatewayWorkload } from './gateway-workload';

/** What is the same for every Istio object of an App. */
export interface MeshSettingsOptions {
  /**
   * The Istio release that the manifests are made for. Fields, values and kinds which that release does not
   * know are rejected, with the release that does.
   *
   * @default IstioVersion.V1_31
   */
  readonly istioVersion?: IstioVersion;

  /**
   * The DNS domain of the cluster, the end of every service's full name (`meshConfig.trustDomain` is another thing).
   *
   * @default "cluster.local"
   */
  readonly clusterDomain?: string;

  /**
   * The namespace whose DestinationRules and Sidecars apply to the whole mesh (`meshConfig.rootNamespace`).
   *
   * @default "istio-system"
   */
  readonly rootNamespace?: string;

  /**
   * The pods of the ingress gateway: the `workload` of every pattern and Gateway that does not name another. `IstioChecks` takes it for
   * installed.
   *
   * @default GatewayWorkload.istioIngress()
   */
  readonly ingress?: GatewayWorkload;

  /**
   * The pods of the egress gateway: the `workload` of every egress pattern that does not name another. `IstioChecks` takes it for installed.
   *
   * @default GatewayWorkload.istioEgress()
   */
  readonly egress?: GatewayWorkload;
}

/**
 * The mesh that the manifests of an App are made for.
 *
 * Said once for an App, before its first Istio object; without it Istio 1.31 and Istio's own defaults hold.
 *
 * @example
 * const app = new App();
 * MeshSettings.set(app, {
 *   istioVersion: IstioVersion.V1_30,
 *   ingress: GatewayWorkload.helmRelease('istio-ingress', { namespace: 'istio-ingress' }),
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export class MeshSettings {
  /**
   * Says what mesh the App is for.
   *
   * Rejects a second call, and a call after the first Istio object was made: that object would have
   * been checked against other settings.
   *
   * @param app the App (or, in a test, the root of the tree)
   * @param options what differs from the defaults
   */
  public static set(app: IConstruct, options: MeshSettingsOptions): MeshSettings {
    const problems = new Problems();
    const given =
      needObject(options, 'MeshSettingsOptions', problems, '', '{ istioVersion: IstioVersion.V1_30 }') ?? {};
    checkWorkload(given.ingress, 'ingress', 'GatewayWorkload.istioIngress()', problems);
    checkWorkload(given.egress, 'egress', 'GatewayWorkload.istioEgress()', problems);
    return MeshSettings.ofMesh(TargetMesh.set(app, given, problems));
  }

  /** The settings that hold for a construct: those of its App, or the defaults. */
  public static of(construct: IConstruct): MeshSettings {
    return MeshSettings.ofMesh(TargetMesh.of(construct));
  }

  private static ofMesh(mesh: TargetMesh): MeshSettings {
    const known = KNOWN.get(mesh) ?? new MeshSettings(mesh);
    KNOWN.set(mesh, known);
    return known;
  }

  /** The Istio release that the manifests are made for. */
  public readonly istioVersion: IstioVersion;
  /** The DNS domain of the cluster. */
  public readonly clusterDomain: string;
  /** The namespace whose DestinationRules and Sidecars apply to the whole mesh. */
  public readonly rootNamespace: string;
  /** The pods of the ingress gateway. */
  public readonly ingress: GatewayWorkload;
  /** The pods of the egress gateway. */
  public readonly egress: GatewayWorkload;

  private constructor({ istioVersion, clusterDomain, rootNamespace, said: { ingress, egress } }: TargetMesh) {
    this.istioVersion = istioVersion;
    this.clusterDomain = clusterDomain;
    this.rootNamespace = rootNamespace;
    this.ingress = ingress instanceof GatewayWorkload ? ingress : GatewayWorkload.istioIngress();
    this.egress = egress instanceof GatewayWorkload ? egress : GatewayWorkload.istioEgress();
  }
}

/** One for each App, so that its gateways are the same values wherever they are asked for. */
const KNOWN = new WeakMap<TargetMesh, MeshSettings>();

function checkWorkload(given: unknown, field: string, example: string, problems: Problems): void {
  if (given instanceof GatewayWorkload) {
    given._check(problems.in(field));
  } else if (given !== undefined) {
    problems.add(field, `${show(given)} is not a GatewayWorkload. Write ${example}.`);
  }
}
