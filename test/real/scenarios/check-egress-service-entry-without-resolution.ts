import { client, egressGateway } from '../base';
import { putRight, rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const GATEWAY = 'istio-system/istio-egressgateway';
const HOST = 'www.wikipedia.org';

const REQUEST = 'connections fail at the gateway';
const GATEWAY_ITSELF = 'where it has no upstream';
const PLAIN = 'HTTP requests get 503';

const plain = 'plain.example.org';
const http: Manifest[] = [
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'plain', namespace: 'istio-system' },
    spec: {
      selector: { istio: 'egressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [plain] }],
    },
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'plain', namespace: 'istio-system' },
    spec: {
      hosts: [plain],
      location: 'MESH_EXTERNAL',
      resolution: 'NONE',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    },
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'plain', namespace: 'istio-system' },
    spec: {
      hosts: [plain],
      gateways: ['mesh', 'plain'],
      http: [
        {
          match: [{ gateways: ['mesh'] }],
          route: [
            { destination: { host: 'istio-egressgateway.istio-system.svc.cluster.local', port: { number: 80 } } },
          ],
        },
        { match: [{ gateways: ['plain'] }], route: [{ destination: { host: plain, port: { number: 80 } } }] },
      ],
    },
  },
];

scenario({
  title: 'A gateway cannot connect to a ServiceEntry without resolution',
  manifests: [...egressGateway(), ...client('shop', 'checkout'), ...rules('CDI0209', 'wrong'), ...http],
  externals: [
    { hosts: [HOST], ports: { 443: 'tls' } },
    { hosts: [plain], ports: { 80: 'http' } },
  ],
  check: { code: 'CDI0209', reported: ['VirtualService istio-system/wikipedia', 'VirtualService istio-system/plain'] },
  requests: [
    {
      name: REQUEST,
      from: CALLER,
      url: `https://${HOST}/`,
      expect: {
        failed: 'connection closed',
        accessLog: [{ proxy: GATEWAY, sni: HOST, flags: 'UH', times: 1 }],
      },
    },
    {
      name: GATEWAY_ITSELF,
      to: GATEWAY,
      url: `https://${HOST}/`,
      expect: { failed: 'connection closed', accessLog: [{ proxy: GATEWAY, sni: HOST, flags: 'UH', times: 1 }] },
    },
    {
      name: PLAIN,
      from: CALLER,
      url: `http://${plain}/`,
      expect: { status: 503, accessLog: [{ proxy: GATEWAY, status: 503, flags: 'UH', times: 1 }] },
    },
  ],
  negatives: [
    {
      change: 'the gateway looks the host of HTTP requests up',
      mutate: (manifests) => {
        find(manifests, 'ServiceEntry', 'plain').spec.resolution = 'DNS';
      },
      because: { [PLAIN]: { status: 200, backend: plain, sees: { peer: GATEWAY } } },
      reported: ['VirtualService istio-system/wikipedia'],
    },
    {
      change: 'the gateway looks the host up',
      mutate: putRight('CDI0209'),
      because: {
        [REQUEST]: { status: 200, sees: { peer: GATEWAY } },
        [GATEWAY_ITSELF]: { status: 200, sees: { peer: GATEWAY } },
      },
      reported: ['VirtualService istio-system/plain'],
    },
  ],
});
