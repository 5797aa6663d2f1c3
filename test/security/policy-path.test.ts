import { policyPathProblem } from '../../lib/security/policy-path';

test.each([
  '/',
  '/a',
  '/a/',
  '/a/*',
  '/a*',
  '*',
  '*/info',
  '*.js',
  '/a/{*}/b',
  '/a/{**}',
  '/{*}',
  '/{**}/b',
  '/a/{*}/',
  '/pkg.Cart/*',
  '/a+b',
  '/~ann/(1)',
])('%s is right', (path) => {
  expect(policyPathProblem(path)).toBeUndefined();
});

const STAR = 'has a "*" that Istio compares literally: alone it is a wildcard only at the beginning or end.';
const EXPRESSION = 'is a regular expression, and policies have none.';
const TEMPLATE = 'has a template that is no whole segment.';
const LITERAL = "beside a template, where only letters, digits and -._~%!$&'()+,;:@= can stand. Leave it out.";

test.each([
  ['/a/*/b', STAR, '/a/{*}/b'],
  ['/a/*/b/*', STAR, '/a/{*}/b/{**}'],
  ['/a/**', STAR, '/a/*'],
  ['*/x/*', STAR, '/{*}/x/{**}'],
  ['/a/v*/b', STAR, '/a/{*}/b'],
  ['/a/{*}/*', STAR, '/a/{*}/{**}'],
  ['/api/.*', EXPRESSION, '/api/*'],
  ['/a.*', EXPRESSION, '/a*'],
  ['^/api', EXPRESSION, '/api'],
  ['/v[0-9]+/x', EXPRESSION, '/{*}/x'],
  ['/items/[^/]+$', EXPRESSION, '/items/{*}'],
  ['/a/(b|c)/d', EXPRESSION, '/a/{*}/d'],
  ['/users/:id', 'has ":id", which is compared literally.', '/users/{*}'],
  ['/users/{id}/posts', 'has "{id}", which is compared literally.', '/users/{*}/posts'],
  ['/users/<id>', 'has "<id>", which is compared literally.', '/users/{*}'],
  ['/{**}/b/{*}', 'has a template after "{**}", which takes the rest of the path.', '/{*}/b/{**}'],
  ['/a{*}', TEMPLATE, '/a*'],
  ['/a?x=1', 'never matches: a path is compared without its query.', '/a'],
  ['#top', 'never matches: a path is compared without its query.', '/'],
  ['a/b', 'never matches, because every path begins with "/".', '/a/b'],
  ['cart/*', 'never matches, because every path begins with "/".', '/cart/*'],
  ['https://shop.example.com/cart', 'never matches, because every path begins with "/".', '/cart'],
])('%s is refused, with what to write', (path, problem, instead) => {
  expect(policyPathProblem(path)).toBe(`"${path}" ${problem} Write "${instead}".`);
  expect(policyPathProblem(instead)).toBeUndefined();
});

test.each([
  ['/a//{*}', 'an empty segment'],
  ['/a b/{*}', 'the segment "a b"'],
])('%s has what cannot stand beside a template', (path, segment) => {
  expect(policyPathProblem(path)).toBe(`"${path}" has ${segment} ${LITERAL}`);
});
