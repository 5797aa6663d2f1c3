import { ApiObject, Duration, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ServiceRef } from '../../lib/kubernetes/service-ref';
import { Destination } from '../../lib/networking/destination';
import { Retries } from '../../lib/networking/retries';
import { StringMatch } from '../../lib/networking/string-match';
import { HttpMatch } from '../../lib/networking/http-match';
import type { CanaryReleaseProps } from '../../lib/patterns/canary-release';
import { CanaryRelease } from '../../lib/patterns/canary-release';
import { IngressedService } from '../../lib/patterns/ingressed-service';
import { IngressRoute } from '../../lib/patterns/ingress/ingress-route';
import { ReleasePhase } from '../../lib/patterns/release/release-phase';
import { Split } from '../../lib/patterns/release/split';
import { StickyCookie } from '../../lib/patterns/release/sticky-cookie';
import { Version } from '../../lib/patterns/release/version';
import { Bookinfo, CANARY_HEADER, HOST, released, rulesOf, to } from './canary-release-fixture';

const weighted = (canary: number): object => ({
  name: 'reviews',
  route: [to('v1', { weight: 100 - canary }), to('v2', { weight: canary })],
});

describe('a CanaryRelease', () => {
  test('makes a DestinationRule and then a VirtualService for callers in the mesh', () => {
    expect(released({ split: Split.percent(20) })).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { name: 'reviews', namespace: 'bookinfo', annotations: { 'argocd.argoproj.io/sync-wave': '-1' } },
        spec: {
          host: HOST,
          subsets: [
            { name: 'v1', labels: { version: 'v1' } },
            { name: 'v2', labels: { version: 'v2' } },
          ],
        },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'reviews', namespace: 'bookinfo', annotations: { 'argocd.argoproj.io/sync-wave': '0' } },
        spec: { hosts: [HOST], http: [weighted(20)] },
      },
    ]);
  });

  test.each([
    ['Split.percent(0)', Split.percent(0), 0],
    ['Split.percent(1)', Split.percent(1), 1],
    ['Split.percent(99)', Split.percent(99), 99],
    ['Split.percent(100)', Split.percent(100), 100],
    ['Split.allStable()', Split.allStable(), 0],
    ['Split.allCanary()', Split.allCanary(), 100],
    ['no split', undefined, 0],
  ])('keeps both destinations with %s', (_name, split, canary) => {
    expect(rulesOf({ split })).toEqual([weighted(canary)]);
  });

  test('sends some requests to the canary whatever the split says', () => {
    const always = [CANARY_HEADER, HttpMatch.queryParam('canary', '1')];
    expect(rulesOf({ alwaysCanary: always, split: Split.percent(20) })).toEqual([
      {
        name: 'reviews-always-v2',
        match: [{ headers: { 'x-canary': { exact: 'always' } } }, { queryParams: { canary: { exact: '1' } } }],
        route: [to('v2')],
      },
      weighted(20),
    ]);
  });

  test('keeps clients with their version by a cookie', () => {
    const sticky = StickyCookie.named('reviews-version', { maxAge: Duration.hours(1) });
    const cookie = (version: string): object => ({
      headers: { cookie: { regex: `^(.*?;\\s*)?(reviews-version=${version})(;.*)?$` } },
    });
    const setCookie = (version: string): object => ({
      response: { add: { 'Set-Cookie': `reviews-version=${version}; Max-Age=3600; Path=/; HttpOnly` } },
    });
    expect(rulesOf({ sticky, split: Split.percent(20) })).toEqual([
      { name: 'reviews-stay-v2', match: [cookie('v2')], route: [to('v2')] },
      { name: 'reviews-stay-v1', match: [cookie('v1')], route: [to('v1')] },
      {
        name: 'reviews',
        route: [to('v1', { weight: 80, headers: setCookie('v1') }), to('v2', { weight: 20, headers: setCookie('v2') })],
      },
    ]);
  });

  test.each([
    ['nothing more', {}, 'Path=/; HttpOnly'],
    ['a path', { path: '/shop' }, 'Path=/shop; HttpOnly'],
    ['HTTPS only', { secure: true }, 'Path=/; HttpOnly; Secure'],
    ['an age', { maxAge: Duration.minutes(5) }, 'Max-Age=300; Path=/; HttpOnly'],
  ])('sets a cookie with %s', (_name, options, attributes) => {
    const rules = rulesOf({ sticky: StickyCookie.named('v', options), split: Split.percent(50) });
    expect(rules[2].route[1].headers).toEqual({ response: { add: { 'Set-Cookie': `v=v2; ${attributes}` } } });
  });

  test.each([Split.allStable(), Split.allCanary()])('has no cookie where one version gets everything', (split) => {
    expect(rulesOf({ sticky: StickyCookie.named('v'), split })).toHaveLength(1);
  });

  test('a number is the share of the canary, and a Deployment a version', () => {
    const written = (props: (bookinfo: Bookinfo) => Partial<CanaryReleaseProps>): unknown[] => {
      const bookinfo = new Bookinfo();
      bookinfo.release(props(bookinfo));
      return bookinfo.objects('DestinationRule', 'VirtualService');
    };
    expect(written((b) => ({ stable: b.deployment('v1'), canary: b.deployment('v2'), split: 20 }))).toEqual(
      written((b) => ({
        stable: Version.of(b.deployment('v1')),
        canary: Version.of(b.deployment('v2')),
        split: Split.percent(20),
      })),
    );
  });

  test('copies requests to the canary', () => {
    expect(rulesOf({ mirrorPercent: 10 })).toEqual([
      {
        ...weighted(0),
        mirrors: [{ destination: { host: HOST, port: { number: 9080 }, subset: 'v2' }, percentage: { value: 10 } }],
      },
    ]);
  });

  test('gives callers in the mesh a timeout, retries and headers', () => {
    const timeout = Duration.seconds(3);
    expect(rulesOf({ timeout, retries: Retries.none(), headers: { request: { remove: ['x-debug'] } } })).toEqual([
      { ...weighted(0), timeout: '3s', retries: { attempts: 0 }, headers: { request: { remove: ['x-debug'] } } },
    ]);
  });

  test('writes the traffic policy into the DestinationRule', () => {
    const trafficPolicy = { connectionPool: { tcp: { maxConnections: 100 } } };
    expect(released({ trafficPolicy })[0].spec).toHaveProperty('trafficPolicy', trafficPolicy);
  });

  test('takes another name', () => {
    expect(released({ name: 'other' }).map(({ metadata }) => metadata.name)).toEqual(['other', 'other']);
  });

  test('leaves out the mesh', () => {
    expect(released({ mesh: false }).map(({ kind }) => kind)).toEqual(['DestinationRule']);
  });

  test('leaves the other ports of the Service as they are', () => {
    const bookinfo = new Bookinfo(undefined, [
      { name: 'http', port: 9080 },
      { name: 'http-admin', port: 9090 },
    ]);
    bookinfo.release({ port: 'http', alwaysCanary: [CANARY_HEADER] });
    expect(bookinfo.objects('VirtualService')[0].spec.http).toEqual([
      {
        name: 'reviews-always-v2',
        match: [{ port: 9080, headers: { 'x-canary': { exact: 'always' } } }],
        route: [to('v2')],
      },
      { ...weighted(0), match: [{ port: 9080 }] },
      {
        name: 'reviews-port-9090',
        match: [{ port: 9090 }],
        route: [{ destination: { host: HOST, port: { number: 9090 } } }],
      },
    ]);
  });

  test('lives with a Service of another namespace', () => {
    const { chart } = new Bookinfo();
    new CanaryRelease(chart, 'Cart', {
      service: ServiceRef.fromName('cart', { namespace: 'shop', ports: [{ port: 80 }] }),
      stable: Version.labelled('v1', { version: 'v1' }),
      canary: Version.labelled('v2', { version: 'v2' }),
    });
    const made = (Testing.synth(chart) as { kind: string; metadata: { namespace: string } }[]).slice(1);
    expect(made.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
      ['DestinationRule', 'shop'],
      ['VirtualService', 'shop'],
    ]);
  });

  test('goes on from its resources', () => {
    const bookinfo = new Bookinfo();
    const reviews = bookinfo.release();
    expect([reviews.stable.name, reviews.canary.name]).toEqual(['v1', 'v2']);
    expect(reviews.canary.labels).toEqual({ version: 'v2' });
    expect([reviews.release.name, reviews.release.metadata, reviews.release.ports]).toEqual([
      'reviews',
      { namespace: 'bookinfo' },
      [{ name: 'http', port: 9080 }],
    ]);
    expect(reviews.controlled).toBeUndefined();
    expect(reviews.ignoreDifferences).toEqual([]);
    reviews.virtualService!._insertHttpRoute(
      { match: [HttpMatch.exact('/health')], route: [Destination.subset(reviews.stable.subset!)] },
      0,
    );
    ApiObject.of(reviews.destinationRule!).addJsonPatch(JsonPatch.add('/spec/exportTo', ['.']));
    const [rule, route] = bookinfo.objects('DestinationRule', 'VirtualService');
    expect(rule.spec).toHaveProperty('exportTo', ['.']);
    expect(route.spec.http[0]).toEqual({ match: [{ uri: { exact: '/health' } }], route: [to('v1')] });
  });
});

