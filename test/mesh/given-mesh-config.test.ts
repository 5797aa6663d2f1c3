import { givenMeshConfig } from '../../lib/mesh/given-mesh-config';

/* The verdicts are those of istiod's own mesh.ApplyMeshConfigDefaults on the same texts. */

test.each([
  [{ outbound_traffic_policy: { mode: 'REGISTRY_ONLY' } }, { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }],
  [{ enable_auto_mtls: false }, { enableAutoMtls: false }],
  [{ rootNamespace: null, outboundTrafficPolicy: null }, {}],
  // The spelling of JSON counts.
  [
    { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' }, outbound_traffic_policy: { mode: 'ALLOW_ANY' } },
    { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
  ],
  [
    { defaultConfig: { gateway_topology: { num_trusted_proxies: '1' }, proxy_metadata: { ISTIO_META_X: 'true' } } },
    { defaultConfig: { gatewayTopology: { numTrustedProxies: 1 }, proxyMetadata: { ISTIO_META_X: 'true' } } },
  ],
  [
    { extension_providers: [{ name: 'x', envoy_ext_authz_http: { service: 'a.b', port: 9000 } }] },
    { extensionProviders: [{ name: 'x', envoyExtAuthzHttp: { service: 'a.b', port: 9000 } }] },
  ],
  [{ default_http_retry_policy: { attempts: '3' } }, { defaultHttpRetryPolicy: { attempts: 3 } }],
  [
    { proxyListenPort: 15001.0, connectTimeout: '5s' },
    { proxyListenPort: 15001, connectTimeout: '5s' },
  ],
  [
    { discoverySelectors: [{ matchLabels: { an_app: 'b' } }] },
    { discoverySelectors: [{ matchLabels: { an_app: 'b' } }] },
  ],
])('%j is taken', (given, config) => {
  expect(givenMeshConfig(given)).toEqual({ config, wrong: [], ignored: [] });
});

test.each([
  [
    { outboundTrafficPolicy: { mode: 'REGISTRY' } },
    '.outboundTrafficPolicy.mode: "REGISTRY" is not one of REGISTRY_ONLY, ALLOW_ANY, ALLOW_ANY_DYNAMIC_DNS. istiod refuses a MeshConfig with it.',
  ],
  [
    { outbound_traffic_policy: 'REGISTRY_ONLY' },
    '.outbound_traffic_policy: "REGISTRY_ONLY" is not an object. istiod refuses a MeshConfig with it.',
  ],
  [{ rootNamespace: 5 }, '.rootNamespace: 5 is not text. istiod refuses a MeshConfig with it.'],
  [{ enableAutoMtls: 'false' }, '.enableAutoMtls: "false" is not true or false. istiod refuses a MeshConfig with it.'],
  [{ defaultServiceExportTo: '*' }, '.defaultServiceExportTo: "*" is not a list. istiod refuses a MeshConfig with it.'],
  [
    { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: true } } },
    '.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE: true is not text. istiod refuses a MeshConfig with it.',
  ],
  [
    { default_config: { concurrency: 'two' } },
    '.default_config.concurrency: "two" is not a whole number. istiod refuses a MeshConfig with it.',
  ],
  [
    { connectTimeout: '5' },
    '.connectTimeout: "5" is not a duration with its unit, such as 5s. istiod refuses a MeshConfig with it.',
  ],
  [
    { h2UpgradePolicy: 'upgrade' },
    '.h2UpgradePolicy: "upgrade" is not one of DO_NOT_UPGRADE, UPGRADE. istiod refuses a MeshConfig with it.',
  ],
  [
    { discoverySelectors: [{ matchLabels: { a: 1 } }] },
    '.discoverySelectors[0].matchLabels.a: 1 is not text. istiod refuses a MeshConfig with it.',
  ],
  // It ignores what is misspelt, and nobody means that.
  [
    { outboundTraficPolicy: { mode: 'REGISTRY_ONLY' } },
    '.outboundTraficPolicy: unknown field of MeshConfig, which istiod ignores. Did you mean outboundTrafficPolicy?',
  ],
])('%j is refused', (given, text) => {
  const { wrong } = givenMeshConfig(given);
  expect(wrong.map(({ path, message }) => `${path}: ${message}`)).toEqual([text]);
});

test.each([
  [{ nonsense: 1 }, '.nonsense: MeshConfig has no such field, and istiod ignores it. Omit it.'],
  // Of releases that are out of support.
  [
    { disablePolicyChecks: true },
    '.disablePolicyChecks: MeshConfig has no such field, and istiod ignores it. Omit it.',
  ],
  [
    { outboundTrafficPolicy: { foo: 2 } },
    '.outboundTrafficPolicy.foo: OutboundTrafficPolicy has no such field, and istiod ignores it. Omit it.',
  ],
  [
    { default_config: { gatewayTopology: { numTrustedProxies: 1 } } },
    '.default_config: istiod reads this field by the name defaultConfig only, and ignores it here.',
  ],
  [
    { default_providers: { tracing: ['a'] } },
    '.default_providers: istiod reads this field by the name defaultProviders only, and ignores it here.',
  ],
])('%j has no effect', (given, text) => {
  const { config, wrong, ignored } = givenMeshConfig(given);
  expect(wrong).toEqual([]);
  expect(ignored.map(({ path, message }) => `${path}: ${message}`)).toEqual([text]);
  expect(Object.keys(config)).toEqual(Object.keys(given).filter((key) => key === 'outboundTrafficPolicy'));
});
