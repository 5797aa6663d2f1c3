import { client, egressGateway } from '../base';
import { putRight, rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const KNOWS_HOST = 'shop/checkout';
const OPEN = 'pay/ledger';
const STRICT = 'front/web';
const GATEWAY = 'istio-system/istio-egressgateway';
const HOST = 'www.wikipedia.org';
const URL = `https://${HOST}/`;

const PAST =
  'a client that knows the host and not the rules leaves past the gateway, although its mesh is REGISTRY_ONLY';
const UNKNOWN = 'so does one that knows neither, where unknown hosts are let out';
const REFUSED = 'and where they are not, its connection is closed';

const sidecar = (namespace: string, more: object = {}): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Sidecar',
  metadata: { name: namespace, namespace },
  spec: { egress: [{ hosts: ['./*'] }], ...more },
});

const importBoth = (name: string) => (manifests: Manifest[]) => {
  find(manifests, 'Sidecar', name).spec.egress[0].hosts.push(`istio-system/${HOST}`, `shop/${HOST}`);
};

scenario({
  title: 'A Sidecar without the rules for an egress gateway lets its pods leave past it, or not at all',
  manifests: [
    ...egressGateway(),
    ...client('shop', 'checkout'),
    ...client('pay', 'ledger'),
    ...client('front', 'web'),
    ...rules('CDI0119', 'wrong'),
    sidecar('pay', { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }),
    sidecar('front'),
  ],
  externals: [{ hosts: [HOST], ports: { 443: 'tls' } }],
  meshConfig: 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
  check: {
    code: 'CDI0119',
    reported: ['Sidecar front/front', 'Sidecar pay/pay', 'Sidecar shop/default'],
  },
  requests: [
    {
      name: PAST,
      from: KNOWS_HOST,
      url: URL,
      expect: {
        status: 200,
        sees: { peer: KNOWS_HOST },
        accessLog: [
          { proxy: KNOWS_HOST, cluster: `outbound|443||${HOST}` },
          { proxy: GATEWAY, seen: false },
        ],
      },
    },
    {
      name: UNKNOWN,
      from: OPEN,
      url: URL,
      expect: {
        status: 200,
        sees: { peer: OPEN },
        accessLog: [
          { proxy: OPEN, cluster: 'PassthroughCluster' },
          { proxy: GATEWAY, seen: false },
        ],
      },
    },
    {
      name: REFUSED,
      from: STRICT,
      url: URL,
      expect: { failed: 'connection closed', accessLog: [{ proxy: STRICT, cluster: 'BlackHoleCluster' }] },
    },
  ],
  negatives: [
    {
      change: 'the Sidecar of the first imports the rules',
      mutate: putRight('CDI0119'),
      because: { [PAST]: { status: 200, sees: { peer: GATEWAY } } },
      reported: ['Sidecar front/front', 'Sidecar pay/pay'],
    },
    {
      change: 'that of the second imports host and rules',
      mutate: importBoth('pay'),
      because: { [UNKNOWN]: { status: 200, sees: { peer: GATEWAY } } },
      reported: ['Sidecar front/front', 'Sidecar shop/default'],
    },
    {
      change: 'that of the third imports them',
      mutate: importBoth('front'),
      because: { [REFUSED]: { status: 200, sees: { peer: GATEWAY } } },
      reported: ['Sidecar pay/pay', 'Sidecar shop/default'],
    },
  ],
});
