import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import type { Grid } from '../grid';

const one = (kind: string, spec: unknown): Manifest[] => [
  manifest(`gateway.networking.k8s.io/v1/${kind}`, kind === 'GatewayClass' ? 'reviews' : 'shop/reviews', spec),
];

type Cases = Record<string, Manifest[]>;

/** Cases that differ in one value. */
const each = (name: string, values: readonly unknown[], make: (value: never) => Manifest[]): Cases =>
  Object.fromEntries(values.map((value) => [`${name}: ${JSON.stringify(value)}`, make(value as never)]));

const route = (rule: object) => one('HTTPRoute', { rules: [rule] });
const grpc = (rule: object) => one('GRPCRoute', { rules: [rule] });
const filters = (...list: object[]) => route({ filters: list });
const backend = { name: 'reviews', port: 80 };
const backends = (...list: object[]) => route({ backendRefs: [{ ...backend, filters: list }] });
const gateway = (...listeners: object[]) => one('Gateway', { gatewayClassName: 'istio', listeners });
const listenerSet = (...listeners: object[]) => one('ListenerSet', { parentRef: { name: 'g' }, listeners });
const listener = { name: 'a', port: 80, protocol: 'HTTP' };
const tls = { certificateRefs: [{ name: 'c' }] };
const addresses = (...list: object[]) =>
  one('Gateway', { gatewayClassName: 'istio', listeners: [listener], addresses: list });
const infrastructure = (value: object) =>
  one('Gateway', { gatewayClassName: 'istio', listeners: [listener], infrastructure: value });
const path = (type: string | undefined, value: string | undefined) => route({ matches: [{ path: { type, value } }] });
const parents = (...parentRefs: object[]) => one('HTTPRoute', { parentRefs });
const policy = (targetRefs: object[], validation: object = { wellKnownCACertificates: 'System', hostname: 'a.com' }) =>
  one('BackendTLSPolicy', { targetRefs, validation });
const service = { group: '', kind: 'Service', name: 'reviews' };
const validation = (value: object) => policy([service], { hostname: 'a.com', ...value });
const tlsRoute = (...hostnames: string[]) => one('TLSRoute', { hostnames, rules: [{ backendRefs: [backend] }] });

const headers = { set: [{ name: 'a', value: 'b' }] };
const FILTERS: Record<string, [string, object]> = {
  RequestHeaderModifier: ['requestHeaderModifier', headers],
  ResponseHeaderModifier: ['responseHeaderModifier', headers],
  RequestMirror: ['requestMirror', { backendRef: backend }],
  RequestRedirect: ['requestRedirect', { scheme: 'https' }],
  URLRewrite: ['urlRewrite', { hostname: 'a.com' }],
  CORS: ['cors', { allowOrigins: ['https://a.com'] }],
  ExtensionRef: ['extensionRef', { group: 'a.com', kind: 'A', name: 'a' }],
};
const filter = (type: string) => ({ type, [FILTERS[type][0]]: FILTERS[type][1] });
const GRPC_FILTERS = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror', 'ExtensionRef'];

/** For each filter: with its part, without it, and with the part of another. */
function filterParts(name: string, types: string[], make: (rule: object) => Manifest[]): Cases {
  return Object.fromEntries(
    types.flatMap((type): [string, Manifest[]][] => [
      [`${name}: ${type}`, make({ filters: [filter(type)] })],
      [`${name}: ${type} without its part`, make({ filters: [{ type }] })],
      ...types
        .filter((other) => other !== type)
        .map((other): [string, Manifest[]] => [
          `${name}: ${type} with the part of ${other}`,
          make({ filters: [{ ...filter(type), [FILTERS[other][0]]: FILTERS[other][1] }] }),
        ]),
      [`${name}: ${type} twice`, make({ filters: [filter(type), filter(type)] })],
      [
        `${name}: ${type} twice at a backend`,
        make({ backendRefs: [{ ...backend, filters: [filter(type), filter(type)] }] }),
      ],
    ]),
  );
}

