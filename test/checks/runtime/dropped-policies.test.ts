import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, service, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const web = service('shop/web', [80, 8080]);
const rule = (trafficPolicy: object | undefined, more: object = {}): Manifest =>
  destinationRule('shop/web', { host: 'web', trafficPolicy, ...more });
const port = (number: number, more: object): object => ({ port: { number }, ...more });
const pool = { connectionPool: { tcp: { maxConnections: 10 } } };
const outlier = { outlierDetection: { consecutive5xxErrors: 3 } };
const simple = (name: string): object => ({ loadBalancer: { simple: name } });
const hash = { loadBalancer: { consistentHash: { useSourceIp: true } } };

describe('CDI0131', () => {
  const places = (policy: object, settings: object = simple('RANDOM'), given = {}): string[] =>
    placesOf('CDI013', [web, rule({ ...policy, portLevelSettings: [port(80, settings)] })], given);
  const LOST = ['warning DestinationRule shop/web spec.trafficPolicy.portLevelSettings[0]'];

  test.each<[string, object, object?]>([
    ['a connection pool', pool],
    ['outlier detection', outlier],
    ['a hash', hash, pool],
    ['a random load balancer', simple('RANDOM'), pool],
    ['localities', { loadBalancer: { localityLbSetting: { enabled: true } } }, pool],
    ['TLS', { tls: { mode: 'SIMPLE' } }],
    ['mutual TLS with a name', { tls: { mode: 'ISTIO_MUTUAL', sni: 'a.org' } }],
    ['a budget for retries', { retryBudget: { percent: 10 } }],
    ['the PROXY protocol', { proxyProtocol: { version: 'V1' } }],
    ['a tunnel', { tunnel: { targetHost: 'a.org', targetPort: 443 } }],
  ])('%s', (_, policy, ...[settings]) => {
    expect(places(policy, settings)).toEqual(LOST);
  });

  test.each<[string, object, object?]>([
    ['what is repeated', pool, pool],
    ['the load balancer that Istio has anyway', simple('LEAST_REQUEST'), pool],
    ['round robin', simple('ROUND_ROBIN'), { tls: { mode: 'SIMPLE' } }],
    ['mutual TLS of Istio, which it chooses itself', { tls: { mode: 'ISTIO_MUTUAL' } }],
    ['plain text, which the settings above still say', { tls: { mode: 'DISABLE' } }],
    ['nothing', {}],
  ])('not %s', (_, policy, ...[settings]) => {
    expect(places(policy, settings)).toEqual([]);
  });

  test('mutual TLS where Istio does not choose it itself', () => {
    const meshConfig = { enableAutoMtls: false };
    expect(places({ tls: { mode: 'ISTIO_MUTUAL' } }, pool, { meshConfig })).toEqual(LOST);
  });

  test('the settings of a port in a subset drop those of the subset and of the rule', () => {
    const route = virtualService('shop/web', {
      hosts: ['web'],
      http: [{ route: [{ destination: { host: 'web', subset: 'v1' } }] }],
    });
    const subset = (policy: object): Manifest =>
      rule({ ...outlier, retryBudget: { percent: 10 } }, { subsets: [{ name: 'v1', trafficPolicy: policy }] });
    const [object] = [subset({ ...pool, portLevelSettings: [port(80, simple('RANDOM'))] })];
    expect(placesOf('CDI013', [web, route, object])).toEqual([
      'warning DestinationRule shop/web spec.subsets[0].trafficPolicy.portLevelSettings[0]',
    ]);
    expect(textsOf('CDI0131', [web, route, object])).toEqual([
      [
        "The settings of a port inherit nothing: connectionPool and outlierDetection of the rule do not apply to port 80, which has Istio's defaults for them.",
        'Repeat connectionPool and outlierDetection in this entry, or move its settings to trafficPolicy and remove it.',
      ],
    ]);
    expect(
      placesOf('CDI0131', [web, route, subset({ portLevelSettings: [port(80, { ...simple('RANDOM'), ...outlier })] })]),
    ).toEqual([]);
  });

  test('what it says and offers', () => {
    const texts = (policy: object): unknown =>
      textsOf('CDI0131', [web, rule({ ...policy, portLevelSettings: [port(80, simple('RANDOM'))] })]);
    expect(texts(pool)).toEqual([
      [
        "The settings of a port inherit nothing: connectionPool of trafficPolicy does not apply to port 80, which has Istio's defaults for it.",
        'Repeat connectionPool in this entry, or move its settings to trafficPolicy and remove it.',
      ],
    ]);
    expect(texts({ retryBudget: { percent: 10 } })).toEqual([
      [
        "The settings of a port inherit nothing: retryBudget of trafficPolicy does not apply to port 80, which has Istio's defaults for it.",
        'Move the settings of the port to trafficPolicy and remove this entry: a port cannot have retryBudget of its own.',
      ],
    ]);
  });
});

