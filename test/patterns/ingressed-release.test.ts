import type { App } from 'cdk8s';
import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  CanaryRelease,
  Destination,
  DestinationRule,
  Gateway,
  HttpMatch,
  IngressedService,
  IngressRoute,
  ReleaseController,
  ReleasePhase,
  RolloutStep,
  RolloutTrafficSplit,
  ServiceRef,
  Split,
  StickyCookie,
  Version,
  VirtualService,
} from 'cdk8s-istio';
import type { CanaryReleaseProps, IngressedServiceProps } from 'cdk8s-istio';

interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: { http: unknown[] };
}

function routes(
  phase: ReleasePhase,
  service = (release: CanaryRelease): IngressedServiceProps['service'] => release,
): unknown[] {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  const frontend = new CanaryRelease(chart, 'FrontendRelease', {
    service: ServiceRef.fromName('frontend', { ports: [{ port: 80 }] }),
    stable: Version.labelled('v1', { version: 'v1' }),
    canary: Version.labelled('v2', { version: 'v2' }),
    split: phase === ReleasePhase.SHIFTING ? Split.percent(20) : undefined,
    alwaysCanary: phase === ReleasePhase.SHIFTING ? [HttpMatch.header('x-canary', 'always')] : undefined,
    phase,
  });
  new IngressedService(chart, 'Frontend', {
    service: service(frontend),
    hosts: ['jeonj.io'],
    routes: [IngressRoute.exact('/cart'), IngressRoute.all()],
  });
  const objects = Testing.synth(chart) as Manifest[];
  return objects.find((object) => object.kind === 'VirtualService' && object.metadata.name === 'frontend')!.spec.http;
}

const to = (subset: string | undefined, weight?: number, port = 80) => ({
  destination: {
    host: 'frontend.shop.svc.cluster.local',
    port: { number: port },
    ...(subset === undefined ? {} : { subset }),
  },
  ...(weight === undefined ? {} : { weight }),
});

test('a split holds for every route behind the gateway', () => {
  expect(routes(ReleasePhase.SHIFTING)).toMatchObject([
    { match: [{ uri: { exact: '/cart' }, headers: { 'x-canary': { exact: 'always' } } }], route: [to('v2')] },
    { match: [{ uri: { exact: '/cart' } }], route: [to('v1', 80), to('v2', 20)] },
    { match: [{ headers: { 'x-canary': { exact: 'always' } } }], route: [to('v2')] },
    { match: [{ uri: { prefix: '/' } }], route: [to('v1', 80), to('v2', 20)] },
  ]);
});

test('the construct of a release stands for its release', () => {
  expect(routes(ReleasePhase.SHIFTING, ({ release }) => release)).toEqual(routes(ReleasePhase.SHIFTING));
});

test('before and after a release the routes lead to the whole Service', () => {
  for (const phase of [ReleasePhase.SUBSETS_DECLARED, ReleasePhase.ROUTES_REMOVED]) {
    expect(routes(phase)).toEqual([
      { name: 'frontend-release-cart', match: [{ uri: { exact: '/cart' } }], route: [to(undefined)] },
      { name: 'frontend-release', match: [{ uri: { prefix: '/' } }], route: [to(undefined)] },
    ]);
  }
});

test('a promoted release leads to the new version alone', () => {
  expect(routes(ReleasePhase.ALL_CANARY)).toMatchObject([{ route: [to('v2')] }, { route: [to('v2')] }]);
});

function releaseIn(
  chart: Chart,
  props: { ports?: number[]; port?: number; cookie?: string; name?: string } = {},
): CanaryRelease {
  const { ports = [80], port, cookie, name = 'frontend' } = props;
  return new CanaryRelease(chart, `${name}-release`, {
    service: ServiceRef.fromName(name, { ports: ports.map((each) => ({ port: each })) }),
    stable: Version.labelled('v1', { version: 'v1' }),
    canary: Version.labelled('v2', { version: 'v2' }),
    split: Split.percent(20),
    sticky: cookie === undefined ? undefined : StickyCookie.named(cookie),
    port,
  });
}

const shop = () => new Chart(Testing.app(), 'shop', { namespace: 'shop' });

const rulesOf = (chart: Chart, name: string) =>
  (Testing.synth(chart) as Manifest[]).find(
    ({ kind, metadata }) => kind === 'VirtualService' && metadata.name === name,
  )!.spec.http;

