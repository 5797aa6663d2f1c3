import { Chart, Testing } from 'cdk8s';
import type { EnvoyFilterProps } from 'cdk8s-istio';
import { EnvoyFilter, networking } from 'cdk8s-istio';

const { EnvoyFilterApplyTo, EnvoyFilterPatchContext, EnvoyFilterPatchOperation } = networking;

const patch: networking.EnvoyFilterEnvoyConfigObjectPatch = {
  applyTo: EnvoyFilterApplyTo.CLUSTER,
  match: { context: EnvoyFilterPatchContext.GATEWAY },
  patch: { operation: EnvoyFilterPatchOperation.MERGE, value: { per_connection_buffer_limit_bytes: 65536 } },
};
const base: EnvoyFilterProps = { workloadSelector: { labels: { app: 'shop' } }, configPatches: [patch] };

function filterOf(props: object): EnvoyFilter {
  return new EnvoyFilter(new Chart(Testing.app(), 'shop', { namespace: 'shop' }), 'Filter', props);
}

function specOf(props: object): unknown {
  return Testing.synth(Chart.of(filterOf(props)))[0].spec;
}

function errorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

describe('an EnvoyFilter', () => {
  test('changes the pods with some labels', () => {
    expect(specOf({ ...base, priority: -5 })).toEqual({
      workloadSelector: { labels: { app: 'shop' } },
      priority: -5,
      configPatches: [patch],
    });
  });

  test('changes the proxies of what it is attached to', () => {
    const targetRefs = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }];
    expect(specOf({ targetRefs, configPatches: [patch] })).toEqual({ targetRefs, configPatches: [patch] });
  });

  test('changes a whole namespace only if that is said', () => {
    expect(specOf({ appliesToWholeNamespace: true, configPatches: [patch] })).toEqual({ configPatches: [patch] });
  });

  test('keeps null in what is written for Envoy', () => {
    const value = { typed_config: null, list: [null, 1], nested: { off: null } };
    const withNull = { ...patch, patch: { operation: EnvoyFilterPatchOperation.MERGE, value } };
    expect(specOf({ ...base, configPatches: [withNull] })).toEqual({ ...base, configPatches: [withNull] });
  });

  test('merges a part of what is there, and adds what has its type', () => {
    const configPatches = [
      {
        applyTo: EnvoyFilterApplyTo.LISTENER,
        patch: {
          operation: EnvoyFilterPatchOperation.MERGE,
          value: {
            listener_filters: [
              {
                name: 'envoy.filters.listener.proxy_protocol',
                typed_config: {
                  '@type': 'type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol',
                },
              },
            ],
          },
        },
      },
      {
        applyTo: EnvoyFilterApplyTo.CLUSTER,
        patch: {
          operation: EnvoyFilterPatchOperation.MERGE,
          value: { transport_socket: { name: 'envoy.transport_sockets.tls' } },
        },
      },
    ];
    expect(specOf({ ...base, configPatches })).toEqual({ ...base, configPatches });
  });

  test('grows', () => {
    const filter = filterOf({ workloadSelector: base.workloadSelector });
    filter.addConfigPatch(patch);
    expect(errorOf(() => filter.addConfigPatch({ ...patch, applyTo: undefined }))).toBe(
      'shop/Filter (EnvoyFilter): 1 problem\n  configPatches[1].applyTo: is required: it says what to change, for example networking.EnvoyFilterApplyTo.NETWORK_FILTER.',
    );
    expect(Testing.synth(Chart.of(filter))[0].spec).toEqual(base);
  });

  test('needs a patch', () => {
    expect(filterOf({ workloadSelector: base.workloadSelector }).node.validate()).toEqual([
      'EnvoyFilter has no patch. Give it one: configPatches: [{ applyTo: ..., patch: ... }].',
    ]);
    expect(filterOf(base).node.validate()).toEqual([]);
  });
});

