import {
  bareHosts,
  isPassthrough,
  readsHttp,
  routeConfigName,
  serversOf,
  speaksTls,
} from '../../lib/mesh/gateway-servers';
import type { GatewayServer } from '../../lib/mesh/gateway-servers';
import { Mesh } from '../../lib/mesh/reading/mesh';
import { gateway, server } from '../manifests';

function serverOf(given: object): GatewayServer {
  const mesh = new Mesh([gateway('edge/front', given)]);
  return serversOf(mesh.find('networking.istio.io/Gateway', 'edge', 'front')!)[0];
}

test.each([
  [
    ['a', '*/b', 'shop/c', './d'],
    ['a', 'b', 'shop/c', 'edge/d'],
    ['a', 'b', 'c', 'd'],
  ],
  [['a', '*/*', 'shop/c'], ['*'], ['*']],
  [['a', '*/a', 'shop/a'], ['a', 'a', 'shop/a'], ['a']],
])('hosts %j', (given, hosts, bare) => {
  const found = serverOf(server(80, 'HTTP', given));
  expect(found.hosts).toEqual(hosts);
  expect(bareHosts(found)).toEqual(bare);
});

test('a server without port is none', () => {
  expect(serverOf({ hosts: ['*'] })).toBeUndefined();
});

const SIMPLE = { mode: 'SIMPLE', credentialName: 'c' };

test.each<[string, object | undefined, { http: boolean; tls: boolean; passthrough: boolean; name?: string }]>([
  ['HTTP', undefined, { http: true, tls: false, passthrough: false, name: 'http.8080' }],
  ['grpc', undefined, { http: true, tls: false, passthrough: false, name: 'http.8080' }],
  ['HTTP', { httpsRedirect: true }, { http: true, tls: false, passthrough: true, name: 'http.8080' }],
  ['HTTPS', SIMPLE, { http: true, tls: true, passthrough: false, name: 'https.443.https-443.front.edge' }],
  ['HTTPS', { mode: 'PASSTHROUGH' }, { http: false, tls: true, passthrough: true }],
  ['TLS', {}, { http: false, tls: true, passthrough: true }],
  ['TLS', { mode: 'AUTO_PASSTHROUGH' }, { http: false, tls: true, passthrough: true }],
  ['TLS', SIMPLE, { http: false, tls: true, passthrough: false }],
  ['TCP', undefined, { http: false, tls: false, passthrough: false }],
  ['REDIS', undefined, { http: false, tls: false, passthrough: false }],
])('%s with TLS settings %j', (protocol, tls, { http, tls: speaks, passthrough, name }) => {
  const found = serverOf(server(443, protocol, ['*'], tls));
  expect([readsHttp(found), speaksTls(found), isPassthrough(found)]).toEqual([http, speaks, passthrough]);
  expect(routeConfigName(found, 8080)).toBe(name);
});

test('an address of its own is in the name of the route configuration', () => {
  expect(routeConfigName(serverOf({ ...server(80, 'HTTP', ['*']), bind: '10.0.0.1' }), 80)).toBe('http.80.10.0.0.1');
});
