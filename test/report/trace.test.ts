import { takeIn } from '../../lib/checks/intake';
import { Problems } from '../../lib/core/problems';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { MeshObject } from '../../lib/mesh/reading/mesh-object';
import { traceJson } from '../../lib/report/trace-json';
import { traceMermaid } from '../../lib/report/trace-mermaid';
import type { TraceReport } from '../../lib/report/trace-report';
import { isReached, traceReport } from '../../lib/report/trace-report';
import { traceText } from '../../lib/report/trace-text';
import { closed, failure } from '../../lib/routing/failure';
import type { Hop, Outcome, Reached, Trace, Unknown } from '../../lib/routing/trace';
import { meshToAsk } from '../../lib/tracing/mesh-to-ask';
import type { Question } from '../../lib/tracing/question';
import { readQuestion } from '../../lib/tracing/question';

const MANIFESTS = [
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'front', namespace: 'shop' },
    spec: { hosts: ['shop.example.com'], http: [{ route: [{ destination: { host: 'front' } }] }] },
  },
];
const SETTINGS = { context: {}, externals: [], suppress: [] };
const REACHED: Reached = {
  kind: 'workload',
  share: 1,
  hop: 1,
  mirrors: [],
  workload: 'shop/front-v1',
  port: 8080,
  status: 200,
  seen: { host: 'shop.example.com', path: '/cart', method: 'GET', tls: 'mesh' },
};

const rule = new Mesh(takeIn(MANIFESTS).manifests).find('networking.istio.io/VirtualService', 'shop', 'front')!;
const HOPS: Hop[] = [
  {
    kind: 'gateway',
    name: 'istio-system/istio-ingressgateway',
    share: 1,
    steps: [
      { layer: 'listener', decision: 'port 443', considered: [] },
      {
        layer: 'route',
        decision: 'rule http[1]',
        object: rule,
        path: 'spec.http[1]',
        considered: [{ what: 'rule http[0]', why: 'path = /other', object: rule, path: 'spec.http[0].match[0]' }],
      },
    ],
  },
  {
    kind: 'server',
    name: 'shop/front-v1',
    share: 1,
    previous: 0,
    steps: [{ layer: 'mutualTls', decision: 'STRICT', considered: [] }],
  },
];

/** A report of a trace that an engine might make. */
function report(
  outcomes: Outcome[],
  {
    hops = HOPS,
    unknown = [],
    question = {},
  }: { hops?: Hop[]; unknown?: Unknown[]; question?: Partial<Question> } = {},
): TraceReport {
  const asked = meshToAsk(MANIFESTS, SETTINGS);
  const problems = new Problems();
  const read = readQuestion(asked.mesh, { url: 'https://shop.example.com/cart', ...question }, problems);
  expect(problems.list).toEqual([]);
  const trace: Trace = { call: read!.call, outcomes, hops, unknown };
  const line = (_: MeshObject, path: string): { file: string; line: number } => ({
    file: 'shop.yaml',
    line: path.length,
  });
  return traceReport(read!, trace, asked, line);
}

