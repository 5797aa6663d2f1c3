import { ApiObject, Testing } from 'cdk8s';
import { IstioVersion } from '../../lib/core/istio-version';
import { MeshSettings } from '../../lib/networking/mesh-settings';
import { ServiceRef } from '../../lib/kubernetes/service-ref';
import { Destination } from '../../lib/networking/destination';
import { Gateway } from '../../lib/networking/gateway';
import { GatewayServer } from '../../lib/networking/gateway-server';
import { HttpMatch } from '../../lib/networking/http-match';
import { Rewrite } from '../../lib/networking/rewrite';
import { VirtualService } from '../../lib/networking/virtual-service';
import { chart, problemsOf, specOf, thrown } from './subject';

const web = ServiceRef.fromName('web', { ports: [{ port: 80 }] });
const toWeb = { route: [Destination.service(web)] };
const WEB = { route: [{ destination: { host: 'web.shop.svc.cluster.local', port: { number: 80 } } }] };
const edge = Gateway.fromName('edge', { namespace: 'infra', hosts: ['*.example.com'] });
const hosts = ['shop.example.com'];

const make = (props: unknown) => () => new VirtualService(chart(), 'Routes', props as never);

test('the whole object', () => {
  const scope = chart();
  const routes = new VirtualService(scope, 'Routes', {
    metadata: { name: 'routes', namespace: 'web', annotations: { a: 'b' } },
    hosts: [...hosts, '10.0.0.1'],
    services: [web],
    gateways: [edge, Gateway.mesh()],
    http: [{ match: [HttpMatch.prefix('/api')], ...toWeb }, toWeb],
    tls: [{ match: [{ sniHosts: hosts }], ...toWeb }],
    tcp: [toWeb],
    exportTo: ['.', 'team'],
  });
  expect(Testing.synth(scope)).toEqual([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'routes', namespace: 'web', annotations: { a: 'b' } },
      spec: {
        hosts: ['shop.example.com', '10.0.0.1', 'web.shop.svc.cluster.local'],
        gateways: ['infra/edge', 'mesh'],
        http: [{ match: [{ uri: { prefix: '/api' } }], ...WEB }, WEB],
        tls: [{ match: [{ sniHosts: ['shop.example.com'] }], ...WEB }],
        tcp: [WEB],
        exportTo: ['.', 'team'],
      },
    },
  ]);
  expect(routes.hosts).toEqual(['shop.example.com', '10.0.0.1', 'web.shop.svc.cluster.local']);
  expect(ApiObject.of(routes).node.id).toBe('Resource');
});

test.each([
  ['hosts', { hosts: ['web'], http: [toWeb] }, { hosts: ['web.shop.svc.cluster.local'], http: [WEB] }],
  ['services', { services: ['web'], http: [toWeb] }, { hosts: ['web.shop.svc.cluster.local'], http: [WEB] }],
  [
    'every host of a gateway',
    { hosts: ['*'], gateways: [edge], http: [toWeb] },
    { hosts: ['*'], gateways: ['infra/edge'], http: [WEB] },
  ],
  ['a delegate', { http: [toWeb] }, { http: [WEB] }],
  [
    'a root',
    { hosts, http: [{ delegate: VirtualService.fromName('team', { namespace: 'team' }) }] },
    { hosts, http: [{ delegate: { name: 'team', namespace: 'team' } }] },
  ],
  ['exportTo', { hosts, http: [toWeb], exportTo: ['*'] }, { hosts, http: [WEB], exportTo: ['*'] }],
])('%s is written', (_, props, spec) => {
  expect(specOf(make(props)())).toEqual(spec);
});

test('another VirtualService of the app is delegated to by its name', () => {
  const scope = chart();
  const delegate = new VirtualService(scope, 'Team', { metadata: { name: 'team' }, http: [toWeb] });
  const root = new VirtualService(scope, 'Root', { hosts, http: [{ delegate }] });
  expect(specOf(root)).toEqual({ hosts, http: [{ delegate: { name: 'team', namespace: 'shop' } }] });
});

