import { gatewayRequests, seesNoIdentity } from '../../lib/mesh/gateway-requests';
import { proxies } from '../../lib/mesh/proxies';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { apiGateway, gateway, INGRESS, ingressPods, server, service } from '../manifests';

const front = service('istio-system/gw', [{ name: 'http', port: 80, targetPort: 8080 }], { selector: INGRESS });
const requestsOf = (...manifests: Manifest[]): object[] => {
  const mesh = new Mesh(manifests);
  return proxies(mesh).gateways.flatMap((proxy) => gatewayRequests(mesh, proxy).map(({ request }) => request));
};
const edge = (protocol: string, tls?: object): Manifest[] => [
  ingressPods('istio-system'),
  front,
  gateway('istio-system/edge', server(80, protocol, ['*'], tls)),
];

test.each<[string, object | undefined, object]>([
  ['HTTP', undefined, { isHttp: true, identities: [] }],
  ['HTTPS', { mode: 'SIMPLE' }, { isHttp: true, identities: [] }],
  ['HTTPS', { mode: 'MUTUAL' }, { isHttp: true }],
  ['HTTPS', { mode: 'PASSTHROUGH' }, { isHttp: false, identities: [] }],
  ['TLS', { mode: 'ISTIO_MUTUAL' }, { isHttp: false }],
  ['TCP', undefined, { isHttp: false, identities: [] }],
])('a server of %s with %j', (protocol, tls, known) => {
  expect(requestsOf(...edge(protocol, tls))).toEqual([{ port: 8080, ...known }]);
});

test.each<[object, object | undefined, object]>([
  [{ protocol: 'HTTP' }, undefined, { isHttp: true, identities: [] }],
  [{ protocol: 'HTTPS', tls: {} }, undefined, { isHttp: true, identities: [] }],
  [{ protocol: 'HTTPS', tls: {} }, { frontend: {} }, { isHttp: true }],
  [{ protocol: 'HTTP' }, { frontend: {} }, { isHttp: true, identities: [] }],
  [{ protocol: 'TLS', tls: { mode: 'Passthrough' } }, undefined, { isHttp: false, identities: [] }],
  [
    { protocol: 'HTTPS', tls: { options: { 'gateway.istio.io/tls-terminate-mode': 'MUTUAL' } } },
    undefined,
    { isHttp: true },
  ],
])('a listener %j of a Gateway with %j', (listener, tls, known) => {
  const given = apiGateway('shop/edge', {
    gatewayClassName: 'istio',
    tls,
    listeners: [{ name: 'l', port: 443, ...listener }],
  });
  expect(requestsOf(given)).toEqual([{ port: 443, ...known }]);
});

test('the ports of pods that no manifest shows are not known', () => {
  const servers = server(80, 'HTTP', ['*']);
  expect(requestsOf(gateway('shop/edge', servers))).toEqual([{ isHttp: true, identities: [] }]);
  expect(requestsOf(gateway('shop/edge', servers), ingressPods('edge'))).toEqual([
    { port: 80, isHttp: true, identities: [] },
  ]);
});

test('whether a gateway sees identities', () => {
  const sees = (...manifests: Manifest[]): boolean[] => {
    const mesh = new Mesh(manifests);
    return proxies(mesh).gateways.map((proxy) => !seesNoIdentity(mesh, proxy));
  };
  expect(sees(...edge('HTTP'))).toEqual([false]);
  expect(sees(...edge('HTTPS', { mode: 'MUTUAL' }))).toEqual([true]);
  expect(sees(ingressPods('istio-system'), gateway('istio-system/edge'))).toEqual([true]);
});
