import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { INJECTED, namespace, serviceEntry, SHOP, sidecar } from '../../manifests';
import { testCases, textsOf } from '../found';

const HOST = 'api.example.com';
const entry = (key: string, protocol: string, more: object = {}): Manifest =>
  serviceEntry(key, { hosts: [HOST], resolution: 'DNS', ports: [{ number: 443, name: 'a', protocol }], ...more });
const FRONT = namespace('front', INJECTED);

testCases('KIA121', [
  {
    name: 'one port of one host in two ServiceEntries',
    manifests: [SHOP, entry('shop/a', 'TLS'), entry('shop/b', 'TLS', { hosts: ['API.example.com'] })],
    finds: ['KIA1211 warning ServiceEntry shop/a spec.ports[0]', 'KIA1211 warning ServiceEntry shop/b spec.ports[0]'],
  },
  {
    name: 'by two protocols',
    manifests: [SHOP, entry('shop/a', 'TLS'), entry('shop/b', 'HTTP')],
    finds: ['KIA1212 warning ServiceEntry shop/a spec.ports[0]', 'KIA1212 warning ServiceEntry shop/b spec.ports[0]'],
  },
  {
    name: 'a protocol in small letters is the same one',
    manifests: [SHOP, entry('shop/a', 'TLS'), entry('shop/b', 'tls')],
    finds: ['KIA1211 warning ServiceEntry shop/a spec.ports[0]', 'KIA1211 warning ServiceEntry shop/b spec.ports[0]'],
  },
  {
    name: 'other ports, other hosts, and entries that are private to two namespaces',
    manifests: [
      SHOP,
      FRONT,
      entry('shop/a', 'TLS', { exportTo: ['.'] }),
      entry('front/a', 'TLS', { exportTo: ['.'] }),
      entry('shop/b', 'TLS', { hosts: ['other.example.com'] }),
      entry('shop/c', 'HTTP', { ports: [{ number: 80, name: 'a', protocol: 'HTTP' }] }),
    ],
    finds: [],
  },
  {
    name: 'one that the Sidecar of the namespace does not import',
    manifests: [
      SHOP,
      FRONT,
      sidecar('shop/default', { egress: [{ hosts: ['./*'] }] }),
      sidecar('front/default', { egress: [{ hosts: ['./*'] }] }),
      entry('shop/a', 'TLS'),
      entry('front/a', 'TLS'),
    ],
    finds: [],
  },
]);

test('it says where the port stands too', () => {
  expect(textsOf('KIA1211', [SHOP, entry('shop/a', 'TLS'), entry('shop/b', 'TLS')])[0]).toEqual([
    'api.example.com:443 is also in ServiceEntry shop/b. Proxies use the endpoints, the resolution and the addresses of one of the two, or of both merged, depending on the order of creation.',
    'Declare api.example.com:443 in one ServiceEntry and export that to the namespaces that need it.',
  ]);
  expect(textsOf('KIA1212', [SHOP, entry('shop/a', 'TLS'), entry('shop/b', 'HTTP')])[0]).toEqual([
    'api.example.com:443 is TLS here and HTTP in ServiceEntry shop/b. A proxy has one listener for it, and reads the traffic by one of the two protocols.',
    'Write the protocol that the server speaks in both, or declare api.example.com:443 in one ServiceEntry only.',
  ]);
  expect(textsOf('KIA1211', [SHOP, entry('shop/a', 'TLS', { hosts: [HOST, HOST] })])[0]).toEqual([
    'api.example.com:443 is also in this ServiceEntry a second time. Proxies use the endpoints, the resolution and the addresses of one of the two, or of both merged, depending on the order of creation.',
    'Declare api.example.com:443 in one ServiceEntry and export that to the namespaces that need it.',
  ]);
});