describe('rejects', () => {
  const tooWide =
    'so the filter would change every proxy of its namespace, and in the root namespace every proxy of the mesh. ' +
    "Write { labels: { app: 'shop' } }; to patch all of them, write appliesToWholeNamespace: true.";
  const changed = (applyTo: string, operation: string, value?: object): object => ({
    ...base,
    configPatches: [{ applyTo, patch: { operation, value } }],
  });

  test.each<[string, object, string]>([
    ['a filter without a selector', { configPatches: [patch] }, `workloadSelector: is missing, ${tooWide}`],
    [
      'a selector without labels',
      { workloadSelector: { labels: {} }, configPatches: [patch] },
      `workloadSelector: {"labels":{}} names no label, ${tooWide}`,
    ],
    ['no target', { targetRefs: [], configPatches: [patch] }, `workloadSelector: is missing, ${tooWide}`],
    [
      'a selector and a target',
      { ...base, targetRefs: [{ kind: 'Service', name: 'shop' }] },
      'workloadSelector, targetRefs: only one of workloadSelector, targetRefs can be set.',
    ],
    [
      'a selector that is contradicted',
      { ...base, appliesToWholeNamespace: true },
      'appliesToWholeNamespace: contradicts workloadSelector and targetRefs. Omit it.',
    ],
    [
      'a label that is no string',
      { ...base, workloadSelector: { labels: { version: 1 } } },
      'workloadSelector.labels.version: 1 is not a string. Write "1".',
    ],
    [
      'a priority that is none',
      { ...base, priority: 1.5 },
      'priority: 1.5 is not a priority (a whole number, -2147483648 to 2147483647).',
    ],
    [
      'patches that are no list',
      { ...base, configPatches: patch },
      `configPatches: ${JSON.stringify(patch).slice(0, 77)}... is not a list. Write [{ applyTo: ..., match: ..., patch: ... }].`,
    ],
    [
      'an unknown field',
      { ...base, configPatches: [{ ...patch, aplyTo: 'CLUSTER' }] },
      'configPatches[0].aplyTo: unknown field of EnvoyFilter.EnvoyConfigObjectPatch. Did you mean applyTo?',
    ],
    [
      'a patch that does nothing',
      { ...base, configPatches: [{ applyTo: 'CLUSTER' }] },
      'configPatches[0].patch.operation: is required: it says how to change it, for example networking.EnvoyFilterPatchOperation.MERGE.',
    ],
    [
      'a patch without a value',
      changed('CLUSTER', 'MERGE'),
      "configPatches[0].patch.value: is needed for MERGE. Write the part of Envoy's configuration.",
    ],
    [
      'a patch for sidecars with the labels of a gateway',
      {
        workloadSelector: { labels: { istio: 'ingressgateway' } },
        configPatches: [patch, { ...patch, match: { context: EnvoyFilterPatchContext.SIDECAR_OUTBOUND } }],
      },
      'configPatches[1].match.context: SIDECAR_OUTBOUND is for sidecars, and workloadSelector selects a gateway, so the patch would never be applied. Write GATEWAY.',
    ],
    [
      'an added route',
      changed('HTTP_ROUTE', 'ADD', {}),
      'configPatches[0].patch.operation: Istio ignores ADD for HTTP_ROUTE. Write MERGE.',
    ],
    [
      'a replaced cluster',
      { ...changed('CLUSTER', 'REPLACE', {}), priority: 1 },
      'configPatches[0].patch.operation: Istio ignores REPLACE for CLUSTER; it only supports it for NETWORK_FILTER, HTTP_FILTER, VIRTUAL_HOST. Write MERGE.',
    ],
    [
      'a place that depends on other filters',
      changed('HTTP_FILTER', 'INSERT_BEFORE', {}),
      'configPatches[0].patch.operation: INSERT_BEFORE depends on other EnvoyFilters that are applied before. Set the order with priority: 10.',
    ],
    [
      'a listener filter without its type',
      changed('LISTENER', 'MERGE', { listener_filters: [{ name: 'envoy.filters.listener.proxy_protocol' }] }),
      'configPatches[0].patch.value.listener_filters[0]: "envoy.filters.listener.proxy_protocol" has no typed_config. Envoy no longer finds extensions by their name: it refuses the patched listener with "Didn\'t find a registered implementation". Write typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol }.',
    ],
    [
      'a transport socket of an added cluster without its type',
      changed('CLUSTER', 'ADD', { name: 'own', transport_socket: { name: 'own' } }),
      'configPatches[0].patch.value.transport_socket: "own" has no typed_config. Envoy no longer finds extensions by their name: it refuses the patched cluster with "Didn\'t find a registered implementation". Write typed_config with the "@type" of the extension, as its page in the documentation of Envoy shows it.',
    ],
  ])('%s', (_, props, message) => {
    expect(errorOf(() => filterOf(props))).toBe(`shop/Filter (EnvoyFilter): 1 problem\n  ${message}`);
  });
});
