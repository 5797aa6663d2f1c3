import { deployment, manifest } from '../../manifests';
import { testCases, textsOf } from '../found';

testCases('CDI', [
  ...(
    [
      ['shop', ['GATEWAY'], 'CDI0305 warning EnvoyFilter shop/f metadata.namespace'],
      ['shop', ['GATEWAY', 'ANY'], 'CDI0303 warning EnvoyFilter shop/f spec.workloadSelector'],
      ['shop', ['SIDECAR_INBOUND'], 'CDI0303 warning EnvoyFilter shop/f spec.workloadSelector'],
      ['istio-system', ['GATEWAY'], 'CDI0303 warning EnvoyFilter istio-system/f spec.workloadSelector'],
      // Nothing is known of the pods there.
      ['ingress', ['GATEWAY'], 'CDI0303 warning EnvoyFilter ingress/f spec.workloadSelector'],
    ] as const
  ).map(([namespace, contexts, found]) => ({
    name: `a filter in ${namespace} for ${contexts.join(' and ')}`,
    manifests: [
      deployment('shop/web', {}),
      manifest('EnvoyFilter', `${namespace}/f`, {
        configPatches: contexts.map((context) => ({ applyTo: 'CLUSTER', match: { context } })),
      }),
    ],
    finds: [found],
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