describe('CDI0132', () => {
  const route = virtualService('shop/web', {
    hosts: ['web'],
    http: [{ route: [{ destination: { host: 'web', subset: 'v1' } }] }],
  });
  const set = (above: object, below: object): Manifest[] => [
    web,
    route,
    rule(above, { subsets: [{ name: 'v1', trafficPolicy: below }] }),
  ];
  const http = { http: { http1MaxPendingRequests: 1, maxRetries: 2 } };
  const PLACE = 'DestinationRule shop/web spec.subsets[0].trafficPolicy';

  test.each<[string, object, object, string | undefined]>([
    ['limits for HTTP', { connectionPool: http }, pool, `warning ${PLACE}.connectionPool`],
    [
      'one limit for HTTP',
      { connectionPool: http },
      { connectionPool: { http: { maxRetries: 1 } } },
      `info ${PLACE}.connectionPool`,
    ],
    [
      'times of outlier detection',
      { outlierDetection: { consecutive5xxErrors: 5, interval: '10s' } },
      { outlierDetection: { consecutive5xxErrors: 1 } },
      `info ${PLACE}.outlierDetection`,
    ],
    [
      'localities',
      { loadBalancer: { simple: 'RANDOM', localityLbSetting: { enabled: true } } },
      { loadBalancer: { simple: 'LEAST_REQUEST' } },
      `warning ${PLACE}.loadBalancer`,
    ],
    ['another load balancer', simple('RANDOM'), hash, undefined],
    ['the same again', { connectionPool: http }, { connectionPool: { ...http, ...pool.connectionPool } }, undefined],
    ['another setting', { connectionPool: http }, outlier, undefined],
    ['another mode of TLS', { tls: { mode: 'SIMPLE', sni: 'a.org' } }, { tls: { mode: 'DISABLE' } }, undefined],
  ])('%s', (_, above, below, place) => {
    expect(placesOf('CDI013', set(above, below))).toEqual(place === undefined ? [] : [place]);
  });

  test('what it says and offers', () => {
    expect(textsOf('CDI0132', set({ connectionPool: http }, pool))).toEqual([
      [
        'connectionPool of the subset takes the place of that of the rule as a whole: connectionPool.http of the rule does not apply to subset v1.',
        "Repeat connectionPool.http here, unless Istio's defaults are meant.",
      ],
    ]);
  });

  test('a subset in another rule for the host', () => {
    const other = destinationRule('shop/web-2', { host: 'web', subsets: [{ name: 'v1', trafficPolicy: pool }] });
    expect(placesOf('CDI0132', [web, route, rule({ connectionPool: http }), other])).toEqual([
      'warning DestinationRule shop/web-2 spec.subsets[0].trafficPolicy.connectionPool',
    ]);
  });
});

describe('CDI0137', () => {
  const places = (number: number, manifests: Manifest[], host: string = 'web'): string[] =>
    placesOf('CDI0137', [
      ...manifests,
      destinationRule('shop/web', { host, trafficPolicy: { portLevelSettings: [port(number, pool)] } }),
    ]);

  test('a port that the Service lacks', () => {
    const container = service('shop/web', [{ name: 'http', port: 80, targetPort: 9090 }]);
    expect(places(9090, [container])).toEqual([
      'warning DestinationRule shop/web spec.trafficPolicy.portLevelSettings[0].port.number',
    ]);
    expect(places(80, [container])).toEqual([]);
    expect(places(9090, [])).toEqual([]);
    expect(places(9090, [container], '*.shop.svc.cluster.local')).toEqual([]);
  });

  test('what it says and offers', () => {
    const object = rule({ portLevelSettings: [port(9090, pool)] });
    expect(textsOf('CDI0137', [web, object])).toEqual([
      [
        'web.shop.svc.cluster.local has no port 9090, but 80 and 8080: no proxy uses these settings. They go by the port that clients call, not by that of the container.',
        'Write port: { number: 80 }.',
      ],
    ]);
  });
});
