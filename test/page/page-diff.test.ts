import * as fc from 'fast-check';
import { readSettings } from '../../lib/checks/read-settings';
import type { Sides } from '../../lib/diff/sides';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { PageMesh } from '../../lib/page/page-data';
import type { PageDiff, PageQuestion } from '../../lib/page/page-diff';
import { pageDiff } from '../../lib/page/page-diff';
import { pageMesh } from '../../lib/page/page-source';
import type { PlacedMesh } from '../../lib/report/diff-report';
import { diffReport } from '../../lib/report/diff-report';
import { diffText } from '../../lib/report/diff-text';
import { meshToAsk } from '../../lib/tracing/mesh-to-ask';
import { EMPTY, Tracer } from '../../page/trace-question';
import {
  authorizationPolicy,
  deployment,
  manifest,
  namespace,
  peerAuthentication,
  requestAuthentication,
  service,
  SHOP,
  virtualService,
} from '../manifests';
import { randomChange } from '../diff/random-change';
import { drawn, manifestsOf } from '../routing/reachable/random-mesh';

/* What the page tells of a change is what the command tells, and each request that it offers shows the change. */

const placed = (manifests: readonly object[]): PlacedMesh => ({
  asked: meshToAsk(manifests, readSettings({})),
  locate: ({ kind }, path) => ({ file: `${kind}.yaml`, line: path === '' ? 1 : 7 }),
});
const compared = (before: readonly object[], after: readonly object[]): Sides<PlacedMesh> => ({
  before: placed(before),
  after: placed(after),
});

const pods = (key: string, app: string): Manifest => deployment(key, { app }, { serviceAccountName: app });
const STANDING = [
  SHOP,
  namespace('plain'),
  service('shop/cart'),
  pods('shop/cart', 'cart'),
  pods('shop/frontend', 'frontend'),
  pods('plain/job', 'job'),
];

test('a policy that allows one path denies the others, and the page says so', () => {
  const policy = authorizationPolicy('shop/cart', {
    selector: { matchLabels: { app: 'cart' } },
    action: 'ALLOW',
    rules: [
      {
        from: [{ source: { principals: ['cluster.local/ns/shop/sa/frontend'] } }],
        to: [{ operation: { paths: ['/cart'] } }],
      },
    ],
  });
  const { sections, refused } = pageDiff(compared(STANDING, [...STANDING, policy]));
  expect(refused).toEqual([]);
  expect(sections).toMatchSnapshot();
});

test('who has no sidecar is refused where mutual TLS is asked for, and on other terms where a rule is new', () => {
  const strict = peerAuthentication('shop/default', { mtls: { mode: 'STRICT' } });
  const timeout = virtualService('shop/cart', {
    hosts: ['cart'],
    http: [{ timeout: '3s', retries: { attempts: 5 }, route: [{ destination: { host: 'cart' } }] }],
  });
  const { sections } = pageDiff(compared(STANDING, [...STANDING, strict, timeout]));
  expect(sections).toMatchSnapshot();
});

test('hosts and callers that are new or gone', () => {
  const { sections } = pageDiff(
    compared(
      [...STANDING, service('shop/old'), pods('shop/old', 'old')],
      [...STANDING, service('shop/new', [9090]), pods('shop/new', 'new')],
    ),
  );
  expect(sections).toMatchSnapshot();
});

test('a request for a gateway, with a header; and one with what a token says', () => {
  const front = (status: number): readonly object[] => [
    manifest('Gateway', 'shop/front', {
      selector: { istio: 'ingressgateway' },
      servers: [{ hosts: ['*.example.com'], port: { number: 8080, name: 'http', protocol: 'HTTP' } }],
    }),
    virtualService('shop/front', {
      hosts: ['*.example.com'],
      gateways: ['front'],
      http: [
        { match: [{ headers: { 'x-canary': { exact: 'always' } } }], directResponse: { status } },
        { route: [{ destination: { host: 'cart' } }] },
      ],
    }),
  ];
  const login = requestAuthentication('shop/login', { jwtRules: [{ issuer: 'https://a.example.com' }] });
  const policy = authorizationPolicy('shop/cart', {
    action: 'DENY',
    rules: [
      {
        from: [{ source: { principals: ['cluster.local/ns/shop/sa/frontend'] } }],
        when: [{ key: 'request.auth.claims[role]', values: ['admin'] }],
      },
    ],
  });
  const sides = compared([...STANDING, ...front(404), login], [...STANDING, ...front(410), login, policy]);
  expect(
    pageDiff(sides).sections.flatMap(({ heading, rows }) => rows.map(({ question }) => ({ heading, ...question }))),
  ).toEqual([
    {
      heading: '1 kind of requests is denied now',
      url: 'http://cart.shop.svc.cluster.local/',
      from: 'shop/frontend',
      method: 'GET',
      claims: '{"iss":"https://a.example.com","sub":"any","role":"admin"}',
    },
    {
      heading: '1 kind of requests fails in another way',
      url: 'http://any.example.com:8080/',
      from: 'outside',
      method: 'GET',
      headers: 'x-canary: always',
      at: 'istio-system/istio-ingressgateway',
    },
  ]);
});

test('nothing is said where nothing changes for any request', () => {
  expect(pageDiff(compared(STANDING, [...STANDING, manifest('ConfigMap', 'shop/notes')]))).toEqual({
    sections: [],
    unreadable: [],
    refused: [],
    supposed: [],
  });
});

