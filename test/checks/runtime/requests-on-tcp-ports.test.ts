import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  apiGateway,
  authorizationPolicy,
  deployment,
  gateway,
  INGRESS,
  ingressPods,
  server,
  SHOP,
  service,
} from '../../manifests';
import { placesOf, textsOf } from '../found';

const CACHE = { app: 'cache' };
const REDIS = { name: 'tcp-redis', port: 6379 };
const HTTP = { name: 'http', port: 80, targetPort: 8080 };
const set = (...ports: object[]): Manifest[] => [SHOP, service('shop/cache', ports), deployment('shop/cache', CACHE)];
const policy = (rules: object[], spec: object = {}, key = 'shop/cache'): Manifest =>
  authorizationPolicy(key, { selector: { matchLabels: CACHE }, rules, ...spec });
const to = (...operations: object[]): object => ({ to: operations.map((operation) => ({ operation })) });
const PLACE = 'AuthorizationPolicy shop/cache spec.rules[0]';
const METHODS = { methods: ['GET'], ports: ['6379'] };

test.each([
  [{ methods: ['GET'] }, 'methods'],
  [{ notMethods: ['GET'] }, 'notMethods'],
  [{ paths: ['/a'] }, 'paths'],
  [{ notPaths: ['/a'] }, 'notPaths'],
  [{ hosts: ['cache'] }, 'hosts'],
  [{ notHosts: ['cache'] }, 'notHosts'],
])('%j on a TCP port', (operation, field) => {
  const manifests = [...set(REDIS), policy([to({ ...operation, ports: ['6379'] })])];
  expect(placesOf('CDI0410', manifests)).toEqual([`error ${PLACE}.to[0].operation.ports[0]`]);
  expect(textsOf('CDI0410', manifests)).toEqual([
    [
      `Port 6379 of shop/cache is not HTTP, so there are no requests to compare ${field} with: there the rule will match nothing.`,
      `Leave out ${field} for port 6379. If the port speaks HTTP, name it "http-..." in its Service.`,
    ],
  ]);
});

test.each([
  [{ from: [{ source: { requestPrincipals: ['*'] } }] }, 'requestPrincipals'],
  [{ from: [{ source: { notRequestPrincipals: ['*'] } }] }, 'notRequestPrincipals'],
  [{ when: [{ key: 'request.headers[x]', values: ['1'] }] }, 'request.headers[x]'],
  [{ when: [{ key: 'request.auth.claims[x]', values: ['1'] }] }, 'request.auth.claims[x]'],
])('%j with a TCP port', (rule, field) => {
  const manifests = [...set(REDIS), policy([{ ...rule, ...to({ ports: ['6379'] }) }])];
  expect(textsOf('CDI0410', manifests)[0][0]).toContain(`no requests to compare ${field} with`);
});

test('what can be told of a connection is right on a TCP port', () => {
  const rule = {
    from: [{ source: { principals: ['*'], ipBlocks: ['10.0.0.0/8'], remoteIpBlocks: ['10.0.0.0/8'] } }],
    when: [{ key: 'connection.sni', values: ['a'] }],
    ...to({ ports: ['6379'] }),
  };
  expect(placesOf('CDI0410', [...set(REDIS), policy([rule])])).toEqual([]);
});

test.each(['http', 'http2', 'grpc', 'web', ''])('a port called "%s" may have requests', (name) => {
  expect(placesOf('CDI0410', [...set({ name, port: 8000 }), policy([to({ ...METHODS, ports: ['8000'] })])])).toEqual(
    [],
  );
});

test.each([
  { name: 'tcp', port: 8000 },
  { name: 'tls-x', port: 8000 },
  { name: 'https', port: 8000 },
  { name: 'mongo', port: 8000 },
  { name: 'db', port: 3306, targetPort: 8000 },
  { name: 'http', port: 8000, appProtocol: 'tcp' },
])('%j has none', (port) => {
  expect(placesOf('CDI0410', [...set(port), policy([to({ ...METHODS, ports: ['8000'] })])])).toHaveLength(1);
});

test('the protocol is that of the Service port that leads to the port of the pods', () => {
  const mixed = set(HTTP, REDIS);
  expect(placesOf('CDI0410', [...mixed, policy([to({ ...METHODS, ports: ['8080', '6379'] })])])).toEqual([
    `error ${PLACE}.to[0].operation.ports[1]`,
  ]);
  const both = set({ name: 'tcp', port: 90, targetPort: 8080 }, HTTP);
  expect(placesOf('CDI0410', [...both, policy([to({ ...METHODS, ports: ['8080'] })])])).toEqual([]);
  expect(placesOf('CDI0410', [...mixed, policy([to({ ...METHODS, ports: ['9999'] })])])).toEqual([]);
});

