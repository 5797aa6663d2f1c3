import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { CheckSettings } from '../../checks/check-settings';
import type { Finding } from '../../checks/finding';
import type { Settings } from '../../checks/read-settings';
import { isObject } from '../../core/is-object';
import { Problems, show } from '../../core/problems';
import { withoutUndefined } from '../../core/without-undefined';
import type { GraphFilter } from '../../graph/graph-filter';
import type { IServiceAccountLike } from '../../kubernetes/service-account-like';
import type { IServiceLike } from '../../kubernetes/service-like';
import type { IWorkloadLike } from '../../kubernetes/workload-like';
import type { ReleaseVersion } from '../../patterns/release/release-version';
import type { MeshToAsk } from '../../tracing/mesh-to-ask';
import { analysis } from '../analysis';
import { Asked } from './asked';
import type { CallOptions, CallProps, RequestOptions } from './call-options';
import { elsewhere } from '../elsewhere';
import { expectManifests, refuse } from '../given-settings';
import { IstioChecks } from '../istio-checks';
import { contextOf, madeManifests } from '../made-manifests';
import { MeshCaller } from './mesh-caller';
import { MeshDiff } from './mesh-diff';
import { MeshGraph } from './mesh-graph';
import { askMesh } from './mesh-question';
import { Reach } from './reach';
import type { ReachOptions } from './reach-options';
import { reachQuestionOf } from './reach-question';
import type { Trace } from './trace';

/**
 * Manifests as one mesh, to ask where requests go without a cluster: in unit tests of routes, and wherever somebody wonders.
 *
 * What is asked is what the manifests are when it is made: make it after the last construct.
 *
 * @example
 * const mesh = Mesh.of(chart);
 * mesh.get('https://bookinfo.example.com/productpage').shareOf(productpage);
 */
export class Mesh {
  /**
   * The mesh of an App, of one Chart, or of plain manifests.
   *
   * What constructs refer to and do not make is known, such as a `ServiceRef` with ports; other things that the cluster holds are told by the
   * settings. Where they leave something out, it is as {@link IstioChecks} of the App or Chart was told (`externals`, `meshConfig`), and then as
   * {@link MeshSettings} say: release, cluster domain, root namespace and gateways.
   *
   * @param source an App, a Chart, or a list of manifests
   * @param settings what the manifests do not say, and what is otherwise than the checks of the App were told
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- manifests are free-form, as ApiObject.toJson() has them
  public static of(source: IConstruct | any[], settings: CheckSettings = {}): Mesh {
    const problems = new Problems();
    const read = analysis().settingsReader().readInto(problems, withTold(source, settings));
    expectManifests(settings, problems);
    expectSource(source, problems);
    refuse('Mesh.of', problems);
    read.notes?.forEach((note) => process.stderr.write(`Mesh.of: ${note}\n`));
    const { meshToAsk } = analysis().tracing();
    if (Array.isArray(source)) {
      const asked = meshToAsk(source, read);
      return new Mesh(new Asked(asked, new Map()), () => findingsOf(asked, read));
    }
    const constructs = madeManifests(source);
    const objects = [...constructs.keys()];
    const known = withApp(source, objects, read);
    const asked = meshToAsk(objects, known);
    return new Mesh(new Asked(asked, constructs), () => findingsOf(asked, known));
  }

  private constructor(
    private readonly asked: Asked,
    private readonly findings: () => Finding[],
  ) {}

  /**
   * Where any call goes: the whole question in one object. `get`, `request` and `from` are short for it.
   *
   * Rejects a URL without a scheme, names that are not known, headers that are none, and members that would change nothing, such as a server name
   * for `http://`: all of them in one error.
   *
   * @param call who asks for what, and how the client connects
   *
   * @example
   * mesh.trace({ from: productpage, method: 'POST', url: 'http://reviews/', headers: { 'x-canary': 'always' } }).shareOf(reviews.canary);
   */
  public trace(call: CallProps): Trace {
    return askMesh(this.asked, call, { what: 'Mesh.trace', owner: 'CallProps' });
  }

  /**
   * Where a GET from outside goes, by the gateway that has a server for the host and port.
   *
   * @param url `https://bookinfo.example.com/productpage`
   * @param options headers, and how the client connects
   */
  public get(url: string, options: CallOptions = {}): Trace {
    return askMesh(this.asked, options, { what: 'Mesh.get', owner: 'CallOptions', url });
  }

