import { serversOf } from '../../lib/mesh/gateway-servers';
import { sidecarOf } from '../../lib/mesh/proxies';
import { boundTo, gatewayHosts, serverHosts } from '../../lib/routing/server-hosts';
import { gateway, server, virtualService } from '../manifests';
import { meshOf } from './tables';

function of(...servers: string[][]) {
  const mesh = meshOf([gateway('edge/front', ...servers.map((hosts) => server(80, 'HTTP', hosts)))]);
  return mesh.find('networking.istio.io/Gateway', 'edge', 'front')!;
}

test.each([
  [['foo.com', 'bar.com'], ['*.com'], ['foo.com', 'bar.com']],
  [
    ['foo.com', '*.net'],
    ['*.com', 'bar.net'],
    ['foo.com', 'bar.net'],
  ],
  [['foo.com', '*.net'], ['*.bar.net'], ['*.bar.net']],
  [['foo.com'], ['bar.com'], []],
  [[], ['bar.com'], []],
  [['*'], ['a.com', '*'], ['a.com', '*']],
  [['*.com', 'a.com'], ['*.com'], ['a.com', '*.com']],
])('servers for %j and VirtualServices for %j share %j', (served, wanted, shared) => {
  const [first] = serversOf(of(served));
  expect([...serverHosts(first).shared(wanted, 'shop')].sort()).toEqual([...shared].sort());
});

test('hosts for VirtualServices of one namespace', () => {
  const [first] = serversOf(of(['shop/a.com', './b.com', '*/c.com']));
  const names = ['a.com', 'b.com', 'c.com'];
  expect(serverHosts(first).shared(names, 'shop')).toEqual(['c.com', 'a.com']);
  expect(serverHosts(first).shared(names, 'edge')).toEqual(['c.com', 'b.com']);
});

test('hosts of all servers', () => {
  expect(gatewayHosts(of(['a.com'], ['shop/b.com'])).shared(['a.com', 'b.com'], 'shop')).toEqual(['a.com', 'b.com']);
});

test('the VirtualServices of a server in their order; one that names the Gateway twice is listed twice', () => {
  const at = (name: string, hosts: string[], gateways = ['edge/front']): ReturnType<typeof virtualService> =>
    virtualService(`shop/${name}`, { hosts, gateways });
  const mesh = meshOf([
    gateway('edge/front', server(80, 'HTTP', ['*.example.com', 'web.shop.svc.cluster.local'])),
    at('c', ['c.example.com']),
    at('b', ['*.com'], ['edge/front', 'front.edge']),
    at('a', ['a.example.org', 'a.example.com']),
    at('other', ['example.com']),
    at('short', ['web']),
  ]);
  const [first] = serversOf(mesh.find('networking.istio.io/Gateway', 'edge', 'front')!);
  expect(boundTo(mesh, sidecarOf('edge'), first).map(({ name }) => name)).toEqual(['c', 'b', 'b', 'a', 'short']);
});
