import type { IConstruct } from 'constructs';
import { Node } from 'constructs';
import { DNS_LABEL, DNS_SUBDOMAIN } from './dns-name';
import { IstioVersion } from './istio-version';
import { inCallersLanguage } from './language/in-language';
import type { Problems } from './problems';
import { describeProblems, show } from './problems';

const MESH = Symbol.for('cdk8s-istio.MeshSettings');

/** What an App says of its mesh, as far as all of its objects need it. */
export interface TargetMeshOptions {
  readonly istioVersion?: IstioVersion;
  readonly clusterDomain?: string;
  readonly rootNamespace?: string;
  /** Its installed gateways. What they are is known only to those that ask. */
  readonly ingress?: unknown;
  readonly egress?: unknown;
}

/** The mesh that the objects of an App are checked against: what `MeshSettings` says, or Istio's defaults. */
export class TargetMesh {
  /**
   * Says what mesh the App is for, once and before its first Istio object: that object would have been checked against another one.
   *
   * @param problems what is known to be wrong with the options already
   */
  public static set(app: IConstruct, options: TargetMeshOptions, problems: Problems): TargetMesh {
    const root = holder(app);
    const earlier = root[MESH];
    if (earlier !== undefined) {
      const what = earlier.firstUse === undefined ? 'twice for one App' : `after ${earlier.firstUse}`;
      throw new Error(
        inCallersLanguage(
          `MeshSettings.set was called ${what}. Call it once, right after \`new App()\`, so that every object is checked against it.`,
        ),
      );
    }
    checkOptions(options, problems);
    return (root[MESH] = new TargetMesh(options));
  }

  /** The mesh that a construct is for. */
  public static of(construct: IConstruct): TargetMesh {
    return (holder(construct)[MESH] ??= new TargetMesh({}, describeUse(construct)));
  }

  public readonly istioVersion: IstioVersion;
  public readonly clusterDomain: string;
  public readonly rootNamespace: string;

  private constructor(
    /** What was said of it; the rest is by default. */
    public readonly said: TargetMeshOptions,
    /** What the defaults were taken for before anybody set them. */
    private readonly firstUse?: string,
  ) {
    this.istioVersion = said.istioVersion ?? IstioVersion.V1_31;
    this.clusterDomain = said.clusterDomain ?? 'cluster.local';
    this.rootNamespace = said.rootNamespace ?? 'istio-system';
  }
}

function describeUse({ node }: IConstruct): string {
  return node.path === '' ? 'its settings were read' : `${node.path} was made`;
}

function checkOptions(given: TargetMeshOptions, problems: Problems): void {
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
  [MESH]?: TargetMesh;
}

function holder(construct: IConstruct): Holder {
  return Node.of(construct).root as Holder;
}