const replacePrefix = { type: 'ReplacePrefixMatch', replacePrefixMatch: '/b' };
const prefixed = (name: string, make: (replacing: object[]) => object): Cases =>
  Object.fromEntries(
    Object.entries({ requestRedirect: 'RequestRedirect', urlRewrite: 'URLRewrite' }).flatMap(([part, type]) => {
      const replacing = make([{ type, [part]: { path: replacePrefix } }]);
      const match = (matchType: string) => ({ path: { type: matchType, value: '/a' } });
      return [
        [`${name}, ${type}: one prefix`, route({ ...replacing, matches: [match('PathPrefix')] })],
        [`${name}, ${type}: no match`, route(replacing)],
        [`${name}, ${type}: an exact path`, route({ ...replacing, matches: [match('Exact')] })],
        [
          `${name}, ${type}: two prefixes`,
          route({ ...replacing, matches: [match('PathPrefix'), match('PathPrefix')] }),
        ],
        [`${name}, ${type}: no path`, route({ ...replacing, matches: [{ method: 'GET' }] })],
      ] as [string, Manifest[]][];
    }),
  );

/** The rules of the two lists of listeners are alike. */
const listeners = (name: string, make: (...list: object[]) => Manifest[]): Cases => ({
  ...Object.fromEntries(
    ['HTTP', 'TCP', 'UDP', 'HTTPS', 'TLS'].flatMap((protocol): [string, Manifest[]][] => [
      [`${name}: ${protocol}`, make({ ...listener, protocol })],
      [`${name}: ${protocol} with tls`, make({ ...listener, protocol, tls })],
      [`${name}: ${protocol} with hostname`, make({ ...listener, protocol, hostname: 'a.com' })],
      [`${name}: ${protocol}, passed through`, make({ ...listener, protocol, tls: { mode: 'Passthrough' } })],
      [
        `${name}: ${protocol}, terminated without certificate`,
        make({ ...listener, protocol, tls: { mode: 'Terminate' } }),
      ],
    ]),
  ),
  [`${name}: terminated with options`]: make({ ...listener, protocol: 'HTTPS', tls: { options: { 'a.com/b': 'c' } } }),
  [`${name}: two names`]: make(listener, { ...listener, name: 'b', port: 81 }),
  [`${name}: one name twice`]: make(listener, { ...listener, port: 81 }),
  [`${name}: one port twice`]: make(listener, { ...listener, name: 'b' }),
  [`${name}: one port, two hostnames`]: make(
    { ...listener, hostname: 'a.com' },
    { ...listener, name: 'b', hostname: 'b.com' },
  ),
  [`${name}: one port, one with a hostname`]: make({ ...listener, hostname: 'a.com' }, { ...listener, name: 'b' }),
  [`${name}: one port and hostname twice`]: make(
    { ...listener, hostname: 'a.com' },
    { ...listener, name: 'b', hostname: 'a.com' },
  ),
  [`${name}: one port, two protocols`]: make(listener, { ...listener, name: 'b', protocol: 'TCP' }),
});

const matches = (...counts: number[]) => ({
  rules: counts.map((count) => ({
    matches: Array.from({ length: count }, (_, i) => ({ headers: [{ name: `h${i}`, value: 'a' }] })),
  })),
});

