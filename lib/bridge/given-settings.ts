import type { CheckSettings, OtherCluster } from '../checks/check-settings';
import type { Settings } from '../checks/read-settings';
import { describeProblems, Problems, show } from '../core/problems';
import { SEVERITIES, severitiesFrom, Severity } from '../core/severity';
import { analysis } from './analysis';
import type { IstioChecksSettings } from './istio-checks-settings';

/** Settings of checks that fail something. */
export interface GivenSettings {
  readonly settings: Settings;
  /** Whether findings of one of these severities make it fail. */
  readonly fails: (severities: readonly Severity[]) => boolean;
}

/**
 * Looks at settings as they were written. Throws one error with all that is wrong with them.
 *
 * @param problems what is known to be wrong with them already
 */
export function givenSettings(given: IstioChecksSettings, what: string, problems = new Problems()): GivenSettings {
  const { readInto } = analysis().settingsReader();
  const settings = readInto(problems, given, 'IstioChecksSettings');
  const { failOn = Severity.ERROR } = (given as IstioChecksSettings | null) ?? {};
  if (!SEVERITIES.includes(failOn)) {
    problems.add('failOn', `${show(failOn)} is not a severity. Write "error", "warning" or "info".`);
  }
  expectManifests(given, problems);
  refuse(what, problems);
  const counted = severitiesFrom(failOn);
  return { settings, fails: (severities) => severities.some((each) => counted.includes(each)) };
}

/** Throws if there is a problem. */
export function refuse(what: string, problems: Problems): void {
  if (problems.count > 0) {
    throw new Error(describeProblems(what, problems.list));
  }
}

/** A value that is not a manifest describes nothing, and its place in the settings is known only here. */
export function expectManifests(settings: CheckSettings | null, problems: Problems): void {
  const { takeIn } = analysis().settingsReader();
  const expect = (values: unknown, field: string): void => {
    for (const [i, each] of (Array.isArray(values) ? values : []).entries()) {
      for (const { finding } of takeIn([each]).findings) {
        problems.addOfData(`${field}[${i}]`, '', `${finding.message} Write a manifest, or one of Externals.`);
      }
    }
  };
  const { externals, otherClusters } = settings ?? {};
  expect(externals, 'externals');
  for (const [i, cluster] of (Array.isArray(otherClusters) ? otherClusters : []).entries()) {
    expect((cluster as OtherCluster | null)?.manifests, `otherClusters[${i}].manifests`);
  }
}
