import type { HttpMatchRequest } from '../../../imports/networking';
import { proxies } from '../../../lib/mesh/proxies';
import { authorizationPoliciesFor } from '../../../lib/mesh/authorization';
import type { Request } from '../../../lib/routing/call';
import type { RouteEntry } from '../../../lib/routing/http-routes';
import type { Stage } from '../../../lib/routing/partition/partition';
import { partition } from '../../../lib/routing/partition/partition';
import { policyStages } from '../../../lib/routing/partition/policy-stages';
import { Requests } from '../../../lib/routing/partition/requests';
import { routeStage } from '../../../lib/routing/partition/route-stage';
import { authorizationPolicy, deployment, requestAuthentication, SHOP } from '../../manifests';
import { meshOf } from '../tables';

const BASE: Request = {
  version: '1.1',
  method: 'GET',
  scheme: 'http',
  authority: 'web.shop',
  path: '/',
  headers: [],
};
const REQUESTS = new Requests(BASE, ['web.shop', 'web'], ['GET', 'POST', 'PUT']);

const RECEPTION = { isEdge: false, isTls: false, trusted: 0 };

const MANIFESTS = [SHOP, deployment('shop/web', { app: 'web' })];

function routes(...matches: readonly HttpMatchRequest[]): Stage {
  const mesh = meshOf(MANIFESTS);
  const [proxy] = proxies(mesh).sidecars;
  const all = matches.map((match): RouteEntry => ({
    name: '',
    match,
    action: { kind: 'directResponse', status: 200 },
  }));
  return routeStage(all, { mesh, proxy, reception: RECEPTION, before: [], version: '1.1' });
}

function policies(...specs: readonly object[]): readonly Stage[] {
  const mesh = meshOf([
    ...MANIFESTS,
    requestAuthentication('shop/login', { jwtRules: [{ issuer: 'https://login.example' }] }),
    ...specs.map((spec, i) => authorizationPolicy(`shop/policy-${i}`, spec)),
  ]);
  const [proxy] = proxies(mesh).sidecars;
  const connection = { port: 80, identities: ['spiffe://cluster.local/ns/shop/sa/web'], sni: '' };
  return policyStages(mesh, {
    kind: 'policies',
    proxy,
    policies: authorizationPoliciesFor(mesh, proxy),
    connection,
    reception: RECEPTION,
    before: [],
  });
}

/** `POST /charge: POST /charge`: the words of each kind, and its request. */
function kinds(...stages: readonly Stage[]): string[] {
  return partition(REQUESTS, stages).map(({ description, request, approximate }) => {
    const { method, path, headers = [], token } = request ?? {};
    const claims = token === undefined ? [] : [JSON.stringify(token.claims)];
    const one = [method, path, ...headers.map((header) => header.join(': ')), ...claims].join(' ');
    return `${description}: ${approximate ? 'none' : one}`;
  });
}

describe('routes', () => {
  test.each<[string, readonly HttpMatchRequest[], readonly string[]]>([
    ['none', [], [': GET /']],
    ['one that takes everything', [{}], [': GET /']],
    [
      'paths, of which the first counts',
      [{ uri: { exact: '/api/x' } }, { uri: { prefix: '/api/' } }, { uri: { prefix: '/' } }],
      ['/api/x: GET /api/x', '/api/*: GET /api/', ': GET /'],
    ],
    [
      'a rule that is never reached is no kind',
      [{ uri: { prefix: '/api' } }, { uri: { exact: '/api/x' } }],
      ['/api*: GET /api', ': GET /'],
    ],
    [
      'method and path',
      [{ uri: { exact: '/charge' }, method: { exact: 'POST' } }],
      ['POST /charge: POST /charge', ': GET /'],
    ],
    [
      'headers, there, not there and with a value',
      [{ headers: { x: { exact: '1' } } }, { headers: { x: {} } }, { withoutHeaders: { y: {} } }],
      ['with header x: 1: GET / x: 1', 'with header x: GET / x: any', 'without header y: GET /', ': GET / y: any'],
    ],
    ['a parameter', [{ queryParams: { q: { prefix: 'a' } } }], ['with parameter q=a*: GET /?q=a', ': GET /']],
    [
      'a path in any case',
      [{ uri: { exact: '/Shop' }, ignoreUriCase: true }],
      ['/Shop in any case: GET /Shop', ': GET /'],
    ],
    ['the host', [{ authority: { exact: 'web' } }], ['with host web: GET /', ': GET /']],
    [
      'an expression that leaves nothing for a later one',
      [{ uri: { regex: '/v[0-9]+/.*' } }, { uri: { regex: '/v1/.*' } }, {}],
      ['~ /v[0-9]+/.*: GET /v0/a', ': GET /'],
    ],
    [
      'an expression of which nothing is known that an earlier one leaves',
      [{ uri: { regex: '/v[0-9]+/x' } }, { uri: { regex: '/v[1-9]+/x' } }],
      ['~ /v[0-9]+/x: GET /v0/x', '~ /v[1-9]+/x: none', ': GET /'],
    ],
    ['what no host that clients write has', [{ authority: { exact: 'other' } }], [': GET /']],
  ])('%s', (_, matches, expected) => {
    expect(kinds(routes(...matches))).toEqual(expected);
  });
});

