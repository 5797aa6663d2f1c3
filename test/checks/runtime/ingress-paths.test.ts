import { gateway, manifest, server, service, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

const WEB = ['shop.example.com'];

testCases('CDI', [
  {
    name: 'a load balancer beside the gateway',
    manifests: [
      gateway('shop/g', server(80, 'HTTP', WEB)),
      virtualService('shop/a', { hosts: WEB, gateways: ['g'], http: [to('web')] }),
      manifest('Service', 'shop/web', { type: 'LoadBalancer', ports: [{ name: 'http', port: 80 }] }),
      manifest('Service', 'shop/other', { type: 'NodePort', ports: [{ name: 'http', port: 80 }] }),
    ],
    finds: ['CDI0114 warning Service shop/web spec.type'],
  },
  {
    name: 'a TCP server and one that passes TLS on are for all hosts rightly',
    manifests: [
      gateway('shop/tcp', server(9000, 'TCP', ['*'])),
      gateway('shop/tls', server(443, 'TLS', ['*'], { mode: 'PASSTHROUGH' })),
      virtualService('shop/a', { hosts: ['*'], gateways: ['tcp'], tcp: [to('echo')] }),
      virtualService('shop/b', {
        hosts: ['*'],
        gateways: ['tls'],
        tls: [{ match: [{ sniHosts: ['*'] }], ...to('echo') }],
      }),
    ],
    finds: [],
  },
]);

testCases('CDI', [
  {
    name: 'every host at an HTTP server, of the VirtualService and the Gateway',
    manifests: [
      gateway('shop/g', server(80, 'HTTP', ['*'])),
      virtualService('shop/a', { hosts: [...WEB, '*'], gateways: ['g'], http: [to('web')] }),
    ],
    finds: ['CDI0112 info VirtualService shop/a spec.hosts[1]'],
  },
  {
    name: 'every host of a Gateway that names its hosts, or of the mesh',
    manifests: [
      gateway('shop/g', server(80, 'HTTP', WEB)),
      virtualService('shop/a', { hosts: ['*'], gateways: ['g'], http: [to('web')] }),
    ],
    finds: [],
  },
  {
    name: 'a node port beside the gateway, and a Service that only the mesh calls',
    manifests: [
      gateway('shop/g', server(80, 'HTTP', WEB)),
      virtualService('shop/a', { hosts: WEB, gateways: ['g'], http: [to('web.shop.svc.cluster.local')] }),
      virtualService('shop/b', { hosts: ['other'], http: [to('other')] }),
      service('shop/web', [80], { type: 'NodePort' }),
      service('shop/other', [80], { type: 'NodePort' }),
    ],
    finds: ['CDI0114 warning Service shop/web spec.type'],
  },
]);

test('it says what else a request can take', () => {
  const open = gateway('shop/g', server(80, 'HTTP', ['*']));
  const all = virtualService('shop/a', { hosts: ['*'], gateways: ['g'], http: [to('web')] });
  expect(textsOf('CDI0112', [open, all])).toEqual([
    [
      'This VirtualService and Gateway shop/g take requests for every host, including hosts of other teams without a server of their own. A second "*" at the same gateway pods conflicts with this one.',
      'Name the hosts in both: hosts: ["shop.example.com"].',
    ],
  ]);
  expect(textsOf('CDI0114', [open, all, service('shop/web', [80], { type: 'LoadBalancer' })])).toEqual([
    [
      "The Service is behind a gateway (VirtualService shop/a), but as a LoadBalancer it is also reachable directly: without the gateway's TLS, routes and policies.",
      'Write type: ClusterIP, or omit type.',
    ],
  ]);
});
