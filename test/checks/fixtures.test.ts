import { CODES } from '../../lib/checks/catalogue';
import { checkManifests } from '../../lib/checks/check-manifests';
import { fixtureCodes, loadFixture } from './fixture';

test('every code has fixtures, and all fixtures are of a code', () => {
  expect(fixtureCodes()).toEqual([...CODES.keys()].sort());
});

describe.each([...CODES.keys()].sort())('%s', (code) => {
  test('is raised by wrong.yaml', () => {
    const { manifests, settings } = loadFixture(code, 'wrong')!;
    expect(checkManifests(manifests, settings).map((finding) => finding.code)).toContain(code);
  });

  test('is not raised by right.yaml, and neither is an error', () => {
    const { manifests, settings } = loadFixture(code, 'right')!;
    const findings = checkManifests(manifests, settings);
    expect(findings.filter((finding) => finding.code === code || finding.severity === 'error')).toEqual([]);
  });
});
