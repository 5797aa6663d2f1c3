import { Chart } from 'cdk8s';
import {
  EgressHost,
  EgressListener,
  EgressSniPassthrough,
  EgressStrategy,
  OutboundTrafficPolicy,
  Sidecar,
} from 'cdk8s-istio';
import { client, egressGateway } from '../base';
import type { Manifest } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const GATEWAY = 'istio-system/istio-egressgateway';
const CLIENT = 'shop/checkout';
const STRICT = 'default/curl';
const FIXED = 'a namespace whose Sidecar imports that of the gateway uses it';
const COMMON = 'so it is with the hosts of one server';
const HOST = 'and with a Sidecar that imports the hosts alone, and lets nothing else out';

const egress = charts((app) => {
  const chart = new Chart(app, 'egress', { namespace: 'istio-system' });
  const clients = ['shop', 'default'];
  new EgressSniPassthrough(chart, 'Fixed', { hosts: ['api.example.org'], clients });
  new EgressSniPassthrough(chart, 'Common', {
    hosts: ['*.wikipedia.org'],
    strategy: EgressStrategy.commonServer('www.wikipedia.org'),
    clients,
  });
  new Sidecar(new Chart(app, 'shop', { namespace: 'shop' }), 'Default', {
    metadata: { name: 'default' },
    egress: [EgressListener.anyPort([EgressHost.sameNamespace(), EgressHost.namespace('istio-system')])],
  });
  new Sidecar(new Chart(app, 'default', { namespace: 'default' }), 'Default', {
    metadata: { name: 'default' },
    egress: [
      EgressListener.anyPort([
        EgressHost.host('istio-system', 'api.example.org'),
        EgressHost.host('istio-system', '*.wikipedia.org'),
      ]),
    ],
    outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
  });
});

const hide = (namespace: string) => (manifests: Manifest[]) => {
  const sidecar = manifests.find(({ kind, metadata }) => kind === 'Sidecar' && metadata.namespace === namespace)!;
  sidecar.spec!.egress[0].hosts = ['./*'];
};

scenario({
  title:
    'Clients with a Sidecar use the gateway when it imports the hosts, and leave past it or not at all when it does not',
  manifests: [...egressGateway(), ...client('shop', 'checkout'), ...client('default', 'curl'), ...egress],
  externals: [
    { hosts: ['api.example.org'], ports: { 443: 'tls' } },
    { hosts: ['www.wikipedia.org', '*.wikipedia.org'], ports: { 443: 'tls' } },
  ],
  requests: [
    {
      name: FIXED,
      from: CLIENT,
      url: 'https://api.example.org/',
      expect: { status: 200, sees: { peer: GATEWAY }, accessLog: [{ proxy: GATEWAY, sni: 'api.example.org' }] },
    },
    {
      name: COMMON,
      from: CLIENT,
      url: 'https://en.wikipedia.org/',
      expect: { status: 200, backend: 'www.wikipedia.org', sees: { peer: GATEWAY } },
    },
    {
      name: HOST,
      from: STRICT,
      url: 'https://api.example.org/',
      expect: { status: 200, sees: { peer: GATEWAY } },
    },
  ],
  negatives: [
    {
      change: 'the Sidecar of the first namespace imports its own hosts only',
      mutate: hide('shop'),
      because: {
        [FIXED]: {
          status: 200,
          sees: { peer: CLIENT },
          accessLog: [
            { proxy: CLIENT, cluster: 'PassthroughCluster' },
            { proxy: GATEWAY, seen: false },
          ],
        },
        [COMMON]: { status: 200, sees: { peer: CLIENT } },
      },
    },
    {
      change: 'the Sidecar of the other namespace does',
      mutate: hide('default'),
      because: { [HOST]: { failed: 'connection closed' } },
    },
  ],
});
