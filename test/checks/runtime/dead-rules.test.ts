import { checkManifests } from '../../../lib/checks/check-manifests';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, deployment, gateway, manifest, server, service } from '../../manifests';
import { found, placesOf } from '../found';

const places = (...manifests: Manifest[]): string[] => placesOf('CDI0117', manifests);

const under = (prefix: string): object => ({ uri: { prefix } });
const exact = (path: string): object => ({ uri: { exact: path } });
const regex = (expression: string): object => ({ uri: { regex: expression } });
const rule = (...match: object[]): object => ({ match, route: [{ destination: { host: 'web' } }] });
const inMesh = (...http: object[]): Manifest => manifest('VirtualService', 'shop/web', { hosts: ['web'], http });
const pods = deployment('istio-system/gateway', { istio: 'ingressgateway' });
const front = gateway('istio-system/front', server(80, 'HTTP', ['*.example.com']));
const atGateway = (key: string, host: string, http: object[], more: object = {}, metadata: object = {}): Manifest =>
  manifest('VirtualService', key, { hosts: [host], gateways: ['istio-system/front'], http, ...more }, metadata);

test('all that stands behind a rule for all paths', () => {
  expect(
    found('CDI0117', [
      inMesh(rule(under('/')), rule(exact('/api')), rule(regex('/v[0-9]+/.*')), { name: 'rest', ...rule() }),
    ]),
  ).toMatchObject(
    [1, 2, 3].map((i) => ({
      severity: 'warning',
      path: `spec.http[${i}]`,
      message: 'No request reaches this rule: spec.http[0] comes before it and takes all of its requests.',
      fix: 'Move this rule before spec.http[0], narrow the match of that rule, or remove this one.',
    })),
  );
});

test('each match behind another rule', () => {
  const [{ message, fix }] = found('CDI0117', [
    inMesh(
      { name: 'a', ...rule(under('/a')) },
      rule({ method: { exact: 'GET' } }),
      rule(exact('/a/b'), { ...under('/c'), method: { exact: 'GET' } }),
    ),
  ]);
  expect(message).toBe(
    'No request reaches this rule: spec.http[0] ("a") and spec.http[1] come before it and take all of its requests.',
  );
  expect(fix).toBe('Move this rule before spec.http[0] ("a"), narrow the matches of those rules, or remove this one.');
});

test.each<[string, object[]]>([
  ['a match that is reached', [rule(under('/a')), rule(exact('/a/b'), exact('/b'))]],
  ['what takes less first', [rule(exact('/a/b')), rule(under('/a')), rule()]],
  ['a condition of its own', [rule({ ...under('/'), headers: { a: { exact: '1' } } }), rule(exact('/a'))]],
  ['other clients', [rule({ ...under('/'), sourceLabels: { app: 'a' } }), rule(exact('/a'))]],
  ['another port', [rule({ ...under('/'), port: 80 }), rule({ ...exact('/a'), port: 81 })]],
  ['another gateway', [rule({ ...under('/'), gateways: ['other'] }), rule(exact('/a'))]],
  ['an expression that may take less', [rule(regex('/[a-z]+')), rule(exact('/a1'))]],
])('not where there is %s', (_, http) => {
  expect(places(inMesh(...http))).toEqual([]);
});

test('the same clients, port or gateway', () => {
  const from = { sourceLabels: { app: 'a' }, port: 80 };
  expect(places(inMesh(rule({ ...under('/'), ...from }), rule({ ...exact('/a'), ...from })))).toEqual([
    'warning VirtualService shop/web spec.http[1]',
  ]);
  // Beside gateways the source does not count.
  expect(
    places(inMesh(rule({ ...under('/'), ...from, gateways: ['mesh'] }), rule({ ...exact('/a'), port: 80 }))),
  ).toEqual(['warning VirtualService shop/web spec.http[1]']);
});

