import 'cdk8s-istio/jest';
import { App, Chart } from 'cdk8s';
import type { Trace, TraceOutcome } from 'cdk8s-istio';
import { Mesh, OutcomeKind, ServiceRef } from 'cdk8s-istio';
import { Asked } from '../../lib/bridge/tracing/asked';
import { Trace as TraceClass } from '../../lib/bridge/tracing/trace';
import { matchers } from '../../lib/jest';
import { failure } from '../../lib/routing/failure';
import { meshToAsk } from '../../lib/tracing/mesh-to-ask';

/** A gateway before two versions of a Service, one of its rules each for a kind of answer. */
function rules(): object[] {
  const destination = (subset: string): object => ({ host: 'web.shop.svc.cluster.local', subset });
  const exact = (path: string): object[] => [{ uri: { exact: path } }];
  return [
    { match: exact('/old'), redirect: { uri: '/new', redirectCode: 308 } },
    { match: exact('/health'), directResponse: { status: 204, body: { string: 'fine' } } },
    { match: exact('/v2'), route: [{ destination: destination('v2') }] },
    { match: exact('/lone'), route: [{ destination: { host: 'lone.shop.svc.cluster.local' } }] },
    { match: exact('/nowhere'), route: [{ destination: { host: 'nowhere.shop.svc.cluster.local' } }] },
    {
      match: [{ uri: { prefix: '/app' } }],
      route: [
        { destination: destination('v1'), weight: 80 },
        { destination: destination('v2'), weight: 20 },
      ],
    },
  ];
}

function deployment(version: string): object {
  const labels = { app: 'web', version };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `web-${version}`, namespace: 'shop' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } },
    },
  };
}

const istio = (kind: string, name: string, spec: object): object => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { name, namespace: 'shop' },
  spec,
});

function mesh(more: object[] = []): Mesh {
  return Mesh.of([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'lone', namespace: 'shop' },
      spec: { selector: { app: 'lone' }, ports: [{ name: 'http', port: 80 }] },
    },
    deployment('v1'),
    deployment('v2'),
    istio('DestinationRule', 'web', {
      host: 'web.shop.svc.cluster.local',
      subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
    }),
    istio('Gateway', 'front', {
      selector: { istio: 'ingressgateway' },
      servers: [{ hosts: ['shop.example.com'], port: { number: 80, name: 'http', protocol: 'HTTP' } }],
    }),
    istio('VirtualService', 'front', { hosts: ['shop.example.com'], gateways: ['front'], http: rules() }),
    ...more,
  ]);
}

const ask = (path: string, more: object[] = []): Trace => mesh(more).get(`http://shop.example.com${path}`);
describe('hold', () => {
  test.each<[string, (trace: Trace) => void, string]>([
    ['toReach a name', (trace) => expect(trace).toReach('shop/web-v2'), '/v2'],
    ['toReach a subset', (trace) => expect(trace).toReach('v2'), '/v2'],
    ['toReach a Service', (trace) => expect(trace).toReach(ServiceRef.fromName('web', { namespace: 'shop' })), '/app'],
    ['toReach a Service by its name', (trace) => expect(trace).toReach('shop/web'), '/app'],
    ['toReach a Service by its name without the namespace', (trace) => expect(trace).toReach('web'), '/app'],
    ['not toReach a Service by its name', (trace) => expect(trace).not.toReach('shop/web'), '/other'],
    ['toSplit by workloads', (trace) => expect(trace).toSplit({ 'web-v1': 80, 'shop/web-v2': 20 }), '/app'],
    ['toSplit by subsets', (trace) => expect(trace).toSplit({ v1: 80, v2: 20 }), '/app'],
    ['toRedirectTo', (trace) => expect(trace).toRedirectTo('http://shop.example.com/new', 308), '/old'],
    ['toRedirectTo a pattern', (trace) => expect(trace).toRedirectTo(/\/new$/), '/old'],
    ['toRespond', (trace) => expect(trace).toRespond(204, 'fine'), '/health'],
    ['toRespond 404', (trace) => expect(trace).toRespond(404), '/other'],
    ['toFail', (trace) => expect(trace).toFail(), '/nowhere'],
    ['toFail with a name', (trace) => expect(trace).toFail('NoRoute'), '/other'],
    ['not toReach', (trace) => expect(trace).not.toReach('v2'), '/app'],
    ['not toFail', (trace) => expect(trace).not.toFail(), '/app'],
    ['not toBeDenied', (trace) => expect(trace).not.toBeDenied(), '/app'],
  ])('%s', (_, expectation, path) => {
    expectation(ask(path));
  });
});

