import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Construct, Node } from 'constructs';
import type { CheckSettings, Suppression } from '../checks/check-settings';
import type { Finding } from '../checks/finding';
import { acceptance, acceptedCodes } from '../core/acceptance';
import { IstioVersion } from '../core/istio-version';
import { inCallersLanguage } from '../core/language/in-language';
import { show } from '../core/problems';
import { apiObjectOf } from '../kubernetes/manifest';
import { analysis } from './analysis';
import { check } from './check';
import { elsewhere } from './elsewhere';
import type { GivenSettings } from './given-settings';
import { givenSettings } from './given-settings';
import type { IstioChecksSettings } from './istio-checks-settings';
import { contextOf, madeManifests, pathOf } from './made-manifests';

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
   * Charts that are made for different clusters have the same names without being in conflict: check each
   * by itself, with `IstioChecks.on(chart)`.
   *
   * Rejects settings that cannot be right, and a second call for one construct.
   *
   * @param scope an App, or a Chart for that chart alone
   * @param settings what the manifests do not say
   */
  public static on(scope: IConstruct, settings: IstioChecksSettings = {}): IstioChecks {
    if (!Construct.isConstruct(scope)) {
      throw new Error(
        inCallersLanguage(`IstioChecks.on: ${show(scope)} is not a construct. Write IstioChecks.on(app).`),
      );
    }
    const holder = scope as Checked;
    if (holder[CHECKS] !== undefined) {
      throw new Error(
        inCallersLanguage(
          `IstioChecks.on was called twice for ${scope.node.path || 'one App'}. Call it once, with all settings.`,
        ),
      );
    }
    return (holder[CHECKS] = new IstioChecks(scope, settings));
  }

  /**
   * Accepts a finding where it is made. The object gets an annotation with the reason (`accept.cdk8s-istio/<code>`), which the command and
   * the plugin honor as well; a code of Istio or Kiali is named in the annotations that `istioctl analyze` and Kiali read, too. An acceptance
   * that takes nothing away is reported like a suppression that does not.
   *
   * Rejects a code that does not exist, a second reason for one code, an empty reason, and a construct with several objects: name the one that
   * is meant.
   *
   * @example
   * IstioChecks.accept(envoyFilter, 'IST0133', 'no field of Istio can say this');
   *
   * @param construct a resource, an `ApiObject`, or a construct with one object in it
   * @param code code of the finding, such as "IST0133"
   * @param reason why it is accepted
   */
  public static accept(construct: IConstruct, code: string, reason: string): void {
    const object = onlyObject(construct);
    if (!analysis().catalogue().CODES.has(code)) {
      throw new Error(
        inCallersLanguage(
          `IstioChecks.accept: ${show(code)} is not a code. \`cdk8s-istio check --list\` prints all of them.`,
        ),
      );
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw new Error(
        inCallersLanguage(
          `IstioChecks.accept: ${pathOf(object)} accepts ${code} without a reason. Say why: the next reader will ask.`,
        ),
      );
    }
    const present = (object.metadata.toJson() as { annotations?: Record<string, string> }).annotations ?? {};
    const known = acceptedCodes(present).get(code);
    if (known !== undefined) {
      throw new Error(
        inCallersLanguage(`IstioChecks.accept: ${pathOf(object)} already accepts ${code}: ${known}. Write one reason.`),
      );
    }
    for (const [name, value] of Object.entries(acceptance(code, reason, present))) {
      object.metadata.addAnnotation(name, value);
    }
  }

  /**
   * All that is wrong with Kubernetes manifests, however they were made: as the function `check`, for languages that have no functions.
   *
   * @param manifests plain objects, as YAML or JSON text is read; anything else among them becomes a finding
   * @param settings what the manifests do not say; settings that cannot be right throw an error
   * @returns the findings in the order of the manifests
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- manifests are free-form, as ApiObject.toJson() has them
  public static check(manifests: any[], settings: CheckSettings = {}): Finding[] {
    return check(manifests, settings);
  }

  /** @internal What the checks that a construct is part of, its own or those of what it is in, are told of the mesh. */
  public static _toldOf(scope: IConstruct): CheckSettings {
    const holder = [...scope.node.scopes].reverse().find((each): each is Checked => CHECKS in each);
    return holder?.[CHECKS]?.told ?? {};
  }

  private readonly given: GivenSettings;
  private readonly synthesis: Synthesis;

  private constructor(
    private readonly scope: IConstruct,
    private readonly settings: IstioChecksSettings,
  ) {
    this.given = givenSettings(settings, 'IstioChecks');
    this.synthesis = Synthesis.of(scope);
    scope.node.addValidation({ validate: () => this.synthesis.once(this, () => this.validate()) });
  }

  private get told(): CheckSettings {
    const { failOn: _, upgradeTo, ...told } = this.settings;
    // Before an upgrade, the release is the one that runs.
    return upgradeTo === undefined
      ? told
      : { ...told, istioVersion: IstioVersion.of(this.given.settings.context.istioVersion!) };
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
    const idle = [...unused.map(unusedText), ...(this.given.settings.notes ?? [])].map(
      (each) => `IstioChecks: ${each}`,
    );
    const report = findings.length === 0 ? [] : [`IstioChecks: ${textCounts(findings)}\n\n${textReport(findings)}`];
    if (this.given.fails(findings.map(({ severity }) => severity))) {
      return report;
    }
    this.synthesis.print([...report, ...idle].join('\n\n'));
    return [];
  }

  private check(manifests: ReadonlyMap<unknown, string>): { findings: Finding[]; unused: Suppression[] } {
    const objects = [...manifests.keys()];
    const { context, externals, suppress } = this.given.settings;
    const { findings, unused } = analysis()
      .checks()
      .checkAll(objects, {
        context: { ...contextOf(this.scope), ...context },
        externals: [...externals, ...elsewhere(this.scope, [...objects, ...externals])],
        suppress,
      });
    return {
      findings: findings.map(({ finding, given, related }) => ({
        ...finding,
        construct: manifests.get(given),
        ...(finding.related !== undefined && {
          related: finding.related.map((each, i) => ({ ...each, construct: manifests.get(related[i]) })),
        }),
      })),
      unused,
    };
  }

  /** What the constructs would write, with the path of the one that does. */
  private manifests(): Map<unknown, string> {
    return madeManifests(this.scope, (object) => this.synthesis.manifestOf(object));
  }
}

