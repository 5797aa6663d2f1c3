import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import type { Grid } from '../grid';

const object = (kind: string, spec: unknown): Manifest[] => [manifest(kind, 'shop/web', spec)];
const group = (spec: object): Manifest[] => object('WorkloadGroup', { template: {}, ...spec });
const probe = (value: unknown): Manifest[] => group({ probe: value });
const httpGet = (change: object): Manifest[] => probe({ httpGet: { port: 8080, ...change } });

function named(
  about: string,
  make: (value: unknown) => Manifest[],
  values: Readonly<Record<string, unknown>>,
): [string, Manifest[]][] {
  return Object.entries(values).map(([name, value]) => [`${about}: ${name}`, make(value)]);
}

const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings'],
  cases: Object.fromEntries([
    ...named('WorkloadEntry', (spec) => object('WorkloadEntry', spec), {
      empty: {},
      'IPv4 address': { address: '10.0.0.1' },
      'IPv6 address': { address: '::1' },
      'address with a zone': { address: 'fe80::1%eth0' },
      name: { address: 'vm.example.com' },
      'short name': { address: 'vm' },
      'name with a dot at the end': { address: 'vm.example.com.' },
      wildcard: { address: '*.example.com' },
      'wrong address': { address: '10.0.0' },
      'address with a port': { address: '10.0.0.1:80' },
      range: { address: '10.0.0.0/8' },
      'no name': { address: 'a_b' },
      'empty address': { address: '' },
      'network only': { network: 'other' },
      'empty address in a network': { address: '', network: 'other' },
      'address in a network': { address: '10.0.0.1', network: 'other' },
      'empty network': { address: '', network: '' },
      socket: { address: 'unix:///run/app.sock' },
      'abstract socket': { address: 'unix://@' },
      'empty socket': { address: 'unix://' },
      'relative socket': { address: 'unix://a' },
      'folder as socket': { address: 'unix:///a/' },
      'socket with ports': { address: 'unix:///a', ports: { http: 80 } },
      'socket with no ports': { address: 'unix:///a', ports: {} },
      ports: { address: '10.0.0.1', ports: { http: 80, 'TCP-1': 65535 } },
      'port 0': { address: '10.0.0.1', ports: { http: 0 } },
      'port 65536': { address: '10.0.0.1', ports: { http: 65536 } },
      'port without name': { address: '10.0.0.1', ports: { '': 80 } },
      'port with a wrong name': { address: '10.0.0.1', ports: { a_b: 80 } },
      'port with a name of 64 characters': { address: '10.0.0.1', ports: { ['a'.repeat(64)]: 80 } },
      'ports of a network': { network: 'other', ports: { http: 0 } },
      labels: { address: '10.0.0.1', labels: { app: 'web' } },
      'wrong label': { address: '10.0.0.1', labels: { app: 'a b' } },
      'wrong key': { address: '10.0.0.1', labels: { 'a b': 'web' } },
      'wrong label of a network': { network: 'other', labels: { app: 'a b' } },
      'other fields are free': { address: '10.0.0.1', weight: 0, locality: '/', serviceAccount: 'a b' },
    }),
    ['WorkloadGroup: empty', object('WorkloadGroup', {})],
    ...named('WorkloadGroup', (spec) => group(spec as object), {
      'empty template': {},
      'template is not looked at': { template: { address: '?', ports: { '': 0 }, labels: { '': '?' } } },
      'empty metadata': { metadata: {} },
      labels: { metadata: { labels: { app: 'web', 'example.com/tier': '' } } },
      'wrong label': { metadata: { labels: { app: 'a b' } } },
      'wrong key': { metadata: { labels: { 'a b': 'web' } } },
      'wrong annotation': { metadata: { annotations: { 'a b': '?' } } },
    }),
    ...named('probe', probe, {
      empty: {},
      'socket of TCP': { tcpSocket: { port: 8080 } },
      'socket of TCP without port': { tcpSocket: { host: 'localhost' } },
      'socket of TCP with port 65536': { tcpSocket: { port: 65536 } },
      command: { exec: { command: ['true'] } },
      'empty command': { exec: { command: [] } },
      'no command': { exec: {} },
      'command without text': { exec: { command: [''] } },
      grpc: { grpc: { port: 8080 } },
      'empty grpc': { grpc: {} },
      'grpc after httpGet': { httpGet: { port: 8080 }, grpc: { port: 8080 } },
      'wrong httpGet before tcpSocket': { httpGet: { port: 0 }, tcpSocket: { port: 8080 } },
      'wrong tcpSocket after httpGet': { tcpSocket: { port: 0 }, httpGet: { port: 8080 } },
      'wrong tcpSocket before exec': { tcpSocket: { port: 0 }, exec: { command: ['true'] } },
    }),
    ...['periodSeconds', 'initialDelaySeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'].flatMap(
      (name) =>
        [-1, 0, 1].map((value): [string, Manifest[]] => [
          `probe ${name} ${value}`,
          probe({ tcpSocket: { port: 8080 }, [name]: value }),
        ]),
    ),
    ...named('httpGet', (change) => httpGet(change as object), {
      right: { path: '/ready' },
      'no port': { port: undefined },
      'port 0': { port: 0 },
      'port 65535': { port: 65535 },
      'port 65536': { port: 65536 },
      HTTP: { scheme: 'HTTP' },
      HTTPS: { scheme: 'HTTPS' },
      'lower case': { scheme: 'http' },
      'empty scheme': { scheme: '' },
      'other scheme': { scheme: 'TCP' },
      'any path and host': { path: '?', host: '?' },
      header: { httpHeaders: [{ name: 'X-Probe', value: 'a' }] },
      'header without value': { httpHeaders: [{ name: 'X-Probe' }] },
      'header without name': { httpHeaders: [{ value: 'a' }] },
      'header with an empty name': { httpHeaders: [{ name: '' }] },
      'header with an underscore': { httpHeaders: [{ name: 'X_Probe' }] },
      'header with a colon': { httpHeaders: [{ name: ':authority' }] },
      'header with a dot': { httpHeaders: [{ name: 'X.Probe' }] },
    }),
    ...named('ProxyConfig', (spec) => object('ProxyConfig', spec), {
      empty: {},
      selector: { selector: { matchLabels: { app: 'web' } } },
      'empty selector': { selector: {} },
      'selector without labels': { selector: { matchLabels: {} } },
      'star in the selector': { selector: { matchLabels: { app: '*' } } },
      'selector without key': { selector: { matchLabels: { '': 'web' } } },
      'concurrency 0': { concurrency: 0 },
      'concurrency 2': { concurrency: 2 },
      'concurrency negative': { concurrency: -1 },
      'concurrency negative with an empty selector': { concurrency: -1, selector: {} },
      'anything in the environment': { environmentVariables: { '': '?' } },
      'any image': { image: { imageType: '?' } },
    }),
  ]),
};

export default grid;
