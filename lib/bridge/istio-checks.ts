import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Construct, Node } from 'constructs';
import type { CheckSettings, Suppression } from '../checks/check-settings';
import type { Finding } from '../checks/finding';
import { MeshSettings } from '../core/mesh-settings';
import { show } from '../core/problems';
import { analysis } from './analysis';
import type { GivenSettings } from './given-settings';
import { givenSettings } from './given-settings';

/** What an App's checks look at, and when they fail. */
export interface IstioChecksSettings extends CheckSettings {
  /**
   * The least severity that makes synth fail: `error`, `warning` or `info`. Findings below it are printed by `app.synth()`.
   *
   * @default "error"
   */
  readonly failOn?: string;
}

/**
 * The checks of an App: `app.synth()` and `Testing.synth()` fail with everything that is wrong with its manifests, each
 * finding with the path of the construct that made the object.
 *
 * Target release, cluster domain and root namespace are those of {@link MeshSettings} where the settings do not name others.
 *
 * @example
 * IstioChecks.on(app, { externals: [Externals.istioIngressGateway()] });
 * app.synth();
 */
export class IstioChecks {
  /**
   * Checks everything below a construct whenever its App is synthesized.
   *
   * Charts that are made for different clusters have the same names without being in each other's way: check each
   * by itself, with `IstioChecks.on(chart)`.
   *
   * Rejects settings that cannot be right, and a second call for one construct.
   *
   * @param scope an App, or a Chart for that chart alone
   * @param settings what the manifests do not say
   */
  public static on(scope: IConstruct, settings: IstioChecksSettings = {}): IstioChecks {
    if (!Construct.isConstruct(scope)) {
      throw new Error(`IstioChecks.on: ${show(scope)} is no construct. Write IstioChecks.on(app).`);
    }
    const holder = scope as IConstruct & { [CHECKS]?: IstioChecks };
    if (holder[CHECKS] !== undefined) {
      throw new Error(
        `IstioChecks.on was called twice for ${scope.node.path || 'one App'}. Call it once, with all settings.`,
      );
    }
    return (holder[CHECKS] = new IstioChecks(scope, settings));
  }

  private readonly given: GivenSettings;
  private readonly synthesis: Synthesis;

  private constructor(
    private readonly scope: IConstruct,
    settings: IstioChecksSettings,
  ) {
    this.given = givenSettings(settings, 'IstioChecks');
    this.synthesis = Synthesis.of(scope);
    scope.node.addValidation({ validate: () => this.synthesis.once(this, () => this.validate()) });
  }

  /** All findings about what the constructs would write now. */
  public findings(): Finding[] {
    return this.check(this.manifests()).findings;
  }

  private validate(): string[] {
    let manifests;
    try {
      manifests = this.manifests();
    } catch {
      // What cannot be written makes synth fail anyway, with the error of cdk8s.
      return [];
    }
    const { findings, unused } = this.check(manifests);
    const { textCounts, textReport, unusedText } = analysis().reports();
    const idle = unused.map((each) => `IstioChecks: ${unusedText(each)}`);
    const report = findings.length === 0 ? [] : [`IstioChecks: ${textCounts(findings)}\n\n${textReport(findings)}`];
    if (this.given.fails(findings.map(({ severity }) => severity))) {
      return report;
    }
    this.synthesis.print([...report, ...idle].join('\n\n'));
    return [];
  }

  private check(manifests: ReadonlyMap<unknown, string>): { findings: Finding[]; unused: Suppression[] } {
    const { istioVersion, clusterDomain, rootNamespace } = MeshSettings.of(this.scope);
    const settings = { istioVersion: istioVersion.minor, clusterDomain, rootNamespace, ...this.given.settings };
    const { findings, unused } = analysis()
      .checks()
      .checkAll([...manifests.keys()], settings);
    return {
      findings: findings.map(({ finding, given }) => ({ ...finding, construct: manifests.get(given) })),
      unused,
    };
  }

  /** What the constructs would write, with the path of the one that does. */
  private manifests(): Map<unknown, string> {
    const objects = this.scope.node.findAll().filter((each) => ApiObject.isApiObject(each));
    return new Map(objects.map((object) => [this.synthesis.manifestOf(object), pathOf(object)]));
  }
}

/** The construct that a reader knows: the one that an object is the resource of. */
function pathOf(object: ApiObject): string {
  const { scope } = object.node;
  return scope?.node.defaultChild === object ? scope.node.path : object.node.path;
}

const CHECKS = Symbol.for('cdk8s-istio.IstioChecks');
const SYNTHESIS = Symbol.for('cdk8s-istio.Synthesis');

interface Synthesizing extends IConstruct {
  [SYNTHESIS]?: Synthesis;
  synth?(): void;
  synthYaml?(): string;
}

/**
 * One run of `app.synth()`.
 *
 * cdk8s validates the whole App once more for each chart. So results are kept while a synth runs, and the manifests that were made
 * for the checks are the ones that it writes.
 */
class Synthesis {
  public static of(scope: IConstruct): Synthesis {
    const root = Node.of(scope).root as Synthesizing;
    return (root[SYNTHESIS] ??= new Synthesis(root));
  }

  private results?: Map<IstioChecks, string[]>;
  /** Objects that give the manifest that was made for the checks, with a `toJson` of their own if they had one. */
  private readonly remembered = new Map<ApiObject, PropertyDescriptor | undefined>();

  private constructor(root: Synthesizing) {
    for (const method of ['synth', 'synthYaml'] as const) {
      const original = root[method]?.bind(root) as (() => string & void) | undefined;
      if (original !== undefined) {
        root[method] = () => this.during(original);
      }
    }
  }

  public manifestOf(object: ApiObject): unknown {
    const manifest: unknown = object.toJson();
    if (this.results !== undefined && !this.remembered.has(object)) {
      this.remembered.set(object, Object.getOwnPropertyDescriptor(object, 'toJson'));
      object.toJson = () => manifest;
    }
    return manifest;
  }

  public once(checks: IstioChecks, validate: () => string[]): string[] {
    const known = this.results?.get(checks);
    if (known !== undefined) {
      return known;
    }
    const result = validate();
    this.results?.set(checks, result);
    return result;
  }

  /** Tells what does not make synth fail; not in tests, which look at one chart. */
  public print(text: string): void {
    if (this.results !== undefined && text !== '') {
      process.stderr.write(`${text}\n`);
    }
  }

  private during<T>(synth: () => T): T {
    this.results = new Map();
    try {
      return synth();
    } finally {
      this.results = undefined;
      for (const [object, own] of this.remembered) {
        // Without one of its own, the method of its class is there again.
        Reflect.deleteProperty(object, 'toJson');
        Object.defineProperties(object, own === undefined ? {} : { toJson: own });
      }
      this.remembered.clear();
    }
  }
}
