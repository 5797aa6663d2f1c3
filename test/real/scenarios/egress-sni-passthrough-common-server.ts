import { WikipediaEgressChart } from '../../../examples/wikipedia-egress/chart';
import { client, egressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const GATEWAY = 'istio-system/istio-egressgateway';
const EVERY = 'the gateway logs every connection';
const PAGE = 'the page comes through the egress gateway';

scenario({
  title: 'TLS connections to every subdomain leave through the egress gateway, closed, and the gateway logs each',
  manifests: [...egressGateway(), ...client('default', 'curl'), ...charts((app) => new WikipediaEgressChart(app))],
  externals: [
    { hosts: ['www.wikipedia.org', '*.wikipedia.org'], ports: { 443: 'tls' } },
    { hosts: ['www.example.org'], ports: { 443: 'tls' } },
  ],
  requests: [
    {
      name: PAGE,
      from: 'default/curl',
      url: 'https://en.wikipedia.org/wiki/Main_Page',
      expect: {
        status: 200,
        backend: 'www.wikipedia.org',
        sees: { sni: 'en.wikipedia.org', peer: GATEWAY },
        accessLog: [
          {
            proxy: 'default/curl',
            sni: 'en.wikipedia.org',
            cluster: 'outbound|443|wikipedia|istio-egressgateway.istio-system.svc.cluster.local',
          },
          { proxy: GATEWAY, sni: 'en.wikipedia.org', cluster: 'outbound|443||www.wikipedia.org' },
        ],
      },
    },
    {
      name: EVERY,
      from: 'default/curl',
      url: 'tls://de.wikipedia.org',
      count: 25,
      expect: {
        sees: { sni: 'de.wikipedia.org', peer: GATEWAY },
        accessLog: [{ proxy: GATEWAY, sni: 'de.wikipedia.org', times: 25 }],
      },
    },
    {
      name: 'another host does not go through the gateway',
      from: 'default/curl',
      url: 'https://www.example.org/',
      expect: { status: 200, sees: { peer: 'default/curl' }, accessLog: [{ proxy: GATEWAY, seen: false }] },
    },
  ],
  negatives: [
    {
      change: 'the hosts are unknown to the mesh: no ServiceEntry',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'ServiceEntry')), 1);
      },
      because: {
        [PAGE]: {
          status: 200,
          sees: { peer: 'default/curl' },
          accessLog: [
            { proxy: 'default/curl', cluster: 'PassthroughCluster' },
            { proxy: GATEWAY, seen: false },
          ],
        },
      },
    },
    {
      change: 'half of the connections go to the server directly',
      mutate: (manifests) => {
        const [first] = find(manifests, 'VirtualService').spec.tls;
        first.route = [
          { ...first.route[0], weight: 50 },
          { destination: { host: 'www.wikipedia.org', port: { number: 443 } }, weight: 50 },
        ];
      },
      because: {
        [EVERY]: {
          sees: { sni: 'de.wikipedia.org' },
          accessLog: [{ proxy: 'default/curl', cluster: 'outbound|443||www.wikipedia.org' }],
        },
      },
    },
    {
      change: 'the Gateway selects other pods',
      mutate: (manifests) => {
        find(manifests, 'Gateway').spec.selector = { istio: 'egress' };
      },
      because: { [PAGE]: { failed: 'connection closed' } },
    },
  ],
});
