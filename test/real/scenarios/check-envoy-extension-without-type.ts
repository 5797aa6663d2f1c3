import { application, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const REFUSED = 'the gateway has no listener: Envoy refused it';

scenario({
  title: 'Envoy refuses a listener with an extension whose configuration has no type',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'web', 8080, ['v1']),
    ...rules('CDI0320', 'wrong'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        hosts: ['web.example.com'],
        gateways: ['istio-system/edge'],
        http: [{ route: [{ destination: { host: 'web', port: { number: 8080 } } }] }],
      },
    },
  ],
  mayBeRefused: /Didn't find a registered implementation for 'envoy.filters.listener.proxy_protocol' with type URL: ''/,
  verdict: [{ text: 'EnvoyFilter exposes internal implementation details', reason: 'true of each of them' }],
  check: { code: 'CDI0320', reported: ['EnvoyFilter istio-system/client-addresses'] },
  requests: [
    {
      name: REFUSED,
      url: 'http://web.example.com/',
      toldClient: '203.0.113.7',
      expect: { failed: 'connection refused' },
    },
  ],
  negatives: [
    {
      change: 'the type is written',
      mutate: putRight('CDI0320'),
      because: { [REFUSED]: { status: 200, backend: 'shop/web-v1' } },
      reported: [],
    },
  ],
});
