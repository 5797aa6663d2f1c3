import { regexSamples } from '../../../lib/routing/partition/regex-samples';
import { fitsExpression } from '../../../lib/routing/expression';

test.each([
  ['/v[0-9]+/.*'],
  ['/(orders|carts)/\\d{2,3}'],
  ['^/a/?$'],
  ['(?:/x){2}'],
  ['(?i)/shop'],
  ['(?P<name>/[[:lower:]]+)-\\w*'],
  ['[12]'],
  ['/[^/]+\\.png'],
])('texts that fit %s', (expression) => {
  const samples = regexSamples(expression);
  expect(samples.filter((each) => fitsExpression(expression, each))).not.toEqual([]);
  expect(new Set(samples).size).toBe(samples.length);
});

test('each alternative has one', () => {
  expect(regexSamples('/a|/b|/c')).toEqual(['/a', '/b', '/c']);
});

test.each([['('], ['[a'], ['a)b'], ['\\'], ['{2']])(
  'what is no expression gives few texts or none: %s',
  (expression) => {
    expect(regexSamples(expression).length).toBeLessThanOrEqual(12);
  },
);
