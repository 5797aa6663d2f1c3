import fc from 'fast-check';
import { NameIndex } from '../../lib/core/name-index';
import { nearest } from '../../lib/core/unknown-field';

/** Few letters, so that names come near to each other. */
const name = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'C', '1', '-', '_'), maxLength: 12 }),
  fc.nat(300).map((i) => `gateway-${i}`),
);

test('an index finds the name that a comparison with all names finds', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 60 }), fc.array(name, { maxLength: 20 }), (names, given) => {
      const index = new NameIndex(names);
      for (const each of given) {
        expect(index.nearest(each)).toBe(nearest(each, names));
      }
    }),
    { numRuns: 2000 },
  );
});

test('of names that are equally near the first one is found', () => {
  expect(new NameIndex(['reviews-v2', 'reviews-v1']).nearest('reviews-v3')).toBe('reviews-v2');
  expect(new NameIndex(['reviews_v1', 'reviews-v1']).nearest('reviews-V1')).toBe('reviews_v1');
});

test('two letters that changed places are one step', () => {
  expect(new NameIndex(['ab']).nearest('ba')).toBe('ab');
});

test('a name that is too far from all is no name of them', () => {
  expect(new NameIndex([]).nearest('reviews')).toBeUndefined();
  expect(new NameIndex(['ratings']).nearest('reviews')).toBeUndefined();
});