const errorOf = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was rejected';
};

describe('a release is rejected where its split would be lost', () => {
  const edge = Gateway.fromName('edge', { namespace: 'edge' });
  const route = (release: CanaryRelease['release']) => [Destination.service(release)];
  test.each<[string, string, (chart: Chart, release: CanaryRelease['release']) => unknown]>([
    [
      'an HTTP route',
      'http[0].route[0].service',
      (chart, release) =>
        new VirtualService(chart, 'It', { hosts: ['a.com'], gateways: [edge], http: [{ route: route(release) }] }),
    ],
    [
      'a TCP route',
      'tcp[0].route[0].service',
      (chart, release) =>
        new VirtualService(chart, 'It', { hosts: ['a.com'], gateways: [edge], tcp: [{ route: route(release) }] }),
    ],
    [
      'a mirror',
      'http[0].mirrors[0].destination.service',
      (chart, release) =>
        new VirtualService(chart, 'It', {
          hosts: ['a.com'],
          gateways: [edge],
          http: [{ route: [Destination.service('web', { port: 80 })], mirrors: [{ destination: route(release)[0] }] }],
        }),
    ],
    ['a rule', 'service', (chart, release) => new DestinationRule(chart, 'It', { service: release })],
    [
      'another release',
      'service',
      (chart, release) =>
        new CanaryRelease(chart, 'It', {
          service: release,
          stable: Version.labelled('v1', { version: 'v1' }),
          canary: Version.labelled('v2', { version: 'v2' }),
        }),
    ],
    [
      'the destinations of an IngressRoute',
      'routes[0].route[0].service',
      (chart, release) =>
        new IngressedService(chart, 'It', {
          service: 'web',
          port: 80,
          hosts: ['a.com'],
          routes: [IngressRoute.all({ route: route(release) })],
        }),
    ],
  ])('in %s', (_, field, make) => {
    const chart = shop();
    const { release } = releaseIn(chart);
    expect(errorOf(() => make(chart, release))).toContain(
      `1 problem\n  ${field}: the release of frontend splits requests only as the service of an IngressedService or of one of its routes. ` +
        'Here write Destination.subset(...) or the Service itself.',
    );
  });
});

describe('a release of one of several ports', () => {
  test('is asked on its own port where none is said', () => {
    const chart = shop();
    const { release, preview } = releaseIn(chart, { ports: [80, 90], port: 80 });
    new IngressedService(chart, 'Edge', {
      service: release,
      hosts: ['a.com'],
      routes: [IngressRoute.all(), IngressRoute.prefix('/new', { service: preview })],
    });
    expect(rulesOf(chart, 'edge')).toMatchObject([{ route: [to('v2')] }, { route: [to('v1', 80), to('v2', 20)] }]);
  });

  test('leads to the whole Service on another one, as in the mesh', () => {
    const chart = shop();
    const { release } = releaseIn(chart, { ports: [80, 90], port: 80 });
    new IngressedService(chart, 'Edge', { service: release, port: 90, hosts: ['a.com'] });
    expect(rulesOf(chart, 'edge')).toEqual([
      { name: 'frontend-release', match: [{ uri: { prefix: '/' } }], route: [to(undefined, undefined, 90)] },
    ]);
    expect(rulesOf(chart, 'frontend-release')[1]).toEqual({
      name: 'frontend-release-port-90',
      match: [{ port: 90 }],
      route: [to(undefined, undefined, 90)],
    });
  });

  test('leaves a gateway of another port to nobody', () => {
    const chart = shop();
    const { release, controlled } = new CanaryRelease(chart, 'Frontend', {
      service: ServiceRef.fromName('frontend', { ports: [{ port: 80 }, { port: 90 }] }),
      port: 80,
      controller: ReleaseController.argoRollouts({
        workload: { name: 'frontend' },
        steps: [RolloutStep.weight(20)],
        trafficSplit: RolloutTrafficSplit.subsets(),
      }),
    });
    new IngressedService(chart, 'Edge', { service: release, port: 90, hosts: ['a.com'] });
    expect(controlled!.toJson()).toHaveProperty('spec.strategy.canary.trafficRouting.istio.virtualServices', [
      { name: 'frontend', routes: ['frontend'] },
    ]);
  });
});

