import { DataMap, DataSet, groupByData, isSameData } from '../../../lib/mesh/reading/data-map';

test('finds a value by what its key says', () => {
  const map = new DataMap<unknown, string>();
  map.set(['edge', 443], 'a');
  map.set({ uri: { prefix: '/' }, port: 80 }, 'b');
  expect(map.get(['edge', 443])).toBe('a');
  expect(map.get({ port: 80, uri: { prefix: '/' }, method: undefined })).toBe('b');
  map.set(['edge', 443], 'c');
  expect(map.values()).toEqual(['c', 'b']);
});

test.each<[unknown, unknown]>([
  [['edge 443'], ['edge', 443]],
  [
    ['a b', 'c'],
    ['a', 'b c'],
  ],
  [['443'], [443]],
  [
    [['a'], 'b'],
    ['a', ['b']],
  ],
  [[['a', 'b']], [['a'], 'b']],
  [{ a: 'b' }, ['a', 'b']],
  [{ a: { b: 'c' } }, { a: {}, b: 'c' }],
  [[undefined], []],
  [[], {}],
  ['a', ['a']],
])('%j is not %j', (a, b) => {
  expect(isSameData(a, b)).toBe(false);
  expect(isSameData(a, structuredClone(a))).toBe(true);
});

test('groups in the order of what is given', () => {
  const groups = groupByData(
    [
      { host: 'b', port: 1 },
      { host: 'a', port: 1 },
      { host: 'b', port: 1 },
    ],
    ({ host, port }): [string, number] => [host, port],
  );
  expect(groups.values().map((group) => group.length)).toEqual([2, 1]);
  expect(groups.get(['b', 1])).toHaveLength(2);
  expect(groups.get(['b', 2])).toBeUndefined();
});

test('a set says what is new', () => {
  const set = new DataSet<[string, number]>();
  expect([set.add(['a', 1]), set.add(['a', 2]), set.add(['a', 1]), set.has(['a', 2]), set.has(['b', 1])]).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
});
