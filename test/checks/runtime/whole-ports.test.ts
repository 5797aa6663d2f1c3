import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, INJECTED, manifest, namespace, serviceEntry, sidecar } from '../../manifests';
import { testCases, textsOf } from '../found';

const entry = (key: string, host: string, protocol: string, more: object = {}, number = 6379): Manifest =>
  serviceEntry(key, { hosts: [host], resolution: 'DNS', ports: [{ number, name: 'port', protocol }], ...more });
const A = (protocol: string, more: object = {}): Manifest => entry('shop/a', 'a.example.com', protocol, more);
const B = (protocol: string, more: object = {}, number?: number): Manifest =>
  entry('shop/b', 'b.example.com', protocol, more, number);
const ALONE = 'CDI0210 warning ServiceEntry shop/a spec.ports[0]';
const TWICE = 'CDI0211 warning ServiceEntry shop/b spec.ports[0]';
const CAPTURE = { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } };

testCases('CDI021', [
  ...['REDIS', 'MONGO', 'MYSQL', 'redis', 'Mongo'].map((protocol) => ({
    name: `${protocol} without address`,
    manifests: [A(protocol)],
    finds: [ALONE],
  })),
  // istioctl reports that of TCP.
  ...['TCP', 'tcp', 'TLS', 'HTTPS', 'HTTP', 'HTTP2', 'GRPC', 'UDP'].map((protocol) => ({
    name: `${protocol} without address`,
    manifests: [A(protocol)],
    finds: [],
  })),
  { name: 'with an address', manifests: [A('REDIS', { addresses: ['198.51.100.7'] })], finds: [] },
  {
    name: 'with an address that istiod gave it',
    manifests: [{ ...A('REDIS'), status: { addresses: [{ value: '240.240.0.1', host: 'a.example.com' }] } }],
    finds: [],
  },
  { name: 'with the address that is called', manifests: [A('REDIS', { resolution: 'NONE' })], finds: [] },
  {
    name: 'with machines of the mesh behind it',
    manifests: [A('REDIS', { resolution: 'STATIC', location: 'MESH_INTERNAL', endpoints: [{ address: '10.0.0.7' }] })],
    finds: [ALONE],
  },
  { name: 'with DNS proxying', manifests: [A('REDIS')], settings: { meshConfig: CAPTURE }, finds: [] },
  {
    name: 'with DNS proxying by a ProxyConfig of the mesh',
    manifests: [
      A('REDIS'),
      manifest('ProxyConfig', 'istio-system/dns', { environmentVariables: { ISTIO_META_DNS_CAPTURE: 'true' } }),
    ],
    finds: [],
  },
  ...(
    [
      ['TCP', 'TCP', [TWICE]],
      ['MYSQL', 'MYSQL', [ALONE, TWICE]],
      ['REDIS', 'TCP', [ALONE, TWICE]],
      ['TCP', 'MONGO', [TWICE]],
      ['TCP', 'TLS', []],
      ['TLS', 'TLS', []],
      ['HTTP', 'TCP', []],
    ] as const
  ).map(([first, second, finds]) => ({ name: `${first} and ${second}`, manifests: [A(first), B(second)], finds })),
  { name: 'two on different ports', manifests: [A('TCP'), B('TCP', {}, 6380)], finds: [] },
  {
    name: 'two of which the second has an address',
    manifests: [A('TCP'), B('TCP', { addresses: ['198.51.100.8'] })],
    finds: [],
  },
  {
    name: 'two of which the first has an address',
    manifests: [A('TCP', { addresses: ['198.51.100.8'] }), B('TCP')],
    finds: [],
  },
  { name: 'two of which one keeps the address', manifests: [A('TCP'), B('TCP', { resolution: 'NONE' })], finds: [] },
  {
    name: 'two that different namespaces see',
    manifests: [A('TCP', { exportTo: ['one'] }), B('TCP', { exportTo: ['two'] })],
    finds: [],
  },
  {
    name: 'two that one namespace sees',
    manifests: [A('TCP', { exportTo: ['one', 'two'] }), B('TCP', { exportTo: ['two'] })],
    finds: [TWICE],
  },
  { name: 'one for all and one for some', manifests: [A('TCP'), B('TCP', { exportTo: ['.'] })], finds: [TWICE] },
  { name: 'one for some and one for all', manifests: [A('TCP', { exportTo: ['.'] }), B('TCP')], finds: [TWICE] },
  { name: 'one that nobody sees', manifests: [A('TCP', { exportTo: ['~'] }), B('TCP')], finds: [] },
  {
    name: 'two hosts of one ServiceEntry',
    manifests: [A('TCP', { hosts: ['a.example.com', 'b.example.com'] })],
    finds: ['CDI0211 warning ServiceEntry shop/a spec.ports[0]'],
  },
  {
    name: 'two hosts with the same endpoints',
    manifests: [
      A('TCP', {
        hosts: ['a.example.com', 'b.example.com'],
        resolution: 'STATIC',
        endpoints: [{ address: '198.51.100.7' }],
      }),
    ],
    finds: [],
  },
  {
    name: 'two in a closed world',
    manifests: [A('TCP'), B('TCP')],
    settings: { world: 'closed' },
    finds: ['CDI0211 error ServiceEntry shop/b spec.ports[0]'],
  },
  {
    name: 'two of which each client imports one',
    manifests: [
      namespace('one', INJECTED),
      namespace('two', INJECTED),
      deployment('one/client', { app: 'client' }),
      deployment('two/client', { app: 'client' }),
      A('TCP'),
      B('TCP'),
      sidecar('one/default', { egress: [{ hosts: ['*/a.example.com'] }] }),
      sidecar('two/default', { egress: [{ hosts: ['*/b.example.com'] }] }),
    ],
    finds: [],
  },
  {
    name: 'two that one of the clients imports',
    manifests: [
      namespace('one', INJECTED),
      deployment('one/client', { app: 'client' }),
      A('TCP'),
      B('TCP'),
      sidecar('one/default', { egress: [{ hosts: ['shop/*'] }] }),
    ],
    finds: [TWICE],
  },
]);

