import { client, egressGateway } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const STRICT = 'strict/checkout';
const GATEWAY = 'istio-system/istio-egressgateway';
const HOST = 'www.wikipedia.org';

const PAST = 'the page loads, directly and past the gateway';
const REFUSED = 'with REGISTRY_ONLY the connection is closed';

scenario({
  title: 'Rules for a host that is not in the registry are never asked',
  manifests: [
    ...egressGateway(),
    ...client('shop', 'checkout'),
    ...client('strict', 'checkout'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name: 'strict', namespace: 'strict' },
      spec: { egress: [{ hosts: ['*/*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
    },
    ...rules('CDI0201', 'wrong'),
  ],
  externals: [{ hosts: [HOST], ports: { 443: 'tls' } }],
  verdict: [{ text: 'IST0101 VirtualService', reason: 'of the second hop; the first gets no message' }],
  check: { code: 'CDI0201', reported: ['VirtualService istio-system/wikipedia'] },
  requests: [
    {
      name: PAST,
      from: CALLER,
      url: `https://${HOST}/`,
      expect: {
        status: 200,
        sees: { peer: CALLER },
        accessLog: [
          { proxy: CALLER, cluster: 'PassthroughCluster' },
          { proxy: GATEWAY, seen: false },
        ],
      },
    },
    {
      name: REFUSED,
      from: STRICT,
      url: `https://${HOST}/`,
      expect: { failed: 'connection closed', accessLog: [{ proxy: STRICT, cluster: 'BlackHoleCluster' }] },
    },
  ],
  negatives: [
    {
      change: 'there is a ServiceEntry',
      mutate: putRight('CDI0201'),
      because: {
        [PAST]: { status: 200, sees: { peer: GATEWAY } },
        [REFUSED]: { status: 200, sees: { peer: GATEWAY } },
      },
      reported: [],
    },
  ],
});