describe('two releases at one host', () => {
  const both = (...[one, other]: string[]) => {
    const chart = shop();
    const [frontend, cart] = [releaseIn(chart, { cookie: one }), releaseIn(chart, { cookie: other, name: 'cart' })];
    new IngressedService(chart, 'Edge', {
      service: frontend.release,
      hosts: ['a.com'],
      routes: [IngressRoute.all(), IngressRoute.prefix('/cart', { service: cart.release })],
    });
    return errorOf(() => (chart.node.root as App).synth());
  };

  test('need a cookie each', () => {
    expect(both('version', 'version')).toContain(
      'shop/frontend-release (CanaryRelease): 1 problem\n' +
        '  sticky: cookie "version" is that of shop/cart-release as well, and shop/Edge/VirtualService leads to both, so each would read the version of the other. ' +
        "Give it another name: StickyCookie.named('frontend-version').",
    );
    expect(both('frontend-version', 'cart-version')).toBe('nothing was rejected');
  });
});

function release(chart: Chart, props: Partial<CanaryReleaseProps>): CanaryRelease {
  return new CanaryRelease(chart, 'Release', {
    service: ServiceRef.fromName('web', { ports: [{ port: 80 }] }),
    stable: Version.labelled('v1', { version: 'v1' }),
    canary: Version.labelled('v2', { version: 'v2' }),
    split: Split.percent(20),
    ...props,
  });
}

test.each([
  ['a narrower path', '/api/v2', [{ uri: { prefix: '/api/v2' } }]],
  ['a wider path', '/a', [{ uri: { prefix: '/api' } }]],
  ['another path', '/beta', undefined],
])('%s in always is crossed with that of a route', (_, path, match) => {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  const { release: service } = release(chart, { alwaysCanary: [HttpMatch.prefix(path)] });
  new IngressedService(chart, 'Web', { service, hosts: ['a.example.com'], routes: [IngressRoute.prefix('/api')] });
  const objects = Testing.synth(chart) as Manifest[];
  const rules = objects.find(({ kind, metadata }) => kind === 'VirtualService' && metadata.name === 'web')!.spec
    .http as { name: string; match: unknown }[];
  expect(rules.find(({ name }) => name.includes('always'))?.match).toEqual(match);
  expect(rules).toHaveLength(match === undefined ? 1 : 2);
});

test('a cookie of a route and the cookie of a release do not fit in one match', () => {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  const { release: service } = release(chart, {
    sticky: StickyCookie.named('version'),
    alwaysCanary: [HttpMatch.header('x-canary', 'always'), HttpMatch.cookie('beta', '2')],
  });
  const routes = [IngressRoute.prefix('/x', { match: [HttpMatch.cookie('beta', '1')] })];
  expect(() => new IngressedService(chart, 'Web', { service, hosts: ['a.example.com'], routes })).toThrow(
    new Error(
      'shop/Web (IngressedService): 2 problems\n' +
        '  routes[0].match[1].headers.cookie: is already matched here and by alwaysCanary[1] of shop/Release, and a match can only have one of the two. Write it in one place.\n' +
        '  routes[0].match[0].headers.cookie: is already matched here and by sticky of shop/Release, and a match can only have one of the two. Write it in one place.',
    ),
  );
});

