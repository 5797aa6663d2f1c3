import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import type { Grid } from '../grid';

type Case = [string, Manifest[]];

const filter = (spec: unknown): Manifest[] => [manifest('EnvoyFilter', 'shop/reviews', spec)];
const patch = (each: unknown): Manifest[] => filter({ configPatches: [each] });
const value = (applyTo: string, it: unknown, operation: string = 'MERGE'): Manifest[] =>
  patch({ applyTo, patch: { operation, value: it } });
const cluster = (it: unknown): Manifest[] => value('CLUSTER', it);
const match = (applyTo: string, it: unknown): Manifest[] =>
  patch({ applyTo, match: it, patch: { operation: 'MERGE', value: {} } });
const inChain = (applyTo: string, it: unknown): Manifest[] =>
  match(applyTo, { listener: { filterChain: { filter: it } } });
const any = (it: unknown): Manifest[] => value('HTTP_FILTER', { name: 'a', typed_config: it }, 'INSERT_FIRST');
const type = (name: string, part: object = {}): Manifest[] => any({ '@type': `type.googleapis.com/${name}`, ...part });

const named = (about: string, make: (it: unknown) => Manifest[], values: Readonly<Record<string, unknown>>): Case[] =>
  Object.entries(values).map(([name, it]) => [`${about}: ${name}`, make(it)]);
const each = (about: string, values: readonly unknown[], make: (it: unknown) => Manifest[]): Case[] =>
  values.map((it) => [`${about} ${JSON.stringify(it)}`, make(it)]);

