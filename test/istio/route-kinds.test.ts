import { kindsOfProtocol, routeKinds } from '../../lib/istio/route-kinds';

const passed = { protocol: 'TLS', tls: { mode: 'Passthrough' } };
const ended = { protocol: 'TLS', tls: { mode: 'Terminate' } };

test.each([
  [{ protocol: 'HTTP' }, ['HTTPRoute', 'GRPCRoute']],
  [{ protocol: 'HTTPS' }, ['HTTPRoute', 'GRPCRoute']],
  [{ protocol: 'TCP' }, ['TCPRoute']],
  [passed, ['TLSRoute']],
  [ended, ['TLSRoute', 'TCPRoute']],
  [{ protocol: 'TLS' }, ['TLSRoute']],
  [{ protocol: 'HBONE' }, []],
  [{ protocol: 'UDP' }, []],
  [{ protocol: 'http' }, []],
])('%j', (listener, kinds) => {
  expect(kindsOfProtocol(listener)).toEqual(kinds);
  expect(routeKinds(listener)).toEqual(kinds);
  expect(routeKinds({ ...listener, allowedRoutes: { kinds: [] } })).toEqual(kinds);
});

test('of the kinds that fit, those that are allowed', () => {
  const allow = (...kinds: { group?: string; kind: string }[]): readonly string[] =>
    routeKinds({ protocol: 'HTTP', allowedRoutes: { kinds } });
  expect(allow({ kind: 'GRPCRoute' })).toEqual(['GRPCRoute']);
  expect(allow({ kind: 'TLSRoute' })).toEqual([]);
  expect(allow({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }, { kind: 'GRPCRoute' })).toEqual([
    'HTTPRoute',
    'GRPCRoute',
  ]);
  expect(allow({ group: 'example.com', kind: 'HTTPRoute' })).toEqual([]);
});
