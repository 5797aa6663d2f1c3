import { checkManifests } from '../../lib/checks/check-manifests';
import { fixtureCodes, loadFixture } from './fixture';
import { namedObjects, relatedMistakes } from './related-objects';

const SETS = fixtureCodes().flatMap((code) =>
  (['wrong', 'right'] as const).flatMap((which) => loadFixture(code, which) ?? []),
);

/** The tests of the checks ask the same of all that they find (`found`). */
test('an object that a message names is among the related ones, once, and not the place of the finding itself', () => {
  const mistakes = new Set<string>();
  let named = 0;
  for (const { manifests, settings } of SETS) {
    const given = [...manifests, ...(settings.externals ?? [])];
    for (const finding of checkManifests([...manifests], settings)) {
      named += namedObjects(finding, given).length;
      relatedMistakes(finding, given).forEach((mistake) => mistakes.add(mistake));
    }
  }
  expect([...mistakes].sort()).toEqual([]);
  expect(named).toBeGreaterThan(100);
});

/** The manifest that replaces another one is related to it by its place, as both have one name. */
test('of two manifests for one object the finding leads to the one that counts', () => {
  const { manifests, settings } = loadFixture('CDI0003', 'wrong')!;
  const duplicates = checkManifests(manifests, settings).filter(({ code }) => code === 'CDI0003');
  expect(duplicates.map(({ related }) => related)).toEqual([[{ object: duplicates[0].object, path: 'metadata.name' }]]);
});
