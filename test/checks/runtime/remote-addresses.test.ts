import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy, gateway, INGRESS, manifest, server, SHOP, service, workload } from '../../manifests';
import { placesOf, textsOf } from '../found';

const RANGE = ['198.51.100.0/24'];
const from = (source: object): object => ({ from: [{ source }] });
const policy = (rule: object = from({ remoteIpBlocks: RANGE }), spec: object = {}, metadata: object = {}): Manifest =>
  authorizationPolicy('istio-system/office', { selector: { matchLabels: INGRESS }, rules: [rule], ...spec }, metadata);
const alb = (name = 'gw', className = 'alb'): Manifest =>
  manifest('Ingress', 'istio-system/front', {
    ingressClassName: className,
    defaultBackend: { service: { name, port: { number: 80 } } },
  });
const pods = (config?: string): Manifest =>
  workload('istio-system/gw', {
    labels: INGRESS,
    annotations: config === undefined ? {} : { 'proxy.istio.io/config': config },
  });
const front = service('istio-system/gw', [{ name: 'http2', port: 80, targetPort: 8080 }], { selector: INGRESS });
const edge = gateway('istio-system/edge', server(80, 'HTTP', ['*']));
const behind = (...manifests: Manifest[]): Manifest[] => [alb(), front, pods(), edge, ...manifests];
const AT = 'AuthorizationPolicy istio-system/office spec.rules[0]';

test.each([
  [from({ remoteIpBlocks: RANGE }), 'from[0].source.remoteIpBlocks', 'remoteIpBlocks matches no client.'],
  [from({ notRemoteIpBlocks: RANGE }), 'from[0].source.notRemoteIpBlocks', 'notRemoteIpBlocks leaves nobody out.'],
  [{ when: [{ key: 'remote.ip', values: RANGE }] }, 'when[0]', 'remote.ip matches no client.'],
])('behind a load balancer that reads HTTP: %j', (rule, path, effect) => {
  expect(placesOf('CDI0417', behind(policy(rule)))).toEqual([`error ${AT}.${path}`]);
  expect(textsOf('CDI0417', behind(policy(rule)))[0][0]).toContain(
    `Ingress istio-system/front reads HTTP and opens connections of its own to the gateway, which trusts no X-Forwarded-For (numTrustedProxies is not set): it takes the address of the load balancer for that of the client. ${effect}`,
  );
});

test('any Ingress in front of the gateway reads HTTP', () => {
  expect(placesOf('CDI0417', [alb('gw', 'nginx'), front, pods(), edge, policy()])).toHaveLength(1);
});

test('a gateway that trusts its load balancer', () => {
  for (const config of ['gatewayTopology: { numTrustedProxies: 1 }', '{"gatewayTopology":{"numTrustedProxies":2}}']) {
    expect(placesOf('CDI0417', [alb(), front, pods(config), edge, policy()])).toEqual([]);
  }
  const meshConfig = { defaultConfig: { gatewayTopology: { numTrustedProxies: 1 } } };
  expect(placesOf('CDI0417', behind(policy()), { meshConfig })).toEqual([]);
  const zero = { defaultConfig: { gatewayTopology: { numTrustedProxies: 0 } } };
  expect(placesOf('CDI0417', behind(policy()), { meshConfig: zero })).toHaveLength(1);
});

test('where nothing shows what is in front of the gateway it is a note', () => {
  const note = [`info ${AT}.from[0].source.remoteIpBlocks`];
  expect(placesOf('CDI0417', [front, pods(), edge, policy()])).toEqual(note);
  expect(placesOf('CDI0417', [alb('other'), front, pods(), edge, policy()])).toEqual(note);
  expect(placesOf('CDI0417', [policy()])).toEqual(note);
  const meshConfig = { defaultConfig: { gatewayTopology: { numTrustedProxies: 0 } } };
  expect(placesOf('CDI0417', [front, pods(), edge, policy()], { meshConfig })).toEqual([]);
  expect(placesOf('CDI0417', [policy()], { meshConfig })).toEqual([]);
});

test('the load balancer of an installed gateway is known by the name of its Service', () => {
  expect(placesOf('CDI0417', [alb('istio-ingressgateway'), edge, policy()])).toEqual([
    `error ${AT}.from[0].source.remoteIpBlocks`,
  ]);
});

test('at a sidecar other callers can write the address too', () => {
  const web = [SHOP, workload('shop/web', { labels: { app: 'web' } })];
  const own = (rule: object): Manifest =>
    authorizationPolicy('shop/web', { selector: { matchLabels: { app: 'web' } }, rules: [rule] });
  expect(placesOf('CDI0417', [...web, own(from({ remoteIpBlocks: RANGE }))])).toEqual([
    'info AuthorizationPolicy shop/web spec.rules[0].from[0].source.remoteIpBlocks',
  ]);
  const known = from({ remoteIpBlocks: RANGE, principals: ['cluster.local/ns/istio-system/sa/gw'] });
  expect(placesOf('CDI0417', [...web, own(known)])).toEqual([]);
});

test('addresses of connections, policies for others, and those that are only tried', () => {
  expect(placesOf('CDI0417', behind(policy(from({ ipBlocks: RANGE }))))).toEqual([]);
  expect(placesOf('CDI0417', behind(policy(undefined, { selector: { matchLabels: { app: 'web' } } })))).toEqual([]);
  const tried = policy(undefined, {}, { annotations: { 'istio.io/dry-run': 'true' } });
  expect(placesOf('CDI0417', behind(tried))).toEqual([]);
});
