import { client } from '../base';
import { scenario } from '../scenario';
import { seed } from '../setting';

const GATEWAY = 'istio-system/istio-egressgateway';

scenario({
  title: 'As written: the page loads, and the egress gateway has seen nothing of it',
  replacedBy: 'egress-sni-passthrough-common-server',
  manifests: [...client('default', 'curl'), ...seed('egress-past-the-gateway.yaml', 'istio-system')],
  externals: [{ hosts: ['www.wikipedia.org', '*.wikipedia.org'], ports: { 443: 'tls' } }],
  requests: [
    {
      name: 'the page loads past the gateway',
      from: 'default/curl',
      url: 'https://en.wikipedia.org/',
      expect: {
        status: 200,
        sees: { sni: 'en.wikipedia.org', peer: 'default/curl' },
        accessLog: [
          { proxy: 'default/curl', cluster: 'PassthroughCluster' },
          { proxy: GATEWAY, seen: false },
        ],
      },
    },
    {
      name: 'nothing listens on the gateway',
      to: GATEWAY,
      url: 'https://en.wikipedia.org/',
      expect: { failed: 'connection refused' },
    },
  ],
  verdict: [
    {
      text: 'IST0173 DestinationRule istio-system/egressgateway',
      reason: 'half of the mistake; the missing ServiceEntry and second hop get no message',
    },
  ],
  negatives: [
    {
      change: 'the hosts are known to the mesh: a ServiceEntry',
      mutate: (manifests) => {
        manifests.push({
          apiVersion: 'networking.istio.io/v1',
          kind: 'ServiceEntry',
          metadata: { name: 'wikipedia', namespace: 'istio-system' },
          spec: {
            hosts: ['*.wikipedia.org'],
            ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
            location: 'MESH_EXTERNAL',
            resolution: 'NONE',
          },
        });
      },
      // The route now counts, and leads to a subset without pods.
      because: {
        'the page loads past the gateway': {
          failed: 'connection closed',
          accessLog: [{ proxy: 'default/curl', flags: 'UH' }],
        },
      },
    },
  ],
});