test('of ALLOW the whole rule is left out, of DENY only what looks at requests', () => {
  const operations = to({ ports: ['6379'] }, { methods: ['GET'], ports: ['8080'] });
  const allow = [...set(HTTP, REDIS), policy([operations])];
  expect(textsOf('CDI0410', allow)).toEqual([
    [
      'Port 6379 of shop/cache is not HTTP, so there are no requests to compare methods with: there the rule will match nothing.',
      'Write a rule of its own for port 6379, without methods. If the port speaks HTTP, name it "http-..." in its Service.',
    ],
  ]);
  expect(placesOf('CDI0410', [...set(HTTP, REDIS), policy([operations], { action: 'DENY' })])).toEqual([]);
});

test('a DENY rule on a TCP port', () => {
  const deny = policy([to(METHODS)], { action: 'DENY' });
  expect(textsOf('CDI0410', [...set(REDIS), deny])[0][0]).toContain(
    'there the rule will deny every connection that the rest of it matches.',
  );
  const audit = policy([to(METHODS)], { action: 'AUDIT' });
  expect(placesOf('CDI0410', [...set(REDIS), audit])).toEqual([`warning ${PLACE}.to[0].operation.ports[0]`]);
});

test('a rule that names no port', () => {
  const get = to({ methods: ['GET'] });
  expect(placesOf('CDI0410', [...set(REDIS), policy([get])])).toEqual([`error ${PLACE}`]);
  expect(placesOf('CDI0410', [...set(REDIS, HTTP), policy([get])])).toEqual([]);
  expect(placesOf('CDI0410', [...set(), policy([get])])).toEqual([]);
  // IST0133 tells of DENY rules about requests alone.
  expect(placesOf('CDI0410', [...set(REDIS, HTTP), policy([get], { action: 'DENY' })])).toEqual([]);
  const header = { when: [{ key: 'request.headers[x]', values: ['1'] }] };
  expect(placesOf('CDI0410', [...set(REDIS, HTTP), policy([header], { action: 'DENY' })])).toEqual([`error ${PLACE}`]);
  expect(placesOf('CDI0410', [...set(HTTP), policy([header], { action: 'DENY' })])).toEqual([]);
});

test('pods without a proxy, and those of other policies', () => {
  const plain = deployment('shop/cache', { ...CACHE, 'sidecar.istio.io/inject': 'false' });
  expect(placesOf('CDI0410', [SHOP, service('shop/cache', [REDIS]), plain, policy([to(METHODS)])])).toEqual([]);
  expect(placesOf('CDI0410', [...set(REDIS), policy([to(METHODS)], {}, 'books/cache')])).toEqual([]);
  expect(placesOf('CDI0410', [...set(REDIS), policy([to(METHODS)], {}, 'istio-system/cache')])).toHaveLength(1);
});

test('servers of gateways', () => {
  const edge = (protocol: string, tls?: object): Manifest[] => [
    ingressPods('istio-system'),
    service('istio-system/gw', [{ name: 'port', port: 443, targetPort: 8443 }]),
    gateway('istio-system/edge', server(443, protocol, ['*'], tls)),
    policy([to({ methods: ['GET'], ports: ['8443'] })], { selector: { matchLabels: INGRESS } }, 'istio-system/edge'),
  ];
  const found = ['error AuthorizationPolicy istio-system/edge spec.rules[0].to[0].operation.ports[0]'];
  expect(placesOf('CDI0410', edge('TCP'))).toEqual(found);
  expect(placesOf('CDI0410', edge('TLS', { mode: 'PASSTHROUGH' }))).toEqual(found);
  expect(placesOf('CDI0410', edge('HTTPS', { mode: 'PASSTHROUGH' }))).toEqual(found);
  expect(placesOf('CDI0410', edge('HTTPS', { mode: 'SIMPLE', credentialName: 'x' }))).toEqual([]);
  expect(placesOf('CDI0410', edge('HTTP'))).toEqual([]);
});

test('listeners of the Gateway API', () => {
  const edge = (protocol: string, tls?: object): Manifest[] => [
    apiGateway('shop/edge', { gatewayClassName: 'istio', listeners: [{ name: 'l', port: 443, protocol, tls }] }),
    authorizationPolicy('shop/edge', {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
      rules: [to({ methods: ['GET'], ports: ['443'] })],
    }),
  ];
  expect(placesOf('CDI0410', edge('TLS', { mode: 'Passthrough' }))).toHaveLength(1);
  expect(placesOf('CDI0410', edge('HTTPS', { certificateRefs: [{ name: 'x' }] }))).toEqual([]);
});