describe('policies', () => {
  const to = (operation: object): object => ({ to: [{ operation }] });
  test.each<[string, readonly object[], readonly string[]]>([
    [
      'that allow',
      [{ rules: [to({ methods: ['POST'], paths: ['/charge'] })] }],
      ['POST /charge: POST /charge', ': GET /'],
    ],
    [
      'that deny come first',
      [{ rules: [to({ paths: ['/a*'] })] }, { action: 'DENY', rules: [to({ methods: ['POST', 'PUT'] })] }],
      ['POST, PUT: POST /', '/a*: GET /a', ': GET /'],
    ],
    [
      'the opposite of values',
      [{ rules: [to({ notMethods: ['GET'], notPaths: ['/admin*'] })] }],
      ['not GET not /admin*: POST /', ': GET /'],
    ],
    [
      'an end, and templates',
      [{ rules: [to({ paths: ['*.png', '/u/{*}/x'] })] }],
      ['*.png, /u/{*}/x: GET /any.png', ': GET /'],
    ],
    [
      'a rule for other callers is none',
      [{ rules: [{ from: [{ source: { namespaces: ['other'] } }], ...to({ paths: ['/a'] }) }] }],
      [': GET /'],
    ],
    [
      'each way in which a rule can match',
      [{ rules: [{ to: [{ operation: { paths: ['/a'] } }, { operation: { methods: ['PUT'] } }] }] }],
      ['/a: GET /a', 'PUT: PUT /', ': GET /'],
    ],
    [
      'headers',
      [{ rules: [{ when: [{ key: 'request.headers[X-Team]', values: ['a', 'b*'] }] }] }],
      ['with header x-team: a, b*: GET / x-team: a', ': GET /'],
    ],
    [
      'tokens',
      [
        {
          rules: [
            { from: [{ source: { requestPrincipals: ['https://login.example/alice'] } }] },
            { when: [{ key: 'request.auth.claims[role]', values: ['admin'] }] },
          ],
        },
      ],
      [
        'with a token of https://login.example/alice: GET / {"iss":"https://login.example","sub":"alice"}',
        'with claim role: admin: GET / {"iss":"https://login.example","sub":"any","role":"admin"}',
        ': GET /',
      ],
    ],
    [
      'a token of an issuer that the pods do not know is none',
      [{ rules: [{ from: [{ source: { requestPrincipals: ['https://other.example/*'] } }] }] }],
      [': GET /'],
    ],
    [
      'what depends on an address that nobody knows is told apart and goes on',
      [
        {
          rules: [
            { from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }], ...to({ paths: ['/a'] }) },
            to({ methods: ['PUT'] }),
          ],
        },
      ],
      ['PUT /a: PUT /a', '/a: GET /a', 'PUT: PUT /', ': GET /'],
    ],
  ])('%s', (_, specs, expected) => {
    expect(kinds(...policies(...specs))).toEqual(expected);
  });

  test.each(['ALLOW', 'DENY'])('many that depend on an address are few kinds: %s', (action) => {
    const rules = Array.from({ length: 30 }, (_, i) => ({
      from: [{ source: { ipBlocks: [`10.0.${i}.0/24`] } }],
      when: [{ key: `request.headers[x-${i}]`, values: ['1'] }],
    }));
    expect(kinds(...policies({ action, rules })).length).toBeLessThanOrEqual(31);
  });

  test('after routes, the narrower of two paths is named', () => {
    const stages = [routes({ uri: { prefix: '/api/' } }, {}), ...policies({ rules: [to({ paths: ['/api/v1/*'] })] })];
    expect(kinds(...stages)).toEqual(['/api/v1/*: GET /api/v1/', '/api/*: GET /api/', ': GET /']);
  });
});

test('a kind has the requests that its rules take, and no others', () => {
  const [post, rest] = partition(REQUESTS, [routes({ uri: { exact: '/a' }, method: { exact: 'POST' } })]);
  const asked: Request[] = [
    { ...BASE, method: 'POST', path: '/a?q=1' },
    { ...BASE, path: '/a' },
    { ...BASE, method: 'POST' },
  ];
  expect(asked.map((each) => [post.includes(each), rest.includes(each)])).toEqual([
    [true, false],
    [false, true],
    [false, true],
  ]);
});
