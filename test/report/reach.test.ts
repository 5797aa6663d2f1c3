import type { ReachAccess, ReachKind } from '../../lib/report/reach-data';
import { ReachVerdict } from '../../lib/report/reach-data';
import { reachJson } from '../../lib/report/reach-json';
import type { ReachReport } from '../../lib/report/reach-report';
import { reachText } from '../../lib/report/reach-text';

const policy = (name: string, path: string, decision: string): NonNullable<ReachKind['decidedBy']>[number] => ({
  layer: 'authorization',
  decision,
  object: { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', namespace: 'shop', name },
  path,
  file: 'shop.yaml',
  line: 7,
});
const OPEN: ReachKind = {
  requests: ['any request'],
  verdict: ReachVerdict.REACHED,
  targets: [{ workload: 'shop/web', port: 8080, share: 1 }],
  decidedBy: [{ layer: 'authorization', decision: 'allowed: no policy' }],
};
const SHUT: ReachKind = {
  requests: ['any request'],
  verdict: ReachVerdict.REFUSED,
  failure: 'Denied',
  status: 403,
  decidedBy: [policy('deny', 'spec', 'denied: no rule allows it')],
};
const CALLERS = ['pay/api', 'pay/db', 'shop/a', 'shop/b', 'shop/c', 'shop/web'];

function access(callers: string[], kinds: ReachKind[], name: string = 'web'): ReachAccess {
  const object = { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name };
  return { callers, host: `${name}.shop.svc.cluster.local`, port: 80, protocol: 'http', service: { object }, kinds };
}

function report(accesses: ReachAccess[], more: Partial<ReachReport> = {}): ReachReport {
  const behind = new Map(accesses.map(({ host }) => [host, new Set(['shop/web'])]));
  return { accesses, unknown: [], callers: CALLERS, reaching: [], behind, ...more };
}

/** Without the heading. */
function body(accesses: ReachAccess[], more: Partial<ReachReport> = {}): string[] {
  return reachText(report(accesses, more)).trimEnd().split('\n').slice(1);
}

describe('callers', () => {
  test.each<[string, string[], string]>([
    ['few of them', ['shop/a', 'shop/b'], 'shop/a, shop/b'],
    ['whole namespaces', ['pay/api', 'pay/db', 'shop/a'], 'all of pay, shop/a'],
    ['many', ['pay/api', 'shop/a', 'shop/b', 'shop/c'], '4 workloads'],
    ['all', CALLERS, 'all 6 workloads'],
  ])('%s', (_, callers, text) => {
    expect(body([access(callers, [OPEN])])).toEqual([`  ${text}  any request  no policy`]);
  });
});

describe('what becomes of requests', () => {
  const rule = { ...policy('x', 'spec.http[0]', 'rule http[0]'), layer: 'route' };
  const allowed = policy('a', 'spec.rules[0]', 'allowed by ns[shop]-policy[a]-rule[0]');
  test.each<[string, Partial<ReachKind>, string]>([
    ['a policy', { decidedBy: [allowed] }, 'allowed by AuthorizationPolicy shop/a rules[0]  shop.yaml:7'],
    ['nobody is asked', { decidedBy: undefined }, 'leaves the mesh'],
    [
      'a rule',
      {
        decidedBy: [...OPEN.decidedBy!, rule],
        targets: [
          { workload: 'shop/v1', port: 80, share: 0.8 },
          { workload: 'shop/v2', port: 80, share: 0.2 },
        ],
      },
      'no policy, by AuthorizationPolicy shop/x http[0] → shop/v1 80 %, shop/v2 20 %  shop.yaml:7',
    ],
    ['a part that fails', { failure: 'Denied' }, 'no policy, the others Denied'],
    [
      'an authorizer',
      { decidedBy: [policy('a', 'spec.rules[0]', 'opa is asked')], dependsOn: ['policy'] },
      'opa is asked, AuthorizationPolicy shop/a rules[0] (depends on policy)  shop.yaml:7',
    ],
    [
      'a redirect',
      { verdict: ReachVerdict.ANSWERED, targets: undefined, status: 301, location: 'https://a/' },
      '301 by the proxy, to https://a/',
    ],
    [
      'nothing that is known',
      { verdict: ReachVerdict.UNKNOWN, decidedBy: undefined, targets: undefined },
      'not known: no request was found that fits the expression',
    ],
  ])('%s', (_, more, text) => {
    expect(body([access(['shop/a'], [{ ...OPEN, ...more }])])).toEqual([`  shop/a  any request  ${text}`]);
  });

  test.each<[string, Partial<ReachKind>, string]>([
    [
      'no rule of a policy',
      { decidedBy: [policy('a', 'spec.rules', 'denied: no rule allows it')] },
      'denied: no rule of AuthorizationPolicy shop/a allows it',
    ],
    [
      'a policy that denies',
      { decidedBy: [policy('a', 'spec.rules[0]', 'denied by x')] },
      'denied by AuthorizationPolicy shop/a rules[0]',
    ],
    [
      'no route',
      { failure: 'NoRoute', status: 404, decidedBy: [{ layer: 'route', decision: 'no rule fits' }] },
      '404: NoRoute (no rule fits)',
    ],
    [
      'no connection',
      {
        failure: 'TlsMismatch',
        status: undefined,
        decidedBy: [{ ...policy('a', 'spec.mtls', 'STRICT'), layer: 'mutualTls' }],
      },
      'connection closed: TlsMismatch (STRICT), AuthorizationPolicy shop/a mtls',
    ],
  ])('%s', (_, more, text) => {
    expect(body([access(['shop/a'], [{ ...SHUT, ...more }])])).toEqual([`  (nobody; shop/a ${text})`]);
  });
});

test('what is refused in the end needs no line, and what is refused before the rest has one', () => {
  const kinds = [
    { ...SHUT, requests: ['/admin*'] },
    { ...OPEN, requests: ['GET'] },
    { ...SHUT, requests: ['any other request'] },
  ];
  expect(body([access(['shop/a'], kinds), access(['shop/b', 'pay/api'], [SHUT])])).toEqual([
    '  shop/a  /admin*  denied by AuthorizationPolicy shop/deny  shop.yaml:7',
    '          GET      no policy',
    '  (nobody else; shop/b, pay/api denied by AuthorizationPolicy shop/deny)',
  ]);
});

test('hosts with the same answers stand together, unless each is wanted by itself', () => {
  const all = ['a', 'b', 'c', 'd', 'e'].map((name) => access(CALLERS, [OPEN], name));
  expect(reachText(report(all))).toBe(`shop/a  http://a.shop.svc.cluster.local:80
shop/b  http://b.shop.svc.cluster.local:80
shop/c  http://c.shop.svc.cluster.local:80
and 2 more with the same answers
  all 6 workloads  any request  no policy
`);
  expect(reachText(report(all), { verbose: true })).not.toMatch(/more with/);
});

test('nothing at all', () => {
  const empty = { accesses: [], unknown: [] };
  expect(reachText(report([]))).toBe('The manifests hold no host that can be called.\n');
  expect(reachText(report([], { to: 'shop/x', from: 'shop/a' }))).toBe(
    'Nobody: no host of the manifests leads to shop/x for shop/a.\n',
  );
  expect(reachText(report([], { from: 'shop/a' }))).toBe('shop/a can ask no host of the manifests.\n');
  expect(reachJson(empty)).toEqual(empty);
});

test('a name that would steer a terminal is shown, and headings are bold', () => {
  const text = reachText(report([access(['shop/a\u001b[31m'], [OPEN])]), { color: true });
  expect(text).toContain('shop/a\\u001b[31m');
  expect(text).toMatch(/^\u001b\[1mshop\/web/);
});
