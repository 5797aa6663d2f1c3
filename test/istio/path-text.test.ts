import type { PathComparison } from '../../lib/istio/path-text';
import { pathMistake } from '../../lib/istio/path-text';

/** As "kind part -> comparison text | comparison text". */
function reveals(comparison: PathComparison, text: string): string {
  const mistake = pathMistake(comparison, text);
  if (mistake === undefined) {
    return 'nothing';
  }
  const meant = [mistake.instead, mistake.orSegment].flatMap((path) =>
    path === undefined ? [] : [`${path.comparison} ${path.text}`],
  );
  const query = (mistake.query ?? []).map(([name, value = 'any']) => ` & ${name} ${value}`);
  return `${mistake.kind} ${mistake.part} -> ${meant.join(' | ')}${query.join('')}`;
}

const wrong: [PathComparison, string, string][] = [
  ['prefix', '/api/*', 'glob * -> prefix /api/ | regex /api/[^/]+'],
  ['prefix', '/api*', 'glob * -> prefix /api'],
  ['prefix', '/api/**', 'glob ** -> prefix /api/'],
  ['prefix', '*', 'glob * -> prefix /'],
  ['prefix', '/*', 'glob * -> prefix /'],
  ['prefix', 'api/*', 'glob * -> prefix /api/ | regex /api/[^/]+'],
  ['prefix', '/api/*/x', 'glob * -> regex /api/[^/]+/x.*'],
  ['prefix', '/{tenant}/*', 'glob * -> regex /[^/]+/[^/]+'],
  ['prefix', '/api/{id}', 'parameter {id} -> prefix /api/ | regex /api/[^/]+'],
  ['prefix', '/api/{id}/x', 'parameter {id} -> regex /api/[^/]+/x.*'],
  ['prefix', '/api/{*}', 'glob * -> prefix /api/ | regex /api/[^/]+'],
  ['prefix', '/api/{path=**}', 'glob ** -> prefix /api/'],
  ['prefix', '/{path=**}', 'glob ** -> prefix /'],
  ['prefix', '/api/{v1,v2}/x', 'parameter {v1,v2} -> regex /api/(v1|v2)/x.*'],
  ['prefix', '/api/{v1,v2}', 'parameter {v1,v2} -> regex /api/(v1|v2).*'],
  ['prefix', '/api/:id', 'parameter :id -> prefix /api/ | regex /api/[^/]+'],
  ['prefix', '/api/<id>/x', 'parameter <id> -> regex /api/[^/]+/x.*'],
  ['prefix', '/api/[...slug]/x', 'parameter [...slug] -> regex /api/.*/x.*'],
  ['prefix', '/api/.*', 'expression .* -> prefix /api/'],
  ['prefix', '/v[0-9]+/', 'expression [0-9] -> regex /v[0-9]+/.*'],
  ['prefix', '^/api', 'expression ^ -> prefix /api'],
  ['prefix', '/api/(a|b)', 'expression (a|b) -> regex /api/(a|b).*'],
  ['prefix', '/a\\.b', 'expression \\. -> regex /a\\.b.*'],
  ['prefix', 'api', 'no slash api -> prefix /api'],
  ['prefix', 'https://shop.example.com/api', 'no slash https://shop.example.com/api -> prefix /api'],
  ['prefix', '/search?q=', 'query ?q= -> exact /search & q any'],
  ['prefix', '/search?q=*', 'query ?q=* -> exact /search & q any'],
  ['prefix', '/search#top', 'query #top -> exact /search'],
  ['exact', '/search?q=shoes&page=1', 'query ?q=shoes&page=1 -> exact /search & q shoes & page 1'],
  ['exact', 'search?', 'query ? -> exact /search'],
  ['exact', '/users/{id}?full=true', 'query ?full=true -> regex /users/[^/]+ & full true'],
  ['regex', '/search\\?q=.*', 'query \\?q=.* -> regex /search & q any'],
  ['regex', '^/search?q=shoes$', 'query ?q=shoes$ -> regex ^/search & q shoes'],
  ['prefix', 'shop.example.com/api', 'no slash shop.example.com/api -> prefix /api'],
  ['prefix', 'index.html', 'no slash index.html -> prefix /index.html'],
  ['prefix', '/${VERSION}/api', 'parameter ${VERSION} -> regex /[^/]+/api.*'],
  ['exact', '', 'no slash  -> exact /'],
  ['exact', 'api', 'no slash api -> exact /api'],
  ['exact', '/api/*', 'glob * -> prefix /api/ | regex /api/[^/]+'],
  ['exact', '/a/*/b', 'glob * -> regex /a/[^/]+/b'],
  ['exact', '/static/*.css', 'glob * -> regex /static/[^/]*\\.css'],
  ['exact', '/static/**/*.css', 'glob ** -> regex /static/.*/[^/]*\\.css'],
  ['exact', '/api/{id}', 'parameter {id} -> regex /api/[^/]+'],
  ['exact', '/api/{id}/orders/{order}', 'parameter {id} -> regex /api/[^/]+/orders/[^/]+'],
  ['exact', '/api/{id:[0-9]+}', 'parameter {id:[0-9]+} -> regex /api/[^/]+'],
  ['exact', '/api/[id]', 'parameter [id] -> regex /api/[^/]+'],
  ['exact', '/api/{id}/[a-z]+', 'expression [a-z] -> regex /api/[^/]+/[a-z]+'],
  ['exact', '/v[0-9]+', 'expression [0-9] -> regex /v[0-9]+'],
  ['regex', '/api/*', 'glob * -> prefix /api/ | regex /api/[^/]+'],
  ['regex', '^/api/*', 'glob * -> prefix /api/ | regex /api/[^/]+'],
  ['regex', '/api*', 'glob * -> prefix /api'],
  ['regex', '/api/**', 'glob ** -> prefix /api/'],
  ['regex', '*', 'glob * -> prefix /'],
  ['regex', '/a/*/b', 'glob * -> regex /a/[^/]+/b'],
  ['regex', '/static/*.css', 'glob * -> regex /static/[^/]*\\.css'],
  ['regex', '/api/{id}', 'parameter {id} -> regex /api/[^/]+'],
  ['regex', '/api/{id}/.*', 'parameter {id} -> regex /api/[^/]+/.*'],
  ['regex', '/api/:id', 'parameter :id -> regex /api/[^/]+'],
  ['regex', '/api/{v1,v2}/(a|b)', 'parameter {v1,v2} -> regex /api/(v1|v2)/(a|b)'],
  ['regex', '/(a|b)/*', 'glob * -> regex /(a|b)/.*'],
  ['regex', '/v[0-9]+/*/users', 'glob * -> regex /v[0-9]+/[^/]+/users'],
  ['regex', 'api/.*', 'no slash api/.* -> regex /api/.*'],
  ['regex', '^api', 'no slash ^api -> regex ^/api'],
];

