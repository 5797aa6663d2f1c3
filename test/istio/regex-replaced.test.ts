import { regexReplaced } from '../../lib/istio/regex';

test.each<[string, string, string, string | undefined]>([
  ['^/api', '/api/x', '/v2', '/v2/x'],
  ['/', '/a/b', '-', '-a-b'],
  ['^/api/(.*)', '/api/x', '/\\1', '/x'],
  ['^/(a)(b)?/(.*)', '/a/x', '/\\3/\\1\\2', '/x/a'],
  ['^/api/(.*)', '/api/x', '\\0', '/api/x'],
  ['^/api', '/api', '\\\\', '\\'],
  ['^/other', '/api', '/', '/api'],
  // Of a group that the expression does not have nothing is left.
  ['^/(a)', '/a', '/\\2', '/'],
  ['(?i)^/API', '/api', '/', undefined],
  ['(', '/api', '/', undefined],
])('%s in %s replaced by %s', (expression, text, substitution, expected) => {
  expect(regexReplaced(expression, text, substitution)).toBe(expected);
});
