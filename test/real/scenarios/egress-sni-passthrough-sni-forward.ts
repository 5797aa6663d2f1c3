import { Chart } from 'cdk8s';
import { EgressSniPassthrough, HopSecurity } from 'cdk8s-istio';
import { AnyEgressChart } from '../../../examples/any-egress/chart';
import { client, egressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const GATEWAY = 'istio-system/istio-egressgateway';
const PAGE = 'each host is reached at its own server, through the gateway';
const OTHER = 'another egress of the same gateway and port goes its own way';
const STRANGER = 'the gateway turns away who has no identity of the mesh';

const egress = charts((app) => {
  new AnyEgressChart(app);
  const chart = new Chart(app, 'other-egress', { namespace: 'istio-system' });
  new EgressSniPassthrough(chart, 'Example', { hosts: ['www.example.org'], hopSecurity: HopSecurity.istioMutual() });
});

scenario({
  title: 'The gateway looks up the server name of each connection, for members of the mesh only',
  manifests: [...egressGateway(), ...client('default', 'curl'), ...egress],
  externals: [
    { hosts: ['*.wikipedia.org'], ports: { 443: 'tls' } },
    { hosts: ['*.wikimedia.org'], ports: { 443: 'tls' } },
    { hosts: ['www.example.org'], ports: { 443: 'tls' } },
    { hosts: ['www.example.net'], ports: { 443: 'tls' } },
  ],
  meshConfig: 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
  verdict: [
    {
      text: 'EnvoyFilter exposes internal implementation details',
      reason: 'said of every EnvoyFilter; only one can look up the server name of a connection at a gateway',
    },
  ],
  requests: [
    {
      name: PAGE,
      from: 'default/curl',
      url: 'https://en.wikipedia.org/',
      expect: {
        status: 200,
        backend: '*.wikipedia.org',
        sees: { sni: 'en.wikipedia.org', peer: GATEWAY },
        accessLog: [{ proxy: GATEWAY, line: /en\.wikipedia\.org/ }],
      },
    },
    {
      name: 'every host of the list is',
      from: 'default/curl',
      url: 'https://commons.wikimedia.org/',
      expect: { status: 200, backend: '*.wikimedia.org', sees: { sni: 'commons.wikimedia.org', peer: GATEWAY } },
    },
    {
      name: 'a host that is not in the list is refused',
      from: 'default/curl',
      url: 'https://www.example.net/',
      expect: { failed: 'connection closed', accessLog: [{ proxy: 'default/curl', cluster: 'BlackHoleCluster' }] },
    },
    {
      name: OTHER,
      from: 'default/curl',
      url: 'https://www.example.org/',
      expect: {
        status: 200,
        sees: { sni: 'www.example.org', peer: GATEWAY },
        accessLog: [{ proxy: GATEWAY, cluster: 'outbound|443||www.example.org' }],
      },
    },
    {
      name: STRANGER,
      to: GATEWAY,
      url: 'https://en.wikipedia.org/',
      trustsAnyone: true,
      expect: { failed: 'TLS alert certificate required' },
    },
  ],
  negatives: [
    {
      change: 'the filter is missing',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'EnvoyFilter')), 1);
      },
      // The client meets the certificate of a gateway or a sidecar instead of the site's.
      because: { [PAGE]: { failed: 'unable to verify the first certificate' } },
    },
    {
      change: 'the filter does not say which server name it is for',
      mutate: (manifests) => {
        const patches = find(manifests, 'EnvoyFilter').spec.configPatches;
        delete patches.at(-1).match.listener.filterChain.sni;
      },
      because: {
        [OTHER]: { failed: 'connection closed', accessLog: [{ proxy: GATEWAY, cluster: 'sni-forward-any-egress' }] },
      },
    },
    {
      change: 'the subset has no mutual TLS',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule', 'any-egress').spec.subsets.forEach(
          (subset: { trafficPolicy: object }) => (subset.trafficPolicy = { tls: { mode: 'DISABLE' } }),
        );
      },
      because: { [PAGE]: { failed: 'unable to verify the first certificate' } },
    },
  ],
});
