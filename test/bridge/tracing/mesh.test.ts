import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import {
  CanaryRelease,
  Externals,
  HttpMatch,
  IngressedService,
  Injection,
  IngressTls,
  IstioChecks,
  IstioVersion,
  Mesh,
  MeshNamespace,
  MeshSettings,
  OutcomeKind,
  ServiceAccountRef,
  ServiceRef,
  Severity,
  Version,
} from '../../../lib';

interface Shop {
  readonly app: App;
  readonly chart: Chart;
  readonly web: kplus.Deployment;
  readonly webService: kplus.Service;
  readonly reviewsService: kplus.Service;
  readonly stable: kplus.Deployment;
  readonly reviews: CanaryRelease;
}

function deployment(chart: Chart, name: string, labels: Record<string, string>): kplus.Deployment {
  const made = new kplus.Deployment(chart, name, {
    metadata: { name },
    podMetadata: { labels },
    select: false,
    serviceAccount: new kplus.ServiceAccount(chart, `${name}-account`, { metadata: { name } }),
    containers: [{ image: `${name}:1`, portNumber: 8080, securityContext: { user: 1000 } }],
  });
  made.select(kplus.LabelSelector.of({ labels }));
  return made;
}

function service(chart: Chart, name: string): kplus.Service {
  const made = new kplus.Service(chart, `${name}-service`, {
    metadata: { name },
    ports: [{ name: 'http', port: 80, targetPort: 8080 }],
  });
  made.selectLabel('app', name);
  return made;
}

function shop(): Shop {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(chart, 'Namespace', { name: 'shop', injection: Injection.sidecar() });
  const web = deployment(chart, 'web', { app: 'web' });
  const stable = deployment(chart, 'reviews-v1', { app: 'reviews', version: 'v1' });
  const canary = deployment(chart, 'reviews-v2', { app: 'reviews', version: 'v2' });
  const webService = service(chart, 'web');
  const reviewsService = service(chart, 'reviews');
  new IngressedService(chart, 'Web', {
    service: webService,
    hosts: ['shop.example.com'],
    tls: IngressTls.credential('shop-cert'),
  });
  const reviews = new CanaryRelease(chart, 'Reviews', {
    service: reviewsService,
    stable,
    canary,
    split: 20,
    alwaysCanary: [HttpMatch.header('x-canary', 'always')],
  });
  return { app, chart, web, webService, reviewsService, stable, reviews };
}

describe('a call from outside', () => {
  test('is followed to the workload', () => {
    const { chart, web, webService } = shop();
    const trace = Mesh.of(chart).get('https://shop.example.com/cart');
    expect(trace.outcomes).toMatchObject([
      { share: 1, kind: OutcomeKind.WORKLOAD, workload: 'shop/web', status: 200, seen: { path: '/cart' } },
    ]);
    expect(trace.hops.map(({ kind, proxy }) => `${kind} ${proxy}`)).toEqual([
      'gateway istio-system/istio-ingressgateway',
      'server shop/web',
    ]);
    expect([trace.shareOf(web), trace.shareOf(webService), trace.shareOf('shop/web'), trace.shareOf('web')]).toEqual([
      1, 1, 1, 1,
    ]);
  });

  test('objects are named by the path of their construct', () => {
    const trace = Mesh.of(shop().app).get('https://shop.example.com/cart');
    const { steps } = trace.hops[0];
    expect(steps.filter(({ layer }) => layer === 'route')).toMatchObject([
      { object: { kind: 'VirtualService' }, construct: 'shop/Web/VirtualService' },
    ]);
    expect(trace.toString()).toMatch(/shop\/Web\/VirtualService\n/);
  });

  test('is redirected to HTTPS', () => {
    const trace = Mesh.of(shop().chart).request('http://shop.example.com/cart?a=b', { method: 'POST' });
    expect(trace.outcomes).toMatchObject([
      { kind: OutcomeKind.RESPONSE, status: 301, location: 'https://shop.example.com/cart?a=b' },
    ]);
  });
});

