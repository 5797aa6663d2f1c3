import { Duration } from 'cdk8s';
import { HttpRedirectRedirectPortSelection } from '../../imports/networking';
import { Problems } from '../../lib/core/problems';
import { MeshSettings } from '../../lib/networking/mesh-settings';
import { IstioVersion } from '../../lib/core/istio-version';
import { ServiceRef } from '../../lib/kubernetes/service-ref';
import { Destination } from '../../lib/networking/destination';
import { Fault } from '../../lib/networking/fault';
import { HttpMatch } from '../../lib/networking/http-match';
import type { HttpRouteOptions } from '../../lib/networking/http-route';
import { writeHttpRoute } from '../../lib/networking/http-route';
import { Retries } from '../../lib/networking/retries';
import { Rewrite } from '../../lib/networking/rewrite';
import { VirtualService } from '../../lib/networking/virtual-service';
import { chart } from './subject';

const scope = chart();
const web = Destination.service(ServiceRef.fromName('web', { ports: [{ port: 80 }] }));
const WEB = { destination: { host: 'web.shop.svc.cluster.local', port: { number: 80 } } };

function route(options: HttpRouteOptions): unknown {
  const problems = new Problems();
  const json = writeHttpRoute(options, scope, problems);
  expect(problems.list).toEqual([]);
  return json;
}

