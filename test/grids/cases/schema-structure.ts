import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, virtualService } from '../../manifests';
import type { Grid } from '../grid';

const object = (kind: string, rest: object): Manifest[] => [{ ...manifest(kind, 'shop/reviews'), ...rest }];
const one = (kind: string, spec: unknown) => object(`networking.istio.io/v1/${kind}`, { spec });
const gatewayApi = (kind: string, spec: unknown) => object(`gateway.networking.k8s.io/v1/${kind}`, { spec });

type Cases = Record<string, Manifest[]>;

/** Cases that differ in one value. */
const each = (name: string, values: readonly unknown[], make: (value: never) => Manifest[]): Cases =>
  Object.fromEntries(values.map((value) => [`${name}: ${brief(value)}`, make(value as never)]));

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 40 ? `${text.slice(0, 30)}... ${text.length}` : text;
}

const EVERYTHING = [null, true, 'text', '', 5, 5.5, -1, [], ['a'], [null], {}, { a: 'b' }];

const hosts = (value: unknown) => one('VirtualService', { hosts: value });
const http = (value: object) => one('VirtualService', { hosts: ['a'], http: [value] });
const retries = (value: object) => http({ retries: value });
const abort = (value: object) => http({ fault: { abort: value } });
const delay = (value: object) => http({ fault: { delay: value } });
const traffic = (value: object) => one('DestinationRule', { host: 'a', trafficPolicy: value });
const hash = (value: object) => traffic({ loadBalancer: { consistentHash: value } });
const route = (rule: object) => gatewayApi('HTTPRoute', { rules: [rule] });
const repeat = <T>(count: number, item: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => item(i));
const match = (value: object) => http({ match: [{ uri: value }] });
const telemetry = (value: object) => object('Telemetry', { spec: value });
const wasm = (value: object) => object('WasmPlugin', { spec: { url: 'oci://a/b', ...value } });
const patch = (value: unknown) =>
  object('EnvoyFilter', {
    spec: { configPatches: [{ applyTo: 'HTTP_FILTER', patch: { operation: 'MERGE', value } }] },
  });
const cors = (value: object) => route({ filters: [{ type: 'CORS', cors: value }] });