/** The one object of a construct: itself, its resource, or the only one in it. */
function onlyObject(construct: IConstruct): ApiObject {
  if (!Construct.isConstruct(construct)) {
    throw new Error(
      inCallersLanguage(
        `IstioChecks.accept: ${show(construct)} is not a construct. Write the resource that the finding is about.`,
      ),
    );
  }
  const own = apiObjectOf(construct);
  const all = own === undefined ? construct.node.findAll().filter((each) => ApiObject.isApiObject(each)) : [own];
  if (all.length === 1) {
    return all[0];
  }
  const choice = all.length === 0 ? 'no object' : `${all.length} objects: ${all.map(pathOf).join(', ')}`;
  throw new Error(
    inCallersLanguage(
      `IstioChecks.accept: ${construct.node.path} makes ${choice}. Write the one that the finding is about.`,
    ),
  );
}

const CHECKS = Symbol.for('cdk8s-istio.IstioChecks');
const SYNTHESIS = Symbol.for('cdk8s-istio.Synthesis');

/** A construct that may have checks. */
interface Checked extends IConstruct {
  [CHECKS]?: IstioChecks;
}

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
    hookSynthesis(Object.getPrototypeOf(root) as Synthesizing);
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

  /** A synth within a synth, as of a class that calls that of its base class, belongs to the outer one. */
  public during<T>(synth: () => T): T {
    if (this.results !== undefined) {
      return synth();
    }
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

const HOOKED = Symbol.for('cdk8s-istio.hooked');

/**
 * Puts the checks around the synthesis of a class of Apps. The class, because other languages call its method and never see one of the object
 * (aws/jsii#5028).
 */
function hookSynthesis(prototype: Synthesizing & { [HOOKED]?: boolean }): void {
  if (Object.hasOwn(prototype, HOOKED)) {
    return;
  }
  Object.defineProperty(prototype, HOOKED, { value: true });
  for (const method of ['synth', 'synthYaml'] as const) {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with the object of each call
    const original = prototype[method] as ((...args: unknown[]) => string & void) | undefined;
    if (original !== undefined) {
      Object.defineProperty(prototype, method, {
        configurable: true,
        writable: true,
        value(this: Synthesizing, ...args: unknown[]) {
          const run = (): string & void => original.apply(this, args);
          const synthesis = this[SYNTHESIS];
          return synthesis === undefined ? run() : synthesis.during(run);
        },
      });
    }
  }
}