describe('a version', () => {
  const subsetsWith = (bookinfo: Bookinfo, stable: Version, canary: Version): unknown => {
    bookinfo.release({ stable, canary });
    return bookinfo.objects('DestinationRule')[0].spec.subsets;
  };

  test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'])('is read from a %s', (kind) => {
    const bookinfo = new Bookinfo();
    const [v1, v2] = ['v1', 'v2'].map((v) =>
      bookinfo.deployment(v, { app: 'reviews', version: v, more: 'x' }, { kind }),
    );
    expect(subsetsWith(bookinfo, Version.of(v1), Version.of(v2))).toEqual([
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v2' } },
    ]);
  });

  test('is read from a Deployment of cdk8s-plus, with or without containers so far', () => {
    const bookinfo = new Bookinfo();
    const [v1, v2] = ['1.0', '1.1'].map(
      (version) =>
        new kplus.Deployment(bookinfo.chart, `Kplus ${version}`, {
          podMetadata: { labels: { app: 'reviews', version } },
        }),
    );
    v1.addContainer({ image: 'reviews:1.0' });
    bookinfo.release({ stable: Version.of(v1), canary: Version.of(v2) });
    v2.addContainer({ image: 'reviews:1.1' });
    expect(bookinfo.objects('DestinationRule')[0].spec.subsets).toEqual([
      { name: '1-0', labels: { version: '1.0' } },
      { name: '1-1', labels: { version: '1.1' } },
    ]);
  });

  test('is told by other labels, under another name', () => {
    const bookinfo = new Bookinfo();
    const v1 = bookinfo.deployment('v1', { app: 'reviews', track: 'old', zone: 'a' });
    const v2 = bookinfo.deployment('v2', { app: 'reviews', track: 'new', zone: 'a' });
    const labelKeys = ['track', 'zone'];
    expect(subsetsWith(bookinfo, Version.of(v1, { labelKeys }), Version.of(v2, { labelKeys, name: 'next' }))).toEqual([
      { name: 'old-a', labels: { track: 'old', zone: 'a' } },
      { name: 'next', labels: { track: 'new', zone: 'a' } },
    ]);
  });
});

