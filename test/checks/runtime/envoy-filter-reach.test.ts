import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, deployment, INJECTED, manifest, namespace, workload } from '../../manifests';
import { testCases, textsOf } from '../found';

testCases('CDI', [
  ...(
    [
      ['shop', ['GATEWAY'], ['CDI0305 warning EnvoyFilter shop/f metadata.namespace']],
      [
        'shop',
        ['GATEWAY', 'ANY'],
        [
          'CDI0303 warning EnvoyFilter shop/f spec.workloadSelector',
          'CDI0307 warning EnvoyFilter shop/f spec.configPatches[0].match.context',
        ],
      ],
      ['shop', ['SIDECAR_INBOUND'], ['CDI0303 warning EnvoyFilter shop/f spec.workloadSelector']],
      ['istio-system', ['GATEWAY'], ['CDI0303 warning EnvoyFilter istio-system/f spec.workloadSelector']],
      // Nothing is known of the pods there.
      ['ingress', ['GATEWAY'], ['CDI0303 warning EnvoyFilter ingress/f spec.workloadSelector']],
    ] as const
  ).map(([namespace, contexts, found]) => ({
    name: `a filter in ${namespace} for ${contexts.join(' and ')}`,
    manifests: [
      deployment('shop/web', {}),
      manifest('EnvoyFilter', `${namespace}/f`, {
        configPatches: contexts.map((context) => ({ applyTo: 'CLUSTER', match: { context } })),
      }),
    ],
    finds: found,
  })),
  {
    name: 'a filter of the root namespace with targetRefs is limited',
    manifests: [
      manifest('EnvoyFilter', 'istio-system/a', {
        targetRefs: [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'w' }],
        configPatches: [],
      }),
      manifest('EnvoyFilter', 'istio-system/b', { configPatches: [] }),
    ],
    finds: ['CDI0303 warning EnvoyFilter istio-system/b spec.workloadSelector'],
  },
]);

test.each<[string[], string]>([
  [['GATEWAY', 'GATEWAY'], 'every gateway of namespace shop, including those added later.'],
  [['SIDECAR_INBOUND'], 'every sidecar of namespace shop, including those added later.'],
  [['GATEWAY', 'SIDECAR_INBOUND'], 'every proxy of namespace shop, including gateways and those added later.'],
])('CDI0303 says which proxies a filter for %j patches', (contexts, reach) => {
  const filter = manifest('EnvoyFilter', 'shop/a', {
    configPatches: contexts.map((context) => ({ applyTo: 'HTTP_FILTER', match: { context }, patch: {} })),
  });
  expect(textsOf('CDI0303', [filter])).toEqual([
    [
      `The EnvoyFilter has no workloadSelector, so it patches ${reach} If a patch is invalid for a proxy, the proxy rejects every patched listener, ` +
        'route or cluster, and keeps its old configuration.',
      'Write workloadSelector.labels with the labels of the pods to patch.',
    ],
  ]);
});

test('it says why a filter does nothing', () => {
  const filter = manifest('EnvoyFilter', 'shop/f', {
    configPatches: [{ applyTo: 'CLUSTER', match: { context: 'GATEWAY' } }],
  });
  expect(textsOf('CDI0305', [deployment('shop/web', {}), filter])).toEqual([
    [
      'All patches are for gateways (context: GATEWAY), but no pod in namespace shop is a gateway. Outside the root namespace an EnvoyFilter patches only proxies of its own namespace, so this one has no effect.',
      "Move it to the namespace of the gateway's pods, and select them with workloadSelector.labels.",
    ],
  ]);
});

