import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import type { Grid } from '../grid';

type Cases = Record<string, Manifest[]>;

const object = (kind: string, rest: object, metadata: object = {}): Manifest[] => [
  { ...manifest(kind, 'shop/reviews', undefined, metadata), ...rest },
];
const virtualService = (spec: object, metadata: object = {}) => object('VirtualService', { spec }, metadata);
const destination = { destination: { host: 'reviews' } };
const http = (route: object) => virtualService({ hosts: ['reviews'], http: [{ route: [destination], ...route }] });
const traffic = (trafficPolicy: object) => object('DestinationRule', { spec: { host: 'reviews', trafficPolicy } });
const policy = (spec: object, metadata: object = {}) => object('AuthorizationPolicy', { spec }, metadata);
const annotated = (annotations: unknown, spec: object = { action: 'DENY', rules: [{}] }) =>
  policy(spec, { annotations });
const mtls = (portLevelMtls: unknown) =>
  object('PeerAuthentication', {
    spec: { selector: { matchLabels: { app: 'a' } }, portLevelMtls },
  });
const patch = (value: unknown) =>
  object('EnvoyFilter', {
    spec: {
      configPatches: [{ applyTo: 'CLUSTER', match: { cluster: { name: 'a' } }, patch: { operation: 'MERGE', value } }],
    },
  });
const entry = (spec: object) => object('WorkloadEntry', { spec: { address: '1.2.3.4', ...spec } });

/** Cases that differ in one value. */
const each = (name: string, values: readonly unknown[], make: (value: never) => Manifest[]): Cases =>
  Object.fromEntries(values.map((value) => [`${name}: ${JSON.stringify(value) ?? 'undefined'}`, make(value as never)]));

const NUMBERS = [
  5,
  0,
  -1,
  5.5,
  2147483647,
  2147483648,
  '5',
  '05',
  '5.0',
  '1e1',
  ' 5',
  '5 ',
  '',
  'null',
  'a',
  '-0',
  true,
  null,
  [],
  {},
];