describe('text', () => {
  test('is a line for each hop, each decision and each outcome', () => {
    expect(traceText(report([REACHED]))).toBe(
      [
        'GET https://shop.example.com/cart from outside',
        ' 1  gateway istio-system/istio-ingressgateway',
        '    listener    port 443',
        '    route       rule http[1]  VirtualService shop/front spec.http[1]  shop.yaml:12',
        ' 2  server shop/front-v1',
        '    mutual TLS  STRICT',
        '200 from shop/front-v1',
        '  it sees GET shop.example.com/cart, mutual TLS',
        '',
      ].join('\n'),
    );
  });

  test('tells what came close where the call does not arrive, or where it is asked for', () => {
    const close = '      not rule http[0]: path = /other  (VirtualService shop/front  shop.yaml:21)';
    const failed: Outcome = { kind: 'failure', share: 1, hop: 0, mirrors: [], failure: failure('NoRoute') };
    const lines = traceText(report([failed])).split('\n');
    expect(lines).toContain(close);
    expect(lines).toContain('404: NoRoute (NR, route_not_found)');
    expect(traceText(report([REACHED]), { verbose: true })).toContain(`${close}\n`);
    expect(traceText(report([REACHED]))).not.toContain('/other');
  });

  test('tells shares, terms and copies', () => {
    const outcomes: Outcome[] = [
      { ...REACHED, share: 0.8, subset: 'v1', timeout: '5s', mirrors: [{ name: 'shop/audit', share: 1 }] },
      {
        ...REACHED,
        share: 0.2,
        workload: 'shop/front-v2',
        retries: { attempts: 1, retryOn: '5xx' },
        delay: { time: '2s', share: 1 },
      },
    ];
    expect(traceText(report(outcomes)).split('\n').slice(-7)).toEqual([
      '  80 %  200 from shop/front-v1 (subset v1), with a copy to shop/audit',
      '          it sees GET shop.example.com/cart, mutual TLS',
      '          timeout 5s',
      '  20 %  200 from shop/front-v2, after a wait of 2s on purpose',
      '          it sees GET shop.example.com/cart, mutual TLS',
      '          retried once on 5xx',
      '',
    ]);
  });

  test('says what it depends on, and what would become of the call otherwise', () => {
    const otherwise: Outcome[] = [{ kind: 'failure', share: 1, hop: 0, mirrors: [], failure: closed('NoFilterChain') }];
    const text = traceText(
      report([REACHED], { unknown: [{ what: 'age', text: 'The older one counts.', objects: [rule], otherwise }] }),
    );
    expect(text.split('\n').slice(-4)).toEqual([
      'depends on the age of VirtualService shop/front shop.yaml:0',
      '  The older one counts.',
      '  otherwise 100 %  connection closed: NoFilterChain (NR)',
      '',
    ]);
  });

  test.each([
    [{ kind: 'response', by: 'redirect', status: 301, location: 'https://b/' }, '301 redirect to https://b/'],
    [{ kind: 'response', by: 'directResponse', status: 503 }, '503 direct response'],
    [{ kind: 'response', by: 'fault', status: 500, flags: 'FI' }, '500 fault, injected on purpose'],
    [{ kind: 'failure', failure: { name: 'NoListener', connection: 'refused' } }, 'connection refused: NoListener'],
    [{ ...REACHED, status: undefined }, 'connected to shop/front-v1, port 8080'],
  ] as const)('%j', (outcome, text) => {
    const lines = traceText(report([{ share: 1, hop: 0, mirrors: [], ...outcome }])).split('\n');
    expect(lines).toContain(text);
  });

  test('a path of a megabyte and control characters do no harm', () => {
    const long = report([REACHED], { question: { url: `https://shop.example.com/${'a'.repeat(1 << 20)}` } });
    expect(traceText(long).split('\n')[0]).toHaveLength(160);
    const sent = { ...REACHED, seen: { ...REACHED.seen, path: '/\u001b[2J' } };
    expect(traceText(report([sent]))).not.toContain('\u001b');
  });

  test('colors only where they are asked for', () => {
    expect(traceText(report([REACHED]), { color: true })).toContain('\u001b[');
  });
});

test('JSON has the members of the format, and those that are absent are left out', () => {
  const outcome = {
    ...REACHED,
    subset: 'v1',
    seen: {
      ...REACHED.seen,
      headers: [
        ['x-a', '1'],
        ['x-a', '2'],
      ],
    },
  } as Reached;
  const place = {
    object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'front' },
    file: 'shop.yaml',
  };
  expect(traceJson(report([outcome]))).toEqual({
    outcomes: [
      {
        share: 1,
        kind: 'workload',
        workload: 'shop/front-v1',
        status: 200,
        seen: { host: 'shop.example.com', path: '/cart', headers: { 'x-a': '1,2' }, tls: 'mesh' },
      },
    ],
    hops: [
      {
        proxy: 'istio-system/istio-ingressgateway',
        steps: [
          { layer: 'listener', decision: 'port 443' },
          {
            layer: 'route',
            decision: 'rule http[1]',
            ...place,
            path: 'spec.http[1]',
            line: 12,
            considered: [
              { what: 'rule http[0]', why: 'path = /other', ...place, path: 'spec.http[0].match[0]', line: 21 },
            ],
          },
        ],
      },
      { proxy: 'shop/front-v1', steps: [{ layer: 'mutualTls', decision: 'STRICT' }] },
    ],
    unknown: [],
  });
});

test('a flowchart has each hop and outcome, and no character that Mermaid reads', () => {
  const refused: Outcome = { kind: 'failure', share: 0.5, hop: 0, mirrors: [], failure: failure('Denied') };
  expect(traceMermaid(report([{ ...REACHED, share: 0.5 }, refused]))).toBe(
    [
      'flowchart LR',
      '  call(["GET https://shop.example.com/cart from outside"])',
      '  hop0["istio-system/istio-ingressgateway<br/>port 443<br/>rule http#91;1#93;"]',
      '  hop1["shop/front-v1<br/>STRICT"]',
      '  call --> hop0',
      '  hop0 --> hop1',
      '  outcome0(["200 from shop/front-v1"])',
      '  outcome1(["403: Denied (rbac#95;access#95;denied)"])',
      '  hop1 -->|"50 %"| outcome0',
      '  hop0 -->|"50 %"| outcome1',
      '',
    ].join('\n'),
  );
});

test('an object that the API server refuses is something that the trace depends on', () => {
  const broken = { ...MANIFESTS[0], spec: { hosts: ['a'], http: [{ timeout: 5 }] } };
  const asked = meshToAsk([broken], SETTINGS);
  expect(asked.refused.map(({ object, finding: { code } }) => [object.key, code])).toEqual([['shop/front', 'API0001']]);
});

test('reached is what is reached or answered as configured', () => {
  const refused: Outcome = { kind: 'failure', share: 0.1, hop: 0, mirrors: [], failure: failure('Denied') };
  expect(isReached(report([REACHED]))).toBe(true);
  expect(isReached(report([{ ...REACHED, share: 0.9 }, refused]))).toBe(false);
});