describe('a call from a workload', () => {
  test('is split, and a header takes the canary', () => {
    const { chart, web, reviews, stable, reviewsService } = shop();
    const caller = Mesh.of(chart).from(web);
    const trace = caller.get('http://reviews/');
    expect(
      [reviews.stable, reviews.canary, stable, reviewsService, 'v2', web].map((each) => trace.shareOf(each)),
    ).toEqual([0.8, 0.2, 0.8, 1, 0.2, 0]);
    const always = caller.get('http://reviews/', { headers: { 'x-canary': 'always' } });
    expect(always.shareOf(reviews.canary)).toBe(1);
  });

  test.each([
    ['a Deployment', ({ web }: Shop) => web],
    ['the Service in front of it', ({ webService }: Shop) => webService],
    ['its ServiceAccount', () => ServiceAccountRef.fromName('web', { namespace: 'shop' })],
    ['a version of a release', ({ reviews }: Shop) => reviews.canary],
    ['a name', () => 'shop/web'],
    ['a reference to its Service', () => ServiceRef.fromName('web', { namespace: 'shop' })],
    ['an ApiObject', ({ web }: Shop) => ApiObject.of(web)],
  ] as const)('%s calls', (_, caller) => {
    const made = shop();
    const trace = Mesh.of(made.chart).from(caller(made)).get('http://reviews.shop/');
    expect(trace.shareOf(made.reviewsService)).toBe(1);
  });
});

describe('a whole question', () => {
  test.each([
    ['from outside', {}, 'https://shop.example.com/cart', 'shop/web'],
    ['from pods', { from: 'web' }, 'http://reviews/', 'shop/reviews-v1'],
    ['with a header', { from: 'web', headers: { 'x-canary': 'always' } }, 'http://reviews/', 'shop/reviews-v2'],
    ['with a method', { from: 'web', method: 'DELETE' }, 'http://reviews/', 'shop/reviews-v1'],
  ])('%s is answered as by get and request', (_, props, url, workload) => {
    const mesh = Mesh.of(shop().chart);
    const { from, ...options } = props as { from?: string };
    const trace = mesh.trace({ ...props, url });
    expect(trace.shareOf(workload)).toBeGreaterThan(0);
    const asker = from === undefined ? mesh : mesh.from(from);
    expect(trace.toJson()).toEqual(asker.request(url, options).toJson());
  });

  test('names who calls by any construct, or outside', () => {
    const made = shop();
    const mesh = Mesh.of(made.chart);
    for (const from of [
      made.web,
      made.webService,
      ServiceAccountRef.fromName('web', { namespace: 'shop' }),
      'shop/web',
    ]) {
      expect(mesh.trace({ from, url: 'http://reviews/' }).shareOf(made.reviewsService)).toBe(1);
    }
    expect(mesh.trace({ from: 'outside', url: 'https://shop.example.com/' }).shareOf(made.web)).toBe(1);
  });

  test('says how the client connects', () => {
    const trace = Mesh.of(shop().chart).trace({
      url: 'https://10.0.0.7/cart',
      at: 'istio-system/istio-ingressgateway',
      sni: 'shop.example.com',
      alpn: ['http/1.1'],
      httpVersion: '1.1',
      headers: { host: 'shop.example.com' },
    });
    expect(trace.shareOf('shop/web')).toBe(1);
  });
});

test('plain manifests, with what is only in the cluster', () => {
  const manifests = shop().chart.toJson() as { kind: string }[];
  const pods = ({ kind }: { kind: string }): boolean => kind === 'Deployment';
  const mesh = Mesh.of(
    manifests.filter((each) => !pods(each)),
    { externals: manifests.filter(pods) },
  );
  expect(mesh.get('https://shop.example.com/').shareOf('shop/web')).toBe(1);
});

test('the root namespace and release of the App count', () => {
  const app = new App();
  MeshSettings.set(app, { istioVersion: IstioVersion.V1_30, rootNamespace: 'mesh-root' });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const made = service(chart, 'web');
  new IngressedService(chart, 'Web', { service: made, hosts: ['shop.example.com'] });
  const { hops } = Mesh.of(app).get('http://shop.example.com/');
  expect(hops[0].proxy).toMatch(/ingress/);
});