describe('do not hold, and say why', () => {
  test.each<[string, (trace: Trace) => void, string, string]>([
    [
      'toReach a part',
      (trace) => expect(trace).toReach('v2'),
      '/app',
      'expected toReach: v2\nOnly 20 % of the calls come to v2.\n',
    ],
    [
      'toReach another',
      (trace) => expect(trace).toReach('shop/web-v1'),
      '/v2',
      'expected toReach: shop/web-v1\nNo call comes to shop/web-v1.\n',
    ],
    [
      'toSplit otherwise',
      (trace) => expect(trace).toSplit({ v1: 90, v2: 10 }),
      '/app',
      'expected toSplit: v1 90 %, v2 10 %\nv1 gets 80 %, not 90 %. v2 gets 20 %, not 10 %.\n',
    ],
    [
      'toSplit with nobody',
      (trace) => expect(trace).toSplit({ v1: 80, lone: 20 }),
      '/app',
      'expected toSplit: v1 80 %, lone 20 %\nlone gets 0 %, not 20 %.\n',
    ],
    [
      'toRedirectTo elsewhere',
      (trace) => expect(trace).toRedirectTo('/new'),
      '/old',
      'expected toRedirectTo: /new\n100 %: 308 redirect to http://shop.example.com/new\n',
    ],
    [
      'toRedirectTo with another status',
      (trace) => expect(trace).toRedirectTo(/new/, 301),
      '/old',
      'expected toRedirectTo: /new/ with status 301\n100 %: 308 redirect to http://shop.example.com/new\n',
    ],
    [
      'toRedirectTo of what arrives',
      (trace) => expect(trace).toRedirectTo(/new/),
      '/v2',
      'expected toRedirectTo: /new/\n100 %: 200 from shop/web-v2 (subset v2)\n',
    ],
    [
      'toRespond',
      (trace) => expect(trace).toRespond(200),
      '/health',
      'expected toRespond: 200\n100 %: 204 direct response\n',
    ],
    [
      'toRespond with a body',
      (trace) => expect(trace).toRespond(204, 'bad'),
      '/health',
      'expected toRespond: 204 with body bad\n100 %: 204 direct response, body "fine"\n',
    ],
    [
      'toBeDenied',
      (trace) => expect(trace).toBeDenied(),
      '/v2',
      'expected toBeDenied\n100 %: 200 from shop/web-v2 (subset v2)\n',
    ],
    [
      'toFail',
      (trace) => expect(trace).toFail(),
      '/app',
      'expected toFail\n80 %: 200 from shop/web-v1 (subset v1)\n20 %: 200 from shop/web-v2 (subset v2)\n',
    ],
    [
      'toFail otherwise',
      (trace) => expect(trace).toFail('NoCluster'),
      '/other',
      'expected toFail: NoCluster\n100 %: 404: NoRoute (NR, route_not_found)\n',
    ],
    ['not toReach', (trace) => expect(trace).not.toReach('v2'), '/v2', 'expected not toReach: v2\nIt is so.\n'],
  ])('%s', (_, expectation, path, message) => {
    const trace = ask(path);
    expect(() => expectation(trace)).toThrow(new Error(`${message}\n${trace.toString()}`));
  });
});