test.each(wrong)('%s %s is %s', (comparison, text, expected) => {
  expect(reveals(comparison, text)).toBe(expected);
});

test.each(wrong)('what is to be written instead of %s %s is right', (comparison, text) => {
  const { instead, orSegment } = pathMistake(comparison, text)!;
  for (const path of [instead, orSegment]) {
    expect(path && reveals(path.comparison, path.text)).toBe(path && 'nothing');
  }
});

const right: [PathComparison, string][] = [
  ['prefix', '/'],
  ['prefix', '/api/'],
  // That an empty prefix says nothing is a matter of any string match.
  ['prefix', ''],
  ['prefix', "/@scope/pkg;v=1,2!$&'()+~"],
  ['prefix', '/v1/items:batchGet'],
  ['prefix', '/%7Bid%7D/a.b-c_d'],
  ['exact', '/Products(1)'],
  ['exact', '/.well-known/acme-challenge'],
  ['exact', '/a+b'],
  ['regex', '/api/.*'],
  ['regex', '/api/?'],
  ['regex', '/api(\\?q=.*)?'],
  ['regex', '/a?(?:b|c)'],
  ['regex', '/api/[^/]+'],
  ['regex', '/v[0-9]*/x'],
  ['regex', '/v[0-9]{3}/x'],
  ['regex', '/v\\d{1,2}/\\p{Greek}/\\x{10FFFF}'],
  ['regex', '/x\\*'],
  ['regex', '/x[*{}]'],
  ['regex', '/x\\{id\\}'],
  ['regex', '^/api/*$'],
  ['regex', '/a.*/b/*'],
  ['regex', '(/x)*'],
  ['regex', '.*\\.css'],
  ['regex', '(?i)/api'],
  ['regex', '/a|/b'],
  ['regex', '/(?P<id>[^/]+)'],
  ['regex', '/[id]/x'],
  ['regex', 'a?/x'],
];

test.each(right)('%s %s is left alone', (comparison, text) => {
  expect(reveals(comparison, text)).toBe('nothing');
});
