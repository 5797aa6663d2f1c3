import type { IConstruct } from 'constructs';
import { Node } from 'constructs';
import { DNS_LABEL, DNS_SUBDOMAIN } from './dns-name';
import { needObject } from './expect';
import { IstioVersion } from './istio-version';
import { describeProblems, Problems, show } from './problems';

const SETTINGS = Symbol.for('cdk8s-istio.MeshSettings');

/** What is the same for every Istio object of an App. */
export interface MeshSettingsOptions {
  /**
   * The Istio release that the manifests are made for. Fields, values and kinds which that release does not
   * know are refused, with the release that does.
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
}

/**
 * The mesh that the manifests of an App are made for.
 *
 * Said once for an App, before its first Istio object; without it Istio 1.31 and Istio's own defaults hold.
 *
 * @example
 * const app = new App();
 * MeshSettings.set(app, { istioVersion: IstioVersion.V1_30 });
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
    const root = holder(app);
    const earlier = root[SETTINGS];
    if (earlier !== undefined) {
      const what = earlier.firstUse === undefined ? 'twice for one App' : `after ${earlier.firstUse}`;
      throw new Error(
        `MeshSettings.set was called ${what}. Call it once, right after \`new App()\`, so that every object is checked against it.`,
      );
    }
    return (root[SETTINGS] = new MeshSettings(options));
  }

  /** The settings that hold for a construct: those of its App, or the defaults. */
  public static of(construct: IConstruct): MeshSettings {
    return (holder(construct)[SETTINGS] ??= new MeshSettings({}, describeUse(construct)));
  }

  /** The Istio release that the manifests are made for. */
  public readonly istioVersion: IstioVersion;
  /** The DNS domain of the cluster. */
  public readonly clusterDomain: string;
  /** The namespace whose DestinationRules and Sidecars apply to the whole mesh. */
  public readonly rootNamespace: string;

  private constructor(
    options: MeshSettingsOptions,
    /** What the defaults were taken for before anybody set them. */
    private readonly firstUse?: string,
  ) {
    checkOptions(options);
    this.istioVersion = options.istioVersion ?? IstioVersion.V1_31;
    this.clusterDomain = options.clusterDomain ?? 'cluster.local';
    this.rootNamespace = options.rootNamespace ?? 'istio-system';
  }
}

function describeUse({ node }: IConstruct): string {
  return node.path === '' ? 'its settings were read' : `${node.path} was made`;
}

function checkOptions(options: MeshSettingsOptions): void {
  const problems = new Problems();
  const given = needObject(options, 'MeshSettingsOptions', problems, '', '{ istioVersion: IstioVersion.V1_30 }') ?? {};
  if (given.istioVersion !== undefined && !(given.istioVersion instanceof IstioVersion)) {
    problems.add(
      'istioVersion',
      `${show(given.istioVersion)} is not an IstioVersion. Write IstioVersion.of("1.30") or IstioVersion.V1_30.`,
    );
  }
  const { clusterDomain, rootNamespace } = given;
  if (clusterDomain !== undefined && !(typeof clusterDomain === 'string' && DNS_SUBDOMAIN.test(clusterDomain))) {
    problems.add('clusterDomain', `${show(clusterDomain)} is not a DNS domain. Write one such as "cluster.local".`);
  }
  if (rootNamespace !== undefined && !(typeof rootNamespace === 'string' && DNS_LABEL.test(rootNamespace))) {
    problems.add('rootNamespace', `${show(rootNamespace)} is not a namespace. Write one such as "istio-system".`);
  }
  if (problems.count > 0) {
    throw new Error(describeProblems('MeshSettings', problems.list));
  }
}

interface Holder {
  [SETTINGS]?: MeshSettings;
}

function holder(construct: IConstruct): Holder {
  return Node.of(construct).root as Holder;
}
