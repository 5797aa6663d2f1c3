import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, manifest, pod, serviceEntry } from '../../manifests';
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

describe('too few endpoints to eject one', () => {
  const web = manifest('Service', 'shop/web', { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] });
  const pods = (replicas: number | undefined, version = 'v1'): Manifest =>
    manifest('Deployment', `shop/web-${version}`, {
      replicas,
      template: { metadata: { labels: { app: 'web', version } }, spec: { containers: [{ name: 'app' }] } },
    });
  const scaler = (kind: string, spec: object): Manifest =>
    manifest(kind, 'shop/web', { scaleTargetRef: { kind: 'Deployment', name: 'web-v1' }, ...spec });
  const HPA = 'autoscaling/v2/HorizontalPodAutoscaler';
  const ejecting = (maxEjectionPercent: number | undefined): Manifest =>
    rule({ failover }, { ...outlierDetection, maxEjectionPercent });
  const FEW = [`warning ${SETTING}.failover`];

  test.each<[string, Manifest[], string[]]>([
    ['nine pods', [ejecting(undefined), pods(9)], FEW],
    ['ten pods', [ejecting(undefined), pods(10)], []],
    ['nine in two Deployments', [ejecting(0), pods(4), pods(5, 'v2')], FEW],
    ['three pods of which a third may go', [ejecting(33), pods(3)], FEW],
    ['three pods of which one may go', [ejecting(34), pods(3)], []],
    ['one that may go', [ejecting(100), pods(1)], []],
    ['one that may not', [ejecting(99), pods(1)], FEW],
    ['pods that nobody counts', [ejecting(undefined), pods(undefined)], []],
    ['no pods', [ejecting(undefined)], []],
    ['a Pod', [ejecting(undefined), pod('shop/web', {}, { labels: { app: 'web' } })], FEW],
    ['an autoscaler up to five', [ejecting(undefined), pods(undefined), scaler(HPA, { maxReplicas: 5 })], FEW],
    ['an autoscaler up to twenty', [ejecting(undefined), pods(2), scaler(HPA, { maxReplicas: 20 })], []],
    ['an autoscaler without a limit', [ejecting(undefined), pods(2), scaler('keda.sh/v1alpha1/ScaledObject', {})], []],
    ['a DaemonSet', [ejecting(undefined), { ...pods(2), kind: 'DaemonSet' }], []],
    [
      'priorities',
      [rule({ failoverPriority: ['topology.kubernetes.io/region'] }), pods(2)],
      [`warning ${SETTING}.failoverPriority`],
    ],
    ['localities without a failover', [rule({ enabled: true }), pods(2)], []],
  ])('%s', (_, manifests, expected) => {
    expect(placesOf('CDI0156', [web, ...manifests])).toEqual(expected);
  });

  const subsetsOf = (...names: string[]): Manifest =>
    destinationRule('shop/web', {
      host: 'web',
      trafficPolicy: { outlierDetection: { ...outlierDetection, maxEjectionPercent: 25 } },
      subsets: names.map((name) => ({
        name,
        labels: { version: name },
        trafficPolicy: { loadBalancer: { localityLbSetting: { failover } } },
      })),
    });

  test('a subset counts alone, and inherits what may be ejected', () => {
    expect(placesOf('CDI0156', [web, pods(3), pods(4, 'v2'), subsetsOf('v1', 'v2')])).toEqual([
      'warning DestinationRule shop/web spec.subsets[0].trafficPolicy.loadBalancer.localityLbSetting.failover',
    ]);
  });

  test('a port counts alone, with its own settings', () => {
    const loadBalancer = { localityLbSetting: { failover } };
    const two = manifest('Service', 'shop/web', {
      selector: { app: 'web' },
      ports: [
        { name: 'http', port: 80 },
        { name: 'admin', port: 81, targetPort: 'admin' },
      ],
    });
    const settings = (number: number): object => ({ port: { number }, loadBalancer, outlierDetection });
    const ports = destinationRule('shop/web', {
      host: 'web',
      trafficPolicy: { portLevelSettings: [settings(80), settings(81)] },
    });
    // No pod has a port "admin".
    expect(placesOf('CDI0156', [two, pods(3), ports])).toEqual([
      'warning DestinationRule shop/web spec.trafficPolicy.portLevelSettings[0].loadBalancer.localityLbSetting.failover',
    ]);
  });

  test.each<[string, object, number]>([
    ['addresses', { resolution: 'STATIC', endpoints: [{ address: '10.0.0.1' }, { address: '10.0.0.2' }] }, 1],
    ['a name of any number of addresses', { resolution: 'DNS' }, 0],
    ['a name beside an address', { resolution: 'DNS', endpoints: [{ address: '10.0.0.1' }, { address: 'a.b' }] }, 0],
  ])('a ServiceEntry with %s', (_, spec, found) => {
    const entry = serviceEntry('shop/api', {
      hosts: ['api.example.com'],
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      ...spec,
    });
    const policy = { loadBalancer: { localityLbSetting: { failover } }, outlierDetection };
    const api = destinationRule('shop/web', { host: 'api.example.com', trafficPolicy: policy });
    expect(placesOf('CDI0156', [entry, api])).toHaveLength(found);
  });

  test('what it says', () => {
    expect(textsOf('CDI0156', [web, pods(6), ejecting(undefined)])).toEqual([
      [
        'outlierDetection may eject at most 10 % of the endpoints (the default of maxEjectionPercent), and web.shop.svc.cluster.local has 6 endpoints in these manifests: Envoy ejects none, and requests keep going to the nearer locality when its endpoints fail.',
        'Write maxEjectionPercent: 100 in outlierDetection. Leave it if other clusters have so many endpoints that there are 10 or more.',
      ],
    ]);
    expect(textsOf('CDI0156', [web, pods(1), subsetsOf('v1')])[0][0]).toBe(
      'outlierDetection may eject at most 25 % of the endpoints, and the subset of web.shop.svc.cluster.local has one endpoint in these manifests: Envoy ejects none, and requests keep going to the nearer locality when its endpoints fail.',
    );
  });
});
