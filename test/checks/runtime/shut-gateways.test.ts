import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, authorizationPolicy, gateway, INGRESS, ingressPods, server } from '../../manifests';
import { placesOf, textsOf } from '../found';

const PLAIN = server(80, 'HTTP', ['*']);
const edge = (...servers: object[]): Manifest[] => [
  ingressPods('istio-system'),
  gateway('istio-system/edge', ...(servers.length === 0 ? [PLAIN] : servers)),
];
const policy = (spec: object, key = 'istio-system/all', metadata: object = {}): Manifest =>
  authorizationPolicy(key, spec, metadata);
const from = (source: object): object => ({ rules: [{ from: [{ source }] }] });
const open = policy({ selector: { matchLabels: INGRESS }, rules: [{}] }, 'istio-system/edge');
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0416', manifests, { world: 'closed' });
const FOUND = ['error AuthorizationPolicy istio-system/all spec'];
const MEMBERS = from({ principals: ['*'] });
const STRANGERS = { action: 'DENY', ...from({ notNamespaces: ['shop'] }) };

test.each([
  {},
  MEMBERS,
  from({ namespaces: ['shop', 'istio-system'] }),
  from({ serviceAccounts: ['shop/web'] }),
  from({ trustDomains: ['*'] }),
  { rules: [{ when: [{ key: 'source.namespace', values: ['shop'] }] }] },
  { rules: [{ to: [{ operation: { ports: ['9090'] } }] }] },
  STRANGERS,
  { action: 'DENY', ...from({ notPrincipals: ['*'] }) },
  { action: 'DENY', rules: [{ when: [{ key: 'source.principal', notValues: ['*'] }] }] },
  { action: 'DENY', rules: [{}] },
])('%j in the root namespace shuts the gateway', (spec) => {
  expect(places(...edge(), policy(spec))).toEqual(FOUND);
});

test.each([
  { rules: [{}] },
  { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] },
  { rules: [{ from: [{ source: { principals: ['*'] } }, { source: { remoteIpBlocks: ['10.0.0.0/8'] } }] }] },
  from({ requestPrincipals: ['*'] }),
  from({ notPrincipals: ['x'] }),
  { rules: [{ to: [{ operation: { ports: ['80'] } }] }] },
  { action: 'DENY', ...from({ namespaces: ['legacy'] }) },
  { action: 'DENY', ...from({ notRequestPrincipals: ['*'] }) },
  {
    action: 'DENY',
    rules: [{ from: [{ source: { notPrincipals: ['*'] } }], to: [{ operation: { paths: ['/admin'] } }] }],
  },
  {
    action: 'DENY',
    rules: [{ from: [{ source: { notPrincipals: ['*'] } }], to: [{ operation: { notPorts: ['80'] } }] }],
  },
  { action: 'AUDIT', ...from({ notPrincipals: ['*'] }) },
  { action: 'CUSTOM', provider: { name: 'x' }, rules: [{}] },
])('%j may let something in', (spec) => {
  expect(places(...edge(), policy(spec))).toEqual([]);
});

test('what it says', () => {
  const texts = (spec: object): [string, string] => textsOf('CDI0416', [...edge(), policy(spec)])[0];
  expect(texts(STRANGERS)).toEqual([
    'The policy is for the gateway of Gateway istio-system/edge too, and whatever comes to its server spec.servers[0] is refused with 403: the policy denies it. Callers have no identity there, because the server asks for no client certificate.',
    'Write the policy into each namespace with applications instead, or restrict it to pods by a selector, or leave out the ports of the gateway with notPorts.',
  ]);
  expect(texts({})[0]).toContain('the policy allows nothing, and no other policy allows it.');
  expect(texts(MEMBERS)[0]).toContain('the policy does not allow it, and neither does another one.');
  expect(texts(MEMBERS)[1]).toBe(
    'Add an ALLOW policy for the gateway in the namespace of its pods: selector: {matchLabels: {istio: ingressgateway}}, rules: [{}], or rules for what may come in.',
  );
});

test('an ALLOW policy for the gateway opens what ALLOW policies closed, and nothing else', () => {
  expect(places(...edge(), policy({}), open)).toEqual([]);
  expect(places(...edge(), policy(MEMBERS), open)).toEqual([]);
  expect(places(...edge(), policy(STRANGERS), open)).toEqual(FOUND);
  const own = policy({ selector: { matchLabels: INGRESS }, ...from({ principals: ['x'] }) }, 'istio-system/edge');
  expect(places(...edge(), policy({}), own)).toEqual([]);
  const tried = policy({ rules: [{}] }, 'istio-system/try', { annotations: { 'istio.io/dry-run': 'true' } });
  expect(places(...edge(), policy({}), tried)).toEqual(FOUND);
});

test('in an open world the one for the gateway may be elsewhere', () => {
  expect(placesOf('CDI0416', [...edge(), policy({})])).toEqual([FOUND[0].replace('error', 'warning')]);
  expect(placesOf('CDI0416', [...edge(), policy(STRANGERS)])).toEqual(FOUND);
});

test('a policy for all pods of the namespace of the gateway', () => {
  const there = [ingressPods('edge'), gateway('shop/edge', PLAIN)];
  expect(places(...there, policy(STRANGERS, 'edge/all'))).toEqual(['error AuthorizationPolicy edge/all spec']);
  expect(places(...there, policy(STRANGERS, 'shop/all'))).toEqual([]);
  expect(places(...there, policy(STRANGERS))).toEqual(FOUND);
});

test('servers that know their callers, and those that read no requests', () => {
  const mutual = server(443, 'TLS', ['*'], { mode: 'ISTIO_MUTUAL' });
  expect(places(...edge(mutual), policy(MEMBERS))).toEqual([]);
  expect(places(...edge(mutual), policy({}))).toEqual(FOUND);
  expect(places(...edge(mutual, PLAIN), policy(MEMBERS))).toEqual(FOUND);
  const passed = server(443, 'TLS', ['*'], { mode: 'PASSTHROUGH' });
  expect(textsOf('CDI0416', [...edge(passed), policy(MEMBERS)])[0][0]).toContain('is refused with a closed connection');
});

test('gateways of which the manifests show only the Gateway', () => {
  expect(places(gateway('shop/edge', PLAIN), policy(STRANGERS))).toEqual(FOUND);
  expect(places(policy(STRANGERS))).toEqual([]);
  const ofPort = { rules: [{ to: [{ operation: { ports: ['8080'] } }] }] };
  expect(places(gateway('shop/edge', PLAIN), policy(ofPort))).toEqual([]);
  const api = apiGateway('shop/edge', {
    gatewayClassName: 'istio',
    listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
  });
  expect(places(api, policy(STRANGERS))).toEqual(FOUND);
  expect(textsOf('CDI0416', [api, policy({})])[0][1]).toContain('gateway.networking.k8s.io/gateway-name: edge');
});