test('what could not be read is told, and so are ports of a host that is still there', () => {
  const moved = STANDING.map((each) => (each.kind === 'Service' ? service('shop/cart', [8080]) : each));
  const { unreadable, sections } = pageDiff(compared(STANDING, moved), [
    { side: 'after', file: 'rules.yaml', line: 3, message: 'no YAML' },
  ]);
  expect(unreadable).toEqual(['rules.yaml:3 could not be read: what stands there after the change looks gone.']);
  expect(sections.map(({ heading, rows }) => [heading, rows.map(({ texts }) => texts)])).toEqual([
    ['1 port of a host is gone', [['http://cart.shop:80']]],
    ['1 port of a host is new', [['http://cart.shop:8080']]],
  ]);
});

test('what the cluster refuses is told', () => {
  const wrong = virtualService('shop/cart', { hosts: ['cart'], http: [{ timeout: 'soon', route: [] }] });
  expect(pageDiff(compared(STANDING, [...STANDING, wrong])).refused).toEqual([
    expect.stringMatching(/^depends on VirtualService shop\/cart, which is refused as it is: /),
  ]);
});

/** The headings of the command's text, in their order. */
function headingsOf(sides: Sides<PlacedMesh>): readonly string[] {
  const lines = diffText(diffReport(sides), { verbose: true }).split('\n');
  return lines.flatMap((line) =>
    /^\d+ callers? /.test(line)
      ? [line.replace(/:.*$/, '')]
      : /^\d+ (kinds?|hosts?|ports?) /.test(line)
        ? [line.replace(/:$/, '')]
        : [],
  );
}

/** Requests of a page, each asked on both sides: those of which the same becomes. A host may be new that nobody reaches. */
function unchanged(diff: PageDiff, sides: Sides<PlacedMesh>): { readonly asked: number; readonly same: unknown[] } {
  const [before, after] = [sides.before, sides.after].map(
    ({ asked, locate }) =>
      new Tracer(
        JSON.parse(JSON.stringify(pageMesh(asked, locate))) as PageMesh,
        JSON.parse(JSON.stringify(diff.supposed)) as Manifest[],
      ),
  );
  const answer = (tracer: Tracer, question: PageQuestion): string => {
    const found = tracer.answer({ ...EMPTY, ...question });
    return JSON.stringify('report' in found ? [found.report.outcomes, found.report.unknown] : found.problems);
  };
  const kinds = diff.sections.filter(({ heading }) => / kinds? of requests /.test(heading));
  const questions = kinds.flatMap(({ rows }) => rows.flatMap(({ question }) => question ?? []));
  const same = questions.filter((each) => answer(before, each) === answer(after, each));
  return { asked: questions.length, same };
}

test('rules without pods: requests are traced with what is taken to be there', () => {
  const rules = (timeout: string, path: string): Manifest[] => [
    virtualService('shop/cart', { hosts: ['cart'], http: [{ timeout, route: [{ destination: { host: 'cart' } }] }] }),
    authorizationPolicy('shop/cart', {
      selector: { matchLabels: { app: 'cart' } },
      action: 'DENY',
      rules: [{ to: [{ operation: { paths: [path] } }] }],
    }),
  ];
  const sides = compared(rules('3s', '/admin'), rules('5s', '/admin*'));
  const diff = pageDiff(sides);
  const questions = diff.sections.flatMap(({ rows }) => rows.flatMap(({ question }) => question ?? []));
  expect(diff.supposed.map(({ kind, metadata }) => [kind, (metadata as { name: string }).name])).toEqual([
    ['Service', 'cart'],
    ['Deployment', 'cart'],
    ['Deployment', '*'],
  ]);
  expect(questions.map(({ url, from }) => [url, from])).toEqual([
    ['http://cart.shop.svc.cluster.local/adminany', 'shop/*'],
    ['http://cart.shop.svc.cluster.local/', 'shop/*'],
  ]);
  expect(unchanged(diff, sides)).toEqual({ asked: questions.length, same: [] });
});

const MEMBERS = ['rules', 'front', 'policies', 'strict'] as const;
const pair = fc
  .tuple(drawn, drawn, fc.subarray([...MEMBERS], { minLength: 1 }))
  .map(([old, other, changed]) => [
    manifestsOf(old),
    manifestsOf({ ...old, ...Object.fromEntries(changed.map((each) => [each, other[each]])) }),
  ]);

test('each request that the page offers shows the change, and the headings are those of the command', () => {
  let total = 0;
  const check = (sides: Sides<PlacedMesh>): void => {
    const diff = pageDiff(sides);
    const { asked, same } = unchanged(diff, sides);
    total += asked;
    expect(same).toEqual([]);
    expect(diff.sections.map(({ heading }) => heading)).toEqual(headingsOf(sides));
  };
  fc.assert(
    fc.property(pair, ([before, after]) => check(compared(before, after))),
    { seed: 5, numRuns: 20 },
  );
  for (let number = 0; number < 4; number++) {
    const { before, after } = randomChange(number);
    const manifests = ({ objects }: typeof before): readonly object[] => objects.map(({ manifest: each }) => each);
    check(compared(manifests(before), manifests(after)));
  }
  expect(total).toBeGreaterThan(50);
});
