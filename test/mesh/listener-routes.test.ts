import { listenerRoutes } from '../../lib/mesh/listener-routes';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { apiGateway, manifest, namespace } from '../manifests';

const ALL = { namespaces: { from: 'All' } };
const listener = (name: string, more: object = {}): object => ({ name, port: 443, protocol: 'HTTPS', ...more });
const route = (key: string, parent: object, hostnames?: string[], kind = 'HTTPRoute'): Manifest =>
  manifest(kind, key, { parentRefs: [{ name: 'public', ...parent }], hostnames, rules: [] });

/** What is attached to each listener: `namespace/name: hosts`. */
function attached(listeners: object[], ...routes: Manifest[]): string[][] {
  const mesh = new Mesh([
    apiGateway('edge/public', { gatewayClassName: 'istio', listeners }),
    namespace('shop', { team: 'shop' }),
    ...routes,
  ]);
  const [gateway] = mesh.all('gateway.networking.k8s.io/Gateway');
  return (gateway.spec.listeners ?? []).map((each) =>
    listenerRoutes(mesh, gateway, each).map(({ object, hosts }) => `${object.key}: ${hosts.join(' ')}`),
  );
}

test.each<[string, object[], Manifest, string[][]]>([
  [
    'every listener',
    [listener('a'), listener('b')],
    route('edge/r', {}, ['x.test']),
    [['edge/r: x.test'], ['edge/r: x.test']],
  ],
  [
    'its section',
    [listener('a'), listener('b')],
    route('edge/r', { sectionName: 'b' }, ['x.test']),
    [[], ['edge/r: x.test']],
  ],
  [
    'its port',
    [listener('a'), listener('b', { port: 8443 })],
    route('edge/r', { port: 8443 }, ['x.test']),
    [[], ['edge/r: x.test']],
  ],
  [
    'hosts in common',
    [listener('a', { hostname: '*.x.test' }), listener('b', { hostname: 'y.test' })],
    route('edge/r', {}, ['a.x.test', 'x.test']),
    [['edge/r: a.x.test'], []],
  ],
  [
    'the narrower host',
    [listener('a', { hostname: 'a.x.test' })],
    route('edge/r', {}, ['*.x.test']),
    [['edge/r: a.x.test']],
  ],
  ['no hosts of its own', [listener('a', { hostname: 'x.test' })], route('edge/r', {}), [['edge/r: x.test']]],
  ['no hosts at all', [listener('a')], route('edge/r', {}), [['edge/r: *']]],
  ['another namespace', [listener('a')], route('shop/r', { namespace: 'edge' }), [[]]],
  [
    'another namespace that is allowed',
    [listener('a', { allowedRoutes: ALL })],
    route('shop/r', { namespace: 'edge' }),
    [['shop/r: *']],
  ],
  [
    'a namespace with labels',
    [
      listener('a', {
        allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { team: 'shop' } } } },
      }),
      listener('b', {
        allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { team: 'bank' } } } },
      }),
    ],
    route('shop/r', { namespace: 'edge' }),
    [['shop/r: *'], []],
  ],
  ['another Gateway', [listener('a')], route('edge/r', { name: 'other' }), [[]]],
  ['a Service', [listener('a')], route('edge/r', { kind: 'Service', group: '' }), [[]]],
  ['gRPC', [listener('a')], route('edge/r', {}, ['x.test'], 'GRPCRoute'), [['edge/r: x.test']]],
])('a route by %s', (_, listeners, given, expected) => {
  expect(attached(listeners, given)).toEqual(expected);
});
