import { SelectorIndex } from '../../lib/mesh/selector-index';

interface Thing {
  readonly name: string;
  readonly namespace: string;
  readonly selector?: Readonly<Record<string, string>>;
}

const index = new SelectorIndex<Thing>(
  [
    { name: 'web', namespace: 'shop', selector: { app: 'web' } },
    { name: 'v1', namespace: 'shop', selector: { app: 'web', version: 'v1' } },
    { name: 'all', namespace: 'shop' },
    { name: 'empty', namespace: 'shop', selector: {} },
    { name: 'elsewhere', namespace: 'other', selector: { app: 'web' } },
    { name: 'split', namespace: 'shop', selector: { a: 'b=c' } },
  ],
  (each) => each,
);

test.each<[Record<string, string>, string, string[]]>([
  [{ app: 'web' }, 'shop', ['all', 'empty', 'web']],
  [{ app: 'web', version: 'v1' }, 'shop', ['all', 'empty', 'web', 'v1']],
  [{ version: 'v1' }, 'shop', ['all', 'empty']],
  [{ app: 'web' }, 'other', ['elsewhere']],
  [{ 'a=b': 'c' }, 'shop', ['all', 'empty']],
  [{}, 'none', []],
])('pods with %j in %s are selected by %j', (labels, namespace, expected) => {
  expect(index.selecting(labels, namespace).map(({ name }) => name)).toEqual(expected);
});
