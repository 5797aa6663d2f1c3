import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { serviceEntry } from '../../manifests';
import type { Grid } from '../grid';

const http = { number: 80, name: 'http', protocol: 'HTTP' };
const tls = { number: 443, name: 'tls', protocol: 'TLS' };
const tcp = { number: 5432, name: 'tcp', protocol: 'TCP' };

const entry = (spec: object, labels: object = {}): Manifest[] => [
  serviceEntry('shop/api', { hosts: ['api.example.com'], ports: [http], ...spec }, { labels }),
];
const endpoints =
  (resolution: string, ports: object[] = [http]) =>
  (list: unknown): Manifest[] =>
    entry({ resolution, ports, endpoints: list });

function named(
  about: string,
  make: (value: unknown) => Manifest[],
  values: Readonly<Record<string, unknown>>,
): [string, Manifest[]][] {
  return Object.entries(values).map(([name, value]) => [`${about}: ${name}`, make(value)]);
}

const ENDPOINTS = {
  none: [],
  'IPv4 address': [{ address: '10.0.0.1' }],
  'IPv6 address': [{ address: '::1' }],
  'address with a zone': [{ address: 'fe80::1%eth0' }],
  name: [{ address: 'a.example' }],
  'short name': [{ address: 'a' }],
  wildcard: [{ address: '*.example' }],
  'no name': [{ address: 'a_b' }],
  'wrong address': [{ address: '10.0.0' }],
  range: [{ address: '10.0.0.0/8' }],
  'no address': [{}],
  'empty address': [{ address: '' }],
  'no address in a network': [{ network: 'other' }],
  socket: [{ address: 'unix:///run/app.sock' }],
  'abstract socket': [{ address: 'unix://@app' }],
  'socket with an empty path': [{ address: 'unix://' }],
  'socket with a relative path': [{ address: 'unix://run/app.sock' }],
  'socket that is a folder': [{ address: 'unix:///run/' }],
  'socket in upper case': [{ address: 'UNIX:///run/app.sock' }],
  'socket with ports': [{ address: 'unix:///run/app.sock', ports: { http: 80 } }],
  ports: [{ address: '10.0.0.1', ports: { http: 8080 } }],
  'unknown port': [{ address: '10.0.0.1', ports: { grpc: 8080 } }],
  'port 0': [{ address: '10.0.0.1', ports: { http: 0 } }],
  'port 65536': [{ address: '10.0.0.1', ports: { http: 65536 } }],
  'port without name': [{ address: '10.0.0.1', ports: { '': 80 } }],
  'port with a wrong name': [{ address: '10.0.0.1', ports: { 'a.b': 80 } }],
  labels: [{ address: '10.0.0.1', labels: { version: 'v1' } }],
  'wrong label': [{ address: '10.0.0.1', labels: { version: 'v 1' } }],
  'wrong key of a label': [{ address: '10.0.0.1', labels: { '': 'v1' } }],
  'second one wrong': [{ address: '10.0.0.1' }, { address: '10.0.0.' }],
  two: [{ address: '10.0.0.1' }, { address: '10.0.0.2' }],
  'weight and locality are free': [{ address: '10.0.0.1', weight: 0, locality: '//', serviceAccount: '?' }],
};

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ...['STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'NONE', 'DYNAMIC_DNS'].flatMap((resolution) =>
      named(resolution, endpoints(resolution), ENDPOINTS),
    ),
    ...named('STATIC with two ports', endpoints('STATIC', [http, tls]), {
      socket: [{ address: 'unix:///run/app.sock' }],
      'address without ports': [{ address: '10.0.0.1' }],
    }),
    ['STATIC without ports: socket', endpoints('STATIC', [])([{ address: 'unix:///run/app.sock' }])],
    [
      'STATIC with two ports of one name: socket',
      endpoints('STATIC', [http, http])([{ address: 'unix:///run/app.sock' }]),
    ],
    ...['DNS', 'DNS_ROUND_ROBIN'].flatMap((resolution) =>
      ['api', 'api.example.com', '*.example.com', '*', '10.0.0.1', ''].flatMap((host): [string, Manifest[]][] => [
        [`${resolution} looks up ${host || 'nothing'}`, entry({ resolution, hosts: [host] })],
        [
          `${resolution} with an endpoint for ${host || 'nothing'}`,
          entry({ resolution, hosts: [host], endpoints: [{ address: 'a.example' }] }),
        ],
      ]),
    ),
    ...['STATIC', 'DNS', 'DNS_ROUND_ROBIN'].flatMap((resolution) =>
      [tcp, tls, { ...tcp, protocol: 'HTTPS' }, { ...tcp, protocol: 'MONGO' }, http, { ...tcp, protocol: '' }].flatMap(
        (port): [string, Manifest[]][] => {
          const spec = {
            resolution,
            ports: [http, { ...port, number: 1, name: 'x' }],
            hosts: ['a.example', 'b.example'],
          };
          const about = `${resolution} and ${port.protocol || 'no protocol'}`;
          return [
            [`two hosts with an address, ${about}`, entry({ ...spec, addresses: ['10.0.0.1'] })],
            [`two hosts without address, ${about}`, entry(spec)],
            [`one host with an address, ${about}`, entry({ ...spec, hosts: ['a.example'], addresses: ['10.0.0.1'] })],
          ];
        },
      ),
    ),
    ...named('dynamic', (spec) => entry({ resolution: 'DYNAMIC_DNS', hosts: ['*.example.com'], ...(spec as object) }), {
      right: {},
      'no hosts': { hosts: [] },
      'no wildcard': { hosts: ['a.example'] },
      'partial wildcard': { hosts: ['*a.example'] },
      'all hosts': { hosts: ['*'] },
      addresses: { addresses: ['10.0.0.1'] },
      'range of addresses': { addresses: ['10.0.0.0/8'] },
      'empty list of addresses': { addresses: [] },
      endpoints: { endpoints: [{ address: 'a.example' }] },
      'no ports': { ports: [] },
      selector: { workloadSelector: { labels: { app: 'x' } } },
      MESH_EXTERNAL: { location: 'MESH_EXTERNAL' },
      MESH_INTERNAL: { location: 'MESH_INTERNAL' },
    }),
    ...[
      'HTTP',
      'http',
      'HTTP2',
      'GRPC',
      'TLS',
      'tls',
      'HTTPS',
      'GRPC-Web',
      'HTTP_PROXY',
      'TCP',
      'UDP',
      'MONGO',
      '',
      'X',
    ].map((protocol): [string, Manifest[]] => [
      `dynamic with protocol ${protocol || 'none'}`,
      entry({ resolution: 'DYNAMIC_DNS', hosts: ['*.example.com'], ports: [{ ...http, protocol }] }),
    ]),
    ...['STATIC', 'DNS', 'NONE', 'DYNAMIC_DNS'].flatMap((resolution): [string, Manifest[]][] => [
      [`null for a port with ${resolution}`, entry({ resolution, ports: [null] })],
      [`null for a host with ${resolution}`, entry({ resolution, hosts: [null] })],
      [`null for an endpoint with ${resolution}`, entry({ resolution, endpoints: [null] })],
    ]),
    ...[0, 1, 2, 3, 4, 5].map((resolution): [string, Manifest[]] => [
      `resolution as the number ${resolution}`,
      entry({ resolution, endpoints: [{ address: 'a.example' }, { address: 'b.example' }] }),
    ]),
    ...[0, 1, 2].map((location): [string, Manifest[]] => [
      `location as the number ${location}`,
      entry({ resolution: 'DYNAMIC_DNS', hosts: ['*.example.com'], location }),
    ]),
    ...['MESH_EXTERNAL', 'MESH_INTERNAL'].flatMap((location) =>
      ['wp', 'none', 'None', '', 'false'].flatMap((waypoint) =>
        ['DYNAMIC_DNS', 'STATIC'].map((resolution): [string, Manifest[]] => [
          `${resolution}, ${location} and waypoint ${JSON.stringify(waypoint)}`,
          entry({ resolution, hosts: ['*.example.com'], location }, { 'istio.io/use-waypoint': waypoint }),
        ]),
      ),
    ),
  ]),
};

export default grid;
