import { checkManifests } from '../../lib/checks/check-manifests';
import type { Finding } from '../../lib/checks/finding';
import type { WrittenSettings } from '../../lib/checks/read-settings';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { relatedMistakes } from './related-objects';

/** What is found with one code, or with all codes that begin so. */
export function found(code: string, manifests: readonly Manifest[], settings: WrittenSettings = {}): Finding[] {
  const findings = checkManifests([...manifests], settings).filter((finding) => finding.code.startsWith(code));
  const given = [...manifests, ...(settings.externals ?? [])];
  expect(findings.flatMap((finding) => relatedMistakes(finding, given))).toEqual([]);
  expect(findings.filter(({ message, fix }) => /undefined|\[object|NaN/.test(`${message} ${fix}`))).toEqual([]);
  return findings;
}

/** Where it is found: `error DestinationRule shop/reviews spec.host`. */
export function placesOf(code: string, manifests: readonly Manifest[], settings: WrittenSettings = {}): string[] {
  return found(code, manifests, settings).map(placeOf);
}

/** What is said of it: message and fix. */
export function textsOf(
  code: string,
  manifests: readonly Manifest[],
  settings: WrittenSettings = {},
): [message: string, fix: string][] {
  return found(code, manifests, settings).map(({ message, fix }) => [message, fix]);
}

function placeOf({ severity, object, path }: Finding): string {
  const key = object.namespace === '' ? object.name : `${object.namespace}/${object.name}`;
  return `${severity} ${object.kind} ${key} ${path}`;
}

/** Manifests, and all that is found in them: what a check finds, and what it leaves alone. */
export interface Case {
  readonly name: string;
  readonly manifests: readonly Manifest[];
  readonly settings?: WrittenSettings;
  /** In any order: `CDI0101 error DestinationRule shop/reviews spec.host`. */
  readonly finds: readonly string[];
}

/** Makes a test of each case, for all codes that begin so: `CDI` or `KIA0301`. */
export function testCases(codes: string, cases: readonly Case[]): void {
  test.each(cases.map((each) => [each.name, each] as const))('%s', (_, { manifests, settings, finds }) => {
    const all = found(codes, manifests, settings).map((finding) => `${finding.code} ${placeOf(finding)}`);
    expect(all.sort()).toEqual([...finds].sort());
  });
}