  /**
   * Where a request of any method goes that comes from outside, or a connection: `tls://host:port`, `tcp://host:port`.
   *
   * @param url what is asked
   * @param options method and headers, and how the client connects
   */
  public request(url: string, options: RequestOptions = {}): Trace {
    return askMesh(this.asked, options, { what: 'Mesh.request', owner: 'RequestOptions', url });
  }

  /**
   * The same questions, asked by pods.
   *
   * Rejects what stands for no pods, or for several workloads.
   *
   * @param workload a Deployment or another workload, the Service in front of it, the ServiceAccount that it runs as, a version of a release, or a
   * name: "namespace/name", or "namespace/*" for any pod with a sidecar there
   */
  public from(
    workload: IWorkloadLike | IServiceLike | IServiceAccountLike | ReleaseVersion | IConstruct | string,
  ): MeshCaller {
    return MeshCaller._of(
      this.asked,
      typeof workload === 'string' ? workload : this.asked.caller(workload, 'Mesh.from', 'workload'),
    );
  }

  /**
   * Who can call whom, by which requests and which rule: what a trace says of every client, every host and every kind of request that rules tell
   * apart.
   *
   * Rejects what is not among the manifests.
   *
   * @param options of what it is asked
   */
  public reach(options: ReachOptions = {}): Reach {
    return Reach._of(this.asked.access(reachQuestionOf(options)));
  }

  /**
   * What has become of requests since another mesh: for each client and host the kinds of requests that the rules of either side tell apart, where they
   * now fail, are allowed, go elsewhere, or arrive on other terms.
   *
   * @param before the mesh before the change
   *
   * @example
   * const diff = Mesh.of(app).diff(Mesh.of(manifestsOfMain));
   */
  public diff(before: Mesh): MeshDiff {
    if (!(before instanceof Mesh)) {
      const problems = new Problems();
      problems.add('before', `${show(before)} is not a Mesh. Write Mesh.of(app).diff(Mesh.of(manifests)).`);
      refuse('Mesh.diff', problems);
    }
    return MeshDiff._of(this.asked.since(before.asked));
  }

  /**
   * The picture of the mesh: gateways, hosts, rules with weights, services and the pods behind them, hosts outside, who may call whom, and in red what
   * is broken. It is data until it is written for Mermaid or Graphviz, in SVG, as a page or as JSON.
   *
   * Rejects names that nothing in the mesh has.
   *
   * @param filter what of it is drawn
   */
  public graph(filter: GraphFilter = {}): MeshGraph {
    return MeshGraph._of(this.asked, this.findings(), filter);
  }
}

/** What the checks say of a mesh, which only a picture asks. */
function findingsOf({ taken }: MeshToAsk, settings: Settings): Finding[] {
  return analysis()
    .checks()
    .checkTaken(taken, settings)
    .findings.map(({ finding }) => finding);
}

function expectSource(source: unknown, problems: Problems): void {
  if (Construct.isConstruct(source)) {
    return;
  }
  if (!Array.isArray(source)) {
    problems.add(
      'source',
      `${show(source)} is neither a construct nor a list. Write Mesh.of(app), or Mesh.of([manifest]).`,
    );
    return;
  }
  for (const [i, each] of source.entries()) {
    if (Construct.isConstruct(each)) {
      problems.add(`source[${i}]`, `This is the construct ${each.node.path}. Write Mesh.of(app), or Mesh.of(chart).`);
    }
  }
}

/** Settings, with what the checks of the App were told besides. */
function withTold(source: unknown, settings: CheckSettings): CheckSettings {
  return Construct.isConstruct(source) && isObject(settings)
    ? { ...IstioChecks._toldOf(source), ...withoutUndefined(settings) }
    : settings;
}

/** Settings, with what the App says of its mesh and refers to. */
function withApp(scope: IConstruct, objects: readonly unknown[], { context, externals, suppress }: Settings): Settings {
  return {
    context: { ...contextOf(scope), ...context },
    externals: [...externals, ...elsewhere(scope, [...objects, ...externals])],
    suppress,
  };
}
