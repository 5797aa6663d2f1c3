import { labelProblem } from '../../lib/core/labels';

const FORM = 'at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends';

test.each([
  ['version', 'v1'],
  ['app.kubernetes.io/name', 'Web_1.0'],
  ['a', ''],
  ['a'.repeat(63), 'b'.repeat(63)],
])('%s: %s is a label', (key, value) => {
  expect(labelProblem(key, value)).toBeUndefined();
});

test.each(['', 'bad key!', '-a', 'a-', '/a', 'A.b/c', 'a/b/c', 'a'.repeat(64)])('"%s" is no key', (key) => {
  expect(labelProblem(key, 'v1')).toBe(
    `"${key}" is not the key of a label (${FORM}; before them, where wanted, a DNS name and "/").`,
  );
});

test.each(['v 1', '*', '-', 'a/b', 'a'.repeat(64)])('"%s" is no value', (value) => {
  expect(labelProblem('version', value)).toBe(`"${value}" is not the value of a label (${FORM}).`);
});