describe('a Service of elsewhere, of which nobody said which pods it has', () => {
  const grafana = ServiceRef.fromName('grafana', { namespace: 'monitoring', ports: [{ name: 'http', port: 3000 }] });
  const api = ServiceRef.fromName('api', { ports: [{ name: 'http', port: 80 }] });
  const [stable, canary] = ['v1', 'v2'].map((version) => Version.labelled(version, { version }));
  const made = new Chart(new App(), 'shop', { namespace: 'shop' });
  new IngressedService(made, 'Grafana', { service: grafana, hosts: ['grafana.example.com'] });
  const release = new CanaryRelease(made, 'Api', { service: api, stable, canary, split: 20 });
  new IngressedService(made, 'Front', { service: release, hosts: ['api.example.com'] });
  const mesh = Mesh.of(made);

  test('is reached, and it is said that its pods are not known', () => {
    const trace = mesh.get('http://grafana.example.com/');
    expect(trace.shareOf(grafana)).toBe(1);
    expect(trace.outcomes).toMatchObject([{ workload: 'monitoring/grafana', port: 3000, status: 200 }]);
    expect(trace.unknown).toMatchObject([
      {
        what: 'endpoints',
        text: 'Which pods are behind Service monitoring/grafana is in no file; it is taken that there are some.',
        objects: [{ object: { kind: 'Service', namespace: 'monitoring', name: 'grafana' } }],
      },
    ]);
  });

  test('is split between versions, which are told by their subsets', () => {
    const callers = [mesh.get('http://api.example.com/'), mesh.from('shop/*').get('http://api/')];
    for (const trace of callers) {
      const targets = [release.stable, release.canary, release, 'v2', grafana];
      expect(targets.map((each) => trace.shareOf(each))).toEqual([0.8, 0.2, 1, 0.2, 0]);
    }
  });

  test('is not reached on a port that it does not have, by clients without a proxy either', () => {
    const pod = (namespace: string): object => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'plain', namespace, annotations: { 'sidecar.istio.io/inject': 'false' } },
      spec: { containers: [] },
    });
    const plain = Mesh.of(made, { externals: [pod('plain')] }).from('plain/plain');
    expect(plain.get('http://grafana.monitoring:3000/').shareOf(grafana)).toBe(1);
    expect(plain.get('http://grafana.monitoring:4000/').outcomes).toMatchObject([{ failure: 'NoListener' }]);
  });
});

describe('what the checks of the App were told', () => {
  const payments = Externals.service('payments', {
    namespace: 'billing',
    ports: [{ port: 80, name: 'http' }],
    pods: [{ app: 'payments' }],
  });
  const meshConfig = { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } };
  const told = (): Shop => {
    const made = shop();
    IstioChecks.on(made.app, { externals: [payments], meshConfig, failOn: Severity.WARNING });
    return made;
  };

  test.each(['app', 'chart'] as const)('holds for the mesh of the %s', (source) => {
    const caller = Mesh.of(told()[source]).from('shop/web');
    expect(caller.get('http://payments.billing/').shareOf('billing/payments')).toBe(1);
    expect(caller.get('http://www.example.com/').outcomes).toMatchObject([{ failure: 'UnknownHost' }]);
  });

  test('counts where the settings say nothing else', () => {
    const caller = Mesh.of(told().app, { meshConfig: {}, externals: undefined }).from('shop/web');
    expect(caller.get('http://payments.billing/').shareOf('billing/payments')).toBe(1);
    expect(caller.get('http://www.example.com/').outcomes).toMatchObject([{ kind: OutcomeKind.WORKLOAD }]);
  });

  test('of a Chart counts before that of the App, and not for other Charts', () => {
    const { app, chart } = told();
    IstioChecks.on(chart);
    const ask = (mesh: Mesh): string | undefined =>
      mesh.from('default/*').get('http://www.example.com/').outcomes[0].failure;
    expect(ask(Mesh.of(chart))).toBeUndefined();
    expect(ask(Mesh.of(new Chart(app, 'other')))).toBe('UnknownHost');
  });

  test('of an upgrade is the release that runs', () => {
    const { app } = shop();
    IstioChecks.on(app, { upgradeTo: IstioVersion.V1_31 });
    expect(Mesh.of(app).get('https://shop.example.com/').shareOf('shop/web')).toBe(1);
    expect(
      Mesh.of(app, { istioVersion: IstioVersion.V1_31 }).get('https://shop.example.com/').shareOf('shop/web'),
    ).toBe(1);
  });
});

test('JSON, text and flowchart are those of the command', () => {
  const trace = Mesh.of(shop().chart).get('https://shop.example.com/cart');
  expect(trace.toJson()).toMatchObject({ outcomes: [{ share: 1, kind: 'workload', workload: 'shop/web' }] });
  expect(trace.toString()).toMatch(/^GET https:\/\/shop\.example\.com\/cart from outside\n/);
  expect(trace.explain().length).toBeGreaterThanOrEqual(trace.toString().length);
  expect(trace.toMermaid()).toMatch(/^flowchart LR\n/);
});