function refusals(options: unknown, where = scope): string[] {
  const problems = new Problems();
  writeHttpRoute(options as HttpRouteOptions, where, problems);
  return problems.list.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`));
}

const corsPolicy = {
  allowOrigins: [{ exact: 'https://shop.example.com' }],
  allowMethods: ['GET'],
  allowHeaders: ['x-token'],
  exposeHeaders: ['x-count'],
  maxAge: '24h',
  allowCredentials: true,
};
const headers = { request: { set: { a: 'b' } }, response: { remove: ['c'] } };

const cases: [string, HttpRouteOptions, object][] = [
  ['a destination', { route: [web] }, { route: [WEB] }],
  ['a name', { name: 'api', route: [web] }, { name: 'api', route: [WEB] }],
  [
    'a match',
    { match: [HttpMatch.prefix('/api'), HttpMatch.method('GET')], route: [web] },
    { match: [{ uri: { prefix: '/api' } }, { method: { exact: 'GET' } }], route: [WEB] },
  ],
  ['no match', { match: [], route: [web] }, { route: [WEB] }],
  [
    'weights',
    { route: [web._withWeight(80), web._withWeight(20)] },
    {
      route: [
        { ...WEB, weight: 80 },
        { ...WEB, weight: 20 },
      ],
    },
  ],
  [
    'a redirect',
    { redirect: { uri: '/home', redirectCode: 302, derivePort: HttpRedirectRedirectPortSelection.FROM_REQUEST_PORT } },
    { redirect: { uri: '/home', redirectCode: 302, derivePort: 'FROM_REQUEST_PORT' } },
  ],
  [
    'an answer',
    { directResponse: { status: 503, body: { string: 'later' } } },
    { directResponse: { status: 503, body: { string: 'later' } } },
  ],
  [
    'a delegate',
    { delegate: VirtualService.fromName('team', { namespace: 'team' }) },
    { delegate: { name: 'team', namespace: 'team' } },
  ],
  ['a delegate of the own namespace', { delegate: VirtualService.fromName('team') }, { delegate: { name: 'team' } }],
  ['a rewrite', { route: [web], rewrite: Rewrite.uri('/') }, { route: [WEB], rewrite: { uri: '/' } }],
  ['a timeout', { route: [web], timeout: Duration.seconds(5) }, { route: [WEB], timeout: '5s' }],
  ['retries', { route: [web], retries: Retries.none() }, { route: [WEB], retries: { attempts: 0 } }],
  [
    'a fault',
    { route: [web], fault: Fault.abort(503) },
    { route: [WEB], fault: { abort: { httpStatus: 503, percentage: { value: 100 } } } },
  ],
  [
    'mirrors',
    { route: [web], mirrors: [{ destination: web }, { destination: web, percentage: 10 }] },
    { route: [WEB], mirrors: [WEB, { ...WEB, percentage: { value: 10 } }] },
  ],
  ['CORS', { route: [web], corsPolicy }, { route: [WEB], corsPolicy }],
  ['headers', { route: [web], headers }, { route: [WEB], headers }],
];

test.each(cases)('%s is written', (_, options, json) => {
  expect(route(options)).toEqual(json);
});

const refused: [string, unknown, string[]][] = [
  ['nothing', {}, ['the rule has no action. Write route, redirect, directResponse or delegate.']],
  ['an empty route', { route: [] }, ['the rule has no action. Write route, redirect, directResponse or delegate.']],
  [
    'two answers',
    { route: [web], redirect: { uri: '/' } },
    ['route and redirect exclude each other. Write one of them.'],
  ],
  [
    'a delegate and a route',
    { route: [web], delegate: VirtualService.fromName('team') },
    ['delegate: hands the requests to another VirtualService, so this rule cannot also have route. Write one of them.'],
  ],
  [
    'a fault beside a redirect',
    { redirect: { uri: '/' }, fault: Fault.abort(503) },
    ['fault: is not allowed with redirect. Omit one of them.'],
  ],
  [
    'a rewrite beside an answer',
    { directResponse: { status: 200 }, rewrite: Rewrite.uri('/') },
    ['rewrite: is not allowed with directResponse. Omit one of them.'],
  ],
  [
    'an empty redirect',
    { redirect: {} },
    ["redirect: redirects to the same URL. Write what changes, for example { uri: '/home' }."],
  ],
  [
    'two paths in a redirect',
    { redirect: { uri: '/', prefixRewrite: '/' } },
    ['redirect.uri: and prefixRewrite exclude each other. Write one of them.'],
  ],
  [
    'two ports in a redirect',
    { redirect: { port: 80, derivePort: 'FROM_PROTOCOL_DEFAULT' } },
    ['redirect.port, derivePort: only one of port, derivePort can be set.'],
  ],
  [
    'weights that make 110',
    { route: [web._withWeight(20), web._withWeight(90)] },
    ['route: the weights 20 + 90 add up to 110. They are percentages: their sum must be 100.'],
  ],
  [
    'a mirror with a weight',
    { route: [web], mirrors: [{ destination: web._withWeight(10) }] },
    ['mirrors[0].destination.weight: a mirror has no weight. Write percentage next to destination.'],
  ],
  [
    'a mirror of 200 percent',
    { route: [web], mirrors: [{ destination: web, percentage: 200 }] },
    ['mirrors[0].percentage: 200 is not a percentage (0 to 100). For a fifth of the requests write 20.'],
  ],
  [
    'a misspelt CORS field',
    { route: [web], corsPolicy: { allowOrigns: ['a'] } },
    ['corsPolicy.allowOrigns: unknown field of CorsPolicy. Did you mean allowOrigins?'],
  ],
  [
    'origins that no browser sends',
    {
      route: [web],
      corsPolicy: {
        allowOrigins: [
          { exact: 'app.example.com' },
          { exact: 'https://app.example.com/' },
          { exact: 'https://*.example.com' },
          { regex: 'app\\.example\\.com' },
          { prefix: 'https://App.' },
          { exact: 'https://app.example.com:443' },
          { exact: 'https://app.example.com' },
        ],
        allowOrigin: ['app.example.com', '*'],
      },
    },
    [
      `corsPolicy.allowOrigins[0].exact: "app.example.com" has no scheme, and browsers send one, so no origin matches it. Write { exact: 'https://app.example.com' }.`,
      `corsPolicy.allowOrigins[1].exact: "https://app.example.com/" goes on after the host, and browsers send only scheme, host and port, so no origin matches it. Write { exact: 'https://app.example.com' }.`,
      `corsPolicy.allowOrigins[2].exact: "https://*.example.com" has a "*", which is not a wildcard here, so no origin matches it. Write { regex: 'https://[^/:]+\\\\.example\\\\.com' }.`,
      `corsPolicy.allowOrigins[3].regex: "app\\\\.example\\\\.com" has no scheme, and browsers send one, so no origin matches it. Write { regex: 'https://app\\\\.example\\\\.com' }.`,
      `corsPolicy.allowOrigins[4].prefix: "https://App." has capital letters, and browsers send origins in lower case, so no origin matches it. Write { prefix: 'https://app.' }.`,
      `corsPolicy.allowOrigins[5].exact: "https://app.example.com:443" has the default port of its scheme, which browsers leave out, so no origin matches it. Write { exact: 'https://app.example.com' }.`,
      `corsPolicy.allowOrigin[0]: "app.example.com" has no scheme, and browsers send one, so no origin matches it. Write 'https://app.example.com'.`,
    ],
  ],
  ['JavaScript: no rule', undefined, ['undefined does not fit here. Write { route: [Destination.service(service)] }.']],
  ['JavaScript: a rule as text', 'web', ['"web" does not fit here. Write { route: [Destination.service(service)] }.']],
  [
    'JavaScript: a destination as text',
    { route: ['web'] },
    ['route[0]: "web" does not fit here. Write Destination.service(service).'],
  ],
  [
    'JavaScript: a destination that is undefined',
    { route: [undefined] },
    ['route[0]: undefined does not fit here. Write Destination.service(service).'],
  ],
  [
    'JavaScript: a route as text',
    { route: 'web' },
    [
      'route: "web" is not a list. Write [Destination.service(service)].',
      'the rule has no action. Write route, redirect, directResponse or delegate.',
    ],
  ],
  [
    'JavaScript: a match as text',
    { match: ['/api'], route: [web] },
    ['match[0]: "/api" does not fit here. Write HttpMatch.prefix(\'/api\').'],
  ],
  [
    'JavaScript: a match that is undefined',
    { match: [undefined], route: [web] },
    ["match[0]: undefined does not fit here. Write HttpMatch.prefix('/api')."],
  ],
  [
    'JavaScript: a match that is null',
    { match: null, route: [web] },
    ["match: null is not a list. Write [HttpMatch.prefix('/api')]."],
  ],
  [
    'JavaScript: a timeout as text',
    { route: [web], timeout: '5s' },
    ['timeout: "5s" is not a Duration. Write Duration.seconds(5), with Duration from cdk8s.'],
  ],
  [
    'JavaScript: retries as a number',
    { route: [web], retries: 2 },
    ['retries: 2 does not fit here. Write Retries.onServerErrors(2).'],
  ],
  [
    'JavaScript: a rewrite as text',
    { route: [web], rewrite: '/' },
    ['rewrite: "/" does not fit here. Write Rewrite.uri(\'/\').'],
  ],
  [
    'JavaScript: a fault as a number',
    { route: [web], fault: 503 },
    ['fault: 503 does not fit here. Write Fault.abort(503).'],
  ],
  [
    'JavaScript: a delegate as text',
    { delegate: 'team' },
    [
      "delegate: \"team\" is not a VirtualService. Write one of this app, or VirtualService.fromName('name', { namespace: '...' }).",
    ],
  ],
  [
    'JavaScript: a delegate that is null',
    { delegate: null },
    [
      "delegate: null is not a VirtualService. Write one of this app, or VirtualService.fromName('name', { namespace: '...' }).",
    ],
  ],
  [
    'JavaScript: mirrors as text',
    { route: [web], mirrors: 'web' },
    ['mirrors: "web" is not a list. Write [{ destination: Destination.service(service), percentage: 10 }].'],
  ],
  [
    'JavaScript: a mirror without destination',
    { route: [web], mirrors: [{}] },
    ['mirrors[0].destination: undefined does not fit here. Write Destination.service(service).'],
  ],
  [
    'JavaScript: a mirror that is undefined',
    { route: [web], mirrors: [undefined] },
    ['mirrors[0]: undefined does not fit here. Write { destination: Destination.service(service), percentage: 10 }.'],
  ],
  ['JavaScript: a redirect as text', { redirect: '/' }, ['redirect: "/" is not an object.']],
  ['JavaScript: headers as text', { route: [web], headers: 'a' }, ['headers: "a" is not an object.']],
  ['JavaScript: a name', { route: [web], name: 5 }, ["name: 5 is not a non-empty string. Write 'api'."]],
];

test.each(refused)('%s is rejected', (_, options, messages) => {
  expect(refusals(options)).toEqual(messages);
});

test('what the Istio of the App does not know is rejected', () => {
  const old = chart();
  MeshSettings.set(old.node.root, { istioVersion: IstioVersion.V1_30 });
  expect(refusals({ redirect: { prefixRewrite: '/' } }, old)).toEqual([
    'redirect.prefixRewrite: exists since Istio 1.31, and this App targets 1.30.',
  ]);
});
