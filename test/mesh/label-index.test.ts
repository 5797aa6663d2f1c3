import { LabelIndex } from '../../lib/mesh/label-index';

const thing = (namespace: string, labels: Record<string, string>) => ({ namespace, labels });
const [a, b, c] = [
  thing('shop', { app: 'web', version: 'v1' }),
  thing('shop', { app: 'web', version: 'v2' }),
  thing('front', { app: 'web', constructor: 'x' }),
];
const index = new LabelIndex([a, b, c]);

test('by all labels of a selector, in a namespace or in all', () => {
  expect(index.select({ app: 'web' })).toEqual([a, b, c]);
  expect(index.select({ app: 'web' }, 'shop')).toEqual([a, b]);
  expect(index.select({ app: 'web', version: 'v2' })).toEqual([b]);
  expect(index.select({ app: 'web', version: 'v3' })).toEqual([]);
  expect(index.select({ constructor: 'x' })).toEqual([c]);
});

test('a selector that asks for nothing takes all', () => {
  expect(index.select()).toEqual([a, b, c]);
  expect(index.select({}, 'front')).toEqual([c]);
  expect(index.select({}, 'other')).toEqual([]);
});

test('by one label, and the values of one', () => {
  expect(index.having('version', 'v1')).toEqual([a]);
  expect(index.having('version', 'v1', 'front')).toEqual([]);
  expect(index.valuesOf('version')).toEqual(['v1', 'v2']);
  expect(index.valuesOf('version', 'front')).toEqual([]);
  expect(index.in('front')).toEqual([c]);
});
