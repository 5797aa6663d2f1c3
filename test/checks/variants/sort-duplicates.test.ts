import { sortDuplicates } from '../../../lib/checks/variants/sort-duplicates';
import type { Relation } from '../../../lib/checks/variants/variants';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { service } from '../../manifests';

/** A Service of a unit, which differs from others by its text. */
const of = (unit: string, text: string, name = 'shop/web'): Manifest => ({ ...service(name), unit, text });

function sorted(
  relation: Relation,
  ...manifests: Manifest[]
): { replaced: string[]; variants: string[]; apart: string[] } {
  const { replaced, variants, apart } = sortDuplicates(manifests, {
    unitOf: (value) => (value as { unit?: string }).unit,
    relation: (a, b) => (a === b ? 'together' : relation),
  });
  const text = ({ unit, text: words }: Manifest): string => `${unit as string}:${words as string}`;
  return {
    replaced: replaced.map(
      ({ manifest, by, isNested }) => `${text(manifest)} by ${text(by)}${isNested ? ', nested' : ''}`,
    ),
    variants: variants.map(
      ({ manifests: each, units, isOfOneFolder }) =>
        `${each.map(text).join(' ')} of ${units.join(' ')}${isOfOneFolder ? ' in one folder' : ''}`,
    ),
    apart: [...apart.of('a')].sort(),
  };
}

test.each<[string, Relation, Manifest[], ReturnType<typeof sorted>]>([
  [
    'of one unit',
    'apart',
    [of('a', '1'), of('a', '1'), of('a', '2')],
    { replaced: ['a:1 by a:2', 'a:1 by a:2'], variants: [], apart: [] },
  ],
  [
    'of units that go together',
    'together',
    [of('a', '1'), of('b', '1')],
    { replaced: ['a:1 by b:1'], variants: [], apart: [] },
  ],
  [
    'of a folder and of one in it',
    'nested',
    [of('a', '1'), of('b', '2')],
    { replaced: ['a:1 by b:2, nested'], variants: [], apart: [] },
  ],
  [
    'of one folder, and of one in it',
    'nested',
    [of('a', '1'), of('a', '2'), of('b', '3')],
    { replaced: ['a:1 by a:2', 'a:2 by b:3, nested'], variants: [], apart: [] },
  ],
  [
    'that differ',
    'apart',
    [of('a', '1'), of('b', '2'), of('c', '3')],
    { replaced: [], variants: ['a:1 b:2 c:3 of a b c'], apart: ['b', 'c'] },
  ],
  [
    'in alternatives of one folder',
    'alternative',
    [of('a', '1'), of('b', '2')],
    { replaced: [], variants: ['a:1 b:2 of a b in one folder'], apart: ['b'] },
  ],
  ['that get other names', 'renamed', [of('a', '1'), of('b', '2')], { replaced: [], variants: [], apart: ['b'] }],
  [
    'in a unit, and beside it',
    'apart',
    [of('a', '1'), of('a', '2'), of('b', '3')],
    { replaced: ['a:1 by a:2'], variants: ['a:2 b:3 of a b'], apart: ['b'] },
  ],
  ['of other objects', 'apart', [of('a', '1'), of('b', '2', 'shop/api')], { replaced: [], variants: [], apart: [] }],
])('manifests %s', (_, relation, manifests, expected) => {
  expect(sorted(relation, ...manifests)).toEqual(expected);
});

test('the same manifest in two units is no variant, and one of which no unit is known goes with all', () => {
  const same = service('shop/web');
  const units = new Map<unknown, string>();
  const [one, other, unknown] = [{ ...same }, { ...same }, { ...same }];
  units.set(one, 'a').set(other, 'b');
  const { replaced, variants } = sortDuplicates([one, other, unknown], {
    unitOf: (value) => units.get(value),
    relation: () => 'apart',
  });
  expect(variants).toEqual([]);
  expect(replaced.map(({ manifest, by }) => [manifest === one || manifest === other, by === unknown])).toEqual([
    [true, true],
    [true, true],
  ]);
});