test('not what Istio warns of itself', () => {
  const all = checkManifests([
    inMesh(rule(under('/a')), rule(under('/a/b')), rule(exact('/c')), rule(exact('/c')), rule(), rule(exact('/x'))),
  ]);
  const said = all.filter(({ code }) => /^IST013|^CDI0117/.test(code)).map(({ code, path }) => `${code} ${path}`);
  expect(said).toEqual([
    'IST0131 spec.http[1].match[0]',
    'IST0130 spec.http[3]',
    'IST0131 spec.http[3].match[0]',
    'IST0130 spec.http[5]',
  ]);
});

test('a rule that is reached in the mesh or at one of the gateways', () => {
  const both = (...http: object[]): Manifest =>
    manifest('VirtualService', 'shop/web', {
      hosts: ['web.example.com'],
      gateways: ['mesh', 'istio-system/front'],
      http,
    });
  const first = rule({ ...under('/'), gateways: ['istio-system/front'] });
  expect(places(pods, front, both(first, rule(exact('/a'))))).toEqual([]);
  expect(places(pods, front, both(first, rule({ ...exact('/a'), gateways: ['istio-system/front'] })))).toEqual([
    'warning VirtualService shop/web spec.http[1]',
  ]);
});

test('a rule behind one of an older VirtualService at a gateway', () => {
  const manifests = [
    pods,
    front,
    atGateway('shop/a', 'm.example.com', [rule(under('/a'))]),
    atGateway('shop/b', 'm.example.com', [rule(under('/a/b')), rule(under('/c'))]),
  ];
  expect(found('CDI0117', [...manifests])).toMatchObject([
    {
      severity: 'warning',
      object: { name: 'b' },
      path: 'spec.http[0]',
      message:
        'No request reaches this rule: spec.http[0] of VirtualService shop/a comes before it at Gateway istio-system/front and takes all of its requests.',
      fix: 'Put the rules of both into one VirtualService, the narrower ones first, or remove this rule.',
    },
  ]);
});

test('which one is older may depend on how they are applied', () => {
  const [a, b] = [
    (metadata?: object) => atGateway('shop/a', 'm.example.com', [rule(under('/a/b'))], {}, metadata),
    (metadata?: object) => atGateway('shop/b', 'm.example.com', [rule(under('/a'))], {}, metadata),
  ];
  const [{ severity, message }] = found('CDI0117', [pods, front, b(), a()]);
  expect(severity).toBe('info');
  expect(message).toBe(
    'No request reaches this rule: spec.http[0] of VirtualService shop/b comes before it at Gateway istio-system/front and takes all of its requests. ' +
      'This is so as long as VirtualService shop/b is the older one, as it is if you apply the files in this order.',
  );
  const made = (minute: number): object => ({ creationTimestamp: `2024-01-01T00:0${minute}:00Z` });
  expect(places(pods, front, b(made(1)), a(made(2)))).toEqual(['warning VirtualService shop/a spec.http[0]']);
  expect(places(pods, front, b(made(2)), a(made(1)))).toEqual([]);
});

test('those that everyone sees come after those that are exported to the gateway', () => {
  const shown = atGateway('shop/a', 'm.example.com', [rule(under('/a'))], { exportTo: ['istio-system'] });
  const all = atGateway('shop/b', 'm.example.com', [rule(under('/a/b'))]);
  expect(places(pods, front, all, shown)).toEqual(['warning VirtualService shop/b spec.http[0]']);
});

test('rules that take everything come last, and other hosts do not meet', () => {
  const all = atGateway('shop/a', 'm.example.com', [rule(under('/'))]);
  expect(places(pods, front, all, atGateway('shop/b', 'm.example.com', [rule(under('/b'))]))).toEqual([]);
  const some = atGateway('shop/a', 'm.example.com', [rule(under('/b'))]);
  expect(places(pods, front, some, atGateway('shop/b', 'n.example.com', [rule(under('/b/c'))]))).toEqual([]);
});

test('what two VirtualServices both want is told once, by CDI0108', () => {
  const manifests = [
    pods,
    front,
    atGateway('shop/a', 'm.example.com', [rule(under('/a'))]),
    atGateway('shop/b', 'm.example.com', [rule(under('/a'))]),
  ];
  expect(places(...manifests)).toEqual([]);
  expect(checkManifests(manifests).map(({ code }) => code)).toContain('CDI0108');
});