/** Rules in the Common Expression Language of the CRDs of the Gateway API. */
const grid: Grid = {
  layers: ['apiServer'],
  cases: {
    ...filterParts('HTTPRoute', Object.keys(FILTERS), route),
    ...filterParts('GRPCRoute', GRPC_FILTERS, grpc),
    'a redirect and a rewrite': filters(filter('RequestRedirect'), filter('URLRewrite')),
    'a redirect and a rewrite at a backend': backends(filter('RequestRedirect'), filter('URLRewrite')),
    'a redirect with backends': route({ filters: [filter('RequestRedirect')], backendRefs: [backend] }),
    'a redirect at a backend': backends(filter('RequestRedirect')),
    ...prefixed('a prefix is replaced', (list) => ({ filters: list })),
    ...prefixed('a prefix is replaced at a backend', (list) => ({ backendRefs: [{ ...backend, filters: list }] })),
    'a full path is replaced': filters({
      type: 'URLRewrite',
      urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/a' } },
    }),
    'a full path is not said': filters({ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath' } } }),
    'a prefix is not said': filters({ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch' } } }),
    'a full path and a prefix': filters({
      type: 'URLRewrite',
      urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/a', replacePrefixMatch: '/b' } },
    }),
    'a prefix and a full path': route({
      matches: [{ path: { value: '/a' } }],
      filters: [
        {
          type: 'URLRewrite',
          urlRewrite: { path: { type: 'ReplacePrefixMatch', replaceFullPath: '/a', replacePrefixMatch: '/b' } },
        },
      ],
    }),
    'mirror by percent': filters({ type: 'RequestMirror', requestMirror: { backendRef: backend, percent: 5 } }),
    'mirror by fraction': filters({
      type: 'RequestMirror',
      requestMirror: { backendRef: backend, fraction: { numerator: 1 } },
    }),
    'mirror by both': filters({
      type: 'RequestMirror',
      requestMirror: { backendRef: backend, percent: 5, fraction: { numerator: 1 } },
    }),
    ...each('fraction of 100', [0, 100, 101], (numerator) =>
      filters({ type: 'RequestMirror', requestMirror: { backendRef: backend, fraction: { numerator } } }),
    ),
    'fraction of 10': filters({
      type: 'RequestMirror',
      requestMirror: { backendRef: backend, fraction: { numerator: 11, denominator: 10 } },
    }),
    ...each('CORS', ['allowHeaders', 'allowMethods', 'allowOrigins'], (field) =>
      filters({ type: 'CORS', cors: { [field]: ['*'] } }),
    ),
    ...each('CORS, with others', ['allowHeaders', 'allowMethods', 'allowOrigins'], (field) =>
      filters({ type: 'CORS', cors: { [field]: ['*', field === 'allowOrigins' ? 'https://a.com' : 'GET'] } }),
    ),
    ...Object.fromEntries(
      [undefined, 'Exact', 'PathPrefix', 'RegularExpression', 'Other'].flatMap((type) =>
        [
          undefined,
          '/a',
          'a',
          '/a//b',
          '/a/./b',
          '/a/../b',
          '/a%2fb',
          '/a%2Fb',
          '/a#b',
          '/a/..',
          '/a/.',
          '/a b',
          '/%zz',
          '/é',
          '',
        ].map((value) => [`path ${type}: ${value}`, path(type, value)]),
      ),
    ),
    'a Service with a port': route({ backendRefs: [{ name: 'a', port: 80 }] }),
    'a Service without a port': route({ backendRefs: [{ name: 'a' }] }),
    'another kind without a port': route({
      backendRefs: [{ group: 'networking.istio.io', kind: 'Hostname', name: 'a' }],
    }),
    'a Service without a port, of a GRPCRoute': grpc({ backendRefs: [{ name: 'a' }] }),
    'a Service without a port, mirrored': filters({
      type: 'RequestMirror',
      requestMirror: { backendRef: { name: 'a' } },
    }),
    ...Object.fromEntries(
      [
        ['1s', '2s'],
        ['2s', '1s'],
        ['0s', '5s'],
        ['1s', '1000ms'],
        ['1s', '1001ms'],
        ['1h', '61m'],
      ].map(([request, backendRequest]) => [
        `timeouts ${request} ${backendRequest}`,
        route({ timeouts: { request, backendRequest } }),
      ]),
    ),
    'timeout of the backend alone': route({ timeouts: { backendRequest: '5s' } }),
    '128 matches': one('HTTPRoute', matches(64, 64)),
    '129 matches': one('HTTPRoute', matches(64, 64, 1)),
    '128 matches of a GRPCRoute': one('GRPCRoute', matches(64, 64)),
    '129 matches of a GRPCRoute': one('GRPCRoute', matches(64, 64, 1)),
    'a GRPC method': grpc({ matches: [{ method: { service: 'a.B', method: 'C' } }] }),
    'neither service nor method': grpc({ matches: [{ method: {} }] }),
    ...each('GRPC service', ['a.B_c', '.a', 'a..b', 'a-b', '1a', '_'], (name) =>
      grpc({ matches: [{ method: { service: name } }] }),
    ),
    ...each('GRPC service by pattern', ['a-b'], (name) =>
      grpc({ matches: [{ method: { type: 'RegularExpression', service: name } }] }),
    ),
    ...each('GRPC method', ['Get_1', '1', 'a.b', 'a-b'], (method) => grpc({ matches: [{ method: { method } }] })),
    ...each('GRPC method by pattern', ['a.b'], (method) =>
      grpc({ matches: [{ method: { type: 'RegularExpression', method } }] }),
    ),
    ...listeners('Gateway', gateway),
    ...listeners('ListenerSet', listenerSet),
    'listeners of a set without a port': listenerSet({ name: 'a', protocol: 'HTTP' }, { name: 'b', protocol: 'HTTP' }),
    'two ports with TLS of their own': one('Gateway', {
      gatewayClassName: 'istio',
      listeners: [listener],
      tls: {
        frontend: {
          default: {},
          perPort: [
            { port: 80, tls: {} },
            { port: 81, tls: {} },
          ],
        },
      },
    }),
    'one port with TLS of its own twice': one('Gateway', {
      gatewayClassName: 'istio',
      listeners: [listener],
      tls: {
        frontend: {
          default: {},
          perPort: [
            { port: 80, tls: {} },
            { port: 80, tls: {} },
          ],
        },
      },
    }),
    'two addresses': addresses({ type: 'IPAddress', value: '1.2.3.4' }, { type: 'IPAddress', value: '::1' }),
    'one address twice': addresses({ type: 'IPAddress', value: '1.2.3.4' }, { value: '1.2.3.4' }),
    'two hostnames': addresses({ type: 'Hostname', value: 'a.com' }, { type: 'Hostname', value: 'b.com' }),
    'one hostname twice': addresses({ type: 'Hostname', value: 'a.com' }, { type: 'Hostname', value: 'a.com' }),
    'addresses without a value twice': addresses({ type: 'Hostname' }, { type: 'Hostname' }),
    ...each('hostname of an address', ['a.com', '*.a.com', 'A.com', 'a_b', 'a.*'], (value) =>
      addresses({ type: 'Hostname', value }),
    ),
    ...each(
      'IP address',
      ['1.2.3.4', '01.2.3.4', '1.2.3', '::1', '::1%eth0', '::ffff:1.2.3.4', 'a.com', '1.2.3.256', '001.002.003.004'],
      (value) => addresses({ value }),
    ),
    'a named address': addresses({ type: 'NamedAddress', value: 'a' }),
    ...Object.fromEntries(
      ['labels', 'annotations'].flatMap((field) =>
        [
          'app',
          'a.com/b',
          'A.com/b',
          'a_b/c',
          '-a',
          `${'a'.repeat(252)}/b`,
          `${'a'.repeat(253)}/b`,
          'x'.repeat(64),
          'a/b/c',
          '/a',
          '',
        ].map((key) => [
          `${field} of the infrastructure: ${key.slice(0, 8)} ${key.length}`,
          infrastructure({ [field]: { [key]: 'a' } }),
        ]),
      ),
    ),
    'two parents': parents({ name: 'a' }, { name: 'b' }),
    'one parent twice': parents({ name: 'a' }, { name: 'a' }),
    'one parent, two sections': parents({ name: 'a', sectionName: 'x' }, { name: 'a', sectionName: 'y' }),
    'one parent, one section twice': parents({ name: 'a', sectionName: 'x' }, { name: 'a', sectionName: 'x' }),
    'one parent, with and without a section': parents({ name: 'a', sectionName: 'x' }, { name: 'a' }),
    'one parent in two namespaces': parents({ name: 'a', namespace: 'x' }, { name: 'a', namespace: 'y' }),
    'one parent, with and without a namespace': parents({ name: 'a', namespace: 'x' }, { name: 'a' }),
    'one parent in one namespace twice': parents({ name: 'a', namespace: 'x' }, { name: 'a', namespace: 'x' }),
    'two targets': policy([service, { ...service, name: 'b' }]),
    'one target twice': policy([service, service]),
    'one target, two sections': policy([
      { ...service, sectionName: 'x' },
      { ...service, sectionName: 'y' },
    ]),
    'one target, with and without a section': policy([{ ...service, sectionName: 'x' }, service]),
    'certificates alone': validation({ caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'a' }] }),
    'well-known certificates alone': validation({ wellKnownCACertificates: 'System' }),
    'certificates of both sorts': validation({
      caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'a' }],
      wellKnownCACertificates: 'System',
    }),
    'certificates of no sort': validation({}),
    'an empty list of certificates': validation({ caCertificateRefs: [] }),
    ...Object.fromEntries(
      [
        { type: 'Hostname', hostname: 'a.com' },
        { type: 'Hostname' },
        { type: 'Hostname', uri: 'spiffe://a/b' },
        { type: 'URI', uri: 'spiffe://a/b' },
        { type: 'URI' },
        { type: 'URI', hostname: 'a.com' },
        { type: 'Hostname', hostname: 'a.com', uri: 'spiffe://a/b' },
        { type: 'URI', hostname: 'a.com', uri: 'spiffe://a/b' },
        { type: 'URI', uri: 'a' },
      ].map((name) => [
        `subject ${JSON.stringify(name)}`,
        validation({ wellKnownCACertificates: 'System', subjectAltNames: [name] }),
      ]),
    ),
    ...each(
      'hostname of a TLSRoute',
      ['a.com', '*.a.com', '*.', '*', 'a.*.com', '1.2.3.4', '::1', '::ffff:1.2.3.4', 'A.com', '*a.com'],
      (host) => tlsRoute(host),
    ),
    'a new GatewayClass': one('GatewayClass', { controllerName: 'istio.io/gateway-controller' }),
  },
};

export default grid;
