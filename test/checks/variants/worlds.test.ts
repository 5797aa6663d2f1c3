import fc from 'fast-check';
import { UnitPairs } from '../../../lib/checks/variants/variants';
import { worldsOf } from '../../../lib/checks/variants/worlds';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';

const variants = { unitOf: (value: unknown) => (value as { unit?: string }).unit, relation: () => 'apart' as const };
const manifestsOf = (...units: (string | undefined)[]): Manifest[] => units.map((unit) => ({ unit }));
const pairsOf = (...pairs: [string, string][]): UnitPairs => {
  const made = new UnitPairs();
  pairs.forEach(([a, b]) => made.add(a, b));
  return made;
};
const shown = (worlds: ReadonlySet<Manifest>[]): string[] =>
  worlds.map((world) => [...world].map(({ unit }) => (unit as string | undefined) ?? '-').join(' '));

test.each<[string, (string | undefined)[], [string, string][], string[]]>([
  ['nothing', [], [], []],
  ['no variants', ['a', 'b', undefined], [], ['a b -']],
  ['two variants', ['a', 'b', 'c', undefined], [['a', 'b']], ['a c -', 'b c -']],
  [
    'a variant of two that go together',
    ['a', 'b', 'c'],
    [
      ['a', 'b'],
      ['a', 'c'],
    ],
    ['a', 'b c'],
  ],
  [
    'three variants',
    ['a', 'b', 'c'],
    [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c'],
    ],
    ['a', 'b', 'c'],
  ],
])('%s', (_, units, pairs, worlds) => {
  expect(shown(worldsOf(manifestsOf(...units), variants, pairsOf(...pairs)))).toEqual(worlds);
});

test('every manifest is in a set, there are at most six, and only the last one has variants of each other', () => {
  const unit = fc.constantFrom(...'abcdefghij');
  fc.assert(
    fc.property(fc.array(fc.tuple(unit, unit), { maxLength: 45 }), (drawn) => {
      const pairs = drawn.filter(([a, b]) => a !== b);
      const apart = pairsOf(...pairs);
      const manifests = manifestsOf(...'abcdefghij');
      const worlds = worldsOf(manifests, variants, apart);
      expect(new Set(worlds.flatMap((world) => [...world])).size).toBe(manifests.length);
      expect(worlds.length).toBeLessThanOrEqual(6);
      for (const world of worlds.slice(0, 5)) {
        const units = new Set([...world].map((each) => each.unit as string));
        expect(pairs.filter(([a, b]) => units.has(a) && units.has(b))).toEqual([]);
        // None could be added.
        expect(
          [...'abcdefghij'].filter((each) => !units.has(each) && [...apart.of(each)].every((one) => !units.has(one))),
        ).toEqual([]);
      }
    }),
  );
});
