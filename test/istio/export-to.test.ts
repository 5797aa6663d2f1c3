import { Visibility } from '../../lib/istio/export-to';

test.each<[string[], boolean, string[]]>([
  [['*'], true, []],
  [['*', '~', 'front'], true, []],
  [['~'], false, []],
  [['~', 'front'], false, []],
  [['.'], false, ['shop']],
  [['.', 'front'], false, ['shop', 'front']],
  [['shop'], false, ['shop']],
  [[], false, []],
])('%j', (exportTo, everybody, namespaces) => {
  const visibility = Visibility.of(exportTo, 'shop');
  expect(visibility.everybody).toBe(everybody);
  expect([...visibility.namespaces]).toEqual(namespaces);
  expect(visibility.own).toBe(namespaces.includes('shop'));
  expect(visibility.private).toBe(namespaces.length === 1 && namespaces[0] === 'shop');
  for (const each of ['shop', 'front', 'back']) {
    expect(visibility.includes(each)).toBe(everybody || namespaces.includes(each));
  }
});
