import { client, egressGateway } from '../base';
import { putRight, rules } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const GATEWAY = 'istio-system/istio-egressgateway';
const HOST = 'en.wikipedia.org';

const PAST = 'sidecars know nothing of the wildcard: the page loads past the gateway';
const NOTHING = 'the gateway has nothing to connect to';

scenario({
  title: 'A gateway that passes on TLS for a wildcard needs a server that it can connect to',
  manifests: [...egressGateway(), ...client('shop', 'checkout'), ...rules('CDI0203', 'wrong')],
  externals: [{ hosts: ['www.wikipedia.org', '*.wikipedia.org'], ports: { 443: 'tls' } }],
  verdict: [
    { text: 'IST0101 VirtualService istio-system/wikipedia', reason: 'the host of the second hop is not known' },
  ],
  check: { code: 'CDI0203', reported: ['Gateway istio-system/wikipedia'] },
  requests: [
    {
      name: PAST,
      from: CALLER,
      url: `https://${HOST}/`,
      expect: { status: 200, sees: { peer: CALLER }, accessLog: [{ proxy: GATEWAY, seen: false }] },
    },
    {
      name: NOTHING,
      to: GATEWAY,
      url: `https://${HOST}/`,
      expect: { failed: 'connection closed', accessLog: [{ proxy: GATEWAY, flags: 'NC' }] },
    },
  ],
  negatives: [
    {
      change: 'one server below the wildcard serves all of its hosts',
      mutate: putRight('CDI0203'),
      because: {
        [PAST]: { status: 200, sees: { peer: GATEWAY } },
        [NOTHING]: { status: 200, sees: { peer: GATEWAY } },
      },
      reported: [],
    },
    {
      change: 'the ServiceEntry is for the wildcard, without resolution, and both hops are',
      mutate: (manifests) => {
        manifests.push({
          apiVersion: 'networking.istio.io/v1',
          kind: 'ServiceEntry',
          metadata: { name: 'wikipedia', namespace: 'istio-system' },
          spec: {
            hosts: ['*.wikipedia.org'],
            location: 'MESH_EXTERNAL',
            resolution: 'NONE',
            ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
          },
        });
        find(manifests, 'VirtualService').spec.tls[1].route[0].destination.host = '*.wikipedia.org';
      },
      because: {
        [PAST]: { failed: 'connection closed' },
        [NOTHING]: { failed: 'connection closed', accessLog: [{ proxy: GATEWAY, flags: 'UH' }] },
      },
    },
  ],
});
