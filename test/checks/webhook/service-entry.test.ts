import { serviceEntry } from '../../../lib/checks/webhook/service-entry';
import { reports, said } from './said';

const http = { number: 80, name: 'http', protocol: 'HTTP' };
const tcp = { number: 5432, name: 'tcp', protocol: 'TCP' };

test.each<[string, object, string[]]>([
  ['right', {}, []],
  ['no hosts', { hosts: [] }, ['error spec.hosts']],
  [
    'hosts',
    { hosts: ['*', 'a..b', '*a.example'] },
    ['error spec.hosts[0]', 'error spec.hosts[1]', 'warning spec.hosts[2]'],
  ],
  [
    'addresses',
    { resolution: 'DNS', addresses: ['10.0.0.1', '10.0.0.0/8', '10.0.0'] },
    ['error spec.addresses[1]', 'error spec.addresses[2]'],
  ],
  [
    'ports',
    { ports: [http, { ...http, targetPort: 70000 }, { name: 'a.b', protocol: 'HTPP' }] },
    [
      'error spec.ports[1].name',
      'error spec.ports[1].number',
      'error spec.ports[1].targetPort',
      'error spec.ports[2].name',
      'error spec.ports[2].protocol',
      'error spec.ports[2].number',
    ],
  ],
  [
    'hosts that TCP does not tell apart',
    { hosts: ['a.b', 'c.d'], ports: [http, tcp] },
    ['error spec.ports[1].protocol'],
  ],
  [
    'a selector',
    { workloadSelector: {}, endpoints: [{ address: '10.0.0.1' }] },
    ['warning spec.workloadSelector.labels', 'error spec.endpoints'],
  ],
  [
    'no warnings after a wrong selector',
    { workloadSelector: { labels: { app: '*' } }, resolution: 'NONE', ports: [tcp] },
    ['error spec.workloadSelector.labels.app'],
  ],
  [
    'NONE',
    { resolution: 'NONE', ports: [tcp], endpoints: [{ address: '10.0.0.1' }] },
    ['warning spec.ports[0].protocol', 'error spec.endpoints'],
  ],
  [
    'endpoints of STATIC',
    {
      endpoints: [
        { address: 'a.b', ports: { grpc: 80 } },
        { address: 'unix://a', ports: { http: 80 } },
        { network: 'other', labels: { app: '-' } },
        {},
      ],
    },
    [
      'error spec.endpoints[0].address',
      'error spec.endpoints[0].ports.grpc',
      'error spec.endpoints[1].address',
      'error spec.endpoints[1].ports',
      'warning spec.endpoints[2].address',
      'error spec.endpoints[2].labels.app',
      'error spec.endpoints[3].address',
    ],
  ],
  [
    'a socket for two ports',
    { ports: [http, tcp], endpoints: [{ address: 'unix:///a' }] },
    ['error spec.endpoints[0].address'],
  ],
  ['DNS looks up hosts', { resolution: 'DNS', hosts: ['*.a.b'] }, ['error spec.hosts[0]']],
  [
    'DNS_ROUND_ROBIN',
    { resolution: 'DNS_ROUND_ROBIN', endpoints: [{ address: 'a.b' }, { address: '*.b', ports: { http: 0 } }] },
    ['error spec.endpoints', 'error spec.endpoints[1].address', 'error spec.endpoints[1].ports.http'],
  ],
  [
    'hosts that share an address',
    { resolution: 'DNS', hosts: ['a.b', 'c.d'], addresses: ['10.0.0.1'], ports: [{ ...http, protocol: 'TLS' }] },
    ['warning spec.hosts'],
  ],
  [
    'DYNAMIC_DNS',
    { resolution: 'DYNAMIC_DNS', addresses: ['10.0.0.1'], endpoints: [{ address: 'a.b' }], ports: [http, tcp] },
    ['error spec.hosts[0]', 'error spec.addresses', 'error spec.endpoints', 'error spec.ports[1].protocol'],
  ],
  ['exportTo', { exportTo: ['~', 'prod'] }, ['error spec.exportTo']],
])('%s', (_name, change, expected) => {
  const spec = { hosts: ['api.example.com'], ports: [http], resolution: 'STATIC', ...change };
  expect(said(serviceEntry, spec)).toEqual(expected);
});

test('labels of the object count', () => {
  const spec = { hosts: ['a.b'], ports: [tcp], resolution: 'DNS' };
  expect(said(serviceEntry, spec)).toEqual([]);
  expect(said(serviceEntry, spec, { 'networking.istio.io/enable-autoallocate-ip': 'False' })).toEqual([
    'warning spec.ports[0].protocol',
  ]);
  const dynamic = { hosts: ['*.a.b'], ports: [http], resolution: 'DYNAMIC_DNS', location: 'MESH_INTERNAL' };
  expect(said(serviceEntry, dynamic, { 'istio.io/use-waypoint': 'None' })).toEqual([]);
  expect(said(serviceEntry, dynamic, { 'istio.io/use-waypoint': 'wp' })).toEqual(['error spec.location']);
});

test('what to write instead', () => {
  const fixes = reports(serviceEntry, {
    hosts: ['*api.example.com'],
    ports: [{ number: 80, name: 'http.api', protocol: 'HTPP' }],
    resolution: 'STATIC',
    endpoints: [{ address: '10.0.0.1', ports: { 'http-api': 80 } }],
  }).map(({ fix }) => fix);
  expect(fixes).toEqual([
    'Write "*.example.com", or the full name.',
    'Write a name such as http-api.',
    'Write HTTP.',
    'Write http.api, or add the port to ports of the ServiceEntry.',
  ]);
});
