import { gateway, manifest, server, to, virtualService } from '../../manifests';
import { testCases } from '../found';

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
