import { templateFits } from '../../lib/istio/path-template';

// Envoy was asked the same: test/real/scenarios/authorization-forms.ts.
test.each<[string, string, boolean]>([
  ['/t/{*}/x', '/t/1/x', true],
  ['/t/{*}/x', '/t//x', false],
  ['/t/{*}/x', '/t/1/2/x', false],
  ['/u/{**}', '/u/', true],
  ['/u/{**}', '/u', false],
  ['/u/{**}/v', '/u/1/2/v', true],
  ['/a.b/{*}', '/aXb/1', false],
  ['/t/{*}', '/t/a%20b', true],
  ['/t/{*}', '/t/a"b', false],
])('%s, %s: %s', (template, path, expected) => {
  expect(templateFits(template, path)).toBe(expected);
});
