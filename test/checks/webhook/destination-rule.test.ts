import { destinationRule } from '../../../lib/checks/webhook/destination-rule';
import { reports, said } from './said';

const policy = (trafficPolicy: unknown): string[] =>
  said(destinationRule, { host: 'reviews', trafficPolicy }).map((line) => line.replace('spec.trafficPolicy', '~'));
const balancer = (loadBalancer: unknown): string[] =>
  policy({ loadBalancer }).map((line) => line.replace('~.loadBalancer', '~'));

test('a rule that is right', () => {
  expect(
    said(destinationRule, {
      host: 'reviews.shop.svc.cluster.local',
      trafficPolicy: {
        connectionPool: {
          tcp: { maxConnections: 100, idleTimeout: '0s' },
          http: { http2KeepAlive: { interval: '30s', timeout: '5s' } },
        },
        outlierDetection: { consecutive5xxErrors: 5, interval: '10s' },
        loadBalancer: { localityLbSetting: { failover: [{ from: 'us', to: 'eu' }] }, warmup: { duration: '30s' } },
        portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'ISTIO_MUTUAL' } }],
      },
      subsets: [{ name: 'v1', labels: { version: 'v1' } }],
      exportTo: ['.'],
    }),
  ).toEqual([]);
});

test('the rule itself', () => {
  expect(
    said(destinationRule, {
      host: 'reviews..shop',
      trafficPolicy: {},
      subsets: [
        { name: 'v1' },
        { name: 'v1', labels: { 'a b': 'c d' } },
        { name: 'v_2', trafficPolicy: { outlierDetection: { consecutiveErrors: 1, interval: '0s' } } },
        {},
      ],
      exportTo: ['prod', 'a.b'],
      workloadSelector: {},
    }),
  ).toEqual([
    'error spec.host',
    'error spec.trafficPolicy',
    'error spec.subsets[1].name',
    'error spec.subsets[1].labels.a b',
    'error spec.subsets[1].labels.a b',
    'error spec.subsets[2].name',
    'error spec.subsets[2].trafficPolicy.outlierDetection.interval',
    'error spec.subsets[3].name',
    'error spec.exportTo[1]',
    'error spec.exportTo',
    'warning spec.workloadSelector.matchLabels',
  ]);
});

test.each<[string, unknown, string[]]>([
  [
    'outlier detection',
    {
      outlierDetection: {
        consecutiveErrors: 5,
        consecutiveLocalOriginFailures: 1,
        baseEjectionTime: '1us',
        maxEjectionPercent: 101,
      },
    },
    [
      'error ~.outlierDetection.baseEjectionTime',
      'warning ~.outlierDetection.consecutiveErrors',
      'error ~.outlierDetection.consecutiveLocalOriginFailures',
      'error ~.outlierDetection.maxEjectionPercent',
    ],
  ],
  ['an empty pool', { connectionPool: {} }, ['error ~.connectionPool']],
  [
    'a pool',
    {
      connectionPool: {
        http: {
          maxRetries: -1,
          h2UpgradePolicy: 'UPGRADE',
          useClientProtocol: true,
          http2KeepAlive: { interval: '0s' },
        },
        tcp: {
          maxConnections: -1,
          connectTimeout: '0s',
          idleTimeout: '1.5ms',
          tcpKeepalive: { time: '0s', interval: '0s' },
        },
      },
    },
    [
      'error ~.connectionPool.http.maxRetries',
      'error ~.connectionPool.http.useClientProtocol',
      'error ~.connectionPool.http.http2KeepAlive.interval',
      'error ~.connectionPool.http.http2KeepAlive.timeout',
      'error ~.connectionPool.tcp.maxConnections',
      'error ~.connectionPool.tcp.connectTimeout',
      'error ~.connectionPool.tcp.idleTimeout',
      'error ~.connectionPool.tcp.tcpKeepalive.time',
      'error ~.connectionPool.tcp.tcpKeepalive.interval',
    ],
  ],
  [
    'ports',
    {
      portLevelSettings: [
        { port: { number: 80 } },
        { tls: { mode: 'MUTUAL' } },
        { port: {}, outlierDetection: { consecutiveErrors: 1 } },
      ],
    },
    [
      'error ~.portLevelSettings[0]',
      'error ~.portLevelSettings[1].port',
      'error ~.portLevelSettings[1].tls.clientCertificate',
      'error ~.portLevelSettings[1].tls.privateKey',
    ],
  ],
  [
    'a tunnel',
    { tunnel: { protocol: 'connect', targetHost: '*', targetPort: 0 } },
    ['error ~.tunnel.protocol', 'error ~.tunnel.targetHost', 'error ~.tunnel.targetPort'],
  ],
  [
    'a tunnel and the PROXY protocol',
    { tunnel: { targetHost: 'a.b', targetPort: 80 }, proxyProtocol: {}, outlierDetection: { consecutiveErrors: 1 } },
    ['error ~.proxyProtocol'],
  ],
  [
    'tls with a secret',
    { tls: { mode: 'SIMPLE', credentialName: 'configmap://prod/ca', caCertificates: '/ca', insecureSkipVerify: true } },
    [
      'error ~.tls.credentialName',
      'error ~.tls.caCertificates',
      'error ~.tls.credentialName',
      'error ~.tls.caCertificates',
    ],
  ],
])('%s', (_name, given, expected) => {
  expect(policy(given)).toEqual(expected);
});

