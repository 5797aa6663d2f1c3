import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy } from '../../manifests';
import { found, placesOf, textsOf } from '../found';

const policy = (operation: object, spec: object = {}): Manifest =>
  authorizationPolicy('shop/web', { rules: [{ to: [{ operation }] }], ...spec });
const PATH = 'AuthorizationPolicy shop/web spec.rules[0].to[0].operation';

test.each([
  '/',
  '/items',
  '/items/',
  '/items/*',
  '/items*',
  '*',
  '*/reviews',
  '*.js',
  '/items/{*}/reviews',
  '/items/{**}',
  '/pkg.Cart/*',
  '/pkg.Cart/Get',
  '/a+b',
  '/odata/Items(1)',
  '/~ann',
  '/.well-known/jwks.json',
  '/v1/items:batchGet',
])('%s is a path', (path) => {
  expect(placesOf('CDI0407', [policy({ paths: [path], notPaths: [path] })])).toEqual([]);
});

test.each([
  ['/items/*/reviews', 'error', '/items/{*}/reviews'],
  ['/items/**', 'error', '/items/*'],
  ['*/items/*', 'error', '/{*}/items/{**}'],

  ['items/*', 'error', '/items/*'],
  ['items', 'error', '/items'],
  ['https://shop.example.com/items', 'error', '/items'],
  ['https://shop.example.com', 'error', '/'],
  ['/items?all=true', 'error', '/items'],
  ['/items#top', 'error', '/items'],
  ['/items/.*', 'warning', '/items/*'],
  ['^/items$', 'warning', '/items'],
  ['/v[0-9]+/items', 'warning', '/{*}/items'],
  ['/(items|carts)', 'warning', '/*'],
  ['/items/:id', 'warning', '/items/{*}'],
])('%s matches no request that is meant', (path, severity, instead) => {
  const manifests = [policy({ paths: ['/right', path] })];
  expect(placesOf('CDI0407', manifests)).toEqual([`${severity} ${PATH}.paths[1]`]);
  expect(textsOf('CDI0407', manifests)[0][1]).toContain(`Write ${instead}.`);
  expect(placesOf('CDI0407', [policy({ paths: [instead] })])).toEqual([]);
});

test('what Istio refuses is not said again', () => {
  expect(placesOf('CDI0407', [policy({ paths: ['/items/{id}', '/a{*}', '/a/{*}/*', ''] })])).toEqual([]);
});

test.each([
  [{ action: 'ALLOW' }, 'paths', 'Requests that it should allow get 403, unless another rule allows them.'],
  [{ action: 'DENY' }, 'paths', 'Requests that it should deny get through.'],
  [{ action: 'AUDIT' }, 'paths', 'Requests that it should log are not logged.'],
  [{ action: 'CUSTOM' }, 'paths', 'The authorizer is not asked about the requests that are meant.'],
  [{}, 'notPaths', 'Requests that it should leave out are allowed too.'],
  [{ action: 'DENY' }, 'notPaths', 'Requests that it should leave out are denied too.'],
])('what follows: %j %s', (spec, field, effect) => {
  const [[message]] = textsOf('CDI0407', [policy({ [field]: ['items'] }, spec)]);
  expect(message).toBe(`items matches no request, because every path begins with "/". ${effect}`);
});

test('every place is told', () => {
  const rules = [
    { to: [{ operation: { paths: ['/a'] } }, { operation: { paths: ['b', 'c'] } }] },
    {},
    { to: [{ operation: { notPaths: ['d'] } }] },
  ];
  expect(found('CDI0407', [authorizationPolicy('shop/web', { rules })]).map(({ path }) => path)).toEqual([
    'spec.rules[0].to[1].operation.paths[0]',
    'spec.rules[0].to[1].operation.paths[1]',
    'spec.rules[2].to[0].operation.notPaths[0]',
  ]);
});

test.each([
  ['get', 'GET'],
  ['Post', 'POST'],
  ['GET ', 'GET'],
  ['options', 'OPTIONS'],
  ['ge*', '"GE*"'],
  ['*et', '"*ET"'],
])('the method %s is not as clients send it', (method, instead) => {
  const manifests = [policy({ methods: [method] })];
  expect(placesOf('CDI0408', manifests)).toEqual([`error ${PATH}.methods[0]`]);
  expect(textsOf('CDI0408', manifests)).toEqual([
    [
      `"${method}" is compared exactly, and clients send methods in capitals, so it matches no request. Requests that it should allow get 403, unless another rule allows them.`,
      `Write ${instead}.`,
    ],
  ]);
  expect(placesOf('KIA0102', manifests)).toEqual([]);
});

test('a path beside the one that is meant changes nothing', () => {
  expect(placesOf('CDI0407', [policy({ notPaths: ['/dex/*', '/dex/**', '/oauth2/*'] })])).toEqual([]);
  expect(placesOf('CDI0407', [policy({ paths: ['/items*', '/items/*/reviews', 'items?all=true'] })])).toEqual([]);
  expect(placesOf('CDI0407', [policy({ paths: ['/dex/a', '/dex/**'] })])).toEqual([`error ${PATH}.paths[1]`]);
});

test('methods in capitals, wildcards, and what is no method at all', () => {
  expect(placesOf('CDI0408', [policy({ methods: ['GET', '*', 'GE*', '*ET', 'fetch', ''] })])).toEqual([]);
  expect(placesOf('CDI0408', [policy({ notMethods: ['options'] }, { action: 'DENY' })])).toEqual([
    `error ${PATH}.notMethods[0]`,
  ]);
});
