import { ServiceRef } from '../../lib/kubernetes/service-ref';
import { Destination } from '../../lib/networking/destination';
import { HttpMatch } from '../../lib/networking/http-match';
import type { HttpRouteOptions } from '../../lib/networking/http-route';
import { Rewrite } from '../../lib/networking/rewrite';
import { VirtualService } from '../../lib/networking/virtual-service';
import { chart, problemsOf } from './subject';

const route = [Destination.service(ServiceRef.fromName('web', { ports: [{ port: 80 }] }))];
const rule = (rewrite: Rewrite | undefined, ...match: HttpMatch[]): HttpRouteOptions => ({
  match: match.length === 0 ? undefined : match,
  rewrite,
  route,
});
const refused = (...http: HttpRouteOptions[]): unknown =>
  problemsOf(() => new VirtualService(chart(), 'Routes', { hosts: ['web'], http }));

test.each<[string, HttpRouteOptions[], string]>([
  [
    'a doubled slash',
    [rule(Rewrite.uri('/'), HttpMatch.prefix('/api'))],
    'http[0].rewrite.uri: turns "/api/items" into "//items". Write match: [HttpMatch.prefix(\'/api/\'), HttpMatch.exact(\'/api\')].',
  ],
  [
    'a slash too much',
    [rule(Rewrite.uri('/v2/'), HttpMatch.prefix('/api'))],
    'http[0].rewrite.uri: turns "/api/items" into "/v2//items". Write Rewrite.uri(\'/v2\').',
  ],
  [
    'a slash that is taken away',
    [rule(Rewrite.uri('/v2'), HttpMatch.prefix('/v1/'))],
    'http[0].rewrite.uri: turns "/v1/items" into "/v2items". Write Rewrite.uri(\'/v2/\').',
  ],
  [
    'a rule without match',
    [rule(Rewrite.uri('/v2'))],
    'http[0].rewrite.uri: turns "/items" into "/v2items". Write Rewrite.uri(\'/v2/\').',
  ],
  [
    'an expression',
    [rule(Rewrite.regex('^/api(.*)', '/\\1'), HttpMatch.prefix('/api'))],
    'http[0].rewrite.uriRegexRewrite: turns "/api/items" into "//items". Write an expression that takes the slash, for example Rewrite.regex(\'^/api/?(.*)\', \'/\\\\1\').',
  ],
  [
    'a redirect',
    [{ match: [HttpMatch.prefix('/old')], redirect: { prefixRewrite: '/new/' } }],
    'http[0].redirect.prefixRewrite: turns "/old/items" into "/new//items". Write prefixRewrite: \'/new\'.',
  ],
])('%s', (_, http, message) => {
  expect(refused(...http)).toEqual([message]);
});

test.each<[string, HttpRouteOptions[]]>([
  ['the same end', [rule(Rewrite.uri('/'), HttpMatch.prefix('/api/'), HttpMatch.exact('/api'))]],
  ['what an earlier match takes', [rule(Rewrite.uri('/'), HttpMatch.prefix('/api/'), HttpMatch.prefix('/api'))]],
  [
    'what an earlier rule takes',
    [rule(undefined, HttpMatch.prefix('/api/')), rule(Rewrite.uri('/'), HttpMatch.prefix('/api'))],
  ],
  ['the root', [rule(Rewrite.uri('/'))]],
  ['the host alone', [rule(Rewrite.authority('api.example.com'), HttpMatch.prefix('/api'))]],
])('not %s', (_, http) => {
  expect(refused(...http)).toEqual([]);
});

test('not in a delegate, whose matches are within those of its root', () => {
  expect(problemsOf(() => new VirtualService(chart(), 'Routes', { http: [rule(Rewrite.uri('/v2'))] }))).toEqual([]);
});
