import type { PathNormalization } from '../../lib/istio/path-normalization';
import { normalizedPath } from '../../lib/istio/path-normalization';

// The cases e04, e05 and e06, which real Envoys have answered.
test.each<[PathNormalization, string, string]>([
  ['BASE', '/x/../b', '/b'],
  ['BASE', '/x/%2e%2e/b', '/b'],
  ['BASE', '/./b', '/b'],
  ['BASE', '/a/./b', '/a/b'],
  ['BASE', '/a/..', '/'],
  ['BASE', '/a/.', '/a/'],
  ['BASE', '/../../b', '/b'],
  ['BASE', '//b', '//b'],
  ['BASE', '/a%2Fb', '/a%2Fb'],
  ['BASE', '/a%5Cb', '/a%5Cb'],
  ['BASE', '/a\\b', '/a/b'],
  ['BASE', '/%62', '/b'],
  ['BASE', '/b?x=/../y', '/b?x=/../y'],
  ['BASE', '/ü', '/%C3%BC'],
  ['MERGE_SLASHES', '//b///c?//', '/b/c?//'],
  ['MERGE_SLASHES', '///', '//'],
  ['MERGE_SLASHES', '/a%2Fb', '/a%2Fb'],
  ['DECODE_AND_MERGE_SLASHES', '//b', '/b'],
  ['DECODE_AND_MERGE_SLASHES', '/a%2Fb', '/a/b'],
  ['DECODE_AND_MERGE_SLASHES', '/a%5Cb', '/a/b'],
  ['NONE', '/x/../b', '/x/../b'],
  ['BASE', '*', '*'],
  ['BASE', '/a/../f#part?x', '/f'],
  ['NONE', '/f?x#part', '/f?x'],
])('%s %s', (how, path, expected) => {
  expect(normalizedPath(path, how)).toBe(expected);
});
