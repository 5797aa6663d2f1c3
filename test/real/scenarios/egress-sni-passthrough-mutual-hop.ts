import { Chart } from 'cdk8s';
import { EgressSniPassthrough, EgressStrategy, HopSecurity } from 'cdk8s-istio';
import { client, egressGateway } from '../base';
import { find } from '../manifest';
import { identity } from '../mesh';
import { scenario } from '../scenario';
import { charts } from '../setting';

const GATEWAY = 'istio-system/istio-egressgateway';
const PAGE = 'a site on another port comes through the gateway, which knows the client';
const STRANGER = 'the gateway turns away who has no identity of the mesh';

const egress = charts((app) => {
  const chart = new Chart(app, 'egress', { namespace: 'istio-system' });
  new EgressSniPassthrough(chart, 'Partner', {
    hosts: ['*.partner.example'],
    strategy: EgressStrategy.commonServer('www.partner.example'),
    hopSecurity: HopSecurity.istioMutual(),
    port: 8443,
    gatewayPort: 443,
  });
});

scenario({
  title:
    'Mutual TLS around the connection between sidecar and gateway, and a port of the site that the gateway does not have',
  manifests: [...egressGateway(), ...client('default', 'curl'), ...egress],
  externals: [{ hosts: ['www.partner.example', '*.partner.example'], ports: { 8443: 'tls' } }],
  requests: [
    {
      name: PAGE,
      from: 'default/curl',
      url: 'https://api.partner.example:8443/',
      expect: {
        status: 200,
        sees: { sni: 'api.partner.example', peer: GATEWAY },
        accessLog: [
          {
            proxy: GATEWAY,
            peerIdentity: identity('default', 'curl'),
            cluster: 'outbound|8443||www.partner.example',
          },
        ],
      },
    },
    {
      name: STRANGER,
      to: GATEWAY,
      url: 'https://api.partner.example/',
      trustsAnyone: true,
      expect: { failed: 'TLS alert certificate required' },
    },
  ],
  negatives: [
    {
      change: 'the gateway passes TLS through',
      mutate: (manifests) => {
        find(manifests, 'Gateway').spec.servers[0].tls = { mode: 'PASSTHROUGH' };
      },
      because: { [PAGE]: { failed: 'connection closed' } },
    },
    {
      change: 'the first hop is for port 443 of the site',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.tls[0].match[0].port = 443;
      },
      because: {
        [PAGE]: { status: 200, sees: { peer: 'default/curl' }, accessLog: [{ proxy: GATEWAY, seen: false }] },
      },
    },
  ],
});