const MANAGER = 'envoy.filters.network.http_connection_manager';
const LUA = 'envoy.extensions.filters.http.lua.v3.Lua';
const APPLY_TO = [
  'LISTENER',
  'FILTER_CHAIN',
  'NETWORK_FILTER',
  'HTTP_FILTER',
  'ROUTE_CONFIGURATION',
  'VIRTUAL_HOST',
  'HTTP_ROUTE',
  'CLUSTER',
  'EXTENSION_CONFIG',
  'BOOTSTRAP',
  'LISTENER_FILTER',
];
const MATCHES = ['listener', 'routeConfiguration', 'cluster'];

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ...named('filter', filter, {
      empty: {},
      'no patch': { configPatches: [] },
      selector: { workloadSelector: { labels: { app: 'a' } } },
      'selector without labels': { workloadSelector: {} },
      'selector with an empty key': { workloadSelector: { labels: { '': 'a' } } },
      'selector with a wildcard': { workloadSelector: { labels: { app: '*' } } },
      'selector with a wildcard, and a wrong patch': {
        workloadSelector: { labels: { app: '*' } },
        configPatches: [{}],
      },
      'targetRefs of another kind': { targetRefs: [{ kind: 'Pod', name: '' }] },
      'selector and targetRefs': {
        workloadSelector: { labels: { app: 'a' } },
        targetRefs: [{ kind: 'Service', name: 'a' }],
      },
    }),
    ...named('patch', patch, {
      empty: {},
      'applyTo INVALID': { applyTo: 'INVALID', patch: { operation: 'MERGE', value: {} } },
      'without patch': { applyTo: 'CLUSTER' },
      'without operation': { applyTo: 'CLUSTER', patch: { value: {} } },
      'operation INVALID': { applyTo: 'CLUSTER', patch: { operation: 'INVALID', value: {} } },
      'without value': { applyTo: 'CLUSTER', patch: { operation: 'MERGE' } },
      'REMOVE without value': { applyTo: 'CLUSTER', patch: { operation: 'REMOVE' } },
      'REMOVE with a wrong value': { applyTo: 'CLUSTER', patch: { operation: 'REMOVE', value: { name: 1 } } },
      'a waypoint is not looked at': { match: { context: 'WAYPOINT' } },
      'other contexts are': { match: { context: 'GATEWAY' } },
      'match of waypoint': {
        applyTo: 'HTTP_FILTER',
        match: { waypoint: {} },
        patch: { operation: 'INSERT_FIRST', value: {} },
      },
    }),
    ...APPLY_TO.flatMap((applyTo): Case[] => [
      [`${applyTo} without match`, value(applyTo, {})],
      [`${applyTo} with an empty match`, match(applyTo, {})],
      ...MATCHES.map((of): Case => [`${applyTo} with a match of ${of}`, match(applyTo, { [of]: {} })]),
      [`${applyTo} with a filter`, inChain(applyTo, { name: MANAGER })],
      [`${applyTo} with a filter without name`, inChain(applyTo, {})],
      [`${applyTo} with a subFilter`, inChain(applyTo, { name: MANAGER, subFilter: { name: 'a' } })],
      [`${applyTo} with a name that is no text`, value(applyTo, { name: {} })],
      [`${applyTo} with a field that is not known`, value(applyTo, { nam: 'a' })],
    ]),
    ...named('subFilter', (it) => inChain('HTTP_FILTER', it), {
      'of the old manager': { name: 'envoy.http_connection_manager', subFilter: { name: 'a' } },
      'of another filter': { name: 'envoy.filters.network.tcp_proxy', subFilter: { name: 'a' } },
      'without name': { name: MANAGER, subFilter: {} },
      'with an old name': { name: MANAGER, subFilter: { name: 'envoy.router' } },
      'without filter': { subFilter: { name: 'a' } },
    }),
    ...each(
      'proxyVersion',
      ['', '^1\\.31.*', '(', '[', '(?=1)', '1.31'.repeat(257), '('.repeat(1025)],
      (proxyVersion) => match('CLUSTER', { proxy: { proxyVersion } }),
    ),
    ...named('message', cluster, {
      'field by its proto name': { connect_timeout: '1s' },
      'field by its JSON name': { connectTimeout: '1s' },
      'field by both, the second wrong': { connect_timeout: '1s', connectTimeout: 1 },
      'field by both, the first wrong': { connect_timeout: 1, connectTimeout: '1s' },
      null: { connect_timeout: null, name: null, lb_policy: null },
      'list instead of a message': { eds_cluster_config: [] },
      'text instead of a message': { eds_cluster_config: 'a' },
      'null in a list of messages': { filters: [null] },
      'message instead of a list': { filters: {} },
      'null instead of a list': { filters: null },
      'text instead of a map': { metadata: { filter_metadata: 'a' } },
      'map of structs': { metadata: { filter_metadata: { a: { b: [1, null, 'c'] } } } },
      'map of structs with a wrong one': { metadata: { filter_metadata: { a: 'b' } } },
      'two of a choice': { type: 'EDS', cluster_type: { name: 'a' } },
      'extension field': { '[a.b]': 1 },
      deep: {
        load_assignment: {
          endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { port_value: 'x' } } } }] }],
        },
      },
      'deep and right': {
        load_assignment: {
          endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { port_value: 80 } } } }] }],
        },
      },
    }),
    ...each('duration', ['1s', '0.5s', '1', '', '1d', '1h2m', '-1s', 1, {}, true], (it) =>
      cluster({ connect_timeout: it }),
    ),
    ...each('text', ['', 'a', 1, true, [], {}], (it) => cluster({ name: it })),
    ...each('boolean', [true, 'true', 0, '', {}], (it) => cluster({ respect_dns_ttl: it })),
    ...each('enum', ['EDS', 'eds', 'FOO', '', 0, 3, 99, 1.5, '0', true, 2 ** 31], (it) => cluster({ type: it })),
    ...each(
      'wrapped number',
      [0, 1, -1, 1.5, 4294967295, 4294967296, '7', ' 7', '07', '7.0', '-0', 'x', '', 'null', true, {}, { value: 1 }],
      (it) => cluster({ per_connection_buffer_limit_bytes: it }),
    ),
    ...each('number of 64 bits', [0, 1, -1, '1', 2 ** 63, '9223372036854775807', '9223372036854775808', 1e21], (it) =>
      value('LISTENER', {
        metadata: {},
        access_log: [{ filter: { duration_filter: { comparison: { value: { default_value: it } } } } }],
      }),
    ),
    ...each('double', [1.5, '1.5', 'NaN', 'Infinity', 'x', '', '1e400', '1e3', '.5', true], (it) =>
      cluster({ preconnect_policy: { per_upstream_preconnect_ratio: it } }),
    ),
    ...each('map with keys of numbers', [{ 1: 'a' }, { a: 'b' }], (it) => cluster({ foo: it })),
    ...each('bytes', ['', 'QQ==', 'QQ', 'Q', 'Q-_=', [65], [256], 1], (it) =>
      value('HTTP_ROUTE', { direct_response: { body: { inline_bytes: it } } }),
    ),
    ...named('any', any, {
      empty: {},
      text: 'a',
      list: [],
      null: null,
      '@type is no text': { '@type': 1 },
      '@type is null': { '@type': null },
      '@type is empty': { '@type': '' },
      'no prefix': { '@type': LUA },
      'another prefix': { '@type': `example.com/a/${LUA}` },
    }),
    ['type: right', type(LUA, { default_source_code: { inline_string: 'a' } })],
    ['type: wrong field', type(LUA, { default_source_code: { inline_string: 1 } })],
    ['type: field that is not known', type(LUA, { inline: 'a' })],
    ['type: not known', type('envoy.extensions.filters.http.luaa.v3.Lua')],
    ['type: v2', type('envoy.config.filter.http.lua.v2.Lua')],
    ['type: of nobody', type('Lua')],
    ['type: a part of a message', type('envoy.config.cluster.v3.Cluster.EdsClusterConfig', { service_name: 1 })],
    ['type: an enum', type('envoy.config.cluster.v3.Cluster.LbPolicy')],
    ...[
      'envoy.data.core.v3.HealthCheckEvent',
      'istio.networking.v1alpha3.Gateway',
      'google.rpc.Status',
      'google.protobuf.FieldMask',
    ].map((name): Case => [`type: ${name}`, type(name)]),
    ...['Struct', 'Empty', 'Duration', 'StringValue', 'Value', 'ListValue', 'Any', 'UInt32Value'].flatMap(
      (name): Case[] => [
        [`type: ${name} without value`, type(`google.protobuf.${name}`)],
        ...[{}, '5s', 5, [], null].map((it): Case => [
          `type: ${name} of ${JSON.stringify(it)}`,
          type(`google.protobuf.${name}`, { value: it }),
        ]),
      ],
    ),
    ['typed struct', type('udpa.type.v1.TypedStruct', { type_url: 'a', value: { a: 1 } })],
    ['typed struct with a wrong value', type('xds.type.v3.TypedStruct', { value: 'a' })],
    ...named(
      'manager',
      (it) => type('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', it as object),
      {
        right: {
          stat_prefix: 'a',
          http_filters: [{ name: 'a', typed_config: { '@type': `type.googleapis.com/${LUA}` } }],
        },
        'filter without type': { http_filters: [{ name: 'a', typed_config: {} }] },
        'filter with a wrong type': { http_filters: [{ name: 'a', typed_config: { '@type': 'a.b/c' } }] },
        'number of a route': { route_config: { virtual_hosts: [{ routes: [{ direct_response: { status: 'x' } }] }] } },
      },
    ),
    ...named('without typed_config', (it) => value('LISTENER_FILTER', it, 'INSERT_FIRST'), {
      'name only': { name: 'a' },
      'with config_discovery': { name: 'a', config_discovery: {} },
      'with null': { name: 'a', typed_config: null },
    }),
  ]),
};

export default grid;
