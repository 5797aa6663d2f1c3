import { Testing } from 'cdk8s';
import { WorkloadEntry } from '../../lib/networking/workload-entry';
import { chart, problemsOf, specOf } from './subject';

const make = (props: unknown) => () => new WorkloadEntry(chart(), 'Vm', props as never);

test('the whole object', () => {
  const scope = chart();
  const entry = new WorkloadEntry(scope, 'Vm', {
    metadata: { name: 'vm-1' },
    address: '10.0.0.7',
    ports: { http: 8080 },
    labels: { app: 'billing' },
    network: 'vm-network',
    locality: 'eu-west-1/a',
    weight: 2,
    serviceAccount: 'billing',
  });
  expect(Testing.synth(scope)).toEqual([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'WorkloadEntry',
      metadata: { name: 'vm-1', namespace: 'shop' },
      spec: {
        address: '10.0.0.7',
        ports: { http: 8080 },
        labels: { app: 'billing' },
        network: 'vm-network',
        locality: 'eu-west-1/a',
        weight: 2,
        serviceAccount: 'billing',
      },
    },
  ]);
  expect(entry.labels).toEqual({ app: 'billing' });
});

test.each(['10.0.0.7', '2001:db8::7', 'vm.example.com', 'unix:///run/app.sock', 'unix://@app'])(
  'address %s is written',
  (address) => {
    expect(specOf(make({ address })())).toEqual({ address });
  },
);

test('a network is enough', () => {
  const entry = make({ network: 'vm-network' })();
  expect(specOf(entry)).toEqual({ network: 'vm-network' });
  expect(entry.labels).toEqual({});
});

const address = '10.0.0.7';

test.each([
  [
    'no address',
    {},
    "address: is required, or network if the workload is behind that network's gateway. Write '10.0.0.7'.",
  ],
  [
    'JavaScript: no props',
    undefined,
    "address: is required, or network if the workload is behind that network's gateway. Write '10.0.0.7'.",
  ],
  [
    'an address with a port',
    { address: 'vm.example.com:80' },
    'address: "vm.example.com:80" has a port, but a host is only a name. Write "vm.example.com", and write the port in its own field.',
  ],
  [
    'an address with a scheme',
    { address: 'http://vm' },
    'address: "http://vm" has a scheme, but a host is only a name. Write "vm".',
  ],
  [
    'a wildcard',
    { address: '*.example.com' },
    'address: "*.example.com" is a wildcard, but must be a single host. Write its name, for example "www.example.com".',
  ],
  [
    'an IP address that is none',
    { address: '10.0.0.256' },
    'address: "10.0.0.256" looks like an IP address, but is not valid: each of the four numbers must be 0 to 255.',
  ],
  [
    'a folder',
    { address: 'unix:///run/' },
    "address: \"/run/\" is not the absolute path of a file. Write one such as '/run/app.sock', or '@name' for an abstract socket.",
  ],
  [
    'a socket with ports',
    { address: 'unix:///run/a', ports: { http: 80 } },
    'ports: are not allowed with a socket, which has no ports. Omit them.',
  ],
  [
    'a port name',
    { address, ports: { 'a.b': 80 } },
    'ports.a.b: "a.b" is not the name of a port (lower-case letters, digits and "-", a letter or digit at both ends).',
  ],
  [
    'a port',
    { address, ports: { http: 70000 } },
    'ports.http: 70000 is not a port number (a whole number, 1 to 65535).',
  ],
  ['JavaScript: an address as a number', { address: 7 }, 'address: 7 is not a string. Write "7".'],
  ['JavaScript: ports as a number', { address, ports: 80 }, 'ports: 80 is not an object.'],
  [
    'JavaScript: a port as text',
    { address, ports: { http: '80' } },
    'ports.http: "80" is not a whole number. Write 80 without quotes.',
  ],
  [
    'JavaScript: a label as a number',
    { address, labels: { version: 1 } },
    'labels.version: 1 is not a string. Write "1".',
  ],
  [
    'JavaScript: a weight as text',
    { address, weight: '2' },
    'weight: "2" is not a whole number. Write 2 without quotes.',
  ],
  ['JavaScript: a locality as a list', { address, locality: ['a'] }, 'locality: ["a"] is not a string.'],
])('%s is rejected', (_, props, message) => {
  expect(problemsOf(make(props))).toEqual([message]);
});

test('props as text are rejected', () => {
  expect(problemsOf(make('10.0.0.7'))[0]).toBe(
    "\"10.0.0.7\" does not fit here. Write { address: '10.0.0.7', labels: { app: 'billing' } }.",
  );
});
