import type { Manifest } from '../mesh/mesh-object';
import type { CheckSettings } from './check-settings';
import type { Finding } from './finding';
import type { Located } from './intake';
import { takeIn } from './intake';
import { readSettings } from './read-settings';
import { runChecks } from './run-checks';
import type { Suppression } from './check-settings';
import type { Suppressed } from './suppressions';
import { Suppressions } from './suppressions';

/** What was found, and what was looked at. */
export interface CheckResult {
  readonly findings: Located[];
  /** The objects that were looked at. */
  readonly manifests: Manifest[];
  readonly suppressed: Suppressed[];
  /** Suppressions of the settings that took nothing away. */
  readonly unused: Suppression[];
}

/**
 * All findings about Kubernetes objects, in the order of the objects.
 *
 * @param manifests plain objects, as YAML or JSON text is read; anything else among them becomes a finding
 */
export function checkManifests(manifests: readonly unknown[], settings?: CheckSettings): Finding[] {
  return checkAll(manifests, settings).findings.map(({ finding }) => finding);
}

export function checkAll(given: readonly unknown[], settings?: CheckSettings): CheckResult {
  const { context, externals, suppress } = readSettings(settings);
  const { manifests, findings: refused } = takeIn(given);
  const suppressions = new Suppressions(suppress);
  const found = runChecks(manifests, takeIn(externals).manifests, context);
  const findings = [
    ...refused.filter(({ finding }) => !suppressions.takes(finding, undefined)),
    ...found.flatMap(({ finding, object }) =>
      suppressions.takes(finding, object) ? [] : { finding, given: object.manifest },
    ),
  ];
  return { findings, manifests, suppressed: suppressions.used, unused: suppressions.unused };
}
