import { Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { describeProblems, Problems, show } from '../../lib/core/problems';

test('nothing is thrown where nothing is wrong', () => {
  expect(() => new Problems().throwFor(Testing.app(), 'Thing')).not.toThrow();
});

test('one error has all problems, with path, kind and fields', () => {
  const construct = new Construct(new Construct(Testing.app(), 'shop'), 'Reviews');
  const problems = new Problems();
  problems.add('', 'is wrong as a whole.');
  problems.add('split', '120 is not a percentage.');
  problems.in('routes[0]').in('retries').add('attempts', '-1 is too few.');
  problems.in('routes').in('[1]').add('', 'says nothing.');
  expect(() => problems.throwFor(construct, 'CanaryRelease')).toThrow(
    new Error(
      [
        'shop/Reviews (CanaryRelease): 4 problems',
        '  is wrong as a whole.',
        '  split: 120 is not a percentage.',
        '  routes[0].retries.attempts: -1 is too few.',
        '  routes[1]: says nothing.',
      ].join('\n'),
    ),
  );
});

test('problems of another collector are taken over with its fields', () => {
  const inner = new Problems();
  inner.add('port', 'is needed.');
  const outer = new Problems('servers[0]');
  outer.addAll(inner.list);
  expect(outer.list).toEqual([{ field: 'servers[0].port', message: 'is needed.' }]);
});

test('one problem is one problem', () => {
  expect(describeProblems('shop/A (B)', [{ field: 'c', message: 'd.' }])).toBe('shop/A (B): 1 problem\n  c: d.');
});

test('the list is a copy', () => {
  const problems = new Problems();
  problems.list.push({ field: 'a', message: 'b' });
  expect(problems.list).toEqual([]);
});

class Thing {}
const circular: Record<string, unknown> = {};
circular.self = circular;

test.each([
  ['text', '"text"'],
  [5, '5'],
  [NaN, 'NaN'],
  [Infinity, 'Infinity'],
  [true, 'true'],
  [null, 'null'],
  [undefined, 'undefined'],
  [{ a: 1 }, '{"a":1}'],
  [['a'], '["a"]'],
  [new Thing(), 'an object of class Thing'],
  [Thing, 'Thing'],
  [circular, 'an object'],
  [10n, '10'],
  ['a'.repeat(100), `"${'a'.repeat(76)}...`],
])('%p is shown as %s', (value, text) => {
  expect(show(value)).toBe(text);
});
