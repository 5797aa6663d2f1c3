import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule } from '../../manifests';
import { placesOf, textsOf } from '../found';

const outlierDetection = { consecutive5xxErrors: 5 };
const failover = [{ from: 'us', to: 'eu' }];
const rule = (localityLbSetting: object, outlier: object | undefined = outlierDetection): Manifest =>
  destinationRule('shop/web', {
    host: 'web',
    trafficPolicy: { loadBalancer: { localityLbSetting }, outlierDetection: outlier },
  });
const SETTING = 'DestinationRule shop/web spec.trafficPolicy.loadBalancer.localityLbSetting';
const to = (...localities: string[]): object => ({
  from: '*',
  to: Object.fromEntries(localities.map((each) => [each, 100 / localities.length])),
});

test.each<[string, object, object, string[]]>([
  ['a failover', { failover }, outlierDetection, []],
  ['one that is switched off', { enabled: false, failover }, outlierDetection, [`warning ${SETTING}.failover`]],
  [
    'priorities that are switched off',
    { enabled: false, failoverPriority: ['version'] },
    outlierDetection,
    [`warning ${SETTING}.failoverPriority`],
  ],
  [
    'priorities beside shares',
    { distribute: [to('us/*', 'eu/*')], failoverPriority: ['version'] },
    outlierDetection,
    [`warning ${SETTING}.failoverPriority`],
  ],
  ['nothing is ever ejected', { failover }, { consecutive5xxErrors: 0 }, [`warning ${SETTING}.failover`]],
  ['gateway errors eject', { failover }, { consecutive5xxErrors: 0, consecutiveGatewayErrors: 1 }, []],
  ['local errors eject', { failover }, { consecutive5xxErrors: 0, splitExternalLocalOriginErrors: true }, []],
  ['the default number ejects', { failover }, { interval: '10s' }, []],
  ['one locality', { distribute: [to('us/*')] }, outlierDetection, [`info ${SETTING}.distribute[0]`]],
  ['two localities', { distribute: [to('us/*', 'eu/*')] }, outlierDetection, []],
  ['shares that are switched off', { enabled: false, distribute: [to('us/*')] }, outlierDetection, []],
])('%s', (_, setting, outlier, expected) => {
  expect(placesOf('CDI013', [rule(setting, outlier)])).toEqual(expected);
});

test('settings of ports and subsets, which inherit outlier detection from the rule', () => {
  const loadBalancer = { localityLbSetting: { failover } };
  const object = destinationRule('shop/web', {
    host: 'web',
    trafficPolicy: {
      outlierDetection: { consecutive5xxErrors: 0 },
      portLevelSettings: [{ port: { number: 80 }, loadBalancer, outlierDetection }],
    },
    subsets: [
      { name: 'v1', trafficPolicy: { loadBalancer } },
      { name: 'v2', trafficPolicy: { loadBalancer, outlierDetection } },
    ],
  });
  expect(placesOf('CDI0134', [object])).toEqual([
    'warning DestinationRule shop/web spec.subsets[0].trafficPolicy.loadBalancer.localityLbSetting.failover',
  ]);
});

test('what it says and offers', () => {
  expect(textsOf('CDI0134', [rule({ enabled: false, failover })])).toEqual([
    [
      'enabled: false switches all locality load balancing off, so failover has no effect.',
      'Remove enabled: false, or failover.',
    ],
  ]);
  expect(textsOf('CDI0134', [rule({ distribute: [to('us/*', 'eu/*')], failoverPriority: ['version'] })])).toEqual([
    [
      'With distribute, istiod does not read failoverPriority: requests are shared as distribute says, and other localities are never tried.',
      'Remove distribute, or failoverPriority.',
    ],
  ]);
  expect(textsOf('CDI0134', [rule({ failover }, { consecutive5xxErrors: 0 })])).toEqual([
    [
      'outlierDetection ejects no endpoint (consecutive5xxErrors: 0), so requests never go to the next locality.',
      'Write consecutive5xxErrors: 5, or another number of errors after which an endpoint is left out.',
    ],
  ]);
  expect(textsOf('CDI0135', [rule({ distribute: [to('us/*')] })])).toEqual([
    [
      'All requests of all localities go to us/*, and get 503 when no endpoint there is healthy: distribute has no failover, whatever outlierDetection says.',
      'Leave it if requests must stay in us/*. If it is only preferred, write failover or failoverPriority instead, with outlierDetection.',
    ],
  ]);
});