test('rules of a delegate', () => {
  const root = (...http: object[]): Manifest => inMesh(...http);
  const delegate = manifest('VirtualService', 'shop/d', { http: [rule(under('/a')), rule(exact('/a/b'))] });
  const to = { delegate: { name: 'd' } };
  expect(places(service('shop/web', [80]), root({ match: [under('/a')], ...to }), delegate)).toEqual([
    'warning VirtualService shop/d spec.http[1]',
  ]);
  // One that another VirtualService takes over is told with its name.
  const [{ message }] = found('CDI0117', [root(rule(under('/a')), { match: [under('/a')], ...to }), delegate]);
  expect(message).toBe(
    'No request reaches this rule: spec.http[0] of VirtualService shop/web comes before it and takes all of its requests.',
  );
});

describe('rules of HTTPRoutes', () => {
  const front = apiGateway('shop/front', {
    gatewayClassName: 'istio',
    listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
  });
  const rule = (type: string, value: string, more: object = {}): object => ({
    matches: [{ path: { type, value }, ...more }],
    backendRefs: [{ name: 'web', port: 80 }],
  });
  const route = (name: string, rules: object[], hostnames = ['a.example.com'], others: object[] = []): Manifest =>
    manifest('HTTPRoute', `shop/${name}`, { parentRefs: [{ name: 'front' }, ...others], hostnames, rules });
  const of = (...manifests: Manifest[]): string[] => places(front, ...manifests);

  test('the same match again', () => {
    expect(of(route('a', [rule('PathPrefix', '/a'), rule('PathPrefix', '/a')]))).toEqual([
      'warning HTTPRoute shop/a spec.rules[1]',
    ]);
    expect(of(route('a', [rule('PathPrefix', '/a'), rule('PathPrefix', '/a', { method: 'GET' })]))).toEqual([]);
    expect(of(route('a', [rule('PathPrefix', '/'), rule('PathPrefix', '/a')]))).toEqual([]);
  });

  test('prefixes end where segments do', () => {
    const expression = (value: string): string[] =>
      of(route('a', [rule('PathPrefix', '/a'), rule('RegularExpression', value)]));
    expect(expression('/a/.*')).toEqual(['warning HTTPRoute shop/a spec.rules[1]']);
    expect(expression('/ab.*')).toEqual([]);
  });

  test('of two routes the older one has what both want', () => {
    const [a, b] = ['a', 'b'].map((name) => route(name, [rule('Exact', '/a')]));
    expect(of(a, b)).toEqual(['warning HTTPRoute shop/b spec.rules[0]']);
    const [{ severity, message, fix }] = found('CDI0117', [front, b, a]);
    expect(severity).toBe('info');
    expect(message).toBe(
      'No request reaches this rule: spec.rules[0] of HTTPRoute shop/b comes before it at Gateway shop/front and takes all of its requests. This is so as long as HTTPRoute shop/b is the older one, as it is if you apply the files in this order.',
    );
    expect(fix).toBe('Give this rule a host or a match of its own, or remove it.');
  });

  test('not where one of its hosts is free', () => {
    const both = route('b', [rule('Exact', '/a')], ['a.example.com', 'b.example.com']);
    expect(of(route('a', [rule('Exact', '/a')]), both)).toEqual([]);
  });

  test('not where another parent, which is not here, may serve it', () => {
    const twice = (others: object[]): Manifest => route('b', [rule('Exact', '/a')], ['a.example.com'], others);
    const first = route('a', [rule('Exact', '/a')]);
    expect(of(first, twice([{ name: 'elsewhere' }]))).toEqual([]);
    expect(of(first, twice([{ group: 'example.com', kind: 'Router', name: 'x' }]))).toEqual([]);
    expect(of(first, twice([{ name: 'front', sectionName: 'http' }]))).toEqual([
      'warning HTTPRoute shop/b spec.rules[0]',
    ]);
  });
});