/** What istiod can read at all, whatever the API server says, and what the webhook wants of metadata. */
const grid: Grid = {
  layers: ['webhookErrors'],
  cases: {
    ...each('int32', NUMBERS, (maxConnections) =>
      traffic({ connectionPool: { tcp: { maxConnections }, http: { http1MaxPendingRequests: 5 } } }),
    ),
    ...each('uint32', [...NUMBERS, 4294967295, 4294967296, '4294967295', '4294967296', '+5'], (weight) =>
      entry({ weight }),
    ),
    ...each('number', [5, 5.5, '5.5', '1e1', 'NaN', 'a', '0x5', ' 5.5 ', '1e400', true, [], {}, null], (value) =>
      http({ mirror: { host: 'a' }, mirrorPercentage: { value } }),
    ),
    ...each('wrapped number', [5, '5', '5.5', 5.5, 'a', true, {}, null], (value) =>
      traffic({ outlierDetection: { consecutive5xxErrors: value, interval: '5s' } }),
    ),
    ...each('wrapped boolean', [true, false, 'true', 1, {}, { value: true }, null], (allowCredentials) =>
      http({ corsPolicy: { allowOrigins: [{ exact: 'a' }], allowCredentials } }),
    ),
    ...each('boolean', [true, 'true', 1, null], (useClientProtocol) =>
      traffic({ connectionPool: { http: { useClientProtocol, maxRetries: 1 } } }),
    ),
    ...each('text', ['a', 5, true, null, [], {}], (name) => http({ name })),
    ...each('list of texts', [['reviews'], 'reviews', null, {}, ['reviews', 5], ['reviews', {}]], (hosts) =>
      virtualService({ hosts, gateways: ['shop/a'], http: [{ delegate: { name: 'a' } }] }).slice(
        hosts === null ? 1 : 0,
      ),
    ),
    ...each(
      'duration',
      [
        '5s',
        '5m',
        '1h30m',
        '1.5s',
        '500ms',
        '5',
        '',
        '5d',
        5,
        null,
        '+5s',
        '5s5',
        '9999999h',
        '1e3s',
        '5 s',
        '1m ',
        {},
      ],
      (timeout) => http({ timeout }),
    ),
    ...each('enum', ['RANDOM', 'random', 2, '2', 2.5, 4, -1, 99, null, true, [], '', 1e12], (simple) =>
      traffic({ loadBalancer: { simple } }),
    ),
    ...each('object', [{ uri: '/a' }, 'a', 5, [], true, null], (rewrite) => http({ rewrite })),
    ...each(
      'list of objects',
      [[{ uri: { prefix: '/a' } }], { uri: { prefix: '/a' } }, 'a', null, [5], ['a']],
      (match) => http({ match }),
    ),
    ...each('map of texts', [{ a: 'b' }, { a: 5 }, { a: null }, { a: {} }, 'a', [], null], (labels) =>
      entry({ labels }),
    ),
    ...each('map of numbers', [{ http: 80 }, { http: '80' }, { http: 'a' }, { http: 80.5 }, []], (ports) =>
      entry({ ports }),
    ),
    ...each(
      'map by number',
      [
        { 80: { mode: 'STRICT' } },
        { a: {} },
        { '-1': {} },
        { 4294967296: {} },
        { '"80"': {} },
        { ' 80': {} },
        { '08': {} },
        { 80: 5 },
      ],
      mtls,
    ),
    ...each('free object', [{}, { a: [1, { b: null }] }, 'a', 5, [], null, true], patch),
    ...each(
      'bytes',
      ['AAAA', 'AA==', 'AA=', 'AA', 'AA\r\n==', '_-_-', '', [1, 255], [256], [1.5], ['a'], [null], {}, 5],
      (bytes) => http({ route: undefined, directResponse: { status: 200, body: { bytes } } }),
    ),
    'names with underscores': http({ retries: { attempts: 3, per_try_timeout: '5s' } }),
    'a name with underscores and a wrong value': http({ retries: { attempts: 3, per_try_timeout: 5 } }),
    'both names, the second is read': http({ retries: { attempts: 3, per_try_timeout: 5, perTryTimeout: '5s' } }),
    'both names, the second is null': http({ retries: { attempts: 3, per_try_timeout: 5, perTryTimeout: null } }),
    'both names, the second is wrong': http({ retries: { attempts: 3, per_try_timeout: '5s', perTryTimeout: 5 } }),
    'unknown fields': http({ timout: { a: 1 } }),
    'a wrong value in an unknown field': http({ Timeout: 5 }),
    ...each('spec', ['a', 5, [], true], (spec) => object('VirtualService', { spec })),

    // The object as a whole.
    'an unknown field at the root': object('VirtualService', {
      spec: { hosts: ['reviews'], http: [{ route: [destination] }] },
      extra: 1,
    }),
    ...each('status', [{}, { a: 1 }, null, 'a', []], (status) =>
      object('VirtualService', {
        spec: { hosts: ['reviews'], http: [{ route: [destination] }] },
        status,
      }),
    ),
    ...each('labels', [{ app: 'a' }, { app: 5 }, { app: null }, { app: {} }, 'a', [], null], (labels) =>
      policy({ action: 'DENY', rules: [{}] }, { labels }),
    ),
    ...each('annotations', [{ a: 'b' }, { a: true }, { a: null }, 'a', null], annotated),
    ...each('generation', [5, 5.5, '5', null], (generation) => policy({ action: 'DENY', rules: [{}] }, { generation })),
    ...each(
      'creationTimestamp',
      [null, '2026-01-02T03:04:05Z', '2026-01-02T03:04:05+01:00', '2026-01-02', 'a', 5, ''],
      (creationTimestamp) => policy({ action: 'DENY', rules: [{}] }, { creationTimestamp }),
    ),
    ...each('finalizers', [['a'], 'a', [5], null], (finalizers) =>
      policy({ action: 'DENY', rules: [{}] }, { finalizers }),
    ),
    ...each('ownerReferences', [[{ name: 'a', controller: true }], [{ controller: 'a' }], {}, [5]], (ownerReferences) =>
      policy({ action: 'DENY', rules: [{}] }, { ownerReferences }),
    ),

    // Annotations.
    ...each('dry run', ['true', 'false', '1', 't', 'yes', '', 'TRUE', 'tRUE'], (value) =>
      annotated({ 'istio.io/dry-run': value }),
    ),
    ...each('dry run of', ['ALLOW', 'DENY', 'AUDIT', undefined, 0, 1, 2], (action) =>
      annotated({ 'istio.io/dry-run': 'true' }, { action, rules: [{}] }),
    ),
    'dry run of another kind': virtualService(
      { hosts: ['reviews'], http: [{ route: [destination] }] },
      { annotations: { 'istio.io/dry-run': 'true' } },
    ),
    ...each(
      'internal annotation',
      [
        'internal.istio.io/webhook-always-reject',
        'internal.istio.io/parent-namespace',
        'internal.istio.io/parents',
        'internal.istio.io/other',
      ],
      (name) => annotated({ [name]: 'a' }),
    ),
    'an internal annotation that is null': annotated({ 'internal.istio.io/parents': null }),
  },
};

export default grid;