const VIP = { addresses: ['198.51.100.7'] };
const SAME = 'CDI0216 warning ServiceEntry shop/b spec.addresses[0]';
const DIFFERENT = 'CDI0216 error ServiceEntry shop/b spec.addresses[0]';
const STATIC = { ...VIP, resolution: 'STATIC', endpoints: [{ address: '198.51.100.9' }] };

testCases('CDI0216', [
  { name: 'one address for two', manifests: [A('TCP', VIP), B('TCP', VIP)], finds: [SAME] },
  {
    name: 'one of the addresses',
    manifests: [A('TCP', VIP), B('MYSQL', { addresses: ['198.51.100.8', '198.51.100.7/32'] })],
    finds: ['CDI0216 warning ServiceEntry shop/b spec.addresses[1]'],
  },
  {
    name: 'one range for two',
    manifests: [A('TCP', { addresses: ['198.51.100.0/24'] }), B('TCP', { addresses: ['198.51.100.0/24'] })],
    finds: [SAME],
  },
  {
    name: 'one of IPv6',
    manifests: [A('TCP', { addresses: ['2001:db8::7'] }), B('TCP', { addresses: ['2001:db8::7/128'] })],
    finds: [SAME],
  },
  {
    name: 'an address in a range',
    manifests: [A('TCP', { addresses: ['198.51.100.0/24'] }), B('TCP', VIP)],
    finds: [],
  },
  { name: 'different addresses', manifests: [A('TCP', VIP), B('TCP', { addresses: ['198.51.100.8'] })], finds: [] },
  { name: 'different ports', manifests: [A('TCP', VIP), B('TCP', VIP, 6380)], finds: [] },
  {
    name: 'different clients',
    manifests: [A('TCP', { ...VIP, exportTo: ['one'] }), B('TCP', { ...VIP, exportTo: ['two'] })],
    finds: [],
  },
  { name: 'one that nobody sees', manifests: [A('TCP', { ...VIP, exportTo: ['~'] }), B('TCP', VIP)], finds: [] },
  ...['TLS', 'HTTPS', 'HTTP', 'GRPC'].map((protocol) => ({
    name: `told apart as ${protocol}`,
    manifests: [A('TCP', VIP), B(protocol, VIP)],
    finds: [],
  })),
  { name: 'told apart by the server name', manifests: [A('TLS', VIP), B('TLS', VIP)], finds: [] },
  {
    name: 'both keep the address',
    manifests: [A('TCP', { ...VIP, resolution: 'NONE' }), B('TCP', { ...VIP, resolution: 'NONE' })],
    finds: [],
  },
  {
    name: 'one keeps the address',
    manifests: [A('TCP', { ...VIP, resolution: 'NONE' }), B('TCP', VIP)],
    finds: [SAME],
  },
  { name: 'the same endpoints', manifests: [A('TCP', STATIC), B('TCP', STATIC)], finds: [] },
  {
    name: 'other endpoints',
    manifests: [A('TCP', STATIC), B('TCP', { ...STATIC, endpoints: [{ address: '198.51.100.10' }] })],
    finds: [DIFFERENT],
  },
  {
    name: 'another port of one server',
    manifests: [
      A('TCP', STATIC),
      B('TCP', { ...STATIC, endpoints: [{ address: '198.51.100.9', ports: { port: 6380 } }] }),
    ],
    finds: [DIFFERENT],
  },
  {
    name: 'one endpoint in common',
    manifests: [
      A('TCP', STATIC),
      B('TCP', { ...STATIC, endpoints: [{ address: '198.51.100.9' }, { address: '198.51.100.10' }] }),
    ],
    finds: [SAME],
  },
  { name: 'endpoints beside a name', manifests: [A('TCP', STATIC), B('TCP', VIP)], finds: [SAME] },
  {
    name: 'endpoints that are names',
    manifests: ['a', 'b'].map((name) =>
      entry(`shop/${name}`, `${name}.example.com`, 'TCP', { ...VIP, endpoints: [{ address: `${name}.example.net` }] }),
    ),
    finds: [SAME],
  },
  {
    name: 'endpoints beside the address that is called',
    manifests: [A('TCP', STATIC), B('TCP', { ...VIP, resolution: 'NONE' })],
    finds: [SAME],
  },
  {
    name: 'different pods',
    manifests: [
      deployment('shop/one', { app: 'one' }),
      deployment('shop/two', { app: 'two' }),
      A('TCP', { ...VIP, resolution: 'STATIC', workloadSelector: { labels: { app: 'one' } } }),
      B('TCP', { ...VIP, resolution: 'STATIC', workloadSelector: { labels: { app: 'two' } } }),
    ],
    finds: [DIFFERENT],
  },
  {
    name: 'with DNS proxying',
    manifests: [A('TCP', VIP), B('TCP', VIP)],
    settings: { meshConfig: CAPTURE },
    finds: [SAME],
  },
  {
    name: 'two hosts of one ServiceEntry',
    manifests: [A('TCP', { ...VIP, hosts: ['a.example.com', 'b.example.com'] })],
    finds: ['CDI0216 warning ServiceEntry shop/a spec.addresses[0]'],
  },
  {
    name: 'two hosts of one ServiceEntry with endpoints',
    manifests: [A('TCP', { ...STATIC, hosts: ['a.example.com', 'b.example.com'] })],
    finds: [],
  },
  { name: 'one host in two', manifests: [A('TCP', VIP), B('TCP', { ...VIP, hosts: ['a.example.com'] })], finds: [] },
]);

