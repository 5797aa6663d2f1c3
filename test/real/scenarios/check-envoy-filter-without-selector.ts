import { application, client, ingressGateway } from '../base';
import type { Expectation } from '../expectation';
import { rules } from '../fixture';
import type { Manifest } from '../manifest';
import { scenario } from '../scenario';

const EVERYWHERE = 'a filter of the root namespace patches the sidecars of another namespace';
const AT_GATEWAY = 'and the gateway';
const IN_NAMESPACE = 'a filter of a namespace patches all of its sidecars';
const OTHERS = 'and no others';

/** Writes its name into answers, whatever proxy it is in. */
const filter = (namespace: string): Manifest => ({
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'EnvoyFilter',
  metadata: { name: 'mark', namespace },
  spec: {
    configPatches: [
      {
        applyTo: 'HTTP_FILTER',
        match: { listener: { filterChain: { filter: { name: 'envoy.filters.network.http_connection_manager' } } } },
        patch: {
          operation: 'INSERT_FIRST',
          value: {
            name: `mark.${namespace}`,
            typed_config: {
              '@type': 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua',
              default_source_code: {
                inline_string: `function envoy_on_response(handle) handle:headers():replace("x-${namespace}", "patched") end`,
              },
            },
          },
        },
      },
    ],
  },
});

const patchedBy = (root: string | null, shop: string | null): Expectation => ({
  status: 200,
  header: { 'x-istio-system': root, 'x-shop': shop },
});

scenario({
  title: 'An EnvoyFilter without a selector patches every proxy of its namespace, or of the mesh',
  manifests: [
    ...ingressGateway(),
    ...client('shop', 'checkout'),
    ...client('blog', 'reader'),
    ...application('shop', 'reviews', 8080, ['v1']),
    ...application('blog', 'posts', 8080, ['v1']),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'blog', namespace: 'blog' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['blog.example.com'] }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'blog', namespace: 'blog' },
      spec: {
        hosts: ['blog.example.com'],
        gateways: ['blog'],
        http: [
          { match: [{ uri: { exact: '/redirect' } }], redirect: { uri: '/' } },
          { route: [{ destination: { host: 'posts', port: { number: 8080 } } }] },
        ],
      },
    },
    ...rules('CDI0303', 'wrong'),
    filter('istio-system'),
    filter('shop'),
  ],
  verdict: [{ text: 'EnvoyFilter exposes internal implementation details', reason: 'true of each of them' }],
  check: {
    code: 'CDI0303',
    reported: ['EnvoyFilter shop/keepalive', 'EnvoyFilter istio-system/mark', 'EnvoyFilter shop/mark'],
  },
  requests: [
    { name: EVERYWHERE, from: 'blog/reader', url: 'http://posts:8080/', expect: patchedBy('patched', null) },
    {
      name: AT_GATEWAY,
      url: 'http://blog.example.com/redirect',
      expect: { status: 301, header: { 'x-istio-system': 'patched', 'x-shop': null } },
    },
    { name: IN_NAMESPACE, from: 'shop/checkout', url: 'http://reviews:8080/', expect: patchedBy('patched', 'patched') },
    { name: OTHERS, from: 'blog/reader', url: 'http://posts:8080/again', expect: patchedBy('patched', null) },
  ],
  negatives: [
    {
      change: 'the filters select the pods that are meant',
      mutate: (manifests) => {
        for (const { spec } of manifests.filter(({ kind }) => kind === 'EnvoyFilter')) {
          spec!.workloadSelector = { labels: { app: 'nothing-else' } };
        }
      },
      because: {
        [EVERYWHERE]: patchedBy(null, null),
        [AT_GATEWAY]: { status: 301, header: { 'x-istio-system': null } },
        [IN_NAMESPACE]: patchedBy(null, null),
      },
      reported: [],
    },
  ],
});
