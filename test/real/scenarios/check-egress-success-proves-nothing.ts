import { client, egressGateway } from '../base';
import { rules } from '../fixture';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const GATEWAY = 'istio-system/istio-egressgateway';
const HOST = 'www.wikipedia.org';

const THROUGH = 'a request goes through the gateway';
const UNKNOWN = 'one to a host that nobody has declared leaves directly, with the same answer';

scenario({
  title: 'Sidecars let out what they do not know, so an answer does not show that a request went through the gateway',
  manifests: [...egressGateway(), ...client('shop', 'checkout'), ...rules('CDI0204', 'wrong')],
  externals: [
    { hosts: [HOST], ports: { 443: 'tls' } },
    { hosts: ['www.wikimedia.org'], ports: { 443: 'tls' } },
  ],
  check: { code: 'CDI0204', reported: ['VirtualService istio-system/wikipedia'] },
  requests: [
    {
      name: THROUGH,
      from: CALLER,
      url: `https://${HOST}/`,
      expect: { status: 200, sees: { peer: GATEWAY }, accessLog: [{ proxy: GATEWAY, sni: HOST }] },
    },
    {
      name: UNKNOWN,
      from: CALLER,
      url: 'https://www.wikimedia.org/',
      expect: {
        status: 200,
        sees: { peer: CALLER },
        accessLog: [
          { proxy: CALLER, cluster: 'PassthroughCluster' },
          { proxy: GATEWAY, seen: false },
        ],
      },
    },
  ],
  negatives: [
    {
      change: 'a Sidecar of the root namespace says REGISTRY_ONLY',
      mutate: (manifests) => {
        manifests.push({
          apiVersion: 'networking.istio.io/v1',
          kind: 'Sidecar',
          metadata: { name: 'default', namespace: 'istio-system' },
          spec: { egress: [{ hosts: ['*/*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
        });
      },
      because: { [UNKNOWN]: { failed: 'connection closed' } },
      reported: [],
    },
    {
      change: 'the Sidecar of the clients says it',
      mutate: (manifests) => {
        manifests.push({
          apiVersion: 'networking.istio.io/v1',
          kind: 'Sidecar',
          metadata: { name: 'default', namespace: 'shop' },
          spec: { egress: [{ hosts: ['*/*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
        });
      },
      because: { [UNKNOWN]: { failed: 'connection closed' } },
      reported: [],
    },
  ],
});
