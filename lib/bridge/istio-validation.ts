import type { CheckSettings } from '../checks/check-settings';
import type { Finding } from '../checks/finding';
import { SEVERITIES, severityOf } from './istio-checks';
import type { IstioChecksSettings } from './istio-checks';
import { checks } from './analysis';

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
  private readonly failOn: string;
  private readonly settings: CheckSettings;

  /**
   * Made by cdk8s-cli.
   *
   * Rejects settings that cannot be right.
   *
   * @param properties what stands under `properties` in cdk8s.yaml: IstioChecksSettings
   */
  constructor(properties: IstioChecksSettings = {}) {
    const { failOn, ...settings } = properties;
    this.failOn = severityOf(failOn, 'IstioValidation');
    this.settings = settings;
    checks().checkManifests([], settings);
  }

  /**
   * Called by cdk8s-cli with the files that were written.
   *
   * @param context what cdk8s-cli gives to a plugin
   */
  // Free-form: the type belongs to cdk8s-cli, which an app need not install to import this library.
  public async validate(context: any): Promise<void> {
    const { manifests, report, parseManifest } = contextOf(context);
    const files = new Map<unknown, string>();
    for (const file of manifests) {
      parseManifest(file).forEach((manifest) => files.set(manifest, file));
    }
    const { findings, suppressed } = checks().checkAll([...files.keys()], this.settings);
    for (const { finding, given } of findings) {
      report.addViolation({
        ruleName: `${finding.code} (${finding.severity})`,
        recommendation: finding.message,
        fix: finding.fix,
        violatingResources: [
          {
            resourceName: finding.object.name,
            manifestPath: files.get(given) ?? '',
            locations: [finding.path === '' ? finding.object.kind : finding.path],
          },
        ],
      });
    }
    const fails = findings.some(
      ({ finding }) => SEVERITIES.indexOf(finding.severity) >= SEVERITIES.indexOf(this.failOn),
    );
    report.submit(fails ? 'failure' : 'success', {
      errors: count(findings, 'error'),
      warnings: count(findings, 'warning'),
      notes: count(findings, 'info'),
      suppressed: String(suppressed.reduce((sum, each) => sum + each.count, 0)),
    });
    return Promise.resolve();
  }
}

function count(findings: readonly { readonly finding: Finding }[], severity: string): string {
  return String(findings.filter(({ finding }) => finding.severity === severity).length);
}

/** The part of cdk8s-cli's ValidationContext that is used. */
interface Context {
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: object): void;
    submit(status: 'success' | 'failure', metadata: Record<string, string>): void;
  };
  parseManifest(file: string): unknown[];
}

function contextOf(context: unknown): Context {
  const { manifests, report } = context as Context;
  return { manifests, report, parseManifest: (file) => (context as Context).parseManifest(file) };
}
