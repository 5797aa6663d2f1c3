import { client, egressGateway } from '../base';
import { putRight, rules } from '../fixture';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const GATEWAY = 'istio-system/istio-egressgateway';
const HOST = 'www.wikipedia.org';

const REQUEST = 'every connection is closed: the gateway is unreachable for the sidecar';
const LISTENER = 'nothing listens on the gateway';

scenario({
  title: 'Sidecars send connections to a gateway that has no rule for where they go next',
  manifests: [...egressGateway(), ...client('shop', 'checkout'), ...rules('CDI0202', 'wrong')],
  externals: [{ hosts: [HOST], ports: { 443: 'tls' } }],
  check: { code: 'CDI0202', reported: ['VirtualService istio-system/wikipedia'] },
  requests: [
    {
      name: REQUEST,
      from: CALLER,
      url: `https://${HOST}/`,
      expect: { failed: 'connection closed', accessLog: [{ proxy: CALLER, flags: 'UF,URX' }] },
    },
    { name: LISTENER, to: GATEWAY, url: `https://${HOST}/`, expect: { failed: 'connection refused' } },
  ],
  negatives: [
    {
      change: 'there is a second rule, for the gateway',
      mutate: putRight('CDI0202'),
      because: {
        [REQUEST]: { status: 200, sees: { peer: GATEWAY } },
        [LISTENER]: { status: 200, sees: { peer: GATEWAY } },
      },
      reported: [],
    },
  ],
});
