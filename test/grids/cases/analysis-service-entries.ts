import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { serviceEntry } from '../../manifests';
import type { Grid } from '../grid';

const entry = (name: string, protocol: string | undefined, more: object = {}, ns: string = 'shop'): Manifest =>
  serviceEntry(`${ns}/${name}`, {
    hosts: ['api.example.com'],
    location: 'MESH_EXTERNAL',
    resolution: 'DNS',
    ports: [{ number: 443, name: 'p', protocol }],
    ...more,
  });
const withStatus = (status: object): Manifest[] => [{ ...entry('a', 'TCP'), status }];
const exported = (...namespaces: string[]): object => ({ exportTo: namespaces });
const two = (a: object, b: object, protocols: [string, string] = ['TLS', 'HTTPS']): Manifest[] => [
  entry('a', protocols[0], a),
  entry('b', protocols[1], b, 'pay'),
];
const port = (number: number, name: string, protocol: string): object => ({ number, name, protocol });

const grid: Grid = {
  layers: ['analysis'],
  cases: {
    'TCP without addresses': [entry('a', 'TCP')],
    'tcp in lower case': [entry('a', 'tcp')],
    'no protocol': [entry('a', undefined)],
    'an empty protocol': [entry('a', '')],
    'TLS without addresses': [entry('a', 'TLS')],
    'HTTP without addresses': [entry('a', 'HTTP')],
    'MONGO without addresses': [entry('a', 'MONGO')],
    'TCP with an address': [entry('a', 'TCP', { addresses: ['192.0.2.1'] })],
    'TCP with no address in the list': [entry('a', 'TCP', { addresses: [] })],
    'TCP with endpoints': [entry('a', 'TCP', { resolution: 'STATIC', endpoints: [{ address: '192.0.2.1' }] })],
    'TCP with an address in the status': withStatus({ addresses: [{ value: '240.240.0.1', host: 'api.example.com' }] }),
    'TCP with no address in the status': withStatus({ addresses: [] }),
    'TCP with an empty status': withStatus({}),
    'the second port is TCP': [entry('a', 'TLS', { ports: [port(443, 'tls', 'TLS'), port(5432, 'tcp', 'TCP')] })],
    'TCP in kube-system': [entry('a', 'TCP', {}, 'kube-system')],

    'the same protocol': two({}, {}, ['TLS', 'TLS']),
    'the same protocol in another case': two({}, {}, ['TLS', 'tls']),
    'two protocols': two({}, {}),
    'two protocols on two ports': two({}, { ports: [port(444, 'p', 'HTTPS')] }),
    'two protocols of two hosts': two({}, { hosts: ['www.example.com'] }),
    'two protocols of hosts in another case': two({}, { hosts: ['API.example.com'] }),
    'a wildcard that holds the other host': two({}, { hosts: ['*.example.com'] }),
    'a host in common': two({}, { hosts: ['www.example.com', 'api.example.com'] }),
    'one for its own namespace': two(exported('.'), {}),
    'both for their own namespaces': two(exported('.'), exported('.')),
    'one for the namespace of the other': two(exported('pay'), exported('.')),
    'both for a third namespace': two(exported('x'), exported('x', '.')),
    'for all namespaces, and one more': two(exported('*', 'x'), exported('x')),
    'for no namespace': two(exported('~'), exported('~')),
    'for no namespace, and for all': two(exported('~'), exported('*')),
    'three, two of which agree': [...two({}, {}), entry('c', 'TLS')],
    'three, of which one is of another namespace': [
      entry('a', 'TLS', exported('.')),
      entry('b', 'HTTPS', exported('.'), 'pay'),
      entry('c', 'HTTPS', exported('.')),
    ],
    'one of them in kube-system': [entry('a', 'TLS'), entry('b', 'HTTPS', {}, 'kube-system')],
  },
};

export default grid;
