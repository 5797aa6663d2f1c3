import { Chart } from 'cdk8s';
import { HttpMatch, IngressedService, IngressRoute, RouteOrder, ServiceRef } from 'cdk8s-istio';
import type { IngressRouteOptions } from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const SORTED = 'http://sorted.example.com';
const WRITTEN = 'http://written.example.com';
const EXACT = 'an exact path comes before an expression and a prefix';
const LONGER = 'a longer prefix comes before a shorter one';
const BOTH = 'with both conditions the one that is written first decides';

/** Tells by a header of the request which route it was. */
function marked(route: string, options: IngressRouteOptions = {}): IngressRouteOptions {
  return { ...options, headers: { request: { set: { 'x-route': route } } } };
}

const sees = (route: string) => ({ status: 200, sees: { header: { 'x-route': route } } });

const shop = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const service = ServiceRef.fromName('web', { ports: [{ port: 8080 }] });
  const sorted = new IngressedService(chart, 'Sorted', {
    service,
    hosts: ['sorted.example.com'],
    routes: [
      IngressRoute.all(marked('all')),
      IngressRoute.prefix('/api', marked('api')),
      IngressRoute.prefix('/api/v1', marked('api-v1')),
      IngressRoute.regex('/api/v1/[a-z]+', marked('expression')),
      IngressRoute.prefix('/api', marked('api-beta', { match: [HttpMatch.header('x-beta', 'yes')] })),
    ],
  });
  sorted.addRoute(IngressRoute.exact('/api/v1/health', marked('exact')));
  new IngressedService(chart, 'Written', {
    service,
    hosts: ['written.example.com'],
    routeOrder: RouteOrder.AS_WRITTEN,
    routes: [
      IngressRoute.prefix('/', marked('beta', { match: [HttpMatch.header('x-beta', 'yes')] })),
      IngressRoute.exact('/api', marked('exact')),
      IngressRoute.all(marked('all')),
    ],
  });
});

scenario({
  title: 'Routes are tried from the most specific to the least, or as they are written',
  manifests: [...ingressGateway(), ...application('shop', 'web', 8080, ['v1']), ...shop],
  requests: [
    { name: EXACT, url: `${SORTED}/api/v1/health`, expect: sees('exact') },
    { name: 'an expression comes before a prefix', url: `${SORTED}/api/v1/items`, expect: sees('expression') },
    { name: LONGER, url: `${SORTED}/api/v1/items/1`, expect: sees('api-v1') },
    {
      name: 'with the same path, that with conditions comes first',
      url: `${SORTED}/api/v2`,
      headers: { 'x-beta': 'yes' },
      expect: sees('api-beta'),
    },
    { name: 'and that without follows', url: `${SORTED}/api/v2`, expect: sees('api') },
    { name: 'the shortest comes last', url: `${SORTED}/`, expect: sees('all') },
    { name: BOTH, url: `${WRITTEN}/api`, headers: { 'x-beta': 'yes' }, expect: sees('beta') },
    { name: 'without it the next one does', url: `${WRITTEN}/api`, expect: sees('exact') },
    { name: 'and then the last', url: `${WRITTEN}/items`, expect: sees('all') },
  ],
  negatives: [
    {
      change: 'the routes stand in the opposite order',
      mutate: (manifests) => {
        rulesOf(manifests, 'sorted').reverse();
      },
      because: { [EXACT]: sees('all'), [LONGER]: sees('all') },
    },
    {
      change: 'the routes that are meant to stay as written are sorted',
      mutate: (manifests) => {
        const rules = rulesOf(manifests, 'written');
        rules.unshift(...rules.splice(1, 1));
      },
      because: { [BOTH]: sees('exact') },
    },
  ],
});

function rulesOf(manifests: Manifest[], name: string): object[] {
  return find(manifests, 'VirtualService', name).spec.http as object[];
}