test('a Gateway of the app is named with its namespace', () => {
  const scope = chart();
  const gateway = new Gateway(scope, 'Edge', { metadata: { name: 'edge' }, servers: [GatewayServer.http({ hosts })] });
  const routes = new VirtualService(scope, 'Routes', { hosts, gateways: [gateway], http: [toWeb] });
  expect(specOf(routes)).toEqual({ hosts, gateways: ['shop/edge'], http: [WEB] });
  expect(routes.node.validate()).toEqual([]);
});

test('rules are added', () => {
  const routes = new VirtualService(chart(), 'Routes', { hosts });
  routes.addHttpRoute({ match: [HttpMatch.prefix('/api')], ...toWeb });
  routes.addHttpRoute(toWeb);
  routes.addTlsRoute({ match: [{ sniHosts: hosts }], ...toWeb });
  routes.addTcpRoute({ match: [{ port: 5432 }], ...toWeb });
  expect(specOf(routes)).toEqual({
    hosts,
    http: [{ match: [{ uri: { prefix: '/api' } }], ...WEB }, WEB],
    tls: [{ match: [{ sniHosts: hosts }], ...WEB }],
    tcp: [{ match: [{ port: 5432 }], ...WEB }],
  });
});

const NEVER =
  'is never reached, because http[0] before it matches every request. Put the rule that matches everything last.';
const DELEGATE = 'a VirtualService without hosts is a delegate, and a delegate only has http rules. Give it hosts.';
const GATEWAY =
  "is not a Gateway. Write a Gateway of this app, Gateway.fromName('name', { namespace: '...' }) or Gateway.mesh().";