test('it says where connections to the address go', () => {
  expect(textsOf('CDI0216', [A('TCP', VIP), B('TCP', VIP)])).toEqual([
    [
      'a.example.com (ServiceEntry shop/a) and b.example.com both have the address 198.51.100.7 with port 6379. All connections there go to the host of the older ServiceEntry, whichever of the two a client calls.',
      'Leave it if both names are one server; otherwise write an address for b.example.com that nothing else has, or export the two to different namespaces.',
    ],
  ]);
  const other = { ...STATIC, endpoints: [{ address: '198.51.100.10' }] };
  expect(textsOf('CDI0216', [A('TCP', STATIC), B('TCP', other)])).toEqual([
    [
      'a.example.com (ServiceEntry shop/a) and b.example.com both have the address 198.51.100.7 with port 6379. All connections there go to the host of the older ServiceEntry, whichever of the two a client calls. Their endpoints are different servers.',
      'Write an address for b.example.com that nothing else has, or export the two to different namespaces.',
    ],
  ]);
});

test('it says what goes where', () => {
  const dns = 'or turn DNS proxying on: meshConfig.defaultConfig.proxyMetadata with ISTIO_META_DNS_CAPTURE: "true".';
  expect(textsOf('CDI0210', [A('REDIS')])).toEqual([
    [
      'REDIS is TCP for proxies and carries no host name, and a.example.com has no address: sidecars listen on port 6379 of all addresses and send connections to other hosts on this port here.',
      `Write addresses for a.example.com: an IP or a range that nothing else has; ${dns}`,
    ],
  ]);
  expect(textsOf('CDI0211', [A('TCP'), B('TCP')])).toEqual([
    [
      'a.example.com (ServiceEntry shop/a) and b.example.com both take port 6379 on all addresses. All connections to the port go to the host of the older ServiceEntry, whichever of the two a client calls.',
      `Write addresses for b.example.com: an IP or a range that nothing else has, and others for a.example.com; or export the two to different namespaces; ${dns}`,
    ],
  ]);
});
