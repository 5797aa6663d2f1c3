import { envoyFilter } from '../../../lib/checks/webhook/envoy-filter';
import { said } from './said';

const LUA = 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua';
/** Without what is said of every EnvoyFilter. */
const filter = (...configPatches: unknown[]): string[] => said(envoyFilter, { configPatches }).slice(1);
const value = (applyTo: string, it: unknown): string[] =>
  filter({ applyTo, patch: { operation: 'MERGE', value: it } }).map((line) =>
    line.replace('spec.configPatches[0].patch.value', '~'),
  );

test('every filter is warned of', () => {
  expect(said(envoyFilter, {})).toEqual(['warning spec']);
});

test('a wrong selector is all that is said', () => {
  expect(said(envoyFilter, { workloadSelector: { labels: { app: '*' } }, configPatches: [{}] })).toEqual([
    'error spec.workloadSelector.labels.app',
  ]);
});

test('a patch that is right', () => {
  expect(
    filter({
      applyTo: 'HTTP_FILTER',
      match: { listener: { filterChain: { filter: { name: 'envoy.filters.network.http_connection_manager' } } } },
      patch: {
        operation: 'INSERT_FIRST',
        value: { name: 'tag', typed_config: { '@type': LUA, defaultSourceCode: { inline_string: '--' } } },
      },
    }),
  ).toEqual([]);
});

test('what a patch must have', () => {
  expect(
    filter(
      {},
      { applyTo: 'CLUSTER' },
      { applyTo: 'CLUSTER', patch: {} },
      { applyTo: 'CLUSTER', patch: { operation: 'ADD' } },
      { applyTo: 'CLUSTER', patch: { operation: 'REMOVE' } },
      { match: { context: 'WAYPOINT' } },
    ),
  ).toEqual([
    'error spec.configPatches[0].applyTo',
    'error spec.configPatches[1].patch',
    'error spec.configPatches[2].patch.operation',
    'error spec.configPatches[3].patch.value',
  ]);
});

test('matches', () => {
  const patch = { operation: 'MERGE', value: {} };
  const chain = (it: unknown): unknown => ({ listener: { filterChain: { filter: it } } });
  expect(
    filter(
      { applyTo: 'CLUSTER', match: { listener: {}, proxy: { proxyVersion: '(' } }, patch },
      { applyTo: 'CLUSTER', match: { proxy: { proxyVersion: '1'.repeat(1025) } }, patch },
      { applyTo: 'LISTENER', match: chain({ subFilter: {} }), patch },
      {
        applyTo: 'HTTP_FILTER',
        match: chain({ name: 'envoy.tcp_proxy', subFilter: { name: 'envoy.router' } }),
        patch: { operation: 'REMOVE' },
      },
    ),
  ).toEqual([
    'error spec.configPatches[0].match.proxy.proxyVersion',
    'error spec.configPatches[0].match.listener',
    'warning spec.configPatches[1].match.proxy.proxyVersion',
    'warning spec.configPatches[2].match.listener.filterChain.filter',
    'error spec.configPatches[2].match.listener.filterChain.filter.name',
    'error spec.configPatches[2].match.listener.filterChain.filter.subFilter',
    'error spec.configPatches[2].match.listener.filterChain.filter.subFilter.name',
    'error spec.configPatches[3].match.listener.filterChain.filter.name',
    'warning spec.configPatches[3].match.listener.filterChain.filter.name',
    'warning spec.configPatches[3].match.listener.filterChain.filter.subFilter.name',
  ]);
});

test('values', () => {
  expect(
    value('CLUSTER', {
      name: 1,
      type: 'STRICT_DSN',
      conect_timeout: '1s',
      connect_timeout: 5,
      respect_dns_ttl: 'true',
      per_connection_buffer_limit_bytes: -1,
      filters: {},
      metadata: { filter_metadata: { a: 1 } },
      load_assignment: { endpoints: [{}, { lb_endpoints: [{ endpoint: 'a' }] }] },
      preconnect_policy: { predictive_preconnect_ratio: 'x' },
      transport_socket: { name: 'tls' },
      typed_extension_protocol_options: { a: {} },
    }),
  ).toEqual([
    'error ~.name',
    'error ~.type',
    'warning ~.conect_timeout',
    'error ~.connect_timeout',
    'error ~.respect_dns_ttl',
    'error ~.per_connection_buffer_limit_bytes',
    'error ~.filters',
    'error ~.metadata.filter_metadata.a',
    'error ~.load_assignment.endpoints[1].lb_endpoints[0].endpoint',
    'error ~.preconnect_policy.predictive_preconnect_ratio',
    'warning ~.transport_socket',
    'error ~.typed_extension_protocol_options.a.@type',
  ]);
});

test('types', () => {
  const typed = (typed_config: unknown): string[] => value('HTTP_FILTER', { name: 'a', typed_config });
  expect([
    ...typed('a'),
    ...typed({}),
    ...typed({ '@type': 'type.googleapis.com/envoy.config.filter.http.lua.v2.Lua' }),
    ...typed({ '@type': 'type.googleapis.com/envoy.Nothing' }),
    ...typed({ '@type': LUA, inline_cod: 'a', default_source_code: { inline_string: 1 } }),
    ...typed({ '@type': 'type.googleapis.com/google.protobuf.Duration' }),
    ...typed({ '@type': 'type.googleapis.com/google.protobuf.Duration', value: '5' }),
  ]).toEqual([
    'error ~.typed_config',
    'error ~.typed_config.@type',
    'error ~.typed_config.@type',
    'error ~.typed_config.@type',
    'warning ~.typed_config.inline_cod',
    'error ~.typed_config.default_source_code.inline_string',
    'error ~.typed_config.value',
    'error ~.typed_config.value',
  ]);
});
