import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { Header, Request } from '../../lib/routing/call';
import type { Trace } from '../../lib/routing/trace';
import type { Reception } from '../../lib/routing/received';
import { forwardedProto, received } from '../../lib/routing/received';
import { SHOP, authorizationPolicy, deployment, manifest, virtualService } from '../manifests';
import { ask, outcomes } from './calls';
import { ingress, meshOf, web } from './tables';

const GATEWAY: Reception = { isEdge: true, isTls: false, trusted: 0 };
const SIDECAR: Reception = { isEdge: false, isTls: false, trusted: 0 };

function request(headers: readonly Header[], more: Partial<Request> = {}): Request {
  return { version: '1.1', method: 'GET', scheme: 'http', authority: 'web', path: '/', headers, ...more };
}

test.each<[Reception, readonly Header[], string, Request['scheme']]>([
  [GATEWAY, [], 'http', 'http'],
  [GATEWAY, [['x-forwarded-proto', 'https']], 'http', 'http'],
  [{ ...GATEWAY, isTls: true }, [['x-forwarded-proto', 'http']], 'https', 'https'],
  [{ ...GATEWAY, trusted: 1 }, [['x-forwarded-proto', 'https']], 'https', 'https'],
  [{ ...GATEWAY, trusted: 1, isTls: true }, [], 'https', 'https'],
  [SIDECAR, [], 'http', 'http'],
  [{ ...SIDECAR, isTls: true }, [], 'https', 'https'],
  [SIDECAR, [['x-forwarded-proto', 'https']], 'https', 'https'],
  [SIDECAR, [['x-forwarded-proto', 'wss']], 'wss', 'http'],
])('%j takes the protocol of %j for %s, and the scheme for %s', (reception, headers, proto, scheme) => {
  const made = received(request(headers), reception);
  expect(forwardedProto(made)).toBe(proto);
  expect(made.scheme).toBe(scheme);
  expect(received(request(headers, { version: '2' }), reception).scheme).toBe('http');
});

test('what is told of the headers of clients', () => {
  const sent: readonly Header[] = [
    ['x-request-id', 'a'],
    ['x-forwarded-for', '1.1.1.1'],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-proto', 'http'],
    ['x-envoy-max-retries', '5'],
    ['x-own', 'b'],
  ];
  expect(received(request(sent), GATEWAY).headers).toEqual([
    ['x-request-id', 'made by the proxy', 'open'],
    ['x-forwarded-for', '1.1.1.1'],
    ['x-forwarded-proto', 'http'],
    ['x-envoy-max-retries', '5, if proxies let it through', 'open'],
    ['x-own', 'b'],
    ['x-forwarded-for', 'the address of the peer', 'open'],
  ]);
  const once = received(request([['x-own', 'b']]), GATEWAY);
  expect(once.headers).toEqual([
    ['x-own', 'b'],
    ['x-forwarded-proto', 'http', 'proxy'],
    ['x-forwarded-for', 'the address of the peer', 'made'],
    ['x-request-id', 'made by the proxy', 'made'],
  ]);
  expect(received(once, SIDECAR)).toEqual(once);
});

const SET: readonly Manifest[] = [
  SHOP,
  ...ingress,
  web,
  deployment('shop/web-v1', { app: 'web' }),
  deployment('shop/client', { app: 'client' }),
  manifest('Gateway', 'istio-system/front', {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }],
  }),
];

function asked(headers: object, sent: readonly Header[] = [], more: readonly Manifest[] = []): Trace {
  const rules = [
    { match: [{ headers }], directResponse: { status: 201 } },
    { route: [{ destination: { host: 'web' } }] },
  ];
  const front = virtualService('shop/m', {
    hosts: ['m.example.com'],
    gateways: ['istio-system/front'],
    http: rules,
  });
  return ask(meshOf([...SET, front, ...more]), 'm.example.com', { headers: sent });
}

test.each<[object]>([
  [{ 'x-forwarded-for': { exact: '9.9.9.9,10.0.0.1' } }],
  [{ 'x-forwarded-for': { prefix: '9.9.9.9,10.' } }],
  [{ 'x-forwarded-for': { regex: '9[.].*' } }],
  [{ 'x-request-id': { prefix: 'a' } }],
  [{ 'x-request-id': { regex: '[0-9a-f-]{36}' } }],
  [{ 'x-envoy-internal': {} }],
])('what may be so is open: %j', (headers) => {
  const found = asked(headers, [['x-forwarded-for', '9.9.9.9']]);
  expect(outcomes(found)).toEqual(['shop/web-v1']);
  expect(found.unknown.map(({ what }) => what)).toEqual(['headers']);
});

test('a rule that asks what a gateway writes: both ways are told', () => {
  const found = asked({ 'x-forwarded-for': { prefix: '10.' } });
  expect(outcomes(found)).toEqual(['shop/web-v1']);
  expect(found.unknown).toHaveLength(1);
  expect(found.unknown[0]).toMatchObject({
    what: 'headers',
    text: 'What proxies write into headers that rule http[0] "header x-forwarded-for begins with 10." of VirtualService shop/m asks is in no file; it is taken that it is something else.',
    objects: [{ key: 'shop/m' }],
  });
  expect(outcomes({ outcomes: found.unknown[0].otherwise! })).toEqual(['201 directResponse']);
});

test.each<[object, string]>([
  [{ 'x-forwarded-for': {} }, '201 directResponse'],
  [{ 'x-forwarded-for': { prefix: '9.9.9.9' } }, '201 directResponse'],
  [{ 'x-forwarded-for': { prefix: '9.9.9.9,x' } }, 'shop/web-v1'],
  [{ 'x-forwarded-for': { exact: '9.9.9.9' } }, 'shop/web-v1'],
  [{ 'x-forwarded-for': { regex: '10[.].*' } }, 'shop/web-v1'],
  [{ 'x-forwarded-for': { regex: '.*' } }, '201 directResponse'],
  [{ 'x-request-id': { exact: 'mine' } }, 'shop/web-v1'],
  [{ 'x-request-id': { regex: 'mine.*' } }, 'shop/web-v1'],
  [{ 'x-request-id': {} }, '201 directResponse'],
  [{ 'x-own': { exact: 'a' } }, 'shop/web-v1'],
  [{ 'x-forwarded-proto': { exact: 'http' } }, '201 directResponse'],
  [{ 'x-forwarded-proto': { exact: 'https' } }, 'shop/web-v1'],
])('what is known of headers leaves nothing open: %j', (headers, outcome) => {
  const found = asked(headers, [
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-for', '9.9.9.9'],
    ['x-request-id', 'mine'],
  ]);
  expect(outcomes(found)).toEqual([outcome]);
  expect(found.unknown).toEqual([]);
});

test.each<[string, string, readonly string[]]>([
  ['x-request-id', 'a', ['policy']],
  ['x-request-id', '*', []],
  ['x-envoy-internal', '*', ['policy']],
  ['x-own', 'a', []],
])('a policy that asks %s for %s', (name, value, unknown) => {
  const policy = authorizationPolicy('istio-system/deny', {
    action: 'DENY',
    rules: [{ when: [{ key: `request.headers[${name}]`, values: [value] }] }],
  });
  const found = asked({ 'x-own': { exact: 'a' } }, [[name, 'a']], [policy]);
  expect(found.unknown.map(({ what }) => what)).toEqual(unknown);
  expect(outcomes(found)).toEqual(
    unknown.length > 0 ? [expect.not.stringContaining('403')] : [expect.stringContaining('403')],
  );
});