describe('mistakes', () => {
  test('what is expected is no trace', () => {
    expect(() => expect(200).toReach('web')).toThrow(
      "toReach: what is expected is not a Trace. Write expect(mesh.get('https://shop.example.com/')).toReach(...).",
    );
  });

  test.each([{ v1: 80 }, { v1: 80, v2: 21 }, { v1: 120, v2: -20 }, { v1: NaN, v2: 100 }, {}])(
    'a split %j',
    (percents) => {
      expect(() => expect(ask('/app')).toSplit(percents as Record<string, number>)).toThrow(
        'toSplit: the percents are not numbers that make 100. Write for example { v1: 80, v2: 20 }.',
      );
    },
  );

  test('a target that is not among the manifests', () => {
    const chart = new Chart(new App(), 'c', { namespace: 'billing' });
    expect(() => expect(ask('/app')).toReach(ServiceRef.fromName('pay', { namespace: 'billing' }))).toThrow(
      'Service billing/pay is not among the manifests',
    );
    expect(() => expect(ask('/app')).toReach(chart)).toThrow('an object of class Chart is not a workload.');
  });
});

describe('names that nothing has', () => {
  // As JavaScript writes it.
  const wrong = (value: unknown): never => value as never;
  test.each<[string, (trace: Trace) => void, string]>([
    [
      'toReach',
      (trace) => expect(trace).not.toReach('shop/wbe-v1'),
      'Trace.shareOf: 1 problem\n  target: there is no workload, Service or subset "shop/wbe-v1". Did you mean shop/web-v1?',
    ],
    [
      'toSplit',
      (trace) => expect(trace).toSplit({ v1: 80, v3: 20 }),
      'Trace.shareOf: 1 problem\n  target: there is no workload, Service or subset "v3". Did you mean v1?',
    ],
    [
      'toFail',
      (trace) => expect(trace).not.toFail(wrong('NoRouet')),
      'toFail: "NoRouet" is not known. Did you mean NoRoute?',
    ],
    ['toReach of nothing', (trace) => expect(trace).toReach(wrong(undefined)), 'target: undefined is not a workload.'],
    ['toReach of an empty name', (trace) => expect(trace).not.toReach(''), 'target: "" is not a workload.'],
    ['toSplit of nothing', (trace) => expect(trace).toSplit(wrong(undefined)), 'toSplit: the percents are not numbers'],
    [
      'toRedirectTo of nothing',
      (trace) => expect(trace).not.toRedirectTo(wrong(undefined)),
      "toRedirectTo: undefined is neither a text nor an expression. Write for example 'https://shop.example.com/'.",
    ],
    [
      'toRespond',
      (trace) => expect(trace).not.toRespond(204, wrong(5)),
      'toRespond: 5 is neither a text nor an expression.',
    ],
  ])('%s', (_, expectation, message) => {
    expect(() => expectation(ask('/app'))).toThrow(message);
  });
});

/** A trace that two VirtualServices of one host decide, where no file shows which one is older. */
test('an expectation holds only if it does so whichever object is older', () => {
  const rival = istio('VirtualService', 'a-rival', {
    hosts: ['shop.example.com'],
    gateways: ['front'],
    http: [{ match: [{ uri: { prefix: '/v' } }], redirect: { uri: '/rival' } }],
  });
  const trace = ask('/v2', [rival]);
  expect(trace.unknown).toMatchObject([{ what: 'age', otherwise: expect.any(Array) }]);
  expect(trace).not.toReach('v2');
  expect(trace).not.toRedirectTo(/rival/);
  const { pass, message } = matchers.toReach(trace, 'v2');
  expect([pass, message()]).toEqual([false, expect.stringContaining('This depends on the age of objects: ')]);
});

test.each(['Denied', 'Unauthenticated'] as const)('toBeDenied: %s', (name) => {
  const denied: TraceOutcome = { kind: OutcomeKind.FAILURE, share: 1, hop: 0, ...failure(name), failure: name };
  expect(made([denied])).toBeDenied();
  expect(made([denied])).toFail(name);
  expect(
    made([
      { ...denied, share: 0.5 },
      { kind: OutcomeKind.RESPONSE, share: 0.5, hop: 0 },
    ]),
  ).not.toBeDenied();
});

/** A trace with outcomes that are not asked for. */
function made(outcomes: TraceOutcome[]): Trace {
  const report = { question: 'GET http://web/ from shop/client', outcomes, hops: [], unknown: [], hints: [] };
  return TraceClass._of(report, new Asked(meshToAsk([], { context: {}, externals: [], suppress: [] }), new Map()));
}