describe('a phase', () => {
  test.each([
    ['SUBSETS_DECLARED', ReleasePhase.SUBSETS_DECLARED, undefined],
    ['ALL_STABLE', ReleasePhase.ALL_STABLE, [{ name: 'reviews', route: [to('v1')] }]],
    ['SHIFTING', ReleasePhase.SHIFTING, [weighted(0)]],
    ['ALL_CANARY', ReleasePhase.ALL_CANARY, [{ name: 'reviews', route: [to('v2')] }]],
    ['ROUTES_REMOVED', ReleasePhase.ROUTES_REMOVED, undefined],
  ])('%s keeps both subsets and routes as it says', (name, phase, rules) => {
    const [rule, route] = released({ phase });
    expect(phase.name).toBe(name);
    expect(rule.spec.subsets.map((subset) => subset.name)).toEqual(['v1', 'v2']);
    expect(route?.spec.http).toEqual(rules);
  });

  test.each([
    [ReleasePhase.SUBSETS_DECLARED, Split.allStable()],
    [ReleasePhase.ALL_STABLE, Split.allStable()],
    [ReleasePhase.ALL_CANARY, Split.allCanary()],
    [ReleasePhase.ROUTES_REMOVED, Split.percent(100)],
  ])('takes a split that agrees with it', (phase, split) => {
    expect(released({ phase, split })).toEqual(released({ phase }));
  });
});