test.each([
  [
    '"*" in the mesh',
    { hosts: ['*'], http: [toWeb] },
    [
      'hosts[0]: "*" would match the requests for every host. Name the hosts, for example "shop.example.com" or "*.example.com".',
    ],
  ],
  [
    '"*" in the mesh and at a gateway',
    { hosts: ['*'], gateways: [edge, Gateway.mesh()], http: [toWeb] },
    [
      'hosts[0]: "*" would match the requests for every host. Name the hosts, for example "shop.example.com" or "*.example.com".',
    ],
  ],
  [
    'a host with a scheme',
    { hosts: ['http://a.com'], http: [toWeb] },
    ['hosts[0]: "http://a.com" has a scheme, but a host is only a name. Write "a.com".'],
  ],
  ['a host twice', { hosts: ['a.com', 'a.com'], http: [toWeb] }, ['hosts[1]: "a.com" is given twice.']],
  [
    'hosts in common',
    { hosts: ['*.a.com', 'b.a.com'], http: [toWeb] },
    ['hosts: "*.a.com" and "b.a.com" overlap, and Istio rejects that in one VirtualService. Omit one of them.'],
  ],
  [
    'a Service twice',
    { hosts: ['web'], services: [web], http: [toWeb] },
    [
      'hosts: "web.shop.svc.cluster.local" and "web.shop.svc.cluster.local" overlap, and Istio rejects that in one VirtualService. Omit one of them.',
    ],
  ],
  [
    'a rule that is never reached',
    { hosts, http: [toWeb, { match: [HttpMatch.prefix('/a')], ...toWeb }] },
    [`http[1]: ${NEVER}`],
  ],
  [
    'a rule after the prefix /',
    { hosts, http: [{ match: [HttpMatch.prefix('/')], ...toWeb }, toWeb] },
    [`http[1]: ${NEVER}`],
  ],
  [
    'a rule after an expression for everything',
    { hosts, http: [{ match: [HttpMatch.regex('.*')], ...toWeb }, toWeb] },
    [`http[1]: ${NEVER}`],
  ],
  ['a delegate with gateways', { gateways: [edge], http: [toWeb] }, [`gateways: ${DELEGATE}`]],
  ['a delegate with tcp', { tcp: [toWeb] }, [`tcp: ${DELEGATE}`]],
  [
    'a delegate that delegates',
    { http: [{ delegate: VirtualService.fromName('team') }] },
    [
      'http[0].delegate: a VirtualService without hosts is itself a delegate, and a delegate cannot delegate again. Give it hosts, or write route.',
    ],
  ],
  [
    'a JWT claim in the mesh',
    { hosts, http: [{ match: [HttpMatch.header('@request.auth.claims.group', 'a')], ...toWeb }] },
    [
      'http[0].match[0].headers.@request.auth.claims.group: only gateways can match JWT claims. Bind the VirtualService to a Gateway, not to the mesh.',
    ],
  ],
  [
    'an exportTo that is given twice',
    { hosts, http: [toWeb], exportTo: ['.', '.'] },
    ['exportTo[1]: "." is given twice.'],
  ],
  [
    'an exportTo that is the own namespace',
    { hosts, http: [toWeb], exportTo: ['.', 'shop'] },
    ['exportTo[1]: "shop" is the object\'s own namespace, the same as ".". Omit one of them.'],
  ],
  [
    'an exportTo for all and one',
    { hosts, http: [toWeb], exportTo: ['*', 'team'] },
    ['exportTo[0]: "*" already covers every namespace. Write it alone, or omit it.'],
  ],
  [
    'an exportTo that is no namespace',
    { hosts, http: [toWeb], exportTo: ['Team!'] },
    ['exportTo[0]: "Team!" is not a namespace. Write a name, "." for the object\'s own namespace or "*" for all.'],
  ],
  [
    'a name',
    { metadata: { name: 'A b' }, hosts, http: [toWeb] },
    [
      'metadata.name: "A b" is not a name for a Kubernetes object (lower-case letters, digits, "-" and ".", a letter or digit at both ends).',
    ],
  ],
  [
    'a namespace',
    { metadata: { namespace: 'a.b' }, hosts, http: [toWeb] },
    [
      'metadata.namespace: "a.b" is not the name of a namespace (lower-case letters, digits and "-", a letter or digit at both ends).',
    ],
  ],
  [
    'a gateway without namespace',
    { hosts, gateways: [Gateway.fromName('edge', {} as never)], http: [toWeb] },
    [`gateways[0]: "/edge" ${GATEWAY}`],
  ],
  ['JavaScript: props as text', 'a', ['"a" does not fit here. Write { hosts: [\'shop.example.com\'], http: [...] }.']],
  [
    'JavaScript: hosts as text',
    { hosts: 'a.com', http: [toWeb] },
    ['hosts: "a.com" is not a list. Write [\'a.com\'].'],
  ],
  [
    'JavaScript: a gateway as text',
    { hosts, gateways: ['infra/edge'], http: [toWeb] },
    [`gateways[0]: "infra/edge" ${GATEWAY}`],
  ],
  [
    'JavaScript: gateways as text',
    { hosts, gateways: 'mesh', http: [toWeb] },
    ['gateways: "mesh" is not a list. Write [gateway] or [Gateway.mesh()].'],
  ],
  [
    'JavaScript: hosts of a gateway as text',
    { hosts, gateways: [Gateway.fromName('edge', { namespace: 'infra', hosts: 'a.com' as never })], http: [toWeb] },
    ['gateways[0].hosts: "a.com" is not a list. Write [\'a.com\'].'],
  ],
  [
    'JavaScript: a Service as a number',
    { services: [5], http: [toWeb] },
    [
      "services[0]: 5 is not a Service. Write a Service of this app, or ServiceRef.fromName('reviews', { namespace: 'bookinfo' }).",
    ],
  ],
  [
    'JavaScript: http as an object',
    { hosts, http: {} },
    ['http: {} is not a list. Write [{ route: [Destination.service(service)] }].'],
  ],
  [
    'JavaScript: tls as text',
    { hosts, tls: 'a' },
    ['tls: "a" is not a list. Write [{ match: [{ sniHosts: [\'www.example.com\'] }], route: [...] }].'],
  ],
  [
    'JavaScript: tcp as text',
    { hosts, tcp: 'a' },
    ['tcp: "a" is not a list. Write [{ route: [Destination.service(service)] }].'],
  ],
  [
    'JavaScript: exportTo as text',
    { hosts, http: [toWeb], exportTo: '*' },
    ["exportTo: \"*\" is not a list. Write ['.'], ['*'] or names of namespaces."],
  ],
])('%s is rejected', (_, props, messages) => {
  expect(problemsOf(make(props))).toEqual(messages);
});

