import { ServiceRef } from '../../lib/kubernetes/service-ref';
import { Destination } from '../../lib/networking/destination';
import { Gateway } from '../../lib/networking/gateway';
import type { TcpRouteOptions, TlsRouteOptions } from '../../lib/networking/tls-route';
import { writeTcpRoute, writeTlsRoute } from '../../lib/networking/tls-route';
import { Problems } from '../../lib/core/problems';
import { chart } from './subject';

const scope = chart();
const db = Destination.service(ServiceRef.fromName('db', { ports: [{ port: 5432 }] }));
const DB = { destination: { host: 'db.shop.svc.cluster.local', port: { number: 5432 } } };
const HOSTS = ['*.example.com', 'db.example.org'];

function tls(options: TlsRouteOptions): unknown {
  const problems = new Problems();
  const json = writeTlsRoute(options, HOSTS, scope, problems);
  expect(problems.list).toEqual([]);
  return json;
}

function tlsRefusal(options: unknown): string[] {
  const problems = new Problems();
  writeTlsRoute(options as TlsRouteOptions, HOSTS, scope, problems);
  return problems.list.map(({ field, message }) => `${field}: ${message}`);
}

function tcp(options: TcpRouteOptions): unknown {
  const problems = new Problems();
  const json = writeTcpRoute(options, scope, problems);
  expect(problems.list).toEqual([]);
  return json;
}

function tcpRefusal(options: unknown): string[] {
  const problems = new Problems();
  writeTcpRoute(options as TcpRouteOptions, scope, problems);
  return problems.list.map(({ field, message }) => `${field}: ${message}`);
}

const EVERYTHING = {
  port: 443,
  destinationSubnets: ['10.0.0.0/8', '192.168.0.1', '2001:db8::/32'],
  sourceLabels: { app: 'web' },
  sourceNamespace: 'web',
};

test('a TLS rule with every field is written', () => {
  expect(
    tls({ match: [{ ...EVERYTHING, sniHosts: ['www.example.com'], gateways: [Gateway.mesh()] }], route: [db] }),
  ).toEqual({
    match: [{ ...EVERYTHING, sniHosts: ['www.example.com'], gateways: ['mesh'] }],
    route: [DB],
  });
});

test('a TCP rule with every field is written', () => {
  expect(tcp({ match: [{ ...EVERYTHING, gateways: [Gateway.mesh()] }], route: [db] })).toEqual({
    match: [{ ...EVERYTHING, gateways: ['mesh'] }],
    route: [DB],
  });
});

test('a TCP rule without match is for every connection', () => {
  expect(tcp({ route: [db] })).toEqual({ route: [DB] });
});

test('destinations share by weight', () => {
  const other = Destination.host('db.example.org', { weight: 10 });
  expect(tcp({ route: [db._withWeight(90), other] })).toEqual({
    route: [
      { ...DB, weight: 90 },
      { destination: { host: 'db.example.org' }, weight: 10 },
    ],
  });
});

const match = [{ sniHosts: ['www.example.com'] }];

test.each([
  [
    'no match',
    { match: [], route: [db] },
    "match: is required: TLS rules match by server name. Write [{ sniHosts: ['www.example.com'] }].",
  ],
  [
    'no server name',
    { match: [{ sniHosts: [] }], route: [db] },
    "match[0].sniHosts: is required: TLS rules match by server name. Write ['www.example.com'].",
  ],
  [
    'a foreign server name',
    { match: [{ sniHosts: ['www.example.net'] }], route: [db] },
    'match[0].sniHosts[0]: "www.example.net" is not among the hosts of this VirtualService (*.example.com, db.example.org), so the rule would never match. Add it to hosts.',
  ],
  [
    'a server name with a port',
    { match: [{ sniHosts: ['www.example.com:443'] }], route: [db] },
    'match[0].sniHosts[0]: "www.example.com:443" has a port, but a host is only a name. Write "www.example.com", and write the port in its own field.',
  ],
  [
    'no route',
    { match, route: [] },
    'route: is empty, so connections have no destination. Write [Destination.service(service)].',
  ],
  [
    'weights',
    { match, route: [db._withWeight(60), db._withWeight(60)] },
    'route: the weights 60 + 60 add up to 120. They are percentages: their sum must be 100.',
  ],
  [
    'a port',
    { match: [{ ...match[0], port: 70000 }], route: [db] },
    'match[0].port: 70000 is not a port number (a whole number, 1 to 65535).',
  ],
  [
    'a subnet',
    { match: [{ ...match[0], destinationSubnets: ['10.0.0.0/33'] }], route: [db] },
    'match[0].destinationSubnets[0]: "10.0.0.0/33" is neither an IP address nor a CIDR block. Write one such as \'10.0.0.0/8\'.',
  ],
  [
    'JavaScript: match as text',
    { match: 'a', route: [db] },
    'match: "a" is not a list. Write [{ sniHosts: [\'www.example.com\'] }].',
  ],
  [
    'JavaScript: a match that is null',
    { match: [null], route: [db] },
    'match[0]: null does not fit here. Write { port: 443 }.',
  ],
  [
    'JavaScript: a destination as text',
    { match, route: ['db'] },
    'route[0]: "db" does not fit here. Write Destination.service(service).',
  ],
  [
    'JavaScript: labels as text',
    { match: [{ ...match[0], sourceLabels: 'app' }], route: [db] },
    'match[0].sourceLabels: "app" does not fit here. Write { version: \'v1\' }.',
  ],
  [
    'JavaScript: subnets as text',
    { match: [{ ...match[0], destinationSubnets: '10.0.0.0/8' }], route: [db] },
    'match[0].destinationSubnets: "10.0.0.0/8" is not a list. Write [\'10.0.0.0/8\'].',
  ],
])('a TLS rule with %s is rejected', (_, options, message) => {
  expect(tlsRefusal(options)).toContain(message);
});

test.each([
  ['no route', {}, ['route: is empty, so connections have no destination. Write [Destination.service(service)].']],
  [
    'a namespace',
    { match: [{ sourceNamespace: 5 }], route: [db] },
    ["match[0].sourceNamespace: 5 is not a non-empty string. Write 'default'."],
  ],
  [
    'gateways as text',
    { match: [{ gateways: 'mesh' }], route: [db] },
    ['match[0].gateways: "mesh" is not a list. Write [gateway] or [Gateway.mesh()].'],
  ],
  ['nothing', undefined, [': undefined does not fit here. Write { route: [Destination.service(service)] }.']],
])('a TCP rule with %s is rejected', (_, options, messages) => {
  expect(tcpRefusal(options)).toEqual(messages);
});
