import type { CheckSettings } from '../checks/check-settings';
import { describeProblems, Problems, show } from '../core/problems';
import type { Severity } from '../core/severity';
import { SEVERITIES, severitiesFrom } from '../core/severity';
import { settingsReader } from './analysis';
import type { IstioChecksSettings } from './istio-checks';

/** Settings of checks that fail something. */
export interface GivenSettings {
  readonly settings: CheckSettings;
  /** Whether findings of one of these severities make it fail. */
  readonly fails: (severities: readonly string[]) => boolean;
}

/** Looks at settings as they were written. Throws one error with all that is wrong with them. */
export function givenSettings(given: IstioChecksSettings, what: string): GivenSettings {
  const problems = new Problems();
  const { readInto } = settingsReader();
  readInto(problems, given, 'IstioChecksSettings');
  const { failOn = 'error', ...settings } = (given as IstioChecksSettings | null) ?? {};
  if (!SEVERITIES.includes(failOn as Severity)) {
    problems.add('failOn', `${show(failOn)} is no severity. Write "error", "warning" or "info".`);
  }
  expectManifests(settings.externals, problems);
  refuse(what, problems);
  const counted = severitiesFrom(failOn as Severity);
  return { settings, fails: (severities) => severities.some((each) => counted.includes(each)) };
}

/** Throws if there is a problem. */
export function refuse(what: string, problems: Problems): void {
  if (problems.count > 0) {
    throw new Error(describeProblems(what, problems.list));
  }
}

/** What is no manifest says nothing, and its place in the list is known only here. */
export function expectManifests(externals: unknown, problems: Problems): void {
  const { takeIn } = settingsReader();
  for (const [i, external] of (Array.isArray(externals) ? externals : []).entries()) {
    for (const { finding } of takeIn([external]).findings) {
      problems.add(`externals[${i}]`, `${finding.message} Write a manifest, or one of Externals.`);
    }
  }
}
