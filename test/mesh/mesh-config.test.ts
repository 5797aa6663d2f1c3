import { meshConfig } from '../../lib/mesh/mesh-config';
import { Mesh } from '../../lib/mesh/reading/mesh';

const read = (given: Record<string, unknown>) => meshConfig(new Mesh([], [], { meshConfig: given }));

test('what is not said has the defaults of Istio', () => {
  expect(read({})).toEqual({
    defaultServiceExportTo: ['*'],
    defaultVirtualServiceExportTo: ['*'],
    defaultDestinationRuleExportTo: ['*'],
    serviceEntryVisibility: { applyToSidecars: false, byDefault: 'PUBLIC', policies: [] },
    outboundTrafficPolicy: 'ALLOW_ANY',
    enableAutoMtls: true,
    defaultTrafficPolicy: {},
    upgradesToHttp2: false,
    pathNormalization: 'BASE',
    ingressControllerMode: 'STRICT',
    ingressService: 'istio-ingressgateway',
    ingressClass: 'istio',
  });
});

test('what is said counts', () => {
  const policies = [{ visibility: 'NONE', matchingRules: [{ namespaceSelector: { matchLabels: { a: 'b' } } }, {}] }];
  expect(
    read({
      defaultServiceExportTo: ['.'],
      defaultVirtualServiceExportTo: ['a', '.'],
      defaultDestinationRuleExportTo: ['.'],
      serviceEntryVisibility: { applyToSidecars: true, defaultVisibility: 'NAMESPACE', policies },
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      enableAutoMtls: false,
      defaultHttpRetryPolicy: { attempts: 0 },
      defaultTrafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } },
      h2UpgradePolicy: 'UPGRADE',
      pathNormalization: { normalization: 'DECODE_AND_MERGE_SLASHES' },
      ingressControllerMode: 'OFF',
      ingressService: 'edge',
      ingressSelector: 'edge',
      ingressClass: 'edge',
    }),
  ).toEqual({
    defaultServiceExportTo: ['.'],
    defaultVirtualServiceExportTo: ['a', '.'],
    defaultDestinationRuleExportTo: ['.'],
    serviceEntryVisibility: {
      applyToSidecars: true,
      byDefault: 'NAMESPACE',
      policies: [{ visibility: 'NONE', namespaceSelectors: [{ matchLabels: { a: 'b' } }, undefined] }],
    },
    outboundTrafficPolicy: 'REGISTRY_ONLY',
    enableAutoMtls: false,
    defaultHttpRetryPolicy: { attempts: 0 },
    defaultTrafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } },
    upgradesToHttp2: true,
    pathNormalization: 'DECODE_AND_MERGE_SLASHES',
    ingressControllerMode: 'OFF',
    ingressService: 'edge',
    ingressSelector: 'edge',
    ingressClass: 'edge',
  });
});

test('what is no such setting is the default', () => {
  expect(
    read({
      defaultServiceExportTo: 'x',
      defaultVirtualServiceExportTo: [],
      outboundTrafficPolicy: 'REGISTRY_ONLY',
      pathNormalization: { normalization: 'DEFAULT' },
      serviceEntryVisibility: { policies: [null] },
      ingressService: 7,
      defaultTrafficPolicy: [],
    }),
  ).toEqual({
    ...read({}),
    serviceEntryVisibility: {
      applyToSidecars: false,
      byDefault: 'PUBLIC',
      policies: [{ visibility: 'PUBLIC', namespaceSelectors: [] }],
    },
  });
});
