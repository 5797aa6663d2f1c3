import fc from 'fast-check';
import type { MatchedPath, PathChange } from '../../lib/istio/path-rewrite';
import { changedPath, slashMistake } from '../../lib/istio/path-rewrite';

const prefix = (text: string): MatchedPath => ({ way: 'prefix', text });
const segments = (text: string): MatchedPath => ({ way: 'segments', text });

/** As "kind path -> changed, instead". */
function mistake(matched: MatchedPath, change: PathChange): string {
  const found = slashMistake(matched, change);
  return found === undefined
    ? 'nothing'
    : `${found.kind} ${found.path} -> ${found.changed}${found.instead === undefined ? '' : `, ${found.instead}`}`;
}

test.each<[MatchedPath, string, string]>([
  [prefix('/api'), '/', 'double /api/items -> //items'],
  [prefix('/api'), '/v2/', 'double /api/items -> /v2//items, /v2'],
  [prefix('/api'), '/v2', 'nothing'],
  [prefix('/api/'), '/', 'nothing'],
  [prefix('/api/'), '/v2/', 'nothing'],
  [prefix('/api/'), '/v2', 'glued /api/items -> /v2items, /v2/'],
  [prefix('/'), '/v2', 'glued /items -> /v2items, /v2/'],
  [prefix('/'), '/', 'nothing'],
  [prefix('/api/'), 'v2/', 'none /api/items -> v2/items, /v2/'],
  [prefix('/api'), 'v2', 'none /api/items -> v2/items, /v2'],
  // What ends with another sign is meant to be put before the segment.
  [prefix('/img/'), '/img-', 'nothing'],
  [prefix('/find/'), '/search?q=', 'nothing'],
  [prefix('/fetch/'), '/http://', 'nothing'],
  [{ way: 'exact', text: '/api' }, '/', 'nothing'],
  [{ way: 'exact', text: '/api' }, 'api', 'none /api -> api, /api'],
  [{ way: 'regex', text: '/api/.*' }, '/', 'nothing'],
  [{ way: 'regex', text: '/api/.*' }, 'index.html', 'none / -> index.html, /index.html'],
  [segments('/api'), '/v2', 'nothing'],
  [segments('/api/'), '/v2', 'nothing'],
  [segments('/api'), '/v2/', 'double /api/items -> /v2//items, /v2'],
  [segments('/'), '/v2', 'glued /items -> /v2items, /v2/'],
])('%o with the text %s', (matched, uri, expected) => {
  expect(mistake(matched, { uri })).toBe(expected);
});

test.each<[MatchedPath, string, string, string]>([
  [prefix('/api'), '^/api', '/', 'double /api/items -> //items'],
  [prefix('/api'), '^/api(.*)', '/\\1', 'double /api/items -> //items'],
  [prefix('/api'), '^/api/?(.*)', '/\\1', 'nothing'],
  [prefix('/api/'), '^/api/(.*)', '/\\1', 'nothing'],
  [prefix('/api'), '^/api/', '', 'none /api/items -> items'],
  [prefix('/api/'), '^/api/', '/v2', 'glued /api/items -> /v2items'],
  [prefix('/api/'), '/', '-', 'none /api/items -> -api-items'],
  // What RE2 alone reads, and what does not fit.
  [prefix('/api'), '(?i)^/api', '/', 'nothing'],
  [prefix('/api'), '^/other', '/', 'nothing'],
  [{ way: 'regex', text: '/api/.*' }, '^/api', '/', 'nothing'],
])('%o with %s replaced by %s', (matched, match, rewrite, expected) => {
  expect(mistake(matched, { uriRegexRewrite: { match, rewrite } })).toBe(expected);
});

test('requests that go elsewhere do not count', () => {
  const taken = (text: string) => (paths: { readonly prefix?: string }) => paths.prefix === text;
  expect(slashMistake(prefix('/api'), { uri: '/' }, taken('/api/'))).toBeUndefined();
  expect(slashMistake(prefix('/api'), { uri: '/' }, taken('/api'))).toBeDefined();
});

test('the text that is offered has no mistake, and paths below stay whole', () => {
  const part = fc.constantFrom('a', 'v2', 'shop');
  const text = fc.tuple(fc.array(part, { maxLength: 3 }), fc.boolean()).map(([parts, slash]) => {
    const joined = `/${parts.join('/')}`;
    return slash && joined !== '/' ? `${joined}/` : joined;
  });
  fc.assert(
    fc.property(text, text, fc.constantFrom('prefix', 'segments'), (from, to, way) => {
      const matched: MatchedPath = { way, text: from };
      const found = slashMistake(matched, { uri: to });
      if (found?.instead !== undefined) {
        expect(slashMistake(matched, { uri: found.instead })).toBeUndefined();
      }
      const path = `${from.endsWith('/') ? from : `${from}/`}x`;
      const changed = changedPath(matched, { uri: to }, path)!;
      expect(found === undefined).toBe(/^\/(.*\/)?x$/.test(changed) && !changed.includes('//'));
    }),
  );
});