describe('the contexts of patches', () => {
  const patches = (...contexts: (string | undefined)[]): object[] =>
    contexts.map((context) => ({ applyTo: 'HTTP_FILTER', match: context && { context } }));
  const filter = (key: string, labels: object | undefined, configPatches: object[]): Manifest =>
    manifest('EnvoyFilter', key, { workloadSelector: labels && { labels }, configPatches });
  const all = [
    namespace('shop', INJECTED),
    deployment('shop/web', { app: 'web' }),
    workload('edge/gateway', {
      labels: { app: 'gateway', 'sidecar.istio.io/inject': 'true' },
      annotations: { 'inject.istio.io/templates': 'gateway' },
      spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
    }),
  ];
  const at = (key: string, i: number): string =>
    `CDI0307 warning EnvoyFilter ${key} spec.configPatches[${i}].match.context`;

  testCases('CDI0307', [
    ...(
      [
        ['shop/f', { app: 'web' }, ['GATEWAY'], [at('shop/f', 0)]],
        ['shop/f', { app: 'web' }, ['SIDECAR_INBOUND', 'GATEWAY', 'GATEWAY'], [at('shop/f', 1)]],
        ['shop/f', { app: 'web' }, ['SIDECAR_INBOUND', 'SIDECAR_OUTBOUND', 'ANY', undefined], []],
        ['edge/f', { app: 'gateway' }, ['SIDECAR_OUTBOUND'], [at('edge/f', 0)]],
        ['edge/f', { app: 'gateway' }, ['GATEWAY', 'ANY'], []],
        ['istio-system/f', { app: 'gateway' }, ['SIDECAR_INBOUND'], [at('istio-system/f', 0)]],
        ['istio-system/f', { app: 'web' }, ['GATEWAY'], [at('istio-system/f', 0)]],
        ['shop/f', undefined, ['SIDECAR_INBOUND', 'GATEWAY'], [at('shop/f', 1)]],
        ['edge/f', undefined, ['SIDECAR_INBOUND'], [at('edge/f', 0)]],
        ['istio-system/f', undefined, ['GATEWAY', 'SIDECAR_INBOUND'], []],
        // That no pod is selected is reported by itself.
        ['shop/f', { app: 'other' }, ['GATEWAY'], []],
        ['other/f', undefined, ['SIDECAR_INBOUND'], []],
      ] as const
    ).map(([key, labels, contexts, finds]) => ({
      name: `of ${key} for ${JSON.stringify(labels)}: ${contexts.join(', ')}`,
      manifests: [...all, filter(key, labels, patches(...contexts))],
      finds,
    })),
    {
      name: 'of a bootstrap',
      manifests: [...all, filter('shop/f', { app: 'web' }, [{ applyTo: 'BOOTSTRAP', match: { context: 'GATEWAY' } }])],
      finds: [],
    },
    {
      name: 'of pods without a proxy',
      manifests: [
        namespace('shop'),
        deployment('shop/web', { app: 'web' }),
        filter('shop/f', { app: 'web' }, patches('GATEWAY')),
      ],
      finds: [],
    },
  ]);

  test('are compared with the proxies that are selected', () => {
    const wrong = filter('shop/f', { app: 'web' }, patches('GATEWAY', 'GATEWAY', 'SIDECAR_INBOUND'));
    expect(textsOf('CDI0307', [...all, wrong])).toEqual([
      [
        'This patch is for gateways (context: GATEWAY). The pods that it selects (app=web) have sidecars, so it is never applied. The same applies to another patch.',
        'Write context: SIDECAR_INBOUND or SIDECAR_OUTBOUND if these pods are meant. Otherwise select gateways, in their own namespace.',
      ],
    ]);
  });

  test('are compared with the gateways that targetRefs name', () => {
    const edge = apiGateway('shop/edge', {
      gatewayClassName: 'istio',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
    });
    const target = (name: string, context: string): Manifest =>
      manifest('EnvoyFilter', 'shop/f', {
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }],
        configPatches: patches(context),
      });
    expect(textsOf('CDI0307', [edge, target('edge', 'SIDECAR_OUTBOUND')])).toEqual([
      [
        'This patch is for sidecars (context: SIDECAR_OUTBOUND). The pods of Gateway edge are gateways, so it is never applied.',
        'Write context: GATEWAY if these pods are meant. Otherwise select sidecars, in their own namespace.',
      ],
    ]);
    expect(textsOf('CDI0307', [edge, target('edge', 'GATEWAY')])).toEqual([]);
    expect(textsOf('CDI0307', [edge, target('edge', 'ANY')])).toEqual([]);
    expect(textsOf('CDI0307', [edge, target('other', 'SIDECAR_OUTBOUND')])).toEqual([]);
  });
});
