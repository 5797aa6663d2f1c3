import { dnsLabelProblem, kebabCase, objectNameProblem } from '../../lib/kubernetes/names';

test.each(['a', 'shop-1', 'a'.repeat(63)])('%s is a label', (name) => {
  expect(dnsLabelProblem(name, 'the name of a Service')).toBeUndefined();
});

const RULE = '(lower-case letters, digits and "-", a letter or digit at both ends).';

test.each([
  [5, '5 is not a name. Write the name of a Service as a string.'],
  [undefined, 'undefined is not a name. Write the name of a Service as a string.'],
  ['', `"" is not the name of a Service ${RULE}`],
  ['Shop', `"Shop" is not the name of a Service ${RULE}`],
  ['-a', `"-a" is not the name of a Service ${RULE}`],
  ['a.b', `"a.b" is not the name of a Service ${RULE}`],
  [
    'a'.repeat(64),
    `"${'a'.repeat(64)}" has 64 characters, and Kubernetes takes at most 63 for the name of a Service. Write a shorter one.`,
  ],
])('%p is no label', (name, message) => {
  expect(dnsLabelProblem(name, 'the name of a Service')).toBe(message);
});

test.each(['a', 'a.b-c.d', 'a'.repeat(253)])('%s is the name of an object', (name) => {
  expect(objectNameProblem(name)).toBeUndefined();
});

const OBJECT =
  'is not a name for a Kubernetes object (lower-case letters, digits, "-" and ".", a letter or digit at both ends).';

test.each([
  [5, '5 is not a name. Write it as a string.'],
  ['', `"" ${OBJECT}`],
  ['a..b', `"a..b" ${OBJECT}`],
  ['A', `"A" ${OBJECT}`],
])('%p is not the name of an object', (name, message) => {
  expect(objectNameProblem(name)).toBe(message);
});

test('254 characters are too many for an object', () => {
  expect(objectNameProblem('a'.repeat(254))).toMatch(
    / has 254 characters, and Kubernetes takes at most 253 for a name\. Write a shorter one\.$/,
  );
});

test.each([
  ['Reviews', 'reviews'],
  ['TeamFrontend', 'team-frontend'],
  ['HTTPGateway', 'http-gateway'],
  ['already-kebab', 'already-kebab'],
  ['With space_and.dot', 'with-space-and-dot'],
  ['--Edge--', 'edge'],
  ['V2Api', 'v2-api'],
])('%s becomes %s', (id, name) => {
  expect(kebabCase(id)).toBe(name);
});
