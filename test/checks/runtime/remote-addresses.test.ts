import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  apiGateway,
  authorizationPolicy,
  gateway,
  INGRESS,
  manifest,
  server,
  SHOP,
  service,
  workload,
} from '../../manifests';
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

test('policies for others, and those that are only tried', () => {
  expect(placesOf('CDI0417', behind(policy(undefined, { selector: { matchLabels: { app: 'web' } } })))).toEqual([]);
  const tried = policy(undefined, {}, { annotations: { 'istio.io/dry-run': 'true' } });
  expect(placesOf('CDI0417', behind(tried))).toEqual([]);
});

describe('addresses of connections', () => {
  const trusting = (...manifests: Manifest[]): Manifest[] => [
    alb(),
    front,
    pods('gatewayTopology: { numTrustedProxies: 1 }'),
    edge,
    ...manifests,
  ];

  test.each([
    [
      from({ ipBlocks: RANGE }),
      'from[0].source.ipBlocks',
      'ipBlocks matches no client.',
      'Write remoteIpBlocks instead',
    ],
    [
      from({ notIpBlocks: ['2001:db8::/32', ...RANGE] }),
      'from[0].source.notIpBlocks',
      'notIpBlocks leaves nobody out.',
      'Write notRemoteIpBlocks instead',
    ],
    [
      { when: [{ key: 'source.ip', values: ['203.0.113.9'] }] },
      'when[0]',
      'source.ip matches no client.',
      'Write key: remote.ip instead',
    ],
  ])('are never those of clients behind a load balancer that reads HTTP: %j', (rule, path, effect, fix) => {
    expect(placesOf('CDI0417', trusting(policy(rule)))).toEqual([`error ${AT}.${path}`]);
    const [[message, remedy]] = textsOf('CDI0417', trusting(policy(rule)));
    expect(message).toContain(
      `Ingress istio-system/front reads HTTP and opens connections of its own to the gateway, and ${path.split('.').pop() === 'when[0]' ? 'source.ip' : path.split('.').pop()} is compared with the address of the connection, which is that of the load balancer. ${effect}`,
    );
    expect(remedy).toContain(fix);
  });

  test.each([
    '10.0.0.0/8',
    '172.20.0.0/16',
    '192.168.1.0/24',
    '100.64.0.0/10',
    '127.0.0.1',
    '169.254.1.1',
    '0.0.0.0/0',
    'fd00::/8',
    '::1',
  ])('%s may be where the load balancer is', (block) => {
    expect(placesOf('CDI0417', trusting(policy(from({ ipBlocks: [...RANGE, block] }))))).toEqual([]);
  });

  test('may be those of clients without such a load balancer', () => {
    expect(placesOf('CDI0417', [front, pods(), edge, policy(from({ ipBlocks: RANGE }))])).toEqual([]);
  });
});

describe('a gateway of the Gateway API', () => {
  const CONFIG = { 'proxy.istio.io/config': '{"gatewayTopology":{"numTrustedProxies":1}}' };
  const targetRefs = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'web' }];
  const own = authorizationPolicy('istio-system/office', { targetRefs, rules: [from({ remoteIpBlocks: RANGE })] });
  const set = (infrastructure?: object, annotations?: object): Manifest[] => [
    alb('web-istio'),
    apiGateway(
      'istio-system/web',
      { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }], infrastructure },
      { annotations },
    ),
    own,
  ];

  test('trusts its load balancer by its annotations, which its pods get', () => {
    expect(placesOf('CDI0417', set({ annotations: CONFIG }))).toEqual([]);
    expect(placesOf('CDI0417', set(undefined, CONFIG))).toEqual([]);
    const found = [`error ${AT}.from[0].source.remoteIpBlocks`];
    expect(placesOf('CDI0417', set({ annotations: {} }, CONFIG))).toEqual(found);
    expect(placesOf('CDI0417', set())).toEqual(found);
  });
});
