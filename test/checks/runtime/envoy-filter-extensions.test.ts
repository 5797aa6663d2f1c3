import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import { testCases, textsOf } from '../found';

const filter = (applyTo: string, operation: string, value?: object): Manifest =>
  manifest('EnvoyFilter', 'istio-system/patch', {
    workloadSelector: { labels: { istio: 'ingressgateway' } },
    configPatches: [{ applyTo, patch: { operation, value } }],
  });
const typed = (name: string, type: string, more: object = {}): object => ({
  name,
  typed_config: { '@type': `type.googleapis.com/${type}`, ...more },
});
const hcm = (more: object): object => typed('envoy.filters.network.http_connection_manager', HCM, more);

const HCM = 'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
const AT = 'spec.configPatches[0].patch.value';
const RAW = { name: 'envoy.transport_sockets.raw_buffer' };
const FILE = { name: 'envoy.access_loggers.file' };

const grid: readonly [name: string, manifest: Manifest, paths: readonly string[]][] = [
  [
    'listener filters, of which one has a type',
    filter('LISTENER', 'MERGE', {
      listener_filters: [
        { name: 'envoy.filters.listener.tls_inspector' },
        typed('p', 'envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol'),
      ],
    }),
    ['.listener_filters[0]'],
  ],
  ['names as JSON has them', filter('LISTENER', 'MERGE', { accessLog: [FILE] }), ['.accessLog[0]']],
  [
    'access loggers in a typed filter',
    filter('NETWORK_FILTER', 'MERGE', hcm({ access_log: [FILE] })),
    ['.typed_config.access_log[0]'],
  ],
  ['a whole filter without a type', filter('HTTP_FILTER', 'INSERT_BEFORE', { name: 'envoy.filters.http.cors' }), ['']],
  ['a listener filter of its own', filter('LISTENER_FILTER', 'INSERT_FIRST', { name: 'x' }), ['']],
  ['what is merged may be a part', filter('HTTP_FILTER', 'MERGE', { name: 'envoy.filters.http.cors' }), []],
  ['also below', filter('CLUSTER', 'MERGE', { transport_socket: RAW }), []],
  ['but not in what is added', filter('CLUSTER', 'ADD', { name: 'x', transport_socket: RAW }), ['.transport_socket']],
  [
    'in lists of what is merged',
    filter('CLUSTER', 'MERGE', { transport_socket_matches: [{ name: 'a', transport_socket: RAW }] }),
    ['.transport_socket_matches[0].transport_socket'],
  ],
  [
    'predicates of retries',
    filter('HTTP_ROUTE', 'MERGE', {
      route: { retry_policy: { retry_host_predicate: [{ name: 'envoy.retry_host_predicates.previous_hosts' }] } },
    }),
    ['.route.retry_policy.retry_host_predicate[0]'],
  ],
  [
    'tracers',
    filter('NETWORK_FILTER', 'REPLACE', hcm({ tracing: { provider: { name: 'envoy.tracers.zipkin' } } })),
    ['.typed_config.tracing.provider'],
  ],
  ['what is removed', filter('HTTP_FILTER', 'REMOVE', { name: 'envoy.filters.http.cors' }), []],
  ['what is optional is left out', filter('HTTP_FILTER', 'INSERT_FIRST', { name: 'x', is_optional: true }), []],
  [
    'configuration that is discovered',
    filter('HTTP_FILTER', 'INSERT_FIRST', { name: 'x', config_discovery: { config_source: { ads: {} } } }),
    [],
  ],
  [
    'clusters of an own type',
    filter('CLUSTER', 'ADD', { name: 'x', cluster_type: { name: 'envoy.cluster.original_dst' } }),
    [],
  ],
  ['the old field has a message of its own', filter('HTTP_FILTER', 'INSERT_FIRST', { name: 'x', config: {} }), []],
  [
    'per-route configuration, which is typed by itself',
    filter('HTTP_ROUTE', 'MERGE', {
      typed_per_filter_config: {
        'envoy.filters.http.buffer': {
          '@type': 'type.googleapis.com/envoy.extensions.filters.http.buffer.v3.BufferPerRoute',
          disabled: true,
        },
      },
    }),
    [],
  ],
  [
    'types that are not known',
    filter('HTTP_FILTER', 'INSERT_FIRST', typed('x', 'example.Own', { access_log: [FILE] })),
    [],
  ],
  [
    'values that are no objects',
    filter('LISTENER', 'MERGE', { listener_filters: ['x', null] as unknown as object }),
    [],
  ],
];

testCases(
  'CDI032',
  grid.map(([name, each, paths]) => ({
    name,
    manifests: [each],
    finds: paths.map((path) => `CDI0320 error EnvoyFilter istio-system/patch ${AT}${path}`),
  })),
);

describe('what is said', () => {
  const said = (applyTo: string, name: string): [string, string][] =>
    textsOf('CDI032', [filter(applyTo, 'ADD', { name })]);
  const message = (name: string, what: string): string =>
    `"${name}" has no typed_config. Envoy no longer finds extensions by their name: it refuses the patched ${what} with "Didn't find a registered implementation".`;

  test('of an extension whose type is known', () => {
    expect(said('LISTENER_FILTER', 'envoy.filters.listener.tls_inspector')).toEqual([
      [
        message('envoy.filters.listener.tls_inspector', 'listener'),
        'Write typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector }.',
      ],
    ]);
  });

  test('of one that needs more', () => {
    expect(textsOf('CDI032', [filter('LISTENER', 'MERGE', { access_log: [FILE] })])).toEqual([
      [
        message('envoy.access_loggers.file', 'listener'),
        'Write typed_config: { "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog }, with path.',
      ],
    ]);
  });

  test('of others', () => {
    expect(textsOf('CDI032', [filter('CLUSTER', 'ADD', { name: 'x', transport_socket: { name: 'own' } })])).toEqual([
      [
        message('own', 'cluster'),
        'Write typed_config with the "@type" of the extension, as its page in the documentation of Envoy shows it.',
      ],
    ]);
  });
});
