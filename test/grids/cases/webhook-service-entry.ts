import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { serviceEntry } from '../../manifests';
import type { Grid } from '../grid';

const http = { number: 80, name: 'http', protocol: 'HTTP' };
const tls = { number: 443, name: 'tls', protocol: 'TLS' };
const tcp = { number: 5432, name: 'tcp', protocol: 'TCP' };

const entry = (spec: object, labels: object = {}): Manifest[] => [
  serviceEntry('shop/api', { hosts: ['api.example.com'], ports: [http], resolution: 'STATIC', ...spec }, { labels }),
];
const ports = (...list: unknown[]): Manifest[] => entry({ ports: list });
const port = (change: unknown): Manifest[] => ports({ ...http, ...(change as object) });
const addresses = (list: unknown): Manifest[] => entry({ addresses: list });

function named(
  about: string,
  make: (value: unknown) => Manifest[],
  values: Readonly<Record<string, unknown>>,
): [string, Manifest[]][] {
  return Object.entries(values).map(([name, value]) => [`${about}: ${name}`, make(value)]);
}

function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 20)}...${text.slice(-20)} of ${text.length} characters`;
}

function each(about: string, make: (value: unknown) => Manifest[], values: readonly unknown[]): [string, Manifest[]][] {
  return values.map((value) => [`${about} ${short(JSON.stringify(value))}`, make(value)]);
}

const selector = { workloadSelector: { labels: { app: 'api' } } };
const ALLOCATE = 'networking.istio.io/enable-autoallocate-ip';

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ['empty', [{ ...entry({})[0], spec: {} }]],
    ['no hosts', entry({ hosts: [] })],
    ['no ports', entry({ ports: [] })],
    ...['STATIC', 'NONE', 'DYNAMIC_DNS'].flatMap((resolution) =>
      each(`host with ${resolution}`, (host) => entry({ hosts: [host], resolution }), [
        'api.example.com',
        'api',
        '*',
        '*.example.com',
        '*api.example.com',
        '*-api.example.com',
        'api*.example.com',
        '',
        '10.0.0.1',
        'api..com',
        'api.example.com.',
        'api_v1.example.com',
        'API.Example.com',
      ]),
    ),
    ['the same host twice', entry({ hosts: ['a.example', 'a.example'] })],
    ...each('address', (address) => addresses([address]), [
      '10.0.0.1',
      '10.0.0.0/8',
      '10.0.0.1/8',
      '10.0.0.0/0',
      '10.0.0.0/33',
      '10.0.0.0/08',
      '10.0.0.0/',
      '10.0.0.0/8/8',
      '/8',
      '10.0.0',
      '10.0.0.256',
      '010.0.0.1',
      '10.0.0.1.2',
      '10.0.0.1:80',
      '::',
      '::1',
      '2001:db8::/32',
      '2001:db8::/129',
      '1:2:3:4:5:6:7:8',
      '1:2:3:4:5:6:7::',
      '::2:3:4:5:6:7:8',
      '1::2:3:4:5:6:7:8',
      '1:2:3:4:5:6:7:8:9',
      '::1.2.3.4',
      '1:2:3:4:5:6:1.2.3.4',
      '1:2:3:4:5:6:7:1.2.3.4',
      '::1.2.3',
      '1::2::3',
      ':::',
      '12345::',
      'g::',
      '1:',
      ':1',
      'fe80::1%eth0',
      'fe80::1%',
      'fe80::1%eth0/64',
      '10.0.0.1%eth0',
      '%eth0',
      'example.com',
      '',
      ' 10.0.0.1',
    ]),
    ...['NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN'].map((resolution): [string, Manifest[]] => [
      `range of addresses with ${resolution}`,
      entry({ resolution, addresses: ['10.0.0.0/8'] }),
    ]),
    ...named('port', port, {
      'no name': { name: undefined },
      'empty name': { name: '' },
      'name with a dot': { name: 'a.b' },
      'name in upper case': { name: 'HTTP' },
      'name of 64 characters': { name: 'a'.repeat(64) },
      'no number': { number: undefined },
      'number 0': { number: 0 },
      'number 65535': { number: 65535 },
      'number 65536': { number: 65536 },
      'target port 0': { targetPort: 0 },
      'target port': { targetPort: 8080 },
      'target port 65536': { targetPort: 65536 },
      'no protocol': { protocol: undefined },
    }),
    ...each('protocol', (protocol) => port({ protocol }), [
      'HTTP',
      'http',
      'HTTP2',
      'HTTPS',
      'HTTP_PROXY',
      'GRPC',
      'GRPC-Web',
      'grpc-web',
      'GRPC_WEB',
      'TLS',
      'TCP',
      'tcp',
      'UDP',
      'MONGO',
      'REDIS',
      'MySQL',
      'HBONE',
      'DoubleHBONE',
      'SCTP',
      'http ',
      '',
    ]),
    ['two ports', ports(http, tls)],
    ['two ports of one name', ports(http, { ...tls, name: 'http' })],
    ['two ports of one number', ports(http, { ...tls, number: 80 })],
    ['two ports without names', ports({ number: 80 }, { number: 81 })],
    ...each('TCP port without address: label', (value) => entry({ ports: [tcp] }, { [ALLOCATE]: value }), [
      'false',
      'False',
      'true',
      '',
      'no',
    ]),
    ...['TCP', 'tcp', '', 'MONGO', 'TLS', 'HTTP'].flatMap((protocol): [string, Manifest[]][] => [
      [
        `NONE without address: protocol ${protocol || 'none'}`,
        entry({ resolution: 'NONE', ports: [{ ...tcp, protocol }] }),
      ],
      [
        `label, and no address: protocol ${protocol || 'none'}`,
        entry({ ports: [{ ...tcp, protocol }] }, { [ALLOCATE]: 'false' }),
      ],
    ]),
    ['NONE with address', entry({ resolution: 'NONE', ports: [tcp], addresses: ['10.0.0.1'] })],
    ['no resolution, TCP without address', entry({ resolution: undefined, ports: [tcp] })],
    ['label with address', entry({ ports: [tcp], addresses: ['10.0.0.1'] }, { [ALLOCATE]: 'false' })],
    ...named('exportTo', (exportTo) => entry({ exportTo }), {
      nobody: ['~'],
      'nobody and one': ['~', 'prod'],
      'nobody twice': ['~', '~'],
      'all and one': ['*', 'prod'],
      'own twice': ['.', 'shop'],
      'no label': ['a.b'],
      right: ['.', 'prod'],
    }),
    ...named('selector', (spec) => entry(spec as object), {
      right: selector,
      'and endpoints': { ...selector, endpoints: [{ address: '10.0.0.1' }] },
      'and an empty list of endpoints': { ...selector, endpoints: [] },
      empty: { workloadSelector: {} },
      'no labels': { workloadSelector: { labels: {} } },
      star: { workloadSelector: { labels: { app: '*' } } },
      'no key': { workloadSelector: { labels: { '': 'api' } } },
      'an error hides warnings': { workloadSelector: { labels: { app: '*' } }, resolution: 'NONE', ports: [tcp] },
      'with NONE': { ...selector, resolution: 'NONE' },
      'empty, with NONE': { workloadSelector: {}, resolution: 'NONE' },
      'with DNS': { ...selector, resolution: 'DNS' },
    }),
    ...['STATIC', 'NONE', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'].flatMap((resolution) =>
      [http, tls, tcp, { ...http, protocol: '' }, { ...http, protocol: 'HTTPS' }, { ...http, protocol: 'UDP' }].map(
        (only): [string, Manifest[]] => [
          `two hosts with ${resolution} and ${only.protocol || 'no protocol'}`,
          entry({
            resolution,
            hosts: ['*.a.example', '*.b.example'],
            endpoints: resolution.startsWith('DNS') ? [{ address: 'a.example' }] : undefined,
            ports: [only],
          }),
        ],
      ),
    ),
    ['two hosts with an HTTP and a TCP port', entry({ hosts: ['a.example', 'b.example'], ports: [http, tcp] })],
    ['two hosts without ports', entry({ hosts: ['a.example', 'b.example'], ports: [] })],
  ]),
};

export default grid;
