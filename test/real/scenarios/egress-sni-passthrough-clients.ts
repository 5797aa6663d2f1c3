import { Chart } from 'cdk8s';
import { EgressSniPassthrough, EgressStrategy } from 'cdk8s-istio';
import { client, egressGateway } from '../base';
import type { Manifest } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const GATEWAY = 'istio-system/istio-egressgateway';
const REFUSED = { failed: 'connection closed' } as const;
const COMMON = 'the hosts of one server are not known to a namespace that is not listed';
const FORWARD = 'nor those that the gateway looks up';
const DYNAMIC = 'nor those that the sidecar looks up';

const egress = charts((app) => {
  const chart = new Chart(app, 'egress', { namespace: 'istio-system' });
  const clients = ['shop'];
  new EgressSniPassthrough(chart, 'Common', {
    hosts: ['*.wikipedia.org'],
    strategy: EgressStrategy.commonServer('www.wikipedia.org'),
    clients,
  });
  new EgressSniPassthrough(chart, 'Forward', {
    hosts: ['*.example.org'],
    strategy: EgressStrategy.sniForward(),
    clients,
  });
  new EgressSniPassthrough(chart, 'Dynamic', {
    hosts: ['*.example.net'],
    strategy: EgressStrategy.dynamicDns(),
    clients,
  });
});

scenario({
  title:
    'Three ways out for one namespace; another one that may leave to known hosts only does not get out by any of them',
  manifests: [...egressGateway(), ...client('shop', 'checkout'), ...client('default', 'curl'), ...egress],
  externals: [
    { hosts: ['www.wikipedia.org', '*.wikipedia.org'], ports: { 443: 'tls' } },
    { hosts: ['*.example.org'], ports: { 443: 'tls' } },
    { hosts: ['*.example.net'], ports: { 443: 'tls' } },
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
      name: 'the namespace that is listed reaches them by one server',
      from: 'shop/checkout',
      url: 'https://en.wikipedia.org/',
      expect: { status: 200, backend: 'www.wikipedia.org', sees: { peer: GATEWAY } },
    },
    {
      name: 'by the gateway, beside the other hosts on its port',
      from: 'shop/checkout',
      url: 'https://api.example.org/',
      expect: { status: 200, sees: { sni: 'api.example.org', peer: GATEWAY } },
    },
    {
      name: 'and by its own sidecar',
      from: 'shop/checkout',
      url: 'https://api.example.net/',
      expect: { status: 200, sees: { sni: 'api.example.net', peer: 'shop/checkout' } },
    },
    {
      name: COMMON,
      from: 'default/curl',
      url: 'https://en.wikipedia.org/',
      expect: { ...REFUSED, accessLog: [{ proxy: GATEWAY, seen: false }] },
    },
    {
      name: FORWARD,
      from: 'default/curl',
      url: 'https://api.example.org/',
      expect: { ...REFUSED, accessLog: [{ proxy: GATEWAY, seen: false }] },
    },
    { name: DYNAMIC, from: 'default/curl', url: 'https://api.example.net/', expect: REFUSED },
  ],
  negatives: [
    {
      change: 'everybody sees hosts, routes and rules',
      mutate: (manifests) => {
        manifests
          .filter(({ spec }) => spec?.exportTo !== undefined)
          .forEach((manifest: Manifest) => (manifest.spec!.exportTo = ['*']));
      },
      because: {
        [COMMON]: { status: 200, sees: { peer: GATEWAY } },
        [FORWARD]: { status: 200, sees: { peer: GATEWAY } },
        [DYNAMIC]: { status: 200, sees: { peer: 'default/curl' } },
      },
    },
  ],
});
