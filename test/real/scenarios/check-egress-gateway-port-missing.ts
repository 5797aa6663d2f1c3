import { client, egressGateway } from '../base';
import { rules } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const GATEWAY = 'istio-system/istio-egressgateway';
const HOST = 'www.wikipedia.org';

const SAME_PORT = 'a client that asks for a port of the gateway gets there';
const OTHER_PORT =
  'a client that asks for another port does not: the destination has that port, which the Service has not';

const [gateway, entry, routes] = rules('CDI0208', 'wrong');
const [first, second] = routes.spec!.tls;
const [{ number: _, ...port }] = entry.spec!.ports;

scenario({
  title: 'A destination without port has the port that the client asked for',
  manifests: [
    ...egressGateway(),
    ...client('shop', 'checkout'),
    gateway,
    { ...entry, spec: { ...entry.spec, ports: [...entry.spec!.ports, { ...port, name: 'tls-alt', number: 8443 }] } },
    {
      ...routes,
      spec: { ...routes.spec, tls: [first, { ...first, match: [{ ...first.match[0], port: 8443 }] }, second] },
    },
  ],
  externals: [{ hosts: [HOST], ports: { 443: 'tls', 8443: 'tls' } }],
  verdict: [{ text: 'IST0112 VirtualService', reason: 'which calls the mistake an error' }],
  check: { code: 'CDI0208', reported: ['VirtualService istio-system/wikipedia'] },
  requests: [
    {
      name: SAME_PORT,
      from: CALLER,
      url: `https://${HOST}/`,
      expect: {
        status: 200,
        sees: { peer: GATEWAY },
        accessLog: [{ proxy: CALLER, cluster: 'outbound|443||istio-egressgateway.istio-system.svc.cluster.local' }],
      },
    },
    {
      name: OTHER_PORT,
      from: CALLER,
      url: `https://${HOST}:8443/`,
      expect: {
        failed: 'connection closed',
        accessLog: [{ proxy: CALLER, flags: 'NC' }],
      },
    },
  ],
  negatives: [
    {
      change: 'the destinations have a port',
      mutate: (manifests) => {
        const { tls } = find(manifests, 'VirtualService').spec;
        tls[0].route[0].destination.port = { number: 443 };
        tls[1].route[0].destination.port = { number: 443 };
      },
      because: { [OTHER_PORT]: { status: 200, sees: { peer: GATEWAY } } },
      reported: [],
    },
  ],
});
