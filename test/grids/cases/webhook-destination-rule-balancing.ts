import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule } from '../../manifests';
import type { Grid } from '../grid';

const policy = (trafficPolicy: unknown): Manifest[] => [
  destinationRule('shop/reviews', { host: 'reviews', trafficPolicy }),
];
const balancer = (loadBalancer: unknown): Manifest[] => policy({ loadBalancer });
const hash = (consistentHash: unknown): Manifest[] => balancer({ consistentHash });
const withOutlier = (loadBalancer: unknown): Manifest[] => policy({ loadBalancer, outlierDetection: {} });
const distribute = (...list: unknown[]): Manifest[] => balancer({ localityLbSetting: { distribute: list } });
/** Sources of one share each, in this order. */
const sources = (...list: string[]): Manifest[] => distribute(...list.map((from) => ({ from, to: { eu: 100 } })));

function named(
  about: string,
  make: (value: unknown) => Manifest[],
  values: Readonly<Record<string, unknown>>,
): [string, Manifest[]][] {
  return Object.entries(values).map(([name, value]) => [`${about}: ${name}`, make(value)]);
}

const REGION = 'topology.kubernetes.io/region';
const ZONE = 'topology.kubernetes.io/zone';
const SUBZONE = 'topology.istio.io/subzone';

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ...named('hash', hash, {
      empty: {},
      header: { httpHeaderName: 'x-user' },
      'source address': { useSourceIp: true },
      'cookie with name': { httpCookie: { name: 'user' } },
      'cookie without name': { httpCookie: { ttl: '0s' } },
      'cookie with empty name': { httpCookie: { name: '' } },
      'two attributes of a cookie': { httpCookie: { name: 'user', attributes: [{ name: 'A' }, { name: 'B' }] } },
      'the same attribute twice': { httpCookie: { name: 'user', attributes: [{ name: 'A' }, { name: 'A' }] } },
      'attributes that differ in case': { httpCookie: { name: 'user', attributes: [{ name: 'A' }, { name: 'a' }] } },
      'attribute without name': { httpCookie: { name: 'user', attributes: [{ value: 'x' }] } },
      'cookie of the path': { httpCookie: { name: 'user', path: '' } },
      'ttl of any fineness': { httpCookie: { name: 'user', ttl: '1us' } },
      'minimumRingSize 0': { httpHeaderName: 'x-user', minimumRingSize: 0 },
      minimumRingSize: { httpHeaderName: 'x-user', minimumRingSize: 1 },
      'minimumRingSize with ringHash': { httpHeaderName: 'x-user', minimumRingSize: 1, ringHash: {} },
      'minimumRingSize with maglev': { httpHeaderName: 'x-user', minimumRingSize: 1, maglev: { tableSize: 65537 } },
      'minimumRingSize 0 with ringHash': { httpHeaderName: 'x-user', minimumRingSize: 0, ringHash: {} },
      ringHash: { httpHeaderName: 'x-user', ringHash: { minimumRingSize: 1024 } },
    }),
    ...[0, 1, 2, 3, 4, 9, 25, 49, 65536, 65537, 4999999, 5000010, 5000011, 5000021, 2 ** 53 - 1].map(
      (tableSize): [string, Manifest[]] => [
        `maglev table of ${tableSize}`,
        hash({ useSourceIp: true, maglev: { tableSize } }),
      ],
    ),
    ['maglev without table', hash({ useSourceIp: true, maglev: {} })],
    ...named('only one of a choice is kept', hash, {
      'cookie before header': { httpCookie: { name: '' }, httpHeaderName: 'x-user' },
      'cookie after header': { httpHeaderName: 'x-user', httpCookie: { name: '' } },
      'source address before cookie': { useSourceIp: false, httpCookie: { name: '' } },
      'parameter before cookie': { httpQueryParameterName: '', httpCookie: { name: '' } },
      'ringHash before maglev': { ringHash: {}, maglev: { tableSize: 0 } },
      'ringHash after maglev': { maglev: { tableSize: 0 }, ringHash: {} },
    }),
    ['hash next to simple', balancer({ simple: 'RANDOM', consistentHash: { httpCookie: {} } })],
    ...named('warmup', (warmup) => balancer({ warmup }), {
      right: { duration: '30s' },
      'no duration': { minimumPercent: 10 },
      'no time': { duration: '0s' },
      'too fine': { duration: '1.5ms' },
      'minimumPercent 0': { duration: '30s', minimumPercent: 0 },
      'minimumPercent 100': { duration: '30s', minimumPercent: 100 },
      'minimumPercent above 100': { duration: '30s', minimumPercent: 100.5 },
      'minimumPercent negative': { duration: '30s', minimumPercent: -1 },
      'aggression 0': { duration: '30s', aggression: 0 },
      'aggression negative': { duration: '30s', aggression: -0.5 },
      'aggression below 1': { duration: '30s', aggression: 0.1 },
      'aggression 2': { duration: '30s', aggression: 2 },
    }),
    ['old warmup', balancer({ simple: 'RANDOM', warmupDurationSecs: '0s' })],
    ['locality and zone aware', balancer({ localityLbSetting: {}, zoneAwareLbSetting: {} })],
    ...named('locality', balancer, {
      empty: { localityLbSetting: {} },
      'off, and wrong': { localityLbSetting: { enabled: false, distribute: [{ from: 'us', to: { eu: 99 } }] } },
      'distribute and failover': {
        localityLbSetting: { distribute: [{ from: 'us', to: { eu: 100 } }], failover: [{ from: 'us', to: 'eu' }] },
      },
      'distribute and priorities': {
        localityLbSetting: { distribute: [{ from: 'us', to: { eu: 100 } }], failoverPriority: ['app'] },
      },
      'wrong distribute hides a warning': {
        localityLbSetting: { distribute: [{ from: 'us', to: { eu: 99 } }], failoverPriority: ['app'] },
      },
      'overlap hides no warning': {
        localityLbSetting: {
          distribute: [
            { from: 'us', to: { eu: 100 } },
            { from: 'us', to: { eu: 100 } },
          ],
          failoverPriority: ['app'],
        },
      },
      'no outlierDetection for failover': { localityLbSetting: { failover: [{ from: 'us', to: 'eu' }] } },
      'no outlierDetection for priorities': { localityLbSetting: { failoverPriority: [REGION] } },
      'region next to failover hides a warning': {
        localityLbSetting: { failover: [{ from: 'us', to: 'eu' }], failoverPriority: [REGION] },
      },
    }),
    ...named('failover', (failover) => withOutlier({ localityLbSetting: { failover } }), {
      right: [{ from: 'us', to: 'eu' }],
      'same region': [{ from: 'us', to: 'us' }],
      empty: [{}],
      'no from': [{ to: 'eu' }],
      'zone in from': [{ from: 'us/a', to: 'eu' }],
      'zone in to': [{ from: 'us', to: 'eu/a' }],
      'star in from': [{ from: 'us*', to: 'eu' }],
      'star in to': [{ from: 'us', to: '*' }],
      'same from twice': [
        { from: 'us', to: 'eu' },
        { from: 'us', to: 'asia' },
      ],
    }),
    ...named(
      'priorities next to failover',
      (failoverPriority) =>
        withOutlier({ localityLbSetting: { failover: [{ from: 'us', to: 'eu' }], failoverPriority } }),
      {
        region: [REGION],
        zone: [ZONE],
        subzone: [SUBZONE],
        'region with a value': [`${REGION}=us`],
        'another label': ['app'],
        network: ['topology.istio.io/network'],
      },
    ),
    ...named('priorities alone', (failoverPriority) => withOutlier({ localityLbSetting: { failoverPriority } }), {
      region: [REGION],
      all: [REGION, ZONE, SUBZONE],
    }),
    ...named('shares', (to) => distribute({ from: 'us', to }), {
      'one of 100': { eu: 100 },
      'two of 50': { eu: 50, us: 50 },
      'sum 99': { eu: 49, us: 50 },
      'sum 101': { eu: 51, us: 50 },
      'one of 0': { eu: 100, us: 0 },
      'one above 100': { eu: 101 },
      none: {},
      'region and its zone': { us: 50, 'us/a': 50 },
      'zone and its subzone': { 'us/a': 50, 'us/a/1': 50 },
      'two zones': { 'us/a': 50, 'us/b': 50 },
      'two subzones': { 'us/a/1': 50, 'us/a/2': 50 },
      'same zone of two regions': { 'us/a': 50, 'eu/a': 50 },
      'star before the end': { 'us/*/1': 100 },
      'star at the end': { 'us/*': 100 },
      'empty region': { '': 100 },
      'empty zone': { 'us/': 100 },
      'empty subzone': { 'us/a/': 100 },
      'four parts': { 'us/a/1/x': 100 },
    }),
    ['shares without to', distribute({ from: 'us' })],
    ['shares without from', distribute({ to: { eu: 100 } })],
    ...[
      ['us', 'eu'],
      ['us', 'us'],
      ['us', 'us/a'],
      ['us/a', 'us'],
      ['us/a', 'us/b'],
      ['us/a', 'us/a'],
      ['us/*', 'us/a'],
      ['us/a', 'us/*'],
      ['us/*', 'us'],
      ['us', 'us/*'],
      ['us/*', 'us/*'],
      ['us/*', 'us/a/1'],
      ['us/a/1', 'us/*'],
      ['us/a/1', 'us/a/2'],
      ['us/a/1', 'us/a/1'],
      ['us/a/1', 'us/a'],
      ['us/a', 'us/a/1'],
      ['us/a/*', 'us/a/1'],
      ['us/a/1', 'us/a/*'],
      ['us/a/*', 'us/a'],
      ['us/a', 'us/a/*'],
      ['us/a/*', 'us/a/*'],
      ['us/a/*', 'us/b/*'],
      ['us/a/1/x', 'us/a/1'],
      ['*', 'us'],
      ['us', '*'],
      ['*', '*'],
      ['*', 'us/a/1'],
      ['us/a/1', '*'],
      ['us*', 'us'],
      ['us/a*', 'us/ab'],
      ['us', 'us/*', 'eu'],
      ['us', '*', 'eu'],
      ['**'],
      ['*us'],
      ['us/*/a'],
      ['us/'],
      ['/a'],
      [''],
      ['/*'],
    ].map((list): [string, Manifest[]] => [`sources ${list.join(' then ')}`, sources(...list)]),
    ...named('zone aware', (zoneAwareLbSetting) => withOutlier({ zoneAwareLbSetting }), {
      empty: {},
      right: { failover: [{ from: 'us', to: 'eu' }], failoverPriority: ['app'] },
      'region in priorities': { failoverPriority: [REGION] },
      'zone in priorities': { failoverPriority: [ZONE] },
      'subzone in priorities': { failoverPriority: ['app', SUBZONE] },
      'same region': { failover: [{ from: 'us', to: 'us' }] },
      'zone in failover': { failover: [{ from: 'us/a', to: 'eu' }] },
      'star in failover': { failover: [{ from: 'us', to: 'eu*' }] },
    }),
    ...named('zone aware without outlierDetection', (zoneAwareLbSetting) => balancer({ zoneAwareLbSetting }), {
      empty: {},
      failover: { failover: [{ from: 'us', to: 'eu' }] },
      priorities: { failoverPriority: ['app'] },
      'an error hides no warning': { failoverPriority: [REGION] },
    }),
    [
      'a warning of failover is lost in the settings of a port',
      policy({
        portLevelSettings: [
          { port: { number: 80 }, loadBalancer: { localityLbSetting: { failover: [{ from: 'us', to: 'eu' }] } } },
        ],
      }),
    ],
  ]),
};

export default grid;
