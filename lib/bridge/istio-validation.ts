import { listOf } from '../checks/external-manifests';
import type { Finding } from '../checks/finding';
import type { Located } from '../checks/intake';
import { isObject } from '../core/is-object';
import { Problems } from '../core/problems';
import type { Manifest } from '../mesh/reading/mesh-object';
import type { Folded } from '../report/fold-twins';
import { analysis } from './analysis';
import type { GivenSettings } from './given-settings';
import { givenSettings } from './given-settings';
import type { IstioChecksSettings } from './istio-checks-settings';

const WHERE = 'IstioValidation (properties in cdk8s.yaml)';

/**
 * The checks as a validation plugin of cdk8s-cli: `cdk8s synth` prints a report, and ends with code 2 when something is found.
 *
 * In cdk8s.yaml:
 *
 * ```yaml
 * validations:
 *   - package: ./node_modules/cdk8s-istio
 *     version: 0.1.0
 *     class: IstioValidation
 *     properties:
 *       failOn: warning
 * ```
 */
export class IstioValidation {
  private readonly given: GivenSettings;

  /**
   * Made by cdk8s-cli.
   *
   * Rejects settings that cannot be right, and files that cannot be read.
   *
   * @param properties what stands under `properties` in cdk8s.yaml: IstioChecksSettings, where one of `externals` may also be
   * `istioIngressGateway`, `istioEgressGateway` or the name of a file, from the folder that `cdk8s synth` runs in
   */
  constructor(properties: IstioChecksSettings = {}) {
    const problems = new Problems();
    this.given = givenSettings(withFiles(properties, problems), WHERE, problems);
  }

  /**
   * Called by cdk8s-cli with the files that were written.
   *
   * @param context what cdk8s-cli gives to a plugin
   */
  // Free-form: the type belongs to cdk8s-cli, which an app need not install to import this library.
  public async validate(context: unknown): Promise<void> {
    const { manifests: files, report, stdout } = context as Context;
    const loaded = analysis().loader().load(files);
    const { findings, manifests, suppressed, unused } = analysis()
      .checks()
      .checkAll(loaded.values, this.given.settings);
    const { countBySeverity, objectName, unreadableText, unusedText } = analysis().reports();
    const isShared = sharedNames(manifests);
    const shown = fold(findings);
    for (const { finding, codes, given } of shown) {
      const { object, path, severity, message, fix } = finding;
      const place = loaded.place(given, path);
      report.addViolation({
        ruleName: `${codes.join(', ')} (${severity})`,
        recommendation: message,
        fix,
        violatingResources: [
          {
            // cdk8s-cli looks for the construct by the name alone: of several with one name it would tell any.
            resourceName: isShared(object.name) ? objectName(finding) : object.name,
            manifestPath: place?.file ?? '',
            locations: [`${path || object.kind}${place === undefined || stdout ? '' : ` (line ${place.line})`}`],
          },
        ],
      });
    }
    const { errors, warnings, notes } = countBySeverity(shown.map(({ finding }) => finding));
    const fails = loaded.unreadable.length > 0 || this.given.fails(findings.map(({ finding }) => finding.severity));
    report.submit(fails ? 'failure' : 'success', {
      errors: String(errors),
      warnings: String(warnings),
      notes: String(notes),
      suppressed: String(suppressed.reduce((sum, { count }) => sum + count, 0)),
      ...(unused.length > 0 && { outdated: unused.map(unusedText).join('\n') }),
      ...(loaded.unreadable.length > 0 && { unreadable: loaded.unreadable.map(unreadableText).join('\n') }),
    });
    return Promise.resolve();
  }
}

/** The settings, with what the names of files and of installed gateways stand for. */
function withFiles(properties: IstioChecksSettings, problems: Problems): IstioChecksSettings {
  if (!isObject(properties)) {
    return properties;
  }
  const { externalManifests, loadManifests, withManifests } = analysis().loader();
  return withManifests(properties, (given, field) => {
    try {
      // One for one: what is said of the others later tells their place.
      const manifests = externalManifests(given, '', loadManifests);
      return manifests.length === 1 ? manifests : [listOf(manifests)];
    } catch (error) {
      problems.add(field, (error as Error).message);
      return [listOf([])];
    }
  });
}

/** Findings with their objects; those that several tools report are taken together. */
function fold(findings: readonly Located[]): (Folded & { readonly given: unknown })[] {
  const byObject = new Map<unknown, Finding[]>();
  for (const { finding, given } of findings) {
    const group = byObject.get(given);
    if (group === undefined) {
      byObject.set(given, [finding]);
    } else {
      group.push(finding);
    }
  }
  return [...byObject].flatMap(([given, group]) =>
    analysis()
      .reports()
      .foldTwins(group)
      .map((each) => ({ ...each, given })),
  );
}

/** Whether more than one object has a name. */
function sharedNames(manifests: readonly Manifest[]): (name: string) => boolean {
  const seen = new Set<unknown>();
  const shared = new Set<unknown>();
  for (const { metadata } of manifests) {
    const name = (metadata as { name?: unknown } | undefined)?.name;
    (seen.has(name) ? shared : seen).add(name);
  }
  return (name) => shared.has(name);
}

/** The part of cdk8s-cli's ValidationContext that is used. */
interface Context {
  readonly manifests: readonly string[];
  readonly stdout?: boolean;
  readonly report: {
    addViolation(violation: object): void;
    submit(status: 'success' | 'failure', metadata: Record<string, string>): void;
  };
}
