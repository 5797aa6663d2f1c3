import Ajv from 'ajv';
import fc from 'fast-check';
import { Problems } from '../../lib/core/problems';
import { checkShape } from '../../lib/routing-tests/format/check-shape';
import { testFileSchema } from '../../lib/routing-tests/format/json-schema';
import type { Shape } from '../../lib/routing-tests/format/shape';
import { TEST_FILE } from '../../lib/routing-tests/format/test-file-format';

const isValid = new Ajv({ allowUnionTypes: true }).compile(testFileSchema());

/** What people write by mistake, wherever it is. */
const STRANGE = fc.constantFrom<unknown>(
  '',
  'a',
  'two\nlines',
  null,
  0,
  1,
  50,
  1.5,
  101,
  true,
  false,
  [],
  {},
  ['a'],
  [null],
  {
    a: 'b',
  },
);

/** Values that mostly fit. */
function values(shape: Shape): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 100, arbitrary: fitting(shape) }, { weight: 1, arbitrary: STRANGE });
}

function fitting(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'text':
      return fc.constantFrom(shape.example, '5s', ...(shape.orNull === true ? [null] : []));
    case 'choice':
      return fc.constantFrom<unknown>(...shape.values, ...(shape.orTrue === true ? [true] : []));
    case 'number':
      return fc.integer({ min: shape.least, max: shape.most });
    case 'boolean':
      return fc.boolean();
    case 'some': {
      const list = fc.array(values(shape.item), { minLength: 1, maxLength: 2 });
      return shape.orOne ? fc.oneof(values(shape.item), list) : list;
    }
    case 'map':
      return fc.dictionary(fc.constantFrom('x-a', 'x-b'), values(shape.value), { minKeys: 1 });
    case 'object': {
      const members = Object.entries(shape.members).map(([name, each]) => [name, values(each)] as const);
      const record = fc.record(Object.fromEntries(members), { requiredKeys: [...shape.required] });
      return fc.oneof(
        { weight: 50, arbitrary: record },
        { weight: 1, arbitrary: record.map((each) => ({ ...each, b: 1 })) },
      );
    }
    case 'any':
      return fc.constant({ iss: 'a', aud: ['b'] });
  }
}

test('a file is refused if it does not fit the schema that editors have, and only then', () => {
  let right = 0;
  fc.assert(
    fc.property(values(TEST_FILE), (value) => {
      const problems = new Problems();
      checkShape(value, TEST_FILE, problems);
      right += problems.count === 0 ? 1 : 0;
      expect(problems.list.map(({ field, message }) => `${field}: ${message}`)).toEqual(
        isValid(value) ? [] : expect.arrayContaining([expect.anything()]),
      );
    }),
    { numRuns: 1000, seed: 1 },
  );
  expect(right).toBeGreaterThan(50);
});

test('each problem names a field that is there, or the object in which one is missing', () => {
  fc.assert(
    fc.property(values(TEST_FILE), (value) => {
      const problems = new Problems();
      checkShape(value, TEST_FILE, problems);
      for (const { field } of problems.list) {
        const steps = field.match(/[^.[\]]+/g) ?? [];
        const found = steps.reduce<unknown>((each, step) => (each as Record<string, unknown>)[step], value);
        expect(found).not.toBeUndefined();
      }
    }),
    { numRuns: 1000, seed: 2 },
  );
});
