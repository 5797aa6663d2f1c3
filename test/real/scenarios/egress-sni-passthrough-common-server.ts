import { WikipediaEgressChart } from '../../../examples/wikipedia-egress/chart';
import { client, egressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const GATEWAY = 'istio-system/istio-egressgateway';
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
      change: 'the Gateway selects other pods',
      mutate: (manifests) => {
        find(manifests, 'Gateway').spec.selector = { istio: 'egress' };
      },
      because: { [PAGE]: { failed: 'connection closed' } },
    },
  ],
});
