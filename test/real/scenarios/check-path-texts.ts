import { application, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import type { Manifest } from '../manifest';
import { scenario } from '../scenario';

const GLOB = 'a star in a prefix is a character';
const REPEATED = 'a star in an expression repeats the slash before it';
const PARAMETER = 'a parameter is text';
const QUERY = 'a query is no part of the path';
const LITERAL = 'only a path with these very characters fits';

/** The matches of the rule. */
const matchesOf = (manifests: readonly Manifest[]): object[] =>
  manifests.find(({ kind }) => kind === 'VirtualService')!.spec!.http[0].match;

const withQuery = (manifests: Manifest[]): Manifest[] => {
  matchesOf(manifests).push({ uri: { exact: '/search?q=shoes' } });
  return manifests;
};

scenario({
  title: 'Paths of routes that are globs, or have parameters',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'api', 8080, ['v1']),
    ...withQuery(rules('CDI0121', 'wrong')),
  ],
  check: { code: 'CDI0121', reported: ['VirtualService shop/web'] },
  requests: [
    { name: GLOB, url: 'http://shop.example.com/api/items', expect: { status: 404 } },
    { name: REPEATED, url: 'http://shop.example.com/orders/7', expect: { status: 404 } },
    { name: PARAMETER, url: 'http://shop.example.com/users/7', expect: { status: 404 } },
    { name: QUERY, url: 'http://shop.example.com/search?q=shoes', expect: { status: 404 } },
    { name: LITERAL, url: 'http://shop.example.com/api/*', expect: { status: 200 } },
    {
      name: 'and slashes without end fit the expression',
      url: 'http://shop.example.com/orders//',
      expect: { status: 200 },
    },
  ],
  negatives: [
    {
      change: 'a prefix and expressions say what is meant',
      mutate: putRight('CDI0121'),
      because: { [GLOB]: { status: 200 }, [REPEATED]: { status: 200 }, [PARAMETER]: { status: 200 } },
      reported: [],
    },
    {
      change: 'the query is a match of its own',
      mutate: (manifests) => {
        matchesOf(manifests).push({ uri: { exact: '/search' }, queryParams: { q: { exact: 'shoes' } } });
      },
      because: { [QUERY]: { status: 200 } },
    },
    {
      change: 'a prefix has no slash',
      mutate: (manifests) => {
        matchesOf(manifests).splice(0, 3, { uri: { prefix: 'api' } });
      },
      because: { [LITERAL]: { status: 404 } },
    },
  ],
});
