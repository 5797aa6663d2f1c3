import path from 'node:path';
import type { Buildable } from '../../lib/load/kustomize-builds';
import { appearancesOf } from '../../lib/load/kustomize-builds';
import { Layout } from '../../lib/load/layout';

const kustomization = (folder: string, resources: string[], more: Partial<Buildable> = {}): Buildable => ({
  folder: path.resolve(folder),
  resources: resources.map((each) => path.resolve(folder, each)),
  namespace: undefined,
  prefix: '',
  suffix: '',
  labels: [],
  ...more,
});

/** How two files go together. */
function relation(one: string, other: string, ...kustomizations: Buildable[]): string {
  const layout = new Layout((value) => value as string, appearancesOf(kustomizations));
  return layout.relation(layout.unitOf(one)!, layout.unitOf(other)!);
}

test.each<[string, string, string, string]>([
  ['of one folder', 'a/x.yaml', 'a/y.yaml', 'together'],
  ['of a folder in it', 'a/x.yaml', 'a/b/c/y.yaml', 'nested'],
  ['of sibling folders', 'a/x.yaml', 'ab/x.yaml', 'apart'],
  ['of one synthesis', 'a/x.k8s.yaml', 'b/x.k8s.yaml', 'together'],
  ['of a synthesis and of something else', 'a/x.k8s.yaml', 'b/x.yaml', 'apart'],
])('files %s without a kustomization', (_, one, other, expected) => {
  expect(relation(one, other)).toBe(expected);
  expect(relation(other, one)).toBe(expected);
});

const base = kustomization('base', ['x.yaml', 'y.yaml']);
const dev = kustomization('dev', ['../base', 'x.yaml']);
const prod = kustomization('prod', ['../base', 'x.yaml'], { namespace: 'shop' });
test.each<[string, string, string, Buildable[], string]>([
  ['of a base', 'base/x.yaml', 'base/y.yaml', [base, dev, prod], 'together'],
  ['of a base and an overlay', 'base/x.yaml', 'prod/x.yaml', [base, dev, prod], 'together'],
  ['of two overlays', 'dev/x.yaml', 'prod/x.yaml', [base, dev, prod], 'apart'],
  [
    'of overlays that one more takes',
    'dev/x.yaml',
    'prod/x.yaml',
    [base, dev, prod, kustomization('.', ['dev', 'prod'], { namespace: 'all' })],
    'together',
  ],
  [
    'that are put into two namespaces',
    'dev/x.yaml',
    'prod/x.yaml',
    [base, dev, prod, kustomization('.', ['dev', 'prod'])],
    'renamed',
  ],
  [
    'that get two prefixes',
    'a/x.yaml',
    'b/x.yaml',
    [kustomization('a', ['x.yaml'], { prefix: 'a-' }), kustomization('b', ['x.yaml']), kustomization('.', ['a', 'b'])],
    'renamed',
  ],
  [
    'that get one prefix',
    'a/x.yaml',
    'b/x.yaml',
    [kustomization('a', ['x.yaml']), kustomization('b', ['x.yaml']), kustomization('.', ['a', 'b'], { prefix: 'a-' })],
    'together',
  ],
  ['of which one is not taken', 'base/x.yaml', 'base/z.yaml', [base], 'apart'],
  ['of which one is in a folder below', 'base/x.yaml', 'base/more/z.yaml', [base], 'apart'],
])('files %s', (_, one, other, kustomizations, expected) => {
  expect(relation(one, other, ...kustomizations)).toBe(expected);
  expect(relation(other, one, ...kustomizations)).toBe(expected);
});

test('kustomizations in a circle, of which each changes names, come to an end', () => {
  const circle = [
    kustomization('a', ['../b', 'x.yaml'], { prefix: 'a-' }),
    kustomization('b', ['../a'], { suffix: '-b' }),
  ];
  const { size } = appearancesOf(circle);
  expect(size).toBe(1);
  expect(appearancesOf([...circle, kustomization('c', ['../a'])]).get(path.resolve('a/x.yaml'))).toEqual([
    { build: path.resolve('c'), namespace: undefined, affixes: ['a-', ''], labels: [] },
  ]);
});

test('prefixes and suffixes come in the order in which kustomize adds them', () => {
  const inner = kustomization('in', ['x.yaml'], { prefix: 'in-', suffix: '-in', namespace: 'in' });
  const outer = kustomization('out', ['../in'], { prefix: 'out-', suffix: '-out', namespace: 'out' });
  expect(appearancesOf([inner, outer]).get(path.resolve('in/x.yaml'))).toEqual([
    { build: path.resolve('out'), namespace: 'out', affixes: ['out-in-', '-in-out'], labels: [] },
  ]);
});

test('many paths to one kustomization are one appearance', () => {
  const levels = Array.from({ length: 30 }, (_, i) =>
    [0, 1].map((side) =>
      kustomization(`l${i}/${side}`, i === 29 ? ['../../x.yaml'] : [`../../l${i + 1}/0`, `../../l${i + 1}/1`]),
    ),
  ).flat();
  expect(appearancesOf(levels).get(path.resolve('x.yaml'))).toHaveLength(2);
});

test('nothing is known of what stands in no file', () => {
  expect(new Layout(() => undefined, new Map()).unitOf({})).toBeUndefined();
});

test('alternatives of one folder are told from other files', () => {
  const [one, other, third, deep] = ['a/one.yaml', 'a/other.yaml', 'a/third.yaml', 'a/b/deep.yaml'];
  const layout = new Layout((value) => value as string, new Map(), new Set([one, other, deep]));
  const relationOf = (a: string, b: string): string => layout.relation(layout.unitOf(a)!, layout.unitOf(b)!);
  expect([relationOf(one, other), relationOf(one, one), relationOf(one, third), relationOf(one, deep)]).toEqual([
    'alternative',
    'together',
    'together',
    'nested',
  ]);
});
