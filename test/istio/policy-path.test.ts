import { policyPathMistake } from '../../lib/istio/policy-path';

test.each(['/', '/a', '/a/*', '/a*', '*', '*/info', '/a/{*}/b', '/a/{**}', '/~ann/(1)'])('%s is a path', (path) => {
  expect(policyPathMistake(path)).toBeUndefined();
});

test.each([
  ['/a?x=1', { kind: 'query', instead: '/a' }],
  ['?x=1', { kind: 'query', instead: '/' }],
  ['https://shop.example.com/a?x=1', { kind: 'query', instead: '/a' }],
  ['https://shop.example.com/a', { kind: 'no slash', instead: '/a' }],
  ['http://shop.example.com', { kind: 'no slash', instead: '/' }],
  ['a', { kind: 'no slash', instead: '/a' }],
  ['/a/*/b', { kind: 'wildcard', instead: '/a/{*}/b' }],
  ['/a/.*', { kind: 'expression', instead: '/a/*' }],
  ['/a/:id', { kind: 'parameter', part: ':id', instead: '/a/{*}' }],
  ['/a{*}', { kind: 'template', mistake: { kind: 'braces', segment: 'a{*}' }, instead: '/a*' }],
])('%s: %j', (path, mistake) => {
  expect(policyPathMistake(path)).toEqual(mistake);
});