describe('the plain Service of a release', () => {
  const plain = ServiceRef.fromName('frontend', { ports: [{ port: 80 }, { port: 90 }] });
  const MEANT = '[Destination.service(service, { port: 80 })].';
  const PAST =
    'Service "frontend" is released by shop/frontend-release, and these requests would bypass its split. ' +
    'Write service: canaryRelease, where canaryRelease is that CanaryRelease. ' +
    `If they are meant to, give them a route with route: ${MEANT}`;

  function shop(): Chart {
    return new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  }

  test('is rejected', () => {
    const chart = shop();
    releaseIn(chart);
    const routes = [IngressRoute.all(), IngressRoute.prefix('/api')];
    expect(
      () => new IngressedService(chart, 'Web', { service: plain, port: 80, hosts: ['a.example.com'], routes }),
    ).toThrow(new Error(`shop/Web (IngressedService): 1 problem\n  service: ${PAST}`));
    expect(
      () => new IngressedService(chart, 'Name', { service: 'frontend', port: 80, hosts: ['a.example.com'] }),
    ).toThrow(new Error(`shop/Name (IngressedService): 1 problem\n  service: ${PAST}`));
  });

  test('is rejected at synthesis, if the release is made later', () => {
    const chart = shop();
    const routes = [IngressRoute.all(), IngressRoute.prefix('/old', { service: plain, port: 80 })];
    new IngressedService(chart, 'Web', { service: 'other', port: 80, hosts: ['a.example.com'], routes });
    releaseIn(chart);
    expect(() => Testing.synth(chart)).toThrow(`shop/Web (IngressedService): 1 problem\n  routes[1].service: ${PAST}`);
  });

  test('is rejected in a route that is added', () => {
    const chart = shop();
    releaseIn(chart);
    const web = new IngressedService(chart, 'Web', { service: 'other', port: 80, hosts: ['a.example.com'] });
    expect(() => web.addRoute(IngressRoute.prefix('/old', { service: plain, port: 80 }))).toThrow(
      new Error(`shop/Web (IngressedService): 1 problem\n  routes[1].service: ${PAST}`),
    );
  });

  test('is rejected in another chart too, if it is the construct that is released', () => {
    const app = Testing.app();
    const service = new kplus.Service(new Chart(app, 'services', { namespace: 'shop' }), 'Service', {
      metadata: { name: 'web' },
      ports: [{ name: 'http', port: 80 }],
    });
    new CanaryRelease(new Chart(app, 'releases', { namespace: 'shop' }), 'WebRelease', {
      service,
      stable: Version.labelled('v1', { version: 'v1' }),
      canary: Version.labelled('v2', { version: 'v2' }),
    });
    const chart = new Chart(app, 'ingress', { namespace: 'shop' });
    expect(() => new IngressedService(chart, 'Web', { service, hosts: ['a.example.com'] })).toThrow(
      'service: Service "web" is released by releases/WebRelease, and these requests would bypass its split. ' +
        'Write service: webRelease, where webRelease is that CanaryRelease.',
    );
  });

  test('is not: at another port, as a destination, and where the release has no rules yet or any more', () => {
    const chart = shop();
    const frontend = releaseIn(chart);
    const route = [Destination.service('frontend', { port: 80 })];
    new IngressedService(chart, 'Web', {
      service: plain,
      port: 90,
      hosts: ['a.example.com'],
      routes: [
        IngressRoute.all(),
        IngressRoute.prefix('/old', { route }),
        IngressRoute.prefix('/b', { service: frontend.release, port: 80 }),
      ],
    });
    for (const phase of [ReleasePhase.SUBSETS_DECLARED, ReleasePhase.ROUTES_REMOVED]) {
      const id = phase.name.toLowerCase().replace('_', '-');
      new CanaryRelease(chart, phase.name, {
        service: ServiceRef.fromName(`web-${id}`, { ports: [{ port: 80 }] }),
        stable: Version.labelled('v1', { version: 'v1' }),
        canary: Version.labelled('v2', { version: 'v2' }),
        phase,
      });
      new IngressedService(chart, `Web${phase.name}`, {
        service: `web-${id}`,
        port: 80,
        hosts: [`${id}.example.com`],
      });
    }
    expect(Testing.synth(chart)).toHaveLength(10);
  });

  test('is rejected where a controller moves the requests', () => {
    const chart = shop();
    const workload = new kplus.Deployment(chart, 'Deployment', {
      metadata: { name: 'web' },
      containers: [{ image: 'web', portNumber: 80 }],
      podMetadata: { labels: { app: 'web' } },
      select: false,
    });
    workload.select(kplus.LabelSelector.of({ labels: { app: 'web' } }));
    new CanaryRelease(chart, 'WebRelease', {
      service: ServiceRef.fromName('web', { ports: [{ port: 80 }] }),
      controller: ReleaseController.flagger({
        workload,
        interval: Duration.minutes(1),
        threshold: 5,
        stepWeight: 10,
        maxWeight: 50,
      }),
    });
    expect(() => new IngressedService(chart, 'Web', { service: 'web', port: 80, hosts: ['a.example.com'] })).toThrow(
      'service: Service "web" is released by shop/WebRelease, and these requests would bypass its split.',
    );
  });
});