/** What the structure of a schema says: types, ranges, forms, what must be there and what is not known. */
const grid: Grid = {
  layers: ['apiServer'],
  cases: {
    // Types.
    ...each('list of texts', EVERYTHING, hosts),
    ...each('text', EVERYTHING, (host) => one('DestinationRule', { host })),
    ...each('boolean', EVERYTHING, (preserve) =>
      http({ redirect: { uri: '/' }, corsPolicy: { allowCredentials: preserve } }),
    ),
    ...each('a boolean that is no wrapper', EVERYTHING, (value) =>
      traffic({ connectionPool: { http: { useClientProtocol: value } } }),
    ),
    ...each('whole number', EVERYTHING, (weight) => http({ route: [{ destination: { host: 'a' }, weight }] })),
    ...each('number', EVERYTHING, (value) => http({ mirrorPercentage: { value } })),
    ...each('object', EVERYTHING, (value) => http({ rewrite: value })),
    ...each('list of objects', EVERYTHING, (value) => one('VirtualService', { hosts: ['a'], http: value })),
    ...each('map of texts', EVERYTHING, (sourceLabels) => http({ match: [{ sourceLabels }] })),
    ...each('map of objects', EVERYTHING, (headers) => http({ match: [{ headers }] })),
    ...each('a value in a map', EVERYTHING, (value) => http({ match: [{ sourceLabels: { app: value } }] })),
    ...each('nullable number', EVERYTHING, (attempts) => retries({ attempts })),
    ...each('free object', [...EVERYTHING, { a: { b: [null, { c: 1 }] } }], patch),
    ...each(
      'bytes',
      [...EVERYTHING, 'AAAA', 'AA==', 'AA=', 'A', 'AA\nAA', '____', [1, 2], [{ a: 1 }], [[{ a: 1 }]]],
      (bytes) => http({ directResponse: { status: 200, body: { bytes } } }),
    ),
    ...each('spec', EVERYTHING, (spec) => one('VirtualService', spec)),
    'no spec': object('VirtualService', {}),
    'no spec where it is required': object('ServiceEntry', {}),
    'a spec that is null where it is required': object('ServiceEntry', { spec: null }),
    ...each('status', EVERYTHING, (status) => object('VirtualService', { spec: {}, status })),

    // Numbers.
    ...each('int32', [2147483647, 2147483648, -2147483648, -2147483649, 1e21, 4294967296], (weight) =>
      http({ route: [{ destination: { host: 'a' }, weight }] }),
    ),
    ...each('uint32', [0, 4294967295, 4294967296, -1], (attempts) =>
      one('ServiceEntry', { hosts: ['a'], ports: [{ number: 80, name: 'a', protocol: 'TCP', targetPort: attempts }] }),
    ),
    ...each(
      'large whole number',
      [9007199254740993, 9223372036854774784, 9223372036854775807, 1e21, 1e300, -9223372036854775808],
      (value) => hash({ httpHeaderName: 'a', minimumRingSize: value }),
    ),
    ...each('percent', [0, 100, 101, -1, 5.5], (minHealthPercent) =>
      traffic({ outlierDetection: { minHealthPercent } }),
    ),
    ...each('range of a number', [0, 100, 100.01, -1], (percent) =>
      telemetry({ tracing: [{ randomSamplingPercentage: percent }] }),
    ),
    ...each('port of the Gateway API', [0, 1, 65535, 65536], (port) => route({ backendRefs: [{ name: 'a', port }] })),
    ...each('numeric enum', [301, 302, 303, 307, 308, 300, '301', 301.5], (statusCode) =>
      route({ filters: [{ type: 'RequestRedirect', requestRedirect: { statusCode } }] }),
    ),

    // Texts.
    ...each('length of 1 to 253', ['', 'a', 'a'.repeat(253), 'a'.repeat(254)], (hostname) =>
      gatewayApi('HTTPRoute', { hostnames: [hostname] }),
    ),
    ...each('length in characters', ['\u{1f600}'.repeat(1024), '\u{1f600}'.repeat(1025), 'é'.repeat(1024)], (value) =>
      route({ matches: [{ queryParams: [{ name: 'a', value }] }] }),
    ),
    ...each('length that rules out the empty text', ['', 'a'], (prefix) =>
      http({ match: [{ withoutHeaders: { a: { prefix } } }] }),
    ),
    ...each('DNS name', ['a.b', 'A.b', 'a_b', '-a', 'a.', '.a', 'a\n', '*.a.b', 'a..b'], (hostname) =>
      gatewayApi('HTTPRoute', { hostnames: [hostname] }),
    ),
    ...each('SHA-256', ['', 'a'.repeat(64), 'A'.repeat(64), 'a'.repeat(63)], (sha256) => wasm({ sha256 })),
    ...each(
      'duration of the Gateway API',
      ['1s', '1.5s', '1s500ms', '1', '100000s', '1h1m1s1ms', '1h1m1s1ms1s', '1us'],
      (request) => route({ timeouts: { request } }),
    ),
    ...each('name of a header', ['a', 'A-b_c', 'a b', 'a:', '!#$%', 'é', 'a`|~^'], (name) =>
      route({ matches: [{ headers: [{ name, value: 'a' }] }] }),
    ),
    ...each(
      'origin',
      [
        '*',
        'https://a.com',
        'http://*.a.com:80',
        'https://*',
        'a.com',
        'https://a.com/',
        'ftp://a',
        'https://a.com:123456',
      ],
      (origin) => cors({ allowOrigins: [origin] }),
    ),
    ...each('protocol', ['HTTP', 'http', 'a.com/b', 'a/', '-', 'a.com/b-c', ''], (protocol) =>
      gatewayApi('Gateway', { gatewayClassName: 'a', listeners: [{ name: 'a', port: 1, protocol }] }),
    ),
    ...each('controller', ['a.com/b', 'a.com', 'a/b/c', 'A/b'], (controllerName) => [
      manifest('GatewayClass', 'reviews', { controllerName }),
    ]),
    ...each('enum', ['ISTIO_MUTUAL', 'istio_mutual', '', 3, null], (mode) => traffic({ tls: { mode } })),
    ...each('enum of the Gateway API', ['GET', 'get', ''], (method) => route({ matches: [{ method }] })),

    // Lists and maps.
    ...each('count of hosts', [0, 1, 256, 257], (count) =>
      one('ServiceEntry', { hosts: repeat(count, (i) => `h${i}.com`) }),
    ),
    ...each('count of rules', [0, 16, 17], (count) => gatewayApi('HTTPRoute', { rules: repeat(count, () => ({})) })),
    ...each('count of listeners', [0, 1, 64, 65], (count) =>
      gatewayApi('Gateway', {
        gatewayClassName: 'a',
        listeners: repeat(count, (i) => ({ name: `l${i}`, port: 80 + i, protocol: 'HTTP' })),
      }),
    ),
    ...each('count of labels', [8, 9], (count) =>
      gatewayApi('Gateway', {
        gatewayClassName: 'a',
        listeners: [{ name: 'a', port: 80, protocol: 'HTTP' }],
        infrastructure: { labels: Object.fromEntries(repeat(count, (i) => [`l${i}`, 'a'])) },
      }),
    ),
    ...each('count of members of a mirror by empty percent', [{}, { percent: 0 }], (mirror) =>
      route({
        filters: [
          { type: 'RequestMirror', requestMirror: { backendRef: { name: 'a', port: 80 }, ...(mirror as object) } },
        ],
      }),
    ),
    'two ports of one name': one('ServiceEntry', {
      hosts: ['a'],
      ports: [
        { number: 80, name: 'a', protocol: 'TCP' },
        { number: 81, name: 'a', protocol: 'TCP' },
      ],
    }),
    'two headers of one name': route({
      matches: [
        {
          headers: [
            { name: 'a', value: 'b' },
            { name: 'a', value: 'c' },
          ],
        },
      ],
    }),
    'two headers that differ in case': route({
      matches: [
        {
          headers: [
            { name: 'a', value: 'b' },
            { name: 'A', value: 'c' },
          ],
        },
      ],
    }),
    'two headers to set': route({
      filters: [
        {
          type: 'RequestHeaderModifier',
          requestHeaderModifier: {
            set: [
              { name: 'a', value: 'b' },
              { name: 'a', value: 'c' },
            ],
          },
        },
      ],
    }),
    'a method twice': cors({ allowMethods: ['GET', 'GET'] }),
    'two methods': cors({ allowMethods: ['GET', 'PUT'] }),
    'two listeners of one name': gatewayApi('Gateway', {
      gatewayClassName: 'a',
      listeners: [
        { name: 'a', port: 80, protocol: 'HTTP' },
        { name: 'a', port: 81, protocol: 'HTTP' },
      ],
    }),
    'a list with an empty entry': one('VirtualService', { hosts: ['a'], http: [null] }),

    // Fields.
    'an unknown field': http({ timout: '5s' }),
    'an unknown field that is null': http({ timout: null }),
    'an unknown field of an object in a list': http({ route: [{ destination: { host: 'a' }, wieght: 1 }] }),
    'an unknown field at the root': object('VirtualService', { spec: {}, sepc: {} }),
    'an unknown field in the spec of the Gateway API': gatewayApi('HTTPRoute', { parents: [] }),
    'apiVersion inside of the spec': one('VirtualService', { apiVersion: 'v1' }),
    'metadata inside of the spec': one('VirtualService', { metadata: {} }),
    'a name of the language': one('VirtualService', JSON.parse('{"constructor": 1, "__proto__": {"a": 1}}')),
    'a name of the language in a map': http({
      match: [{ sourceLabels: JSON.parse('{"__proto__": "a", "constructor": "b"}') }],
    }),
    'unknown metadata': [virtualService('shop/reviews', {}, { labls: {} })],
    'a required field': one('DestinationRule', { host: 'a' }),
    'no required field': one('DestinationRule', {}),
    'a required field that is null': one('DestinationRule', { host: null }),
    'a required field in a list': one('ServiceEntry', { hosts: ['a'], ports: [{ number: 80 }] }),
    'a required field in a map': telemetry({ tracing: [{ customTags: { a: { literal: {} } } }] }),
    'fields with defaults': gatewayApi('HTTPRoute', {
      parentRefs: [{ name: 'a' }],
      rules: [{ backendRefs: [{ name: 'a', port: 80 }] }],
    }),
    'fields with defaults that are null': gatewayApi('HTTPRoute', {
      parentRefs: [{ name: 'a', group: null, kind: null }],
      rules: [{ matches: [{ path: null }], backendRefs: [{ name: 'a', port: 80, weight: null }] }],
    }),
    'a list with a default that is null': gatewayApi('HTTPRoute', { rules: null }),
    'a field without a default that is null': gatewayApi('HTTPRoute', { rules: [{ name: null }] }),
    'a nullable field that is null': http({ retries: { retryRemoteLocalities: null, attempts: null } }),

    // Alternatives.
    ...each(
      'match',
      [{}, { exact: 'a' }, { exact: 'a', prefix: 'b' }, { exact: 'a', prefix: 'b', regex: 'c' }, { prefix: null }],
      match,
    ),
    ...each('delay', [{}, { fixedDelay: '1s' }, { fixedDelay: '1s', exponentialDelay: '1s' }], delay),
    ...each('abort', [{ httpStatus: 500 }, { httpStatus: 500, grpcStatus: 'INTERNAL' }], abort),
    ...each(
      'balancing',
      [{ simple: 'RANDOM' }, { simple: 'RANDOM', consistentHash: { useSourceIp: true } }],
      (loadBalancer) => traffic({ loadBalancer }),
    ),
    ...each(
      'hash',
      [
        {},
        { useSourceIp: true },
        { useSourceIp: true, httpHeaderName: 'a' },
        { useSourceIp: true, ringHash: {} },
        { useSourceIp: true, ringHash: {}, maglev: {} },
        { ringHash: {}, maglev: {} },
        { useSourceIp: true, httpHeaderName: 'a', ringHash: {}, maglev: {} },
      ],
      hash,
    ),
    ...each(
      'redirect',
      [{ port: 80 }, { derivePort: 'FROM_REQUEST_PORT' }, { port: 80, derivePort: 'FROM_REQUEST_PORT' }],
      (redirect) => http({ redirect }),
    ),
    ...each('body', [{ string: 'a' }, { string: 'a', bytes: 'AAAA' }], (body) =>
      http({ directResponse: { status: 200, body } }),
    ),
    ...each('probe', [{ tcpSocket: { port: 80 } }, { tcpSocket: { port: 80 }, exec: { command: ['a'] } }], (probe) =>
      one('WorkloadGroup', { template: {}, probe }),
    ),
    ...each('metric', [{ metric: 'REQUEST_COUNT' }, { metric: 'REQUEST_COUNT', customMetric: 'a' }], (selector) =>
      telemetry({ metrics: [{ overrides: [{ match: selector }] }] }),
    ),
    ...each('tag', [{ literal: { value: 'a' } }, { literal: { value: 'a' }, header: { name: 'a' } }], (tag) =>
      telemetry({ tracing: [{ customTags: { a: tag } }] }),
    ),

    // Kinds and versions.
    ...each('version', ['v1', 'v1beta1', 'v1alpha3', 'v1beta2', 'v2'], (version: string) =>
      object(`networking.istio.io/${version}/VirtualService`, { spec: {} }),
    ),
    'EnvoyFilter in v1': one('EnvoyFilter', {}),
    'ProxyConfig in v1': one('ProxyConfig', {}),
    'WasmPlugin in v1': object('extensions.istio.io/v1/WasmPlugin', { spec: { url: 'oci://a' } }),
    'Telemetry in v1alpha1': object('telemetry.istio.io/v1alpha1/Telemetry', { spec: {} }),
    'HTTPRoute in v1alpha2': object('gateway.networking.k8s.io/v1alpha2/HTTPRoute', { spec: {} }),
    'HTTPRoute in v1beta1': object('gateway.networking.k8s.io/v1beta1/HTTPRoute', { spec: {} }),
    'ReferenceGrant in v1beta1': object('gateway.networking.k8s.io/v1beta1/ReferenceGrant', {
      spec: { from: [{ group: '', kind: 'Service', namespace: 'a' }], to: [{ group: '', kind: 'Secret' }] },
    }),
    'a misspelt kind': one('VirtualServise', {}),
    'a kind in small letters': one('virtualservice', {}),
    'a kind of the experimental channel': object('gateway.networking.k8s.io/v1alpha2/TCPRoute', { spec: {} }),
  },
};

export default grid;
