import { Chart } from 'cdk8s';
import { EgressSniPassthrough } from 'cdk8s-istio';
import { client, egressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const GATEWAY = 'istio-system/istio-egressgateway';
const ORG = 'a host is reached through the gateway';

const egress = charts((app) => {
  const chart = new Chart(app, 'partners', { namespace: 'istio-system' });
  new EgressSniPassthrough(chart, 'Partners', { hosts: ['api.example.org', 'api.example.net'], clients: ['shop'] });
});

scenario({
  title: 'Each host of a list is reached at its own server through the gateway, by the namespaces that may',
  manifests: [...egressGateway(), ...client('shop', 'checkout'), ...client('default', 'curl'), ...egress],
  externals: [
    { hosts: ['api.example.org'], ports: { 443: 'tls' } },
    { hosts: ['api.example.net'], ports: { 443: 'tls' } },
  ],
  requests: [
    {
      name: ORG,
      from: 'shop/checkout',
      url: 'https://api.example.org/',
      expect: {
        status: 200,
        backend: 'api.example.org',
        sees: { sni: 'api.example.org', peer: GATEWAY },
        accessLog: [{ proxy: GATEWAY, sni: 'api.example.org', cluster: 'outbound|443||api.example.org' }],
      },
    },
    {
      name: 'so is the other, at its own server',
      from: 'shop/checkout',
      url: 'https://api.example.net/',
      expect: { status: 200, backend: 'api.example.net', sees: { sni: 'api.example.net', peer: GATEWAY } },
    },
    {
      name: 'another namespace does not use the gateway',
      from: 'default/curl',
      url: 'https://api.example.org/',
      expect: { sees: { peer: 'default/curl' }, accessLog: [{ proxy: GATEWAY, seen: false }] },
    },
  ],
  negatives: [
    {
      change: 'the second hop is missing',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'partners-api-example-org').spec.tls.pop();
      },
      because: { [ORG]: { failed: 'connection closed' } },
    },
    {
      change: 'the first hop is for another port',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'partners-api-example-org').spec.tls[0].match[0].port = 8443;
      },
      because: { [ORG]: { status: 200, sees: { peer: 'shop/checkout' } } },
    },
    {
      change: 'everybody sees the hosts',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry').spec.exportTo = ['*'];
        find(manifests, 'VirtualService', 'partners-api-example-org').spec.exportTo = ['*'];
      },
      because: { 'another namespace does not use the gateway': { status: 200, sees: { peer: GATEWAY } } },
    },
  ],
});