test.each<[string, unknown, string[]]>([
  [
    'hashing',
    {
      consistentHash: {
        httpCookie: { attributes: [{ name: 'A' }, {}, { name: 'A' }] },
        minimumRingSize: 1,
        maglev: { tableSize: 4 },
      },
    },
    [
      'error ~.consistentHash.httpCookie.name',
      'error ~.consistentHash.httpCookie.attributes[1].name',
      'error ~.consistentHash.httpCookie.attributes[2].name',
      'warning ~.consistentHash.minimumRingSize',
      'error ~.consistentHash.maglev',
      'error ~.consistentHash.maglev.tableSize',
    ],
  ],
  [
    'warmup',
    { warmup: { minimumPercent: 101, aggression: 0 } },
    ['error ~.warmup.duration', 'error ~.warmup.minimumPercent', 'error ~.warmup.aggression'],
  ],
  [
    'both kinds of locality',
    {
      localityLbSetting: { failoverPriority: ['app'] },
      zoneAwareLbSetting: { failoverPriority: ['topology.kubernetes.io/zone'] },
    },
    [
      'error ~.zoneAwareLbSetting',
      'warning ~.localityLbSetting.failoverPriority',
      'error ~.zoneAwareLbSetting.failoverPriority[0]',
      'warning ~.zoneAwareLbSetting.failoverPriority',
    ],
  ],
  [
    'shares',
    {
      localityLbSetting: {
        distribute: [
          { from: 'us', to: { eu: 99 } },
          { from: 'us/*', to: { us: 0, 'us/a': 100 } },
        ],
      },
    },
    [
      'error ~.localityLbSetting.distribute[0].to',
      'error ~.localityLbSetting.distribute[1].to.us',
      'error ~.localityLbSetting.distribute[1].to.us/a',
      'error ~.localityLbSetting.distribute[1].from',
    ],
  ],
  [
    'shares of all that chance may reject',
    { localityLbSetting: { distribute: [{ from: 'us', to: { 'eu/a': 50, 'eu/*': 50 } }] } },
    ['error ~.localityLbSetting.distribute[0].to.eu/a'],
  ],
  [
    'failover',
    {
      localityLbSetting: {
        failover: [
          { from: 'us/a', to: 'eu*' },
          { from: 'us', to: 'us' },
        ],
      },
    },
    [
      'warning ~.localityLbSetting.failover',
      'error ~.localityLbSetting.failover[0].from',
      'error ~.localityLbSetting.failover[0].to',
      'error ~.localityLbSetting.failover[1]',
    ],
  ],
])('%s', (_name, given, expected) => {
  expect(balancer(given)).toEqual(expected);
});

test('names and primes are suggested', () => {
  const fixes = reports(destinationRule, {
    host: 'reviews',
    subsets: [{ name: 'v1.2' }],
    trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true, maglev: { tableSize: 65536 } } } },
  }).map(({ fix }) => fix);
  expect(fixes).toEqual(['Write a prime number below 5000011, such as 65521.', 'Write a name such as v1-2.']);
});