describe('mistakes', () => {
  const mesh = (): Mesh => Mesh.of(shop().chart);
  const unchecked = (value: unknown): IConstruct => value as IConstruct;
  test.each([
    [
      'no source',
      () => Mesh.of(unchecked(undefined)),
      'Mesh.of: 1 problem\n  source: undefined is neither a construct nor a list. Write Mesh.of(app), or Mesh.of([manifest]).',
    ],
    [
      'constructs in a list',
      () => Mesh.of([shop().chart]),
      'Mesh.of: 1 problem\n  source[0]: This is the construct shop. Write Mesh.of(app), or Mesh.of(chart).',
    ],
    [
      'a setting that does not exist',
      () => Mesh.of([], { wrold: 'closed' } as object),
      'Mesh.of: 1 problem\n  wrold: unknown field of CheckSettings. Did you mean world?',
    ],
    [
      'an external that is none',
      () => Mesh.of([], { externals: [{ name: 'a' }] }),
      'Mesh.of: 1 problem\n  externals[0]: apiVersion is missing and kind is missing, so the object cannot be identified. Write a manifest, or one of Externals.',
    ],
    [
      'a URL without a scheme',
      () => mesh().get('shop.example.com'),
      'Mesh: 1 problem\n  url: "shop.example.com" has no scheme. Write "http://shop.example.com" or "https://shop.example.com".',
    ],
    [
      'an option that does not exist',
      () => mesh().get('http://a/', { header: {} } as object),
      'Mesh.get: 1 problem\n  header: unknown field of CallOptions. Did you mean headers?',
    ],
    [
      'headers that are a list',
      () => mesh().get('http://a/', { headers: [] as unknown as Record<string, string> }),
      `Mesh.get: 1 problem\n  headers: [] is not an object. Write { 'x-canary': 'always' }.`,
    ],
    [
      'a header that is no text',
      () => mesh().get('http://a/', { headers: { a: 1 } as unknown as Record<string, string> }),
      'Mesh: 1 problem\n  headers[0]: the value of a is not a text: 1.',
    ],
    [
      'two mistakes',
      () => mesh().request('htp://a/', { method: 'GE T' }),
      'Mesh: 2 problems\n  url: "htp" is not a known scheme. Did you mean http?\n  method: "GE T" is not a method. Write for example POST.',
    ],
    [
      'a question without a URL',
      () => mesh().trace({ from: 'web' } as unknown as { url: string }),
      'Mesh: 1 problem\n  url: undefined is not a URL. Write for example https://shop.example.com/cart, or tcp://db.shop:5432.',
    ],
    [
      'no question',
      () => mesh().trace('http://reviews/' as unknown as { url: string }),
      `Mesh.trace: 1 problem\n  "http://reviews/" does not fit here. Write { url: 'https://shop.example.com/cart' }.`,
    ],
    [
      'a question from several workloads',
      () => {
        const made = shop();
        return Mesh.of(made.chart).trace({ from: made.reviewsService, url: 'http://web/' });
      },
      'Mesh.trace: 1 problem\n  from: it stands for several workloads. Write one of them: shop/reviews-v1, shop/reviews-v2.',
    ],
    [
      'a question with a name that is unknown, and a server name without TLS',
      () => mesh().trace({ from: 'shop/wbe', url: 'http://reviews/', sni: 'a' }),
      'Mesh: 2 problems\n  from: there is no workload "shop/wbe". Did you mean shop/web?\n  sni: http:// has no TLS. Omit it, or write https:// or tls://.',
    ],
    [
      'a caller that is unknown',
      () => mesh().from('shop/wbe').get('http://a/'),
      'Mesh: 1 problem\n  from: there is no workload "shop/wbe". Did you mean shop/web?',
    ],
    [
      'a caller that is nothing',
      () => mesh().from(unchecked(null)),
      'Mesh.from: 1 problem\n  workload: null is not a workload. Write a Deployment, a Service, a ServiceAccount, a version of a release, or "namespace/name".',
    ],
    [
      'a Service with several workloads',
      () => {
        const made = shop();
        return Mesh.of(made.chart).from(made.reviewsService);
      },
      'Mesh.from: 1 problem\n  workload: it stands for several workloads. Write one of them: shop/reviews-v1, shop/reviews-v2.',
    ],
    [
      'a Service of elsewhere',
      () => mesh().from(ServiceRef.fromName('pay', { namespace: 'billing' })),
      'Mesh.from: 1 problem\n  workload: Service billing/pay is not among the manifests, nor among the externals.',
    ],
    [
      'a target that is not there',
      () => mesh().get('https://shop.example.com/').shareOf(shop().chart),
      'Trace.shareOf: 1 problem\n  target: an object of class Chart is not a workload. Write a Deployment, a Service, a ServiceAccount, a version of a release, or "namespace/name".',
    ],
  ])('%s', (_, ask, message) => {
    expect(ask).toThrow(new Error(message));
  });
});