test('all problems are in one error, each with its place', () => {
  expect(thrown(make({ hosts, http: [{ route: [] }, { ...toWeb, rewrite: Rewrite.uri('a') }, toWeb] }))).toEqual([
    'test/Routes (VirtualService): 2 problems',
    'http[0]: the rule has no action. Write route, redirect, directResponse or delegate.',
    'http[1].rewrite.uri: "a" is not a path. Write one that begins with "/".',
  ]);
});

test('a rule that is added is rejected with its place, and not kept', () => {
  const routes = new VirtualService(chart(), 'Routes', { hosts, http: [toWeb] });
  expect(problemsOf(() => routes.addHttpRoute(toWeb))).toEqual([`http[1]: ${NEVER}`]);
  expect(problemsOf(() => routes.addTcpRoute({ route: [] }))).toEqual([
    'tcp[0].route: is empty, so connections have no destination. Write [Destination.service(service)].',
  ]);
  expect(problemsOf(() => routes.addTlsRoute({ match: [{ sniHosts: ['a.com'] }], ...toWeb }))).toEqual([
    'tls[0].match[0].sniHosts[0]: "a.com" is not among the hosts of this VirtualService (shop.example.com), so the rule would never match. Add it to hosts.',
  ]);
  expect(specOf(routes)).toEqual({ hosts, http: [WEB] });
});

test('a VirtualService without rules is rejected in the end', () => {
  expect(new VirtualService(chart(), 'Routes', { hosts }).node.validate()).toEqual([
    'VirtualService has no rule. Give it one: http: [{ route: [Destination.service(service)] }].',
  ]);
});

test('a Gateway that serves none of the hosts is rejected in the end', () => {
  const routes = make({ hosts: ['shop.example.org'], gateways: [edge], http: [toWeb] })();
  expect(routes.node.validate()).toEqual([
    'VirtualService is bound to Gateway infra/edge, which serves none of its hosts (shop.example.org), only *.example.com. Add the host to a server of the Gateway.',
  ]);
});

test('a match chooses among the gateways of the VirtualService', () => {
  const inMesh = { gateways: [Gateway.mesh()] };
  const [http, tls, tcp] = [
    [{ match: [HttpMatch.of(inMesh)], ...toWeb }],
    [{ match: [{ sniHosts: hosts, ...inMesh }], ...toWeb }],
    [{ match: [inMesh], ...toWeb }],
  ];
  const unbound = (rule: string): string =>
    `${rule}[0].match[0].gateways[0]: "mesh" is not a gateway of the VirtualService (infra/edge), so no proxy would use the match for it. Add it to gateways of the VirtualService, or omit it here.`;
  expect(problemsOf(make({ hosts, gateways: [edge], http, tls, tcp }))).toEqual(['http', 'tls', 'tcp'].map(unbound));
  expect(problemsOf(make({ hosts, gateways: [edge, Gateway.mesh()], http, tls, tcp }))).toEqual([]);
  expect(problemsOf(make({ hosts, http, tls, tcp }))).toEqual([]);
  // The gateways of a delegate are those of its root.
  expect(problemsOf(make({ http }))).toEqual([]);
});

test('claims of a JWT are matched at gateways', () => {
  const match = [HttpMatch.header('@request.auth.claims.group', 'a')];
  expect(problemsOf(make({ hosts, gateways: [edge], http: [{ match, ...toWeb }] }))).toEqual([]);
});

test('the domain of the cluster is that of the mesh', () => {
  const scope = chart();
  MeshSettings.set(scope.node.root, { clusterDomain: 'corp.local', istioVersion: IstioVersion.V1_29 });
  expect(
    specOf(new VirtualService(scope, 'Routes', { services: [web], tcp: [{ route: [Destination.service(web)] }] })),
  ).toEqual({
    hosts: ['web.shop.svc.corp.local'],
    tcp: [{ route: [{ destination: { host: 'web.shop.svc.corp.local', port: { number: 80 } } }] }],
  });
});