describe('a release behind a gateway', () => {
  const behind = (reviews: CanaryRelease, bookinfo: Bookinfo, routes?: IngressRoute[], preview = false): unknown => {
    const service = preview ? reviews.preview : reviews.release;
    const { virtualService } = new IngressedService(bookinfo.chart, 'Shop', {
      service,
      hosts: ['shop.example.com'],
      routes,
    });
    return (ApiObject.of(virtualService).toJson() as { spec: { http: unknown } }).spec.http;
  };
  const prefix = (path: string): object => ({ uri: { prefix: path } });
  const header = { headers: { 'x-canary': { exact: 'always' } } };

  test('is split there as in the mesh', () => {
    const bookinfo = new Bookinfo();
    const reviews = bookinfo.release({ split: Split.percent(20), alwaysCanary: [CANARY_HEADER] });
    expect(behind(reviews, bookinfo)).toEqual([
      { name: 'reviews-always-v2', match: [header], route: [to('v2')] },
      { ...weighted(20), match: [prefix('/')] },
    ]);
  });

  test('crosses the conditions of the routes with its own, and keeps the rest of them', () => {
    const bookinfo = new Bookinfo();
    const always = [CANARY_HEADER, HttpMatch.of({ headers: { 'x-team': StringMatch.prefix('qa') } })];
    const reviews = bookinfo.release({ split: Split.percent(20), alwaysCanary: always, mirrorPercent: undefined });
    const routes = [
      IngressRoute.prefix('/api', {
        match: [HttpMatch.method('GET'), HttpMatch.method('PUT')],
        timeout: Duration.seconds(5),
      }),
      IngressRoute.exact('/', { name: 'home' }),
    ];
    const api = (method: string) => ({ ...prefix('/api'), method: { exact: method } });
    const team = { headers: { 'x-team': { prefix: 'qa' } } };
    const { route } = weighted(20) as { route: unknown };
    expect(behind(reviews, bookinfo, routes)).toEqual([
      {
        name: 'home-always-v2',
        match: [
          { uri: { exact: '/' }, ...header },
          { uri: { exact: '/' }, ...team },
        ],
        route: [to('v2')],
      },
      { name: 'home', match: [{ uri: { exact: '/' } }], route },
      {
        name: 'reviews-api-always-v2',
        match: [
          { ...api('GET'), ...header },
          { ...api('GET'), ...team },
          { ...api('PUT'), ...header },
          { ...api('PUT'), ...team },
        ],
        route: [to('v2')],
        timeout: '5s',
      },
      { name: 'reviews-api', match: [api('GET'), api('PUT')], route, timeout: '5s' },
    ]);
  });

  test('copies to the canary beside the copies of the route', () => {
    const bookinfo = new Bookinfo();
    const reviews = bookinfo.release({ mirrorPercent: 5 });
    const mirrors = [{ destination: Destination.host('audit.example.com') }];
    expect(behind(reviews, bookinfo, [IngressRoute.prefix('/', { mirrors })])).toEqual([
      {
        ...weighted(0),
        match: [prefix('/')],
        mirrors: [
          { destination: { host: 'audit.example.com' } },
          { destination: { host: HOST, port: { number: 9080 }, subset: 'v2' }, percentage: { value: 5 } },
        ],
      },
    ]);
  });

  test.each([
    [ReleasePhase.SUBSETS_DECLARED, [{ destination: { host: HOST, port: { number: 9080 } } }]],
    [ReleasePhase.ALL_STABLE, [to('v1')]],
    [ReleasePhase.ALL_CANARY, [to('v2')]],
    [ReleasePhase.ROUTES_REMOVED, [{ destination: { host: HOST, port: { number: 9080 } } }]],
  ])('goes where its phase says', (phase, route) => {
    const bookinfo = new Bookinfo();
    expect(behind(bookinfo.release({ phase }), bookinfo)).toEqual([{ name: 'reviews', match: [prefix('/')], route }]);
  });

  test('shows the canary alone at a preview host', () => {
    const bookinfo = new Bookinfo();
    expect(behind(bookinfo.release({ split: Split.allStable() }), bookinfo, undefined, true)).toEqual([
      { name: 'reviews', match: [prefix('/')], route: [to('v2')] },
    ]);
  });
});

describe('workloads that no request reaches', () => {
  const noted = (bookinfo: Bookinfo) =>
    bookinfo.objects('DestinationRule')[0].metadata.annotations!['cdk8s-istio/unrouted'];

  test('are noted, however late they come', () => {
    const bookinfo = new Bookinfo();
    bookinfo.release();
    expect(noted(bookinfo)).toBeUndefined();
    for (const version of ['v1', 'v3', 'v4']) {
      bookinfo.deployment(version);
    }
    bookinfo.deployment('other', { app: 'other', version: 'v5' });
    bookinfo.deployment('elsewhere', { app: 'reviews', version: 'v6' }, { namespace: 'elsewhere' });
    expect(noted(bookinfo)).toBe('reviews-v3,reviews-v4');
  });

  test('are none where the whole Service is asked', () => {
    const bookinfo = new Bookinfo();
    bookinfo.deployment('v3');
    bookinfo.release({ phase: ReleasePhase.SUBSETS_DECLARED });
    expect(noted(bookinfo)).toBeUndefined();
  });
});

test('the Service may be a name', () => {
  const bookinfo = new Bookinfo();
  bookinfo.release({ service: 'reviews', port: 9080 });
  expect(bookinfo.objects('DestinationRule')[0].spec.host).toBe(HOST);
});
