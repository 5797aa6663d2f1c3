import { application, ingressGateway } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const MARK = 'a patch for sidecars changes nothing in the gateway that is selected';

const filter: Manifest = {
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'EnvoyFilter',
  metadata: { name: 'mark', namespace: 'istio-system' },
  spec: {
    workloadSelector: { labels: { istio: 'ingressgateway' } },
    configPatches: [
      {
        applyTo: 'HTTP_FILTER',
        match: {
          context: 'SIDECAR_INBOUND',
          listener: { filterChain: { filter: { name: 'envoy.filters.network.http_connection_manager' } } },
        },
        patch: {
          operation: 'INSERT_FIRST',
          value: {
            name: 'mark',
            typed_config: {
              '@type': 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua',
              default_source_code: {
                inline_string: 'function envoy_on_response(handle) handle:headers():replace("x-mark", "patched") end',
              },
            },
          },
        },
      },
    ],
  },
};

scenario({
  title: 'An EnvoyFilter with a patch for sidecars that selects a gateway',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'shop', 8080, ['v1']),
    filter,
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: {
        hosts: ['shop.example.com'],
        gateways: ['shop'],
        http: [{ route: [{ destination: { host: 'shop', port: { number: 8080 } } }] }],
      },
    },
  ],
  verdict: [{ text: 'EnvoyFilter exposes internal implementation details', reason: 'true of each of them' }],
  check: { code: 'CDI0307', reported: ['EnvoyFilter istio-system/mark'] },
  requests: [
    {
      name: MARK,
      url: 'http://shop.example.com/',
      expect: { status: 200, backend: 'shop/shop-v1', header: { 'x-mark': null } },
    },
  ],
  negatives: [
    {
      change: 'the patch is for gateways',
      mutate: (manifests) => {
        find(manifests, 'EnvoyFilter').spec.configPatches[0].match.context = 'GATEWAY';
      },
      because: { [MARK]: { status: 200, header: { 'x-mark': 'patched' } } },
      reported: [],
    },
  ],
});
