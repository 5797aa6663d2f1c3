import { Chart } from 'cdk8s';
import { EgressSniPassthrough, EgressStrategy } from 'cdk8s-istio';
import { client } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const PAGE = 'the sidecar looks up the server name and goes there';

const egress = charts((app) => {
  const chart = new Chart(app, 'egress', { namespace: 'default' });
  new EgressSniPassthrough(chart, 'Wikipedia', {
    hosts: ['*.wikipedia.org'],
    strategy: EgressStrategy.dynamicDns(),
    clients: ['default'],
  });
});

scenario({
  title: 'Without a gateway, the sidecar reaches each host of a wildcard at its own server, and no other host',
  manifests: [...client('default', 'curl'), ...egress],
  externals: [
    { hosts: ['*.wikipedia.org'], ports: { 443: 'tls' } },
    { hosts: ['www.example.net'], ports: { 443: 'tls' } },
  ],
  meshConfig: 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
  requests: [
    {
      name: PAGE,
      from: 'default/curl',
      url: 'https://en.wikipedia.org/',
      expect: {
        status: 200,
        sees: { sni: 'en.wikipedia.org', peer: 'default/curl' },
        accessLog: [{ proxy: 'default/curl', sni: 'en.wikipedia.org', cluster: 'outbound|443||*.wikipedia.org' }],
      },
    },
    {
      name: 'a host that is not in the list is refused',
      from: 'default/curl',
      url: 'https://www.example.net/',
      expect: { failed: 'connection closed' },
    },
  ],
  negatives: [
    {
      change: 'the hosts are those of another domain',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry').spec.hosts = ['*.wikimedia.org'];
      },
      because: { [PAGE]: { failed: 'connection closed' } },
    },
  ],
});
